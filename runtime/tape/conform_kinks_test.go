package tape_test

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// TestKinks is what the derivatives are where mathematics has none, the same as in the code that gograd writes (docs/guide.md). Where
// TensorFlow or PyTorch have another number, it is in the comment.
func TestKinks(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	one := func(f func(tape.Var) tape.Var) func([]tape.Var) tape.Var {
		return func(xs []tape.Var) tape.Var { return f(xs[0]) }
	}
	two := func(f func(a, b tape.Var) tape.Var) func([]tape.Var) tape.Var {
		return func(xs []tape.Var) tape.Var { return f(xs[0], xs[1]) }
	}
	at := func(xs ...float64) (ts []*tensor.Tensor) {
		for _, x := range xs {
			ts = append(ts, num(x))
		}
		return ts
	}
	for _, k := range []struct {
		name string
		f    func([]tape.Var) tape.Var
		at   []*tensor.Tensor
		want []*tensor.Tensor
	}{
		{"relu at 0", one(tape.Relu), at(0), at(0)},
		{"abs at 0", one(tape.Abs), at(0), at(0)},                   // TensorFlow.js: -1
		{"maximum at a tie", two(tape.Maximum), at(2, 2), at(1, 0)}, // PyTorch: 1/2 each
		{"minimum at a tie", two(tape.Minimum), at(2, 2), at(1, 0)},
		{"maximum of zeros", two(tape.Maximum), at(math.Copysign(0, -1), 0), at(1, 0)},
		{"max at a tie", one(func(x tape.Var) tape.Var { return tape.Max(x) }), []*tensor.Tensor{vec(1, 3, 3)}, []*tensor.Tensor{vec(0, 1, 0)}}, // TensorFlow and PyTorch: 1/2 each
		{"min at a tie", one(func(x tape.Var) tape.Var { return tape.Min(x) }), []*tensor.Tensor{vec(3, 1, 1)}, []*tensor.Tensor{vec(0, 1, 0)}},
		{"clip at an edge", one(clip01), at(1), at(1)},
		{"clip at the other", one(clip01), at(0), at(1)},
		{"clip outside", one(clip01), at(2), at(0)},
		{"sqrt at 0", one(tape.Sqrt), at(0), at(inf)},
		{"sqrt at 0, with an adjoint of 0", two(func(a, b tape.Var) tape.Var { return tape.Mul(tape.Sqrt(a), b) }), at(0, 0), at(0, 0)},
		{"log at 0", one(tape.Log), at(0), at(inf)},
		{"norm at 0", one(func(x tape.Var) tape.Var { return tape.Norm(x) }), []*tensor.Tensor{vec(0, 0)}, []*tensor.Tensor{vec(0, 0)}}, // TensorFlow: NaN
		{"hypot at 0", two(tape.Hypot), at(0, 0), at(0, 0)},
		{"atan2 at 0", two(tape.Atan2), at(0, 0), at(0, 0)},
		{"pow at (0, 2)", two(tape.PowVar), at(0, 2), at(0, 0)},
		{"pow at (0, 0)", two(tape.PowVar), at(0, 0), at(0, -inf)}, // the contract's 0 for 0^y ln 0 is for y > 0
		{"pow at (2, 3)", two(tape.PowVar), at(2, 3), at(12, 8*math.Ln2)},
		{"pow at (-2, 3)", two(tape.PowVar), at(-2, 3), at(12, nan)},
		{"pow with a constant exponent, at -2", one(func(x tape.Var) tape.Var { return tape.Pow(x, 3) }), at(-2), at(12)},
		{"power of 0, at 0", one(func(x tape.Var) tape.Var { return tape.Pow(x, 0) }), at(0), at(0)},
		{"mod", two(tape.Mod), at(7.5, 2), at(1, -3)},
		{"sign", one(tape.Sign), at(2), at(0)},
		{"round", one(tape.Round), at(2.3), at(0)},
		{"round to even", one(tape.RoundToEven), at(2.5), at(0)},
		{"floor", one(tape.Floor), at(2), at(0)},
		{"ceil", one(tape.Ceil), at(2), at(0)},
		{"trunc", one(tape.Trunc), at(2), at(0)},
		// TensorFlow and PyTorch: NaN, NaN, 1/4, unless one chooses the operand of the square root, too.
		{"where, of a square root", one(rootOfPositive), []*tensor.Tensor{vec(-1, 0, 4)}, []*tensor.Tensor{vec(0, 0, .25)}},
	} {
		t.Run(k.name, func(t *testing.T) {
			c := check{t}
			tp := tape.New(tape.Persistent(), tape.ZeroUnconnected())
			xs := make([]tape.Var, len(k.at))
			for i, x := range k.at {
				xs[i] = tp.Watch(x)
			}
			y := k.f(xs)
			played := c.tensors(tp.GradientSum([]tape.Var{y}, xs...))
			recorded := c.vars(tp.With().GradientVars(tape.Sum(y), xs...))
			for i, want := range k.want {
				c.is("derivative", played[i], want)
				c.is("derivative, recorded", recorded[i].Value(), want)
			}
		})
	}
}

func clip01(x tape.Var) tape.Var { return tape.Clip(x, 0, 1) }

func rootOfPositive(x tape.Var) tape.Var {
	zero := x.Tape().Scalar(0)
	return tape.Where(tape.Greater(x, zero), tape.Sqrt(x), zero)
}

// The zeros of steps are those of what is unconnected: nil, where they are not asked for, with a reason, as in row 30.
func TestStepsAreUnconnected(t *testing.T) {
	for name, f := range map[string]func(tape.Var) tape.Var{"Floor": tape.Floor, "Ceil": tape.Ceil, "Trunc": tape.Trunc, "Round": tape.Round, "RoundToEven": tape.RoundToEven} {
		c := check{t}
		tp := tape.New()
		x := tp.Watch(num(2.3))
		y := f(x)
		c.none(name, c.tensors(tp.Gradient(y, x))[0])
		c.reason(tp.Explain(y, x), "no gradient for operation: "+name+" at conform_kinks_test.go:")
	}
}

package tape

import (
	"math"
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// The reductions take the axes over which they go; negative ones count from the last, none means all. The axes are gone from the result.

// Sum returns the sums over axes.
func Sum(x Var, axes ...int) Var {
	return reduce(opSum, "Sum", x, axes, func(i int32, dst []float64, set uint64) {
		nd.Sum(dst, x.data(), x.shape(), set)
	})
}

// Mean returns the means over axes, NaN where there are no elements.
func Mean(x Var, axes ...int) Var {
	s := Sum(x, axes...)
	if s.t == nil {
		return s
	}
	return Scale(s, 1/(float64(x.Len())/float64(s.Len())))
}

// Max returns the largest elements over axes; that of an empty one is -Inf. The derivative is that of the first element which attains
// the maximum.
func Max(x Var, axes ...int) Var {
	return reduce(opMax, "Max", x, axes, func(i int32, dst []float64, set uint64) {
		t := x.t
		arg := t.refs.Raw(len(dst))
		nd.Max(dst, arg, x.data(), x.shape(), set)
		t.extend(i).at = arg
	})
}

// Min returns the smallest elements over axes; see [Max].
func Min(x Var, axes ...int) Var { return Neg(Max(Neg(x), axes...)) }

// LogSumExp returns the logarithms of the sums of exponentials over axes, without overflow. The derivative is the softmax.
func LogSumExp(x Var, axes ...int) Var {
	return reduce(opLogSumExp, "LogSumExp", x, axes, func(i int32, dst []float64, set uint64) {
		nd.LogSumExp(dst, x.data(), x.shape(), set)
	})
}

// Norm returns the Euclidean norms over axes, without overflow or underflow. Where all elements are 0, the derivative is 0.
func Norm(x Var, axes ...int) Var {
	s := Sum(Square(x), axes...)
	if s.t == nil || !slices.ContainsFunc(s.data(), extreme) {
		return norm(s)
	}
	scale := StopGradient(Max(Abs(x), axes...))
	for k, m := range scale.data() {
		frac, exp := math.Frexp(m)
		scale.data()[k] = 1
		if frac != 0 && finite(frac) {
			scale.data()[k] = math.Ldexp(1, max(exp-1, -1000)) // by a power of two, nothing is rounded
		}
	}
	set, _ := axisSet(axes, len(x.shape()))
	return Mul(scale, norm(Sum(Square(Div(x, expanded(scale, x.shape(), set))), axes...)))
}

// extreme tells whether a sum of squares may have overflowed, or lost what was too small.
func extreme(s float64) bool { return s < 0x1p-900 || s > math.MaxFloat64 }

// norm returns the square root of a sum of squares, with a derivative of 0 at 0.
func norm(s Var) Var {
	if s.t == nil {
		return s
	}
	none := Equal(s, s.t.Scalar(0))
	return Where(none, s.t.Scalar(0), Sqrt(Where(none, s.t.Scalar(1), s)))
}

// Variance returns the means of the squared distances from the mean, over axes.
func Variance(x Var, axes ...int) Var {
	m := Mean(x, axes...)
	if m.t == nil {
		return m
	}
	set, _ := axisSet(axes, len(x.shape()))
	return Mean(Square(Sub(x, expanded(m, x.shape(), set))), axes...)
}

// Prod returns the products over axes. It multiplies halves by halves, so that its derivatives are right where elements are 0.
func Prod(x Var, axes ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	set, ok := axisSet(axes, len(x.shape()))
	if !ok {
		return t.shapeError("Prod", "no such axis", x)
	}
	y := lastAxis(x, set)
	for y.t != nil {
		shape := y.shape()
		last := len(shape) - 1
		switch n := shape[last]; {
		case n == 0:
			return t.full(shape[:last], 1)
		case n == 1:
			return Reshape(y, shape[:last]...)
		default:
			parts := Split(y, last, n/2, n/2, n%2)
			y = Concat(last, Mul(parts[0], parts[1]), parts[2])
		}
	}
	return Var{}
}

// lastAxis returns x with the axes of set moved to the end, and there made one.
func lastAxis(x Var, set uint64) Var {
	var perm, kept []int
	n := 1
	for k, l := range x.shape() {
		if set>>k&1 == 0 {
			perm, kept = append(perm, k), append(kept, l)
		}
	}
	for k, l := range x.shape() {
		if set>>k&1 != 0 {
			perm = append(perm, k)
			n *= l
		}
	}
	if len(perm) > 0 {
		x = Transpose(x, perm...)
	}
	return Reshape(x, append(kept, n)...)
}

// CumSum returns the sums of the elements up to each one along an axis.
func CumSum(x Var, k int) Var { return cumSum(x, k, false) }

func cumSum(x Var, k int, reverse bool) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	if !ok {
		return t.shapeError("CumSum", "no such axis", x)
	}
	i, dst := t.result(opCumSum, x.i, -1, x.shape())
	t.extend(i).ints = t.keepInts([]int{k, int(one(reverse))})
	nd.CumSum(dst, x.data(), x.shape(), k, reverse)
	return t.done(i)
}

// reduce records a reduction, whose value f computes.
func reduce(op opcode, name string, x Var, axes []int, f func(i int32, dst []float64, set uint64)) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	set, ok := axisSet(axes, len(x.shape()))
	if !ok {
		return t.shapeError(name, "no such axis", x)
	}
	var buf [8]int
	i, dst := t.result(op, x.i, -1, nd.ReducedShape(buf[:0], x.shape(), set, false))
	t.extend(i).set = set
	f(i, dst, set)
	return t.done(i)
}

// expanded returns what a reduction over the axes of set gave in the shape from which it was reduced.
func expanded(y Var, shape []int, set uint64) Var {
	if tapeOf(y) == nil {
		return Var{}
	}
	return broadcastTo(reshape(opReshape, y, nd.ReducedShape(nil, shape, set, true)), shape)
}

// expanded returns y, of the shape of the result, in the shape of the operand.
func (p *pull) expanded(y Var) Var {
	return expanded(y, p.in(0).shape(), p.t.exts[p.node().ext].set)
}

func init() {
	pulls[opSum] = func(p *pull) { p.add(0, p.expanded(p.dy)) }
	pulls[opMax] = func(p *pull) {
		t := p.t
		at := t.exts[p.node().ext].at
		mask := t.full(p.in(0).shape(), 0)
		data := mask.data()
		if len(data) == 0 {
			return
		}
		for _, k := range at {
			data[k] = 1
		}
		p.add(0, Where(mask, p.expanded(p.dy), t.Scalar(0)))
	}
	pulls[opLogSumExp] = func(p *pull) {
		x, y := p.in(0), p.expanded(p.out())
		// Where all are -Inf, the sum is 0 whatever they are.
		w := Exp(Sub(x, Where(IsInf(y, -1), p.t.Scalar(0), y)))
		p.add(0, p.times(p.expanded(p.dy), w))
	}
	pulls[opCumSum] = func(p *pull) { p.add(0, cumSum(p.dy, p.ints()[0], p.ints()[1] == 0)) }
}

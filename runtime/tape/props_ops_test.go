package tape

import (
	"math"
	"slices"
	"strings"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// propOp is an operation: arguments for it away from kinks, the function of them, and its value if that is simple to say.
type propOp struct {
	name  string
	order int // of the derivatives that are checked; 0 for the usual
	draw  func(d propDraw) (xs []*tensor.Tensor, f func(xs []Var) Var, want *tensor.Tensor)
}

// propOf is a tensor with elements that are computed of their indexes.
func propOf(shape []int, f func(at []int) float64) *tensor.Tensor {
	x := tensor.New(shape...)
	at := make([]int, len(shape))
	for i := range x.Data() {
		x.Data()[i] = f(at)
		for k := len(at) - 1; k >= 0; k-- {
			if at[k]++; at[k] < shape[k] {
				break
			}
			at[k] = 0
		}
	}
	return x
}

// propGet is an element of x, broadcast to the axes of an index.
func propGet(x *tensor.Tensor, at []int) float64 {
	at = slices.Clone(at[len(at)-x.Rank():])
	for k := range at {
		if x.Dim(k) == 1 {
			at[k] = 0
		}
	}
	return x.At(at...)
}

// propJoint is the shape to which shapes are broadcast.
func propJoint(xs ...*tensor.Tensor) (shape []int) {
	for _, x := range xs {
		s := x.Shape()
		for len(shape) < len(s) {
			shape = slices.Insert(shape, 0, 1)
		}
		for k, n := range s {
			if at := len(shape) - len(s) + k; n != 1 {
				shape[at] = n
			}
		}
	}
	return shape
}

// propUnary is a function of one argument with elements in a range.
func propUnary(name string, lo, hi float64, f func(Var) Var, value func(float64) float64) propOp {
	return propOp{name: name, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.uniform(lo, hi, d.shape(0, 4)...)
		return []*tensor.Tensor{x}, func(xs []Var) Var { return f(xs[0]) }, x.Map(value)
	}}
}

// propBinary is a function of two arguments that are broadcast. Where they are from the same range, they may be the same Var.
func propBinary(name string, f func(a, b Var) Var, value func(a, b float64) float64, alo, ahi, blo, bhi float64) propOp {
	return propOp{name: name, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		s := d.parts(2)
		a, b := d.uniform(alo, ahi, s[0]...), d.uniform(blo, bhi, s[1]...)
		if alo == blo && d.flip("same") {
			return []*tensor.Tensor{a}, func(xs []Var) Var { return f(xs[0], xs[0]) }, a.Map(func(x float64) float64 { return value(x, x) })
		}
		want := propOf(propJoint(a, b), func(at []int) float64 { return value(propGet(a, at), propGet(b, at)) })
		return []*tensor.Tensor{a, b}, func(xs []Var) Var { return f(xs[0], xs[1]) }, want
	}}
}

// propElementaries are all functions of package math that have a derivative, by the table that the tape has of them.
func propElementaries() (ops []propOp) {
	ranges := map[opcode][4]float64{
		opAcosh: {1.3, 2}, opGamma: {1.2, 2.5}, opErfcinv: {0.4, 1.6}, opErfinv: {-0.6, 0.6},
		opMod: {0.56, 0.62, 0.25, 0.27}, opRemainder: {0.56, 0.62, 0.25, 0.27},
		opDim: {0.3, 0.5, 0.6, 0.8}, opMaximum: {0.6, 0.8, 0.3, 0.5}, opMinimum: {-0.8, -0.6, 0.3, 0.5}, opCopysign: {-0.8, -0.3, 0.3, 0.8},
		opHypot: {0.4, 0.9, 0.4, 0.9}, opAtan2: {0.4, 0.9, 0.4, 0.9}, opPowVar: {0.4, 0.9, 0.4, 0.9},
	}
	for i := range elementaries {
		e, op := &elementaries[i], firstElementary+opcode(i)
		if e.inactive || op == opAbsorb {
			continue
		}
		in, ok := ranges[op]
		if !ok {
			in = [4]float64{0.3, 0.8}
		}
		switch {
		case e.f1 != nil:
			ops = append(ops, propUnary(e.name, in[0], in[1], func(x Var) Var { return unary(op, x) }, e.f1))
		case e.f2 != nil:
			ops = append(ops, propBinary(public(e.name), func(a, b Var) Var { return binary(op, a, b) }, e.f2, in[0], in[1], in[2], in[3]))
		default:
			ops = append(ops, propOp{name: e.name, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
				n := d.n(0, 3, "n")
				x := d.uniform(1.2, 2, d.shape(0, 3)...)
				return []*tensor.Tensor{x}, func(xs []Var) Var { return unaryInt(op, n, xs[0]) }, x.Map(func(x float64) float64 { return e.fn(n, x) })
			}})
		}
	}
	return ops
}

// propReduce is a reduction over some axes, with a value of the elements that come together.
func propReduce(name string, f func(x Var, axes ...int) Var, value func(xs []float64) float64) propOp {
	return propOp{name: name, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.apart(d.shape(0, 4)...)
		if name == "Prod" && x.Len() > 0 {
			for range d.n(0, 3, "zeros") {
				x.Data()[d.rng.IntN(x.Len())] = 0
			}
		}
		if (name == "Mean" || name == "Variance" || name == "Max" || name == "Min" || name == "LogSumExp") && x.Len() == 0 {
			x = d.apart(2, 1)
		}
		axes := d.axes(x.Rank())
		return []*tensor.Tensor{x}, func(xs []Var) Var { return f(xs[0], axes...) }, propReduced(x, axes, value)
	}}
}

// propReduced is a reduction by its definition.
func propReduced(x *tensor.Tensor, axes []int, value func(xs []float64) float64) *tensor.Tensor {
	gone := make([]bool, x.Rank())
	for _, k := range axes {
		gone[(k+x.Rank())%x.Rank()] = true
	}
	if len(axes) == 0 {
		gone = slices.Repeat([]bool{true}, x.Rank())
	}
	var shape []int
	for k, n := range x.Shape() {
		if !gone[k] {
			shape = append(shape, n)
		}
	}
	return propOf(shape, func(at []int) float64 {
		var xs []float64
		propOf(x.Shape(), func(all []int) float64 {
			var kept []int
			for k, i := range all {
				if !gone[k] {
					kept = append(kept, i)
				}
			}
			if slices.Equal(kept, at) {
				xs = append(xs, x.At(all...))
			}
			return 0
		})
		return value(xs)
	})
}

func propSum(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}

func propMean(xs []float64) float64 { return propSum(xs) / float64(len(xs)) }

// propOne is an operation on one tensor, which draw chooses, with a reference where that is simple.
func propOne(name string, lo, hi int, draw func(d propDraw, x *tensor.Tensor) (f func(Var) Var, want *tensor.Tensor)) propOp {
	return propOp{name: name, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.uniform(-1, 1, d.shape(lo, hi)...)
		f, want := draw(d, x)
		return []*tensor.Tensor{x}, func(xs []Var) Var { return f(xs[0]) }, want
	}}
}

var propOps = slices.Concat(propArithmetic, propReductions, propMoves, propAlgebra)

var propArithmetic = []propOp{
	propBinary("Add", Add, func(a, b float64) float64 { return a + b }, -1, 1, -1, 1),
	propBinary("Sub", Sub, func(a, b float64) float64 { return a - b }, -1, 1, -1, 1),
	propBinary("Mul", Mul, func(a, b float64) float64 { return a * b }, -1, 1, -1, 1),
	propBinary("Div", Div, func(a, b float64) float64 { return a / b }, 0.5, 1, 0.5, 1),
	propUnary("Neg", -1, 1, Neg, func(x float64) float64 { return -x }),
	propUnary("Scale", -1, 1, func(x Var) Var { return Scale(x, -2.5) }, func(x float64) float64 { return -2.5 * x }),
	propUnary("AddScalar", -1, 1, func(x Var) Var { return AddScalar(x, 0.5) }, func(x float64) float64 { return x + 0.5 }),
	propUnary("Square", -1, 1, Square, func(x float64) float64 { return x * x }),
	propUnary("Identity", -1, 1, Identity, func(x float64) float64 { return x }),
	propUnary("Sigmoid", -2, 2, Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }),
	propUnary("Softplus", -2, 2, Softplus, func(x float64) float64 { return math.Log(1 + math.Exp(x)) }),
	propUnary("Exp of Log", 0.5, 2, func(x Var) Var { return Exp(Log(x)) }, func(x float64) float64 { return x }),
	{name: "Pow", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.uniform(0.4, 1.5, d.shape(0, 4)...)
		p := []float64{0, 1, 2, 3, -1, 0.5, -2.5, 2.25}[d.n(0, 7, "p")]
		return []*tensor.Tensor{x}, func(xs []Var) Var { return Pow(xs[0], p) }, x.Map(func(x float64) float64 { return math.Pow(x, p) })
	}},
	propApart("Relu", Relu, func(x float64) float64 { return max(x, 0) }),
	propApart("Elu", Elu, func(x float64) float64 {
		if x > 0 {
			return x
		}
		return math.Exp(x) - 1
	}),
	propApart("Clip", func(x Var) Var { return Clip(x, -0.2, 0.3) }, func(x float64) float64 { return min(max(x, -0.2), 0.3) }),
	propApart("sign", func(x Var) Var { return Mul(Sign(x), Square(x)) }, func(x float64) float64 { return x * math.Abs(x) }),
	{name: "Where", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		s := d.parts(3)
		c, a, b := d.apart(s[0]...), d.uniform(-1, 1, s[1]...), d.uniform(-1, 1, s[2]...)
		tests := []func(c Var) Var{
			func(c Var) Var { return Less(c, c.t.Scalar(0)) },
			func(c Var) Var { return Not(GreaterEqual(c, c.t.Scalar(0))) },
			func(c Var) Var { return And(LessEqual(c, c.t.Scalar(0)), NotEqual(c, c.t.Scalar(9))) },
			func(c Var) Var { return Or(Signbit(c), Equal(c, c.t.Scalar(9))) },
			func(c Var) Var { return Not(Or(Greater(c, c.t.Scalar(0)), Or(IsNaN(c), IsInf(c, 0)))) },
		}
		test := tests[d.n(0, len(tests)-1, "test")]
		want := propOf(propJoint(c, a, b), func(at []int) float64 {
			if propGet(c, at) < 0 {
				return propGet(a, at)
			}
			return propGet(b, at)
		})
		return []*tensor.Tensor{c, a, b}, func(xs []Var) Var { return Where(test(xs[0]), xs[1], xs[2]) }, want
	}},
	{name: "FMA", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		s := d.parts(3)
		xs := []*tensor.Tensor{d.uniform(-1, 1, s[0]...), d.uniform(-1, 1, s[1]...), d.uniform(-1, 1, s[2]...)}
		want := propOf(propJoint(xs...), func(at []int) float64 {
			return math.FMA(propGet(xs[0], at), propGet(xs[1], at), propGet(xs[2], at))
		})
		return xs, func(xs []Var) Var { return FMA(xs[0], xs[1], xs[2]) }, want
	}},
	{name: "CustomGradient", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		shape := d.shape(0, 3)
		xs := []*tensor.Tensor{d.uniform(-1, 1, shape...), d.uniform(-1, 1, shape...)}
		want := xs[0].Map(math.Sin).Mul(xs[1])
		return xs, func(xs []Var) Var {
			return CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
				x, y := xs[0], xs[1]
				return Mul(Sin(x), y), func(d Var) []Var { return []Var{Mul(d, Mul(Cos(x), y)), Mul(d, Sin(x))} }
			}, xs...)
		}, want
	}},
	{name: "CustomGradients", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.uniform(-1, 1, d.shape(0, 3)...)
		which := d.n(0, 2, "which")
		return []*tensor.Tensor{x}, func(xs []Var) Var {
			ys := CustomGradients(func(xs []Var) ([]Var, func([]Var) []Var) {
				s, c := Sincos(xs[0])
				return []Var{s, c}, func(ds []Var) []Var { return []Var{Sub(Mul(ds[0], Cos(xs[0])), Mul(ds[1], Sin(xs[0])))} }
			}, xs[0])
			if which == 2 {
				return Mul(ys[0], ys[1])
			}
			return ys[which] // the other one has no adjoint
		}, nil
	}},
	{name: "Call", order: 1, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		xs := []*tensor.Tensor{d.uniform(-1, 1, d.shape(0, 3)...), d.uniform(-1, 1, d.shape(0, 3)...)}
		return xs, func(xs []Var) Var {
			return CallN(func(ds, xs [][]float64) (sum float64) {
				for k := range xs {
					for i, x := range xs[k] {
						sum += math.Sin(x) * float64(k+1)
						ds[k][i] = math.Cos(x) * float64(k+1)
					}
				}
				return sum
			}, xs...)
		}, nil
	}},
	{name: "sources that are results", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.uniform(-1, 1, d.shape(0, 3)...)
		return []*tensor.Tensor{x}, func(xs []Var) Var { return xs[0] }, x
	}},
	{name: "shared", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		// Adjoints go on as they are to several operands, which have other contributions, too.
		shape := d.shape(1, 3)
		xs := []*tensor.Tensor{d.uniform(-1, 1, shape...), d.uniform(-1, 1, shape...)}
		n := d.n(1, 8, "operations")
		var ops []int
		for range 3 * n {
			ops = append(ops, d.rng.IntN(1000))
		}
		return xs, func(xs []Var) Var {
			vs := slices.Clone(xs)
			for k := range n {
				a, b := vs[ops[3*k]%len(vs)], vs[ops[3*k+1]%len(vs)]
				switch ops[3*k+2] % 4 {
				case 0:
					vs = append(vs, Sub(a, b))
				case 1:
					vs = append(vs, Identity(a))
				case 2:
					vs = append(vs, Scale(Mul(a, b), 0.5))
				default:
					vs = append(vs, Add(a, b))
				}
			}
			return Scale(Add(vs[len(vs)-1], vs[ops[0]%len(vs)]), 0.25)
		}, nil
	}},
}

func propApart(name string, f func(Var) Var, value func(float64) float64) propOp {
	return propOp{name: name, draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		x := d.apart(d.shape(0, 4)...)
		return []*tensor.Tensor{x}, func(xs []Var) Var { return f(xs[0]) }, x.Map(value)
	}}
}

// propLetters are axes' names for Einsum.
func propEinsum(spec string, xs []*tensor.Tensor) *tensor.Tensor {
	left, out, _ := strings.Cut(spec, "->")
	in := strings.Split(left, ",")
	lengths := map[byte]int{}
	letters := out
	for k, l := range in {
		for i := range len(l) {
			lengths[l[i]] = xs[k].Dim(i)
			if !strings.Contains(letters, l[i:i+1]) {
				letters += l[i : i+1]
			}
		}
	}
	var all, shape []int
	for i := range len(letters) {
		all = append(all, lengths[letters[i]])
	}
	shape = all[:len(out)]
	want := tensor.New(shape...)
	propOf(all, func(at []int) float64 {
		product := 1.0
		for k, l := range in {
			index := make([]int, len(l))
			for i := range len(l) {
				index[i] = at[strings.IndexByte(letters, l[i])]
			}
			product *= xs[k].At(index...)
		}
		to := at[:len(out)]
		want.Set(want.At(to...)+product, to...)
		return 0
	})
	return want
}

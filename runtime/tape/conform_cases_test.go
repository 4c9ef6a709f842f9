package tape_test

import (
	"reflect"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Rows 53 to 76 are of TensorFlow's own tests, which go on in historyRows.
var caseRows = []row{
	{53, "where", func(c check) {
		for at, want := range map[float64]float64{5: 1, 50: 100} {
			tp := tape.New()
			x := tp.Watch(num(at))
			y := tape.Where(tape.Less(x, tp.Scalar(10)), x, tape.Mul(x, x))
			c.is("dy/dx", c.tensors(tp.Gradient(y, x))[0], num(want))
		}
	}},
	{54, "two targets of two sources", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(num(1)), tp.Watch(num(1))
		gs := c.tensors(tp.GradientSum([]tape.Var{tape.Scale(x, 2), tape.Scale(y, 3)}, x, y))
		c.is("by x", gs[0], num(2))
		c.is("by y", gs[1], num(3))
	}},
	{55, "seeds of targets of which one is the source", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(num(3)), tp.Watch(num(2))
		loss := tape.Mul(x, y)
		gs := c.tensors(tp.With().VJPSum([]tape.Var{loss, x}, []*tensor.Tensor{num(1), num(2)}, x))
		c.is("by x", gs[0], num(4))
	}},
	{56, "identity with a seed", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(1))
		c.is("by x", c.tensors(tp.VJP(tape.Identity(x), num(2), x))[0], num(2))
	}},
	{57, "no operation, identity, and a parameter read again", func(c check) {
		tp := tape.New(tape.Persistent())
		p := tape.NewParam("p", num(3))
		x := tp.Read(p)
		for _, y := range []tape.Var{x, tape.Identity(x), tp.Read(p)} {
			c.is("dy/dx", c.tensors(tp.Gradient(y, x))[0], num(1))
		}
	}},
	{58, "the source, or a target twice, among the targets", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(2))
		y := tape.Mul(x, x)
		c.is("of x and y", c.tensors(tp.GradientSum([]tape.Var{x, y}, x))[0], num(5))
		y = tape.Identity(x)
		c.is("of y twice", c.tensors(tp.GradientSum([]tape.Var{y, y}, x))[0], num(2))
		c.is("of x twice", c.tensors(tp.GradientSum([]tape.Var{x, x}, x))[0], num(2))
	}},
	{59, "sources among the targets", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(num(3)), tp.Watch(num(5))
		gs := c.tensors(tp.GradientSum([]tape.Var{x, y, tape.Mul(y, y)}, x, y))
		c.is("by x", gs[0], num(1))
		c.is("by y", gs[1], num(11))
	}},
	{60, "a tensor that is target and source", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(matrix(2, 1, 2, 3, 4))
		c.exactly("once", c.tensors(tp.GradientSum([]tape.Var{x}, x))[0], tensor.Ones(2, 2))
		c.exactly("twice", c.tensors(tp.GradientSum([]tape.Var{x, x}, x))[0], tensor.Full(2, 2, 2))
	}},
	{61, "text as target or source", func(c check) {
		gradient := reflect.TypeOf((*tape.Tape).Gradient)
		if target, sources := gradient.In(1), gradient.In(2).Elem(); target != sources || target != reflect.TypeFor[tape.Var]() {
			c.Errorf("Gradient takes %v and %v", target, sources)
		}
		c.Log("neither compiles: a Var holds float64, and there is no other")
	}},
	{62, "one of two equal values recorded during a pause", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(1))
		x2 := tape.Scale(x, 2)
		var y tape.Var
		tp.Pause(func() { y = tape.Mul(x2, x2) })
		z := tape.Mul(x2, x2)
		c.none("dy/dx2", c.tensors(tp.Gradient(y, x2))[0])
		c.is("dz/dx2", c.tensors(tp.Gradient(z, x2))[0], num(4))
		c.reason(tp.Explain(y, x2), "recorded while the tape was paused at conform_cases_test.go:")
	}},
	{63, "a loss that goes on after a reset", func(c check) {
		tp := tape.New()
		p := tape.NewParam("v", num(1))
		before := tape.Square(tp.Read(p)).Value()
		tp.Reset()
		v := tp.Read(p)
		loss := tape.Add(tp.Const(before), tape.Square(v))
		c.is("the loss", loss.Value(), num(2))
		c.is("by v", c.tensors(tp.Gradient(loss, v))[0], num(2))
	}},
	{64, "the greatest of three, by a comparison in Go", func(c check) {
		tp := tape.New()
		vs := []tape.Var{tp.Watch(num(2)), tp.Watch(num(3)), tp.Watch(num(5))}
		largest := vs[0]
		for _, v := range vs {
			if v.Item() > largest.Item() {
				largest = v
			}
		}
		gs := c.tensors(tp.Gradient(largest, vs...))
		c.none("by the first", gs[0])
		c.none("by the second", gs[1])
		c.is("by the third", gs[2], num(1))
	}},
	{65, "what is watched before, after, and after a reset", func(c check) {
		tp := tape.New()
		p := tape.NewParam("v", num(1))
		count := func(when string, want int) {
			c.Helper()
			if got := len(watched(tp)); got != want {
				c.Errorf("%s %d are watched, want %d", when, got, want)
			}
		}
		count("before", 0)
		tp.Read(p)
		count("after a read", 1)
		tp.Read(p)
		count("after another", 1)
		tp.Reset()
		count("after Reset", 0)
	}},
	{66, "cross entropy", func(c check) {
		tp := tape.New()
		logits := tp.Watch(matrix(2, 0, 0))
		loss := tape.CrossEntropy(logits, tp.Const(matrix(2, 1, 0)))
		c.shape("the loss", loss.Value(), 1)
		c.is("by the logits", c.tensors(tp.GradientSum([]tape.Var{loss}, logits))[0], matrix(2, -.5, .5))
	}},
	{67, "a gradient in the middle", func(c check) {
		for _, opts := range [][]tape.Option{nil, {tape.Persistent()}} {
			tp := tape.New(opts...)
			v := tp.Watch(num(3))
			g := c.vars(tp.GradientVars(tape.Scale(v, 2), v))[0]
			c.is("the gradient", g.Value(), num(2))
			c.is("what is computed from it", c.tensors(tp.Gradient(tape.Mul(g, v), v))[0], num(2))
		}
	}},
	{68, "what one tape watches, another doesn't", func(c check) {
		// TensorFlow nests a tape that watches both in one that watches x1. Here a tape is told what to differentiate by, and
		// another has its own handles, in which the other number is a constant.
		tp := tape.New()
		x1, x2 := tp.Watch(num(2)), tp.Const(num(2))
		y, z := tape.Pow(x1, 3), tape.Square(x2)
		ds := c.vars(tp.GradientVars(tape.Add(y, z), x1, x2))
		c.is("dy/dx1", ds[0].Value(), num(12))
		if ds[1].Valid() {
			c.Errorf("dz/dx2 is %v on a tape that does not watch x2", ds[1])
		}
		gs := c.tensors(tp.Gradient(ds[0], x1, x2))
		c.is("d²y/dx1²", gs[0], num(12))
		c.none("d²z/dx2²", gs[1])

		tp = tape.New()
		x1, x2 = tp.Watch(num(2)), tp.Watch(num(2))
		y, z = tape.Pow(x1, 3), tape.Square(x2)
		c.is("dz/dx2 on one that does", c.tensors(tp.Gradient(tape.Add(y, z), x2))[0], num(4))
	}},
	{69, "value and product with a seed", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(3))
		y := tape.Square(x)
		c.is("the value", y.Value(), num(9))
		c.is("the product", c.tensors(tp.VJP(y, num(2), x))[0], num(12))
	}},
	{70, "gradient of a gradient", func(c check) {
		second := func(at float64, f func(tape.Var) tape.Var) *tensor.Tensor {
			tp := tape.New()
			x := tp.Watch(num(at))
			return c.tensors(tp.Gradient(c.vars(tp.GradientVars(f(x), x))[0], x))[0]
		}
		c.is("of x²", second(3, tape.Square), num(2))
		c.is("of exp x", second(0, tape.Exp), num(1))
	}},
	{71, "an index, and an index behind StopGradient", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 3, 2))
		for _, y := range []tape.Var{tape.ArgMax(x, 0), tape.StopGradient(tape.ArgMax(x, 0))} {
			c.none("dy/dx", c.tensors(tp.Gradient(y, x))[0])
			c.reason(tp.Explain(y, x), "no gradient for operation: ArgMax at conform_cases_test.go:")
		}
	}},
	{72, "a tape is used in two places", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(3))
		double := func(v tape.Var) tape.Var { return tape.Scale(v, 2) }
		c.is("dz/dx", c.tensors(tp.Gradient(double(double(x)), x))[0], num(4))
	}},
	{73, "a source twice", func(c check) {
		tp := tape.New(tape.Persistent())
		x, y := tp.Watch(num(3)), tp.Watch(num(5))
		gs := c.tensors(tp.Gradient(tape.Scale(x, 2), x, x))
		c.is("of 2x, by x", gs[0], num(2))
		c.is("of 2x, by x again", gs[1], num(2))
		z := tape.Add(tape.Square(x), tape.Mul(x, y))
		gs = c.tensors(tp.Gradient(z, x, x))
		c.is("of z, by x", gs[0], num(11))
		c.is("of z, by x again", gs[1], num(11))
		gs = c.tensors(tp.Gradient(z, y, x))
		c.is("of z, by y", gs[0], num(3))
		c.is("of z, by x after y", gs[1], num(11))
		dst := []*tensor.Tensor{num(0), num(0)}
		if err := tp.GradientInto(dst, z, x, x); err != nil {
			c.Fatal(err)
		}
		c.is("into a tensor", dst[0], num(11))
		c.is("into another", dst[1], num(11))
	}},
	{74, "nestings of sources", func(c check) {
		tp := tape.New(tape.Persistent())
		x1, x2, x3 := tp.Watch(num(1)), tp.Watch(num(2)), tp.Watch(num(3))
		y := tape.Add(tape.Add(x1, tape.Scale(x2, 2)), tape.Scale(x3, 3))

		pairs, err := tape.GradientOf(tp, y, [][2]tape.Var{{x1, x2}, {x2, x3}})
		if err != nil {
			c.Fatal(err)
		}
		for i, pair := range pairs {
			c.is("first of a pair", pair[0].Value(), num(float64(i+1)))
			c.is("second of a pair", pair[1].Value(), num(float64(i+2)))
		}
		type tuple struct {
			A, B tape.Var
			L    []tape.Var
		}
		tup, err := tape.GradientOf(tp, y, tuple{x1, x2, []tape.Var{x1, x3}})
		if err != nil {
			c.Fatal(err)
		}
		c.is("A", tup.A.Value(), num(1))
		c.is("B", tup.B.Value(), num(2))
		c.is("L[0]", tup.L[0].Value(), num(1))
		c.is("L[1]", tup.L[1].Value(), num(3))
		mixed, err := tape.GradientOf(tp, y, []any{x1, map[string]tape.Var{"x2": x2, "x3": x3}})
		if err != nil {
			c.Fatal(err)
		}
		c.is("[0]", mixed[0].(tape.Var).Value(), num(1))
		c.is("[1][x2]", mixed[1].(map[string]tape.Var)["x2"].Value(), num(2))
		c.is("[1][x3]", mixed[1].(map[string]tape.Var)["x3"].Value(), num(3))
	}},
	{75, "a gradient goes into what is differentiated", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(3))
		y := tape.Mul(x, x)
		z := tape.Scale(y, 2)
		inner := c.vars(tp.GradientVars(z, y))[0]
		c.is("dz/dy", inner.Value(), num(2))
		c.is("of y + dz/dy, by x", c.tensors(tp.Gradient(tape.Add(y, inner), x))[0], num(6))
		c.is("dz/dx", c.tensors(tp.Gradient(z, x))[0], num(12))
	}},
	{76, "a parameter by something else", func(c check) {
		tp := tape.New()
		x, y := tp.Read(tape.NewParam("x", num(1))), tp.Watch(num(2))
		c.none("dx/dy", c.tensors(tp.Gradient(x, y))[0])
	}},
}

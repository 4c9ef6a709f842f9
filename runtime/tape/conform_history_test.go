package tape_test

import (
	"errors"
	"math"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Rows 77 to 94 are of TensorFlow's own tests and of older guides.
var historyRows = []row{
	{77, "loop", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(2))
		y := x
		for y.Item() < 8 {
			y = tape.Add(y, y)
		}
		c.is("y", y.Value(), num(8))
		c.is("dy/dx", c.tensors(tp.Gradient(y, x))[0], num(4))
	}},
	{78, "three derivatives on one persistent tape", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(3))
		y := tape.Mul(tape.Mul(x, x), x)
		d1 := c.vars(tp.GradientVars(y, x))[0]
		d2 := c.vars(tp.GradientVars(d1, x))[0]
		d3 := c.vars(tp.GradientVars(d2, x))[0]
		for i, v := range []tape.Var{y, d1, d2, d3} {
			c.is([]string{"y", "d1", "d2", "d3"}[i], v.Value(), num([]float64{27, 27, 18, 6}[i]))
		}
	}},
	{79, "by a source and a value made from it", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(3))
		y := tape.Square(x)
		gs := c.tensors(tp.Gradient(tape.Square(y), x, y))
		c.is("dz/dx", gs[0], num(108))
		c.is("dz/dy", gs[1], num(18))
	}},
	{80, "zeros have the source's shape", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(tensor.Ones(2, 2)), tp.Watch(num(3))
		c.exactly("dz/dx", c.tensors(tp.With(tape.ZeroUnconnected()).Gradient(tape.Square(y), x))[0], tensor.New(2, 2))
	}},
	{81, "functions with several results", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(5))
		c.is("of (x, 2x)", c.tensors(tp.GradientSum([]tape.Var{x, tape.Scale(x, 2)}, x))[0], num(3))
		tp.Reset()
		x = tp.Watch(vec(0, 1, 2))
		c.is("of (x+2, x²)", c.tensors(tp.GradientSum([]tape.Var{tape.AddScalar(x, 2), tape.Square(x)}, x))[0], vec(1, 3, 5))
	}},
	{82, "a good function after one that fails", func(c check) {
		good := func(tp *tape.Tape) {
			c.Helper()
			x := tp.Watch(num(1))
			c.is("dy/dx", c.tensors(tp.Gradient(tape.Square(x), x))[0], num(2))
		}
		failure := errors.New("fails")
		c.fails("a function that fails", tape.Do(func(tp *tape.Tape) error { tape.Square(tp.Watch(num(1))); return failure }), failure)
		good(tape.New())

		panics := func(f func()) {
			defer func() {
				if recover() == nil {
					c.Error("no panic")
				}
			}()
			f()
		}
		tp := tape.New()
		panics(func() { tp.Pause(func() { panic(failure) }) })
		good(tp)

		tp.Reset()
		x := tp.Watch(num(1))
		y := tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
			return xs[0], func(tape.Var) []tape.Var { panic(failure) }
		}, x)
		panics(func() { tp.Gradient(y, x) })
		good(tp)
		tp.Reset()
		panics(func() { tape.Checkpoint(func([]tape.Var) []tape.Var { panic(failure) }, tp.Watch(num(1))) })
		good(tp)

		tp.Reset()
		tape.Add(tp.Watch(vec(1, 2)), tp.Watch(vec(1, 2, 3))) // sticks
		tp.Reset()
		good(tp)
	}},
	{83, "one value as both arguments", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(1))
		a, b := tape.Identity(x), tape.Identity(x)
		gs := c.tensors(tp.Gradient(tape.Mul(a, b), a, b))
		c.is("by the first", gs[0], num(1))
		c.is("by the second", gs[1], num(1))
		c.is("by the value", c.tensors(tp.Gradient(tape.Mul(x, x), x))[0], num(2))
	}},
	{84, "gradients of one's own", func(c check) {
		custom := func(pullback func(x, dy tape.Var) tape.Var) *tensor.Tensor {
			tp := tape.New()
			x := tp.Watch(num(3))
			y := tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
				return tape.Identity(xs[0]), func(dy tape.Var) []tape.Var { return []tape.Var{pullback(xs[0], dy)} }
			}, x)
			return c.tensors(tp.Gradient(y, x))[0]
		}
		c.is("2·dy·x + 1", custom(func(x, dy tape.Var) tape.Var { return tape.AddScalar(tape.Scale(tape.Mul(dy, x), 2), 1) }), num(7))
		c.is("4·dy", custom(func(_, dy tape.Var) tape.Var { return tape.Scale(dy, 4) }), num(4))
		c.is("2·dy", custom(func(_, dy tape.Var) tape.Var { return tape.Scale(dy, 2) }), num(2))
	}},
	{85, "gradient descent", func(c check) {
		p, tp := tape.NewParam("x", num(2)), tape.New()
		for step := range 5 {
			tp.Reset()
			x := tp.Read(p)
			loss := tape.Scale(x, 2)
			c.exactly("the loss", loss.Value(), num(float64(4-step)))
			tape.SGD(.25, []*tape.Param{p}, c.tensors(tp.Gradient(loss, x)))
		}
		c.exactly("x in the end", p.Value, num(-.5))
	}},
	{86, "constants of one value", func(c check) {
		tp := tape.New()
		x1, x2 := tp.Watch(num(3)), tp.Watch(num(3))
		c.is("by x1", c.tensors(tp.Gradient(tape.Add(x1, x2), x1))[0], num(1))
	}},
	{87, "Jacobian", func(c check) {
		tp := tape.New(tape.Persistent())
		x, y := tp.Watch(vec(1, 2)), tp.Watch(vec(3, 4))
		js := c.tensors(tp.Jacobian(tape.Mul(tape.Mul(x, x), y), x, y))
		c.is("by x", js[0], matrix(2, 6, 0, 0, 16))
		c.is("by y", js[1], matrix(2, 1, 0, 0, 4))
		c.is("of x·x", c.tensors(tp.Jacobian(tape.Mul(x, x), x))[0], matrix(2, 2, 0, 0, 4))
	}},
	{88, "Jacobian example by example", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(matrix(2, 1, 2, 3, 4)), tp.Watch(matrix(2, 3, 4, 5, 6))
		j := c.tensor(tp.PerExampleJacobian(tape.Mul(tape.Mul(x, x), y), x))
		c.is("the Jacobian", j, shaped([]float64{6, 0, 0, 16, 30, 0, 0, 48}, 2, 2, 2))
	}},
	{89, "loop with a branch", func(c check) {
		f := func(x tape.Var, n int) tape.Var {
			y := x.Tape().Scalar(1)
			for i := range n {
				if i > 1 && i < 5 {
					y = tape.Mul(y, x)
				}
			}
			return y
		}
		for n, want := range map[int]float64{6: 12, 5: 12, 4: 4} {
			tp := tape.New()
			x := tp.Watch(num(2))
			c.is("dy/dx", c.tensors(tp.Gradient(f(x, n), x))[0], num(want))
		}
	}},
	{90, "square of a sum", func(c check) {
		tp := tape.New()
		x := tp.Watch(tensor.Ones(2, 2))
		y := tape.Sum(x)
		z := tape.Mul(y, y)
		gs := c.tensors(tp.Gradient(z, x, y))
		c.is("dz/dx", gs[0], tensor.Full(8, 2, 2))
		c.is("dz/dy", gs[1], num(8))
	}},
	{91, "log(1+exp x)", func(c check) {
		naive := func(x tape.Var) tape.Var { return tape.Log(tape.AddScalar(tape.Exp(x), 1)) }
		slope := func(at float64, f func(tape.Var) tape.Var) *tensor.Tensor {
			tp := tape.New()
			x := tp.Watch(num(at))
			return c.tensors(tp.Gradient(f(x), x))[0]
		}
		c.is("naive, at 0", slope(0, naive), num(.5))
		// TensorFlow says NaN here: 0 times the infinite derivative of exp. By this package's rule that is 0; the value is infinite,
		// and a tape that checks numbers says where.
		c.is("naive, at 1000", slope(1000, naive), num(0))
		tp := tape.New(tape.CheckNumerics())
		x := tp.Watch(num(1000))
		_, err := tp.Gradient(naive(x), x)
		var infinite *tape.NotFiniteError
		if !errors.As(err, &infinite) || infinite.Op != "Exp" || !math.IsInf(infinite.Value, 1) {
			c.Errorf("on a tape that checks numbers: %v, want a NotFiniteError of Exp", err)
		}
		careful := func(x tape.Var) tape.Var {
			return tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
				e := tape.Exp(xs[0])
				return naive(xs[0]), func(dy tape.Var) []tape.Var {
					one := dy.Tape().Scalar(1)
					return []tape.Var{tape.Mul(dy, tape.Sub(one, tape.Div(one, tape.Add(one, e))))}
				}
			}, x)
		}
		for _, f := range []func(tape.Var) tape.Var{careful, tape.Softplus} {
			c.is("with care, at 0", slope(0, f), num(.5))
			c.is("with care, at 1000", slope(1000, f), num(1))
		}
	}},
	{92, "polynomial", func(c check) {
		for at, want := range map[float64]float64{-9. / 8: 0, 0: 0, 1: 17} {
			tp := tape.New()
			x := tp.Watch(num(at))
			y := tape.AddScalar(tape.Add(tape.Scale(tape.Pow(x, 4), 2), tape.Scale(tape.Pow(x, 3), 3)), 2)
			c.exactly("dy/dx", c.tensors(tp.Gradient(y, x))[0], num(want))
		}
	}},
	{93, "operations of one's own", func(c check) {
		// TensorFlow's operations are made in C++ and registered. Of that remain: several results, whole numbers among the inputs,
		// which are no Vars and have no derivative, and what can't be differentiated, which is row 30.
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 2, 4))
		parts := tape.CustomGradients(func(xs []tape.Var) ([]tape.Var, func([]tape.Var) []tape.Var) {
			return []tape.Var{tape.Narrow(xs[0], 0, 0, 1), tape.Narrow(xs[0], 0, 1, 3)},
				func(dys []tape.Var) []tape.Var { return []tape.Var{tape.Concat(0, dys...)} }
		}, x)
		gs := c.tensors(tp.GradientSum([]tape.Var{tape.Square(parts[0]), tape.Square(parts[1])}, x))
		c.is("of both results", gs[0], vec(2, 4, 8))
		gs = c.tensors(tp.GradientSum([]tape.Var{tape.Square(parts[1])}, x))
		c.is("of one", gs[0], vec(0, 4, 8))
		gs = c.tensors(tp.GradientSum([]tape.Var{tape.Gather(x, 0, 2, 0, 2)}, x))
		c.is("of elements by their indexes", gs[0], vec(1, 0, 2))
	}},
	{94, "patterns of use", patterns},
}

// patterns are what the other notebooks do with a tape. Nothing in it is new.
func patterns(c check) {
	// Line search: the step is halved until the value falls.
	f := func(x tape.Var) tape.Var { return tape.Pow(x, 4) }
	x, step := 1.0, 1.0
	value, gs, err := tape.ValueAndGradient(func(_ *tape.Tape, xs []tape.Var) tape.Var { return f(xs[0]) }, num(x))
	c.is("the gradient", c.tensors(gs, err)[0], num(4))
	for math.Pow(x-step*gs[0].Item(), 4) >= value {
		step /= 2
	}
	c.number("the step", step, .25)

	// Two players: each has its loss, and its sources.
	tp := tape.New(tape.Persistent())
	generator, discriminator := tp.Read(tape.NewParam("generator", num(2))), tp.Read(tape.NewParam("discriminator", num(3)))
	fake := tape.Mul(generator, discriminator)
	c.is("by the generator", c.tensors(tp.Gradient(tape.Softplus(tape.Neg(fake)), generator))[0], num(-3/(1+math.Exp(6))))
	c.is("by the discriminator", c.tensors(tp.Gradient(tape.Softplus(fake), discriminator))[0], num(2/(1+math.Exp(-6))))

	// Integrated gradients: the attributions add up to the difference of the values; of a cubic Simpson's rule is exact.
	point, sum := vec(1, 2), tensor.New(2)
	for i, weight := range []float64{1. / 6, 4. / 6, 1. / 6} {
		tp := tape.New()
		x := tp.Watch(point.Scale(float64(i) / 2))
		g := c.tensors(tp.Gradient(tape.Sum(tape.Pow(x, 3)), x))[0]
		sum = sum.Add(g.Scale(weight))
	}
	c.is("the attributions", sum.Mul(point), vec(1, 8))

	// The fast gradient sign: a step that increases the loss most.
	tp = tape.New()
	image := tp.Watch(vec(.5, -.5))
	tape.Sum(image)
	g := c.tensors(tp.Gradient(tape.Sum(tape.Mul(image, tp.Const(vec(3, -.1)))), image))[0]
	c.exactly("the step", g.Map(func(x float64) float64 { return math.Copysign(.01, x) }), vec(.01, -.01))

	// A scale of the loss that is a power of two scales the gradient without rounding.
	tp = tape.New(tape.Persistent())
	w := tp.Watch(vec(.1, .7))
	loss := tape.Sum(tape.Exp(w))
	scaled := c.tensors(tp.Gradient(tape.Scale(loss, 1024), w))[0]
	c.exactly("the gradient", scaled.Scale(1./1024), c.tensors(tp.Gradient(loss, w))[0])
}

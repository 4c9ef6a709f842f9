package tape_test

import (
	"math"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Rows 32 to 39 are of the advanced guide, which goes on in goldenRows.
var advancedRows = []row{
	{32, "the recording is paused", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(num(2)), tp.Watch(num(3))
		xSq := tape.Square(x)
		var ySq tape.Var
		tp.Pause(func() { ySq = tape.Square(y) })
		z := tape.Add(xSq, ySq)
		c.is("z", z.Value(), num(13))
		gs := c.tensors(tp.Gradient(z, x, y))
		c.is("dz/dx", gs[0], num(4))
		c.none("dz/dy", gs[1])
		c.reason(tp.Explain(z, y), "recorded while the tape was paused at conform_advanced_test.go:")
	}},
	{33, "reset", func(c check) {
		tp := tape.New()
		y := tp.Watch(num(3))
		ySq := tape.Square(y)
		kept := ySq.Value()
		tp.Reset()
		x := tp.Watch(num(2))
		z := tape.Add(tape.Mul(x, x), tp.Const(kept))
		c.is("z", z.Value(), num(13))
		if why := tp.Explain(z, y); why != "recorded before Reset" {
			c.Errorf("the reason is %q", why)
		}
		c.is("dz/dx", c.tensors(tp.Gradient(z, x))[0], num(4))

		// TensorFlow takes the value from before for a constant.
		tp.Reset()
		x = tp.Watch(num(2))
		_, err := tp.Gradient(tape.Add(tape.Mul(x, x), ySq), x)
		c.fails("a value from before Reset", err, tape.ErrStale)
		tp.Reset()
		x = tp.Watch(num(2))
		_, err = tp.Gradient(tape.Mul(x, x), y)
		c.fails("a source from before Reset", err, tape.ErrStale)
	}},
	{34, "stopped gradient", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(num(2)), tp.Watch(num(3))
		z := tape.Add(tape.Square(x), tape.StopGradient(tape.Square(y)))
		gs := c.tensors(tp.Gradient(z, x, y))
		c.is("dz/dx", gs[0], num(4))
		c.none("dz/dy", gs[1])
		c.reason(tp.Explain(z, y), "behind StopGradient at conform_advanced_test.go:")
	}},
	{35, "gradient of one's own", func(c check) {
		tp := tape.New(tape.Persistent())
		v := tp.Watch(num(2))
		y := clipGradient(tape.Mul(v, v))
		c.is("dy/dv", c.tensors(tp.Gradient(y, v))[0], num(2))

		// The pullback is recorded, and differentiated: 1, clipped to 1/2, times 2v.
		g := c.vars(tp.GradientVars(y, v))[0]
		c.is("dy/dv, recorded", g.Value(), num(2))
		c.is("d²y/dv²", c.tensors(tp.Gradient(g, v))[0], num(1))
	}},
	{36, "global registry of gradients", func(c check) {
		c.Skip("there is none, so that no import changes another's derivatives: CustomGradient is for one call; " +
			"ahead of time a function has the rule of an imported package (//gograd:rule)")
	}},
	{37, "gradient of one's own in a saved model", func(c check) {
		c.Skip("a Go program isn't saved and loaded without its code: the pullback of row 35, and an adjoint written ahead of time, are part of it")
	}},
	{38, "several tapes", func(c check) {
		tp0, tp1 := tape.New(), tape.New()
		x0, x1 := tp0.Watch(num(0)), tp1.Watch(num(0))
		y0, y1 := tape.Sin(x0), tape.Sigmoid(x1)
		c.is("dy0/dx0", c.tensors(tp0.Gradient(y0, x0))[0], num(1))
		c.is("dy1/dx1", c.tensors(tp1.Gradient(y1, x1))[0], num(.25))

		tp0, tp1 = tape.New(), tape.New()
		x0, x1 = tp0.Watch(num(0)), tp1.Watch(num(0))
		tape.Add(x0, x1)
		c.fails("the first of two tapes that were mixed", tp0.Err(), tape.ErrForeign)
		c.fails("the second", tp1.Err(), tape.ErrForeign)
		tp0.Reset()
		y0 = tape.Sin(tp0.Watch(num(0)))
		_, err := tp0.Gradient(y0, x1)
		c.fails("a source of another tape", err, tape.ErrForeign)
	}},
	{39, "higher derivatives", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(1))
		y := tape.Pow(x, 3)
		d1 := c.vars(tp.GradientVars(y, x))[0]
		d2 := c.vars(tp.GradientVars(d1, x))[0]
		c.is("dy/dx", d1.Value(), num(3))
		c.is("d²y/dx²", d2.Value(), num(6))
		c.is("d³y/dx³", c.tensors(tp.Gradient(d2, x))[0], num(6))
	}},
}

// clipGradient is the identity, with an adjoint of a norm of at most 1/2.
func clipGradient(x tape.Var) tape.Var {
	return tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(dy tape.Var) []tape.Var) {
		return tape.Identity(xs[0]), func(dy tape.Var) []tape.Var {
			half := dy.Tape().Scalar(.5)
			return []tape.Var{tape.Div(tape.Mul(dy, half), tape.Maximum(tape.Norm(dy), half))}
		}
	}, x)
}

// sumOf, sumOfAbs and traceOf are what rows 40 to 52 say of tensors.
func sumOf(x *tensor.Tensor) float64    { return x.Sum().Item() }
func sumOfAbs(x *tensor.Tensor) float64 { return sumOf(x.Map(math.Abs)) }
func traceOf(h *tensor.Tensor) (s float64) {
	n := int(math.Sqrt(float64(h.Len())))
	for i := range n {
		s += h.Data()[i*n+i]
	}
	return s
}

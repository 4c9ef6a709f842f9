package tape_test

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

func ExampleTape_Pause() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(2))
	y := tp.Watch(tensor.Scalar(3))
	xx := tape.Square(x)
	var yy tape.Var
	tp.Pause(func() { yy = tape.Square(y) })
	z := tape.Add(xx, yy)

	fmt.Println(z, must(tp.Gradient(z, x, y)))
	// Output: 13 [4 <nil>]
}

func ExampleTape_Reset() {
	tp := tape.New()
	y := tp.Watch(tensor.Scalar(3))
	yy := tape.Square(y)
	before := yy.Value()

	tp.Reset()
	x := tp.Watch(tensor.Scalar(2))
	z := tape.Add(tape.Square(x), tp.Const(before))
	fmt.Println(must(tp.Gradient(z, x)))

	tp.Reset()
	x = tp.Watch(tensor.Scalar(2))
	z = tape.Add(tape.Square(x), yy) // yy is from before
	_, err := tp.Gradient(z, x)
	fmt.Println(errors.Is(err, tape.ErrStale))
	// Output:
	// [4]
	// true
}

func ExampleStopGradient() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(2))
	y := tp.Watch(tensor.Scalar(3))
	z := tape.Add(tape.Square(x), tape.StopGradient(tape.Square(y)))

	fmt.Println(z, must(tp.Gradient(z, x, y)))
	// Output: 13 [4 <nil>]
}

func ExampleCustomGradient() {
	// clipped is its argument; its adjoint goes on with a norm of at most limit.
	clipped := func(x tape.Var, limit float64) tape.Var {
		return tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
			return tape.Identity(xs[0]), func(dy tape.Var) []tape.Var {
				if norm := tape.Norm(dy); norm.Item() > limit {
					dy = tape.Scale(tape.Div(dy, norm), limit)
				}
				return []tape.Var{dy}
			}
		}, x)
	}

	tp := tape.New()
	v := tp.Watch(tensor.Scalar(2))
	y := clipped(tape.Mul(v, v), 0.5)
	fmt.Println(y, must(tp.Gradient(y, v))) // 0.5·2v instead of 2v
	// Output: 4 [2]
}

func ExampleNew() {
	tp0, tp1 := tape.New(), tape.New()
	x0 := tp0.Watch(tensor.Scalar(0))
	x1 := tp1.Watch(tensor.Scalar(0))
	y0 := tape.Sin(x0)
	y1 := tape.Sigmoid(x1)
	fmt.Println(must(tp0.Gradient(y0, x0)), must(tp1.Gradient(y1, x1)))

	tp0.Reset()
	tp1.Reset()
	y := tape.Add(tp0.Watch(tensor.Scalar(0)), tp1.Watch(tensor.Scalar(0)))
	fmt.Println(y.Valid(), errors.Is(tp0.Err(), tape.ErrForeign))
	// Output:
	// [1] [0.25]
	// false true
}

func ExampleTape_GradientVars() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(1))
	y := tape.Pow(x, 3)

	d1 := must(tp.GradientVars(y, x))[0]  // a Var: 3x²
	d2 := must(tp.GradientVars(d1, x))[0] // 6x
	fmt.Println(d1, d2, must(tp.Gradient(d2, x)))
	// Output: 3 6 [6]
}

func ExampleTape_GradientVars_regularization() {
	rng := rand.New(rand.NewPCG(1, 2))
	layer := tape.NewDense(rng, 5, 10, tape.Relu)

	tp := tape.New()
	x := tp.Watch(normal(rng, 7, 5))
	out := tape.Sum(tape.Square(layer.Apply(x)))
	dx := must(tp.GradientVars(out, x))[0]
	magnitude := tape.Norm(dx) // depends on the weights, too

	grad := must(tape.GradientOf(tp, magnitude, layer))
	for name, dp := range grad.Params() {
		fmt.Println(name, dp.Value.Shape())
	}
	// Output:
	// kernel [5 10]
	// bias [10]
}

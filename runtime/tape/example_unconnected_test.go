package tape_test

import (
	"errors"
	"fmt"
	"math"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// The outputs here have the numbers of lines in this file.

func ExampleTape_Explain() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(2))
	y := tp.Watch(tensor.Scalar(2))
	z := tape.Mul(y, y)

	fmt.Println(must(tp.Gradient(z, x)))
	fmt.Println(tp.Explain(z, x))
	// Output:
	// [<nil>]
	// the target does not depend on it
}

func ExampleTape_Explain_comparison() {
	tp := tape.New()
	x := tp.Watch(tensor.FromSlice([]float64{-1, 2}))
	c := tp.Scalar(4)
	y := tape.Sum(tape.Where(tape.Greater(x, tp.Scalar(0)), c, tape.Square(c)))

	fmt.Println(must(tp.Gradient(y, x, c)))
	fmt.Println(tp.Explain(y, x))
	fmt.Println(tp.Explain(y, c))
	// Output:
	// [<nil> <nil>]
	// only used in a comparison at example_unconnected_test.go:31
	// never watched
}

func ExampleParam() {
	x := tape.NewParam("x", tensor.Scalar(2))
	tp := tape.New()
	for epoch := range 2 {
		y := tape.AddScalar(tp.Read(x), 1)
		gs := must(tp.Gradient(y, tp.Read(x)))
		fmt.Println(epoch, y, gs)

		x.Value.Data()[0]++ // x = x + 1 does not compile for a *Param
		tp.Reset()
	}
	// Output:
	// 0 3 [1]
	// 1 4 [1]
}

func ExampleVar_Value() {
	tp := tape.New(tape.Persistent())
	x := tp.Watch(tensor.FromRows([][]float64{{1, 2}, {3, 4}}))
	x2 := tape.Square(x)

	columns := x2.Value().Sum(0) // of package tensor: this is not recorded
	y := tape.Sum(tp.Const(columns))
	fmt.Println(y, must(tp.Gradient(y, x))[0])

	y = tape.Sum(tape.Sum(x2, 0)) // of package tape
	fmt.Println(y)
	fmt.Println(must(tp.Gradient(y, x))[0])
	// Output:
	// 30 <nil>
	// 30
	// [[2 4]
	//  [6 8]]
}

func ExampleArgMax() {
	tp := tape.New()
	x := tp.Watch(tensor.FromSlice([]float64{1, 5, 2}))
	k := tape.ArgMax(x, 0)

	fmt.Println(k)
	fmt.Println(tp.Explain(k, x))
	// Output:
	// 1
	// no gradient for operation: ArgMax at example_unconnected_test.go:80
}

func ExampleTape_Assign() {
	x0 := tape.NewParam("x0", tensor.Scalar(3))
	x1 := tape.NewParam("x1", tensor.Scalar(0))

	tp := tape.New()
	v0, v1 := tp.Read(x0), tp.Read(x1)
	tp.Assign(x1, tape.Add(v1, v0)) // x1 += x0
	y := tape.Square(tp.Read(x1))   // (x1+x0)²

	fmt.Println(y, must(tp.Gradient(y, v0, v1)))
	// Output: 9 [6 6]
}

func ExampleNoGradientError() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(3))
	y := tape.Call(func(dx, x []float64) float64 { // not differentiable twice
		dx[0] = 2 * x[0]
		return x[0] * x[0]
	}, x)

	_, err := tp.Hessian(y, x)
	var noGradient *tape.NoGradientError
	fmt.Println(errors.As(err, &noGradient))
	fmt.Println(err)
	// Output:
	// true
	// tape: example_unconnected_test.go:105: no gradient for the gradient of Call
}

func ExampleZeroUnconnected() {
	tp := tape.New()
	x := tp.Watch(tensor.FromSlice([]float64{2, 2}))
	y := tp.Watch(tensor.Scalar(3))
	z := tape.Square(y)

	fmt.Println(must(tp.With(tape.ZeroUnconnected()).Gradient(z, x))[0])
	// Output: [0 0]
}

func ExampleShapeError() {
	tp := tape.New()
	a := tp.Watch(tensor.New(2, 3))
	b := tp.Watch(tensor.New(4, 5))
	y := tape.Sum(tape.Exp(tape.MatMul(a, b))) // the first error sticks

	_, err := tp.Gradient(y, a)
	fmt.Println(err)
	// Output: tape: MatMul of shapes [2 3] and [4 5]: the inner lengths differ
}

func ExampleCheckNumerics() {
	tp := tape.New(tape.CheckNumerics())
	x := tp.Watch(tensor.FromSlice([]float64{1, -2}))
	y := tape.Sum(tape.Sqrt(x))

	_, err := tp.Gradient(y, x)
	var notFinite *tape.NotFiniteError
	fmt.Println(errors.As(err, &notFinite) && math.IsNaN(notFinite.Value))
	fmt.Println(err)
	// Output:
	// true
	// tape: example_unconnected_test.go:143: the value of Sqrt is NaN
}

func ExampleWhere() {
	tp := tape.New()
	x := tp.Watch(tensor.FromSlice([]float64{-1, 0, 4}))
	positive := tape.Greater(x, tp.Scalar(0))
	y := tape.Sum(tape.Where(positive, tape.Sqrt(x), tp.Scalar(0)))

	fmt.Println(y, must(tp.Gradient(y, x))[0])
	// Output: 2 [   0    0 0.25]
}

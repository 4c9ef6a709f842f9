package tape_test

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// The examples of this package are those of docs/tape.md, which shows them in the order of the files basic, unconnected, advanced,
// jacobian, train. TestDocument holds it to them.

// must returns x, and panics if there is an error. A program would return the error.
func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func ExampleTape_Gradient() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(3))
	y := tape.Square(x)

	gs, err := tp.Gradient(y, x)
	fmt.Println(gs, err)
	// Output: [6] <nil>
}

func ExampleDo() {
	var dx *tensor.Tensor
	err := tape.Do(func(tp *tape.Tape) error {
		x := tp.Watch(tensor.Scalar(4))
		gs, err := tp.Gradient(tape.Log(x), x)
		if err == nil {
			dx = gs[0]
		}
		return err
	})
	fmt.Println(dx, err)
	// Output: 0.25 <nil>
}

func ExampleTape_Read() {
	w := tape.NewParam("w", tensor.FromRows([][]float64{{0.5, -0.25}, {1, 0.75}, {-1.5, 0.125}}))
	b := tape.NewParam("b", tensor.FromSlice([]float64{0.125, -0.25}))
	x := tensor.FromRows([][]float64{{1, 2, 3}})

	tp := tape.New()
	y := tape.Add(tape.MatMul(tp.Const(x), tp.Read(w)), tp.Read(b))
	loss := tape.Mean(tape.Square(y))

	gs := must(tp.Gradient(loss, tp.Read(w), tp.Read(b)))
	fmt.Println(gs[0])
	fmt.Println(gs[1])
	fmt.Println(gs[0].Shape(), gs[1].Shape())
	// Output:
	// [[-1.875  1.375]
	//  [ -3.75   2.75]
	//  [-5.625  4.125]]
	// [-1.875  1.375]
	// [3 2] [2]
}

func ExampleGradientMap() {
	tp := tape.New()
	x := tp.Const(tensor.FromRows([][]float64{{1, 2, 3}}))
	vars := map[string]tape.Var{
		"w": tp.Watch(tensor.Ones(3, 2)),
		"b": tp.Watch(tensor.FromSlice([]float64{-5, -8})),
	}
	y := tape.Add(tape.MatMul(x, vars["w"]), vars["b"])

	gs := must(tape.GradientMap(tp, tape.Mean(tape.Square(y)), vars))
	fmt.Println(gs["b"])
	// Output: [ 1 -2]
}

func ExampleDense() {
	rng := rand.New(rand.NewPCG(1, 2))
	layer := tape.NewDense(rng, 3, 2, tape.Relu)

	tp := tape.New()
	y := layer.Apply(tp.Const(tensor.FromRows([][]float64{{1, 2, 3}})))
	loss := tape.Mean(tape.Square(y))

	grad := must(tape.GradientOf(tp, loss, layer)) // a *tape.Dense, too
	for name, dp := range grad.Params() {
		fmt.Println(name, dp.Value.Shape())
	}
	// Output:
	// kernel [3 2]
	// bias [2]
}

func ExampleGradientOf() {
	type Model struct {
		Layers []*tape.Param
		Scale  tape.Var
		Steps  int
	}
	tp := tape.New()
	m := Model{
		Layers: []*tape.Param{tape.NewParam("first", tensor.Scalar(2)), tape.NewParam("second", tensor.Scalar(5))},
		Scale:  tp.Watch(tensor.Scalar(10)),
		Steps:  3,
	}
	y := tape.Mul(m.Scale, tape.Mul(tp.Read(m.Layers[0]), tp.Read(m.Layers[1])))

	grad := must(tape.GradientOf(tp, y, m))
	fmt.Println(grad.Layers[0].Value, grad.Layers[1].Value, grad.Scale)
	// Output: 50 20 10
}

func ExampleTape_Watched() {
	x0 := tape.NewParam("x0", tensor.Scalar(3))                              // a parameter that learns
	x1 := &tape.Param{Name: "x1", Trainable: false, Value: tensor.Scalar(3)} // one that does not

	tp := tape.New()
	x2 := tp.Scalar(2) // a constant
	y := tape.Add(tape.Add(tape.Square(tp.Read(x0)), tape.Square(tp.Read(x1))), tape.Square(x2))
	for name := range tp.Watched() {
		fmt.Println("watched:", name)
	}

	gs := must(tp.Gradient(y, tp.Read(x0), tp.Read(x1), x2))
	fmt.Println(gs)
	// Output:
	// watched: x0
	// [6 <nil> <nil>]
}

func ExampleManualWatch() {
	x0 := tape.NewParam("x0", tensor.Scalar(0))
	x1 := tape.NewParam("x1", tensor.Scalar(10))

	tp := tape.New(tape.ManualWatch())
	v1 := tp.WatchParam(x1)
	v0 := tp.Read(x0)
	y := tape.Add(tape.Sin(v0), tape.Softplus(v1))

	gs := must(tp.Gradient(y, v0, v1))
	fmt.Printf("%v %.7f\n", gs[0], gs[1])
	// Output: <nil> 0.9999546
}

func ExampleTape_Gradient_intermediate() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(3))
	y := tape.Mul(x, x)
	z := tape.Mul(y, y)

	fmt.Println(must(tp.Gradient(z, y))) // dz/dy = 2y, with y = 9
	// Output: [18]
}

func ExamplePersistent() {
	tp := tape.New(tape.Persistent())
	x := tp.Watch(tensor.FromSlice([]float64{1, 3}))
	y := tape.Mul(x, x)
	z := tape.Mul(y, y)

	fmt.Println(must(tp.GradientSum([]tape.Var{z}, x))[0]) // 4x³
	fmt.Println(must(tp.GradientSum([]tape.Var{y}, x))[0]) // 2x
	// Output:
	// [  4 108]
	// [2 6]
}

func ExampleTape_Gradient_consumed() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(3))
	y := tape.Square(x)

	_, err := tp.Gradient(y, x)
	fmt.Println(err)
	_, err = tp.Gradient(y, x)
	fmt.Println(errors.Is(err, tape.ErrConsumed))
	fmt.Println(err)
	// Output:
	// <nil>
	// true
	// tape: the tape has given its gradient; make it Persistent, or Reset it
}

func ExampleTape_Stats() {
	tp := tape.New()
	x := tp.Watch(tensor.New(1000))
	hidden := tape.AddScalar(x, 1)
	loss := tape.Sum(tape.Relu(hidden))

	s := tp.Stats()
	fmt.Println(s.BytesHeld, s.BytesSaved, loss)
	// Output: 24016 8000 1000
}

func ExampleTape_GradientSum() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(2))
	y0 := tape.Square(x)
	y1 := tape.Div(tp.Scalar(1), x)

	fmt.Println(must(tp.GradientSum([]tape.Var{y0, y1}, x))) // 2x - 1/x²
	// Output: [3.75]
}

func ExampleTape_VJP() {
	tp := tape.New(tape.Persistent())
	x := tp.Watch(tensor.Scalar(2))
	y := tape.Mul(x, tp.Const(tensor.FromSlice([]float64{3, 4})))

	_, err := tp.Gradient(y, x)
	fmt.Println(err)
	fmt.Println(must(tp.GradientSum([]tape.Var{y}, x)))                 // 3 + 4
	fmt.Println(must(tp.VJP(y, tensor.FromSlice([]float64{1, 10}), x))) // 3 + 10·4
	fmt.Println(must(tp.Jacobian(y, x)))                                // each of the two
	// Output:
	// tape: the target of a gradient is not a number
	// [7]
	// [43]
	// [[3 4]]
}

func ExampleTape_GradientSum_elementwise() {
	tp := tape.New()
	x := tp.Watch(tensor.Linspace(-10, 10, 201))
	y := tape.Sigmoid(x)

	dy := must(tp.GradientSum([]tape.Var{y}, x))[0]
	fmt.Printf("%.6f %.6f %.6f\n", dy.At(50), dy.At(100), dy.At(150))
	// Output: 0.006648 0.250000 0.006648
}

func ExampleTape_Gradient_controlFlow() {
	tp := tape.New()
	x := tp.Watch(tensor.Scalar(1))
	v0 := tp.Watch(tensor.Scalar(2))
	v1 := tp.Watch(tensor.Scalar(2))

	result := tape.Square(v1)
	if x.Item() > 0 {
		result = v0
	}
	fmt.Println(must(tp.Gradient(result, v0, v1, x)))
	// Output: [1 <nil> <nil>]
}

package tape_test

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// normal returns a tensor of random numbers.
func normal(rng *rand.Rand, shape ...int) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.Data() {
		x.Data()[i] = rng.NormFloat64()
	}
	return x
}

func ExampleTape_Jacobian() {
	tp := tape.New()
	x := tp.Const(tensor.Linspace(-10, 10, 201))
	delta := tp.Watch(tensor.Scalar(0))
	y := tape.Sigmoid(tape.Add(x, delta))

	dy := must(tp.Jacobian(y, delta))[0]
	fmt.Println(y.Shape(), dy.Shape())
	fmt.Printf("%.6f %.6f\n", dy.At(50), dy.At(100))
	// Output:
	// [201] [201]
	// 0.006648 0.250000
}

func ExampleTape_Jacobian_tensor() {
	rng := rand.New(rand.NewPCG(1, 2))
	layer := tape.NewDense(rng, 5, 10, tape.Relu)
	tp := tape.New(tape.Persistent())
	y := layer.Apply(tp.Const(normal(rng, 7, 5)))
	kernel := tp.Read(layer.Kernel)

	j := must(tp.Jacobian(y, kernel))[0]
	fmt.Println(y.Shape(), kernel.Shape(), j.Shape())

	g := must(tp.GradientSum([]tape.Var{y}, kernel))[0]
	fmt.Println(j.Sum(0, 1).Sub(g).MaxAbs() < 1e-12)
	// Output:
	// [7 10] [5 10] [7 10 5 10]
	// true
}

func ExampleTape_Hessian() {
	rng := rand.New(rand.NewPCG(1, 2))
	layer1 := tape.NewDense(rng, 5, 8, tape.Relu)
	layer2 := tape.NewDense(rng, 8, 6, tape.Relu)
	x := normal(rng, 7, 5)
	forward := func(tp *tape.Tape) (loss, kernel tape.Var) {
		y := layer2.Apply(layer1.Apply(tp.Const(x)))
		return tape.Mean(tape.Square(y)), tp.Read(layer1.Kernel)
	}

	tp := tape.New(tape.Persistent())
	loss, kernel := forward(tp)
	g := must(tp.Gradient(loss, kernel))[0]
	h := must(tp.Hessian(loss, kernel))
	fmt.Println(g.Shape(), h.Shape())

	// One step of Newton's method: solve (H + 1e-3·I)·step = g.
	n := g.Len()
	hessian := tensor.Eye(n).Scale(1e-3).Add(h.Reshape(n, n))
	var step mat.VecDense
	if err := step.SolveVec(mat.NewDense(n, n, hessian.Data()), mat.NewVecDense(n, g.Data())); err != nil {
		panic(err)
	}
	layer1.Kernel.Value = layer1.Kernel.Value.Sub(tensor.Of(step.RawVector().Data, g.Shape()...))

	fmt.Printf("loss %.6f, ", loss.Item())
	tp.Reset()
	loss, _ = forward(tp)
	fmt.Printf("after the step %.6f\n", loss.Item())
	// Output:
	// [5 8] [5 8 5 8]
	// loss 0.249571, after the step 0.001510
}

func ExampleHVP() {
	f := func(x tape.Var) tape.Var { return tape.Sum(tape.Pow(x, 3)) } // the second derivatives are 6x on the diagonal
	x := tensor.FromSlice([]float64{1, 2, 3})
	v := tensor.FromSlice([]float64{1, 0, -1})

	value, hv, err := tape.HVP(f, x, v)
	fmt.Println(value, hv, err)
	fmt.Println(must(tape.Hessian(f, x)).MatMul(v))
	// Output:
	// 36 [  6   0 -18] <nil>
	// [  6   0 -18]
}

func ExampleTape_PerExampleJacobian() {
	rng := rand.New(rand.NewPCG(1, 2))
	layer1 := tape.NewDense(rng, 5, 8, tape.Elu)
	layer2 := tape.NewDense(rng, 8, 6, tape.Elu)
	tp := tape.New(tape.Persistent())
	x := tp.Watch(normal(rng, 7, 5))
	y := layer2.Apply(layer1.Apply(x))

	j := must(tp.Jacobian(y, x))[0]         // of all outputs by all inputs
	jb := must(tp.PerExampleJacobian(y, x)) // of each example's outputs by its own inputs
	fmt.Println(j.Shape(), jb.Shape())
	fmt.Println("by another example:", j.At(0, 2, 1, 3))
	fmt.Println(jb.Sub(j.Sum(2)).MaxAbs() < 1e-12)
	// Output:
	// [7 6 7 5] [7 6 5]
	// by another example: 0
	// true
}

func ExampleTape_PerExampleJacobian_dependent() {
	rng := rand.New(rand.NewPCG(1, 2))
	// batchNorm shifts and scales each column to mean 0 and variance 1: each example depends on all.
	batchNorm := func(x tape.Var) tape.Var {
		return tape.Div(tape.Sub(x, tape.Mean(x, 0)), tape.Sqrt(tape.AddScalar(tape.Variance(x, 0), 1e-3)))
	}
	tp := tape.New()
	x := tp.Watch(normal(rng, 7, 5))

	_, err := tp.PerExampleJacobian(batchNorm(x), x)
	fmt.Println(err)
	// Output: tape: examples depend on each other
}

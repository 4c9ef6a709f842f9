package tape_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

func ExampleSGD() {
	// Is a point within a distance of 1 from the origin?
	rng := rand.New(rand.NewPCG(1, 2))
	points, labels := tensor.New(200, 2), tensor.New(200, 2)
	for i := range 200 {
		x, y := 3*rng.Float64()-1.5, 3*rng.Float64()-1.5
		points.Set(x, i, 0)
		points.Set(y, i, 1)
		class := 0
		if x*x+y*y < 1 {
			class = 1
		}
		labels.Set(1, i, class)
	}
	hidden := tape.NewDense(rng, 2, 16, tape.Tanh)
	output := tape.NewDense(rng, 16, 2, nil)
	params := []*tape.Param{hidden.Kernel, hidden.Bias, output.Kernel, output.Bias}

	tp := tape.New() // one tape for all steps: it keeps its memory
	for step := range 1001 {
		tp.Reset()
		logits := output.Apply(hidden.Apply(tp.Const(points)))
		loss := tape.Mean(tape.CrossEntropy(logits, tp.Const(labels)))
		if step%250 == 0 {
			fmt.Printf("step %4d: loss %.2f\n", step, loss.Item())
		}
		grads, err := tp.Gradient(loss, tp.ReadAll(params...)...)
		if err != nil {
			panic(err)
		}
		tape.SGD(0.5, params, grads)
	}
	// Output:
	// step    0: loss 0.82
	// step  250: loss 0.17
	// step  500: loss 0.11
	// step  750: loss 0.08
	// step 1000: loss 0.07
}

func ExampleTape_GradientInto() {
	w := tape.NewParam("w", tensor.FromSlice([]float64{1, 2}))
	dw := tensor.New(2)
	params, grads := []*tape.Param{w}, []*tensor.Tensor{dw}

	tp := tape.New(tape.BorrowParams())
	for range 3 {
		tp.Reset()
		v := tp.Read(w)
		if err := tp.GradientInto(grads, tape.Sum(tape.Square(v)), v); err != nil {
			panic(err)
		}
		tape.SGD(0.25, params, grads) // w -= w/2
	}
	fmt.Println(w.Value)
	// Output: [0.125  0.25]
}

func ExampleCall() {
	// distanceGrad has the signature of what gograd writes for distance: the destination first, then the arguments.
	distanceGrad := func(dp, p []float64, xs []float64) (distance float64) {
		clear(dp)
		for _, x := range xs {
			r := p[0]*x + p[1] - math.Sin(x)
			distance += r * r
			dp[0] += 2 * r * x
			dp[1] += 2 * r
		}
		return distance
	}
	xs := []float64{-1, 0, 1}

	tp := tape.New()
	p := tp.Watch(tensor.FromSlice([]float64{1, 0.5}))
	q := tape.Exp(p) // on the tape
	distance := tape.Call(func(dq, q []float64) float64 { return distanceGrad(dq, q, xs) }, q)
	loss := tape.Log(distance) // and on

	fmt.Printf("%.4f %.4f\n", loss.Item(), must(tp.Gradient(loss, p))[0])
	// Output: 2.7213 [1.3426 1.0730]
}

func ExampleFloat() {
	const dt = 0.01
	tp := tape.New(tape.Capacity(1000))
	start, length := tp.Float(0.5), tp.Float(2)
	angle, speed := start, tape.Num(0)
	steps := 0
	for angle.Value() > 0 { // a pendulum, until it hangs straight down
		speed = speed.Sub(angle.Sin().Div(length).Scale(9.81 * dt))
		angle = angle.Add(speed.Scale(dt))
		steps++
	}

	ds := must(tp.Numbers(nil, speed, start, length))
	fmt.Printf("after %d steps the speed is %.4f, its derivatives %.4f\n", steps, speed.Value(), ds)
	// Output: after 72 steps the speed is -1.0959, its derivatives [-2.1459 0.2745]
}

func ExampleTape_Numbers() {
	// rosenbrock is any scalar code.
	rosenbrock := func(xs []tape.Float) tape.Float {
		sum := tape.Num(0)
		for i := range len(xs) - 1 {
			a := xs[i+1].Sub(xs[i].Square())
			b := tape.Num(1).Sub(xs[i])
			sum = sum.Add(a.Square().Scale(100)).Add(b.Square())
		}
		return sum
	}

	tp := tape.New()
	xs, dxs := make([]tape.Float, 3), make([]float64, 3)
	for range 2 {
		tp.Reset()
		for i := range xs {
			xs[i] = tp.Float(0.5)
		}
		dxs = must(tp.Numbers(dxs, rosenbrock(xs), xs...))
	}
	fmt.Println(dxs)
	// Output: [-51 -1 50]
}

func ExampleCheckpoint() {
	layer := func(xs []tape.Var) []tape.Var {
		x := xs[0]
		for range 100 {
			x = tape.Sin(x)
		}
		return []tape.Var{x}
	}

	for _, checkpoint := range []bool{false, true} {
		tp := tape.New(tape.Persistent())
		x0 := tp.Watch(tensor.Full(1, 1000))
		x := x0
		for range 10 {
			if checkpoint {
				x = tape.Checkpoint(layer, x)[0]
			} else {
				x = layer([]tape.Var{x})[0]
			}
		}
		loss := tape.Sum(x)
		gs := must(tp.Gradient(loss, x0))
		fmt.Printf("%4d kB, loss %.4f, gradient %.6f\n", tp.Stats().BytesHeld/1000, loss.Item(), gs[0].At(0))
	}
	// Output:
	// 8008 kB, loss 54.5930, gradient 0.000124
	//  168 kB, loss 54.5930, gradient 0.000124
}

func ExampleValueAndGradient() {
	softplus := func(tp *tape.Tape, xs []tape.Var) tape.Var { return tape.Softplus(xs[0]) }

	y, dy, err := tape.ValueAndGradient(softplus, tensor.Scalar(1000)) // log(1+exp(x)) would be +Inf, its derivative NaN
	fmt.Println(y, dy, err)
	// Output: 1000 [1] <nil>
}

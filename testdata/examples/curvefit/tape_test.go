package main

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// The generated gradient as one operation on a tape, with others before and after it: the parameters are kept positive by way of
// their logarithms, and the misfit is taken on a logarithmic scale.
func TestMisfitOnTape(t *testing.T) {
	samples := samples()
	tp := tape.New()
	grad := func(dq, q []float64) float64 {
		tp.Reset()
		at := tp.Watch(tensor.FromSlice(q))
		y := tape.Log(tape.Call(func(dp, p []float64) float64 { return misfitGrad(dp, p, samples) }, tape.Exp(at)))
		gs, err := tp.Gradient(y, at)
		if err != nil {
			t.Fatal(err)
		}
		copy(dq, gs[0].Data())
		return y.Item()
	}
	f := func(q []float64) float64 {
		p := make([]float64, len(q))
		for i := range q {
			p[i] = math.Exp(q[i])
		}
		return math.Log(misfit(p, samples))
	}
	gradtest.Check(t, f, grad, []float64{math.Log(1.5), math.Log(0.2), math.Log(10)})
}

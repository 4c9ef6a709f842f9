package main

import (
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

func TestMisfitGrad(t *testing.T) {
	samples := samples()
	f := func(p []float64) float64 { return misfit(p, samples) }
	grad := func(dp, p []float64) float64 { return misfitGrad(dp, p, samples) }
	gradtest.Check(t, f, grad, []float64{1.5, 0.2, 10})
}

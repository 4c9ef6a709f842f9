package main

import (
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

func TestNegLogLikelihoodGrad(t *testing.T) {
	data := []float64{-2.1, -1.7, 0.3, 1.1, 1.9, 4.2}
	f := func(theta []float64) float64 { return negLogLikelihood(theta, data) }
	grad := func(dtheta, theta []float64) float64 { return negLogLikelihoodGrad(dtheta, theta, data) }
	gradtest.Check(t, f, grad, []float64{0.1, -0.2, 0.3, -2, 1, 4, -0.5, 0.2, 0})
}

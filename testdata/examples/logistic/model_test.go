package main

import (
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

func TestLossGrad(t *testing.T) {
	xs, ys := draw(20)
	w, b := []float64{0.5, -1, 0.2}, 0.3
	dw, db := make([]float64, len(w)), 0.0
	gradtest.CheckFunc(t,
		func() float64 { return loss(w, b, xs, ys, 0.01) },
		func() (value float64) {
			value, db = lossGrad(dw, w, b, xs, ys, 0.01)
			return value
		},
		[]gradtest.Var{gradtest.Wrt("w", w, dw), gradtest.Wrt("b", &b, &db)})
}

package main

import (
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

func TestCallGrad(t *testing.T) {
	spot, rate, vol, years := 95.0, 0.03, 0.2, 0.5
	var delta, rho, vega, dyears float64
	gradtest.CheckFunc(t,
		func() float64 { return call(spot, 100, rate, vol, years) },
		func() (price float64) {
			price, delta, rho, vega, dyears = callGrad(spot, 100, rate, vol, years)
			return price
		},
		[]gradtest.Var{
			gradtest.Wrt("spot", &spot, &delta), gradtest.Wrt("rate", &rate, &rho),
			gradtest.Wrt("vol", &vol, &vega), gradtest.Wrt("years", &years, &dyears),
		})
}

package beyond

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestKahan(t *testing.T) {
	check.Grad(t, check.Case{F: kahan, G: kahanGrad, Args: check.In([]float64{1e16, 1, 0.1, -1e16, 3}), Kink: true, Want: []float64{1, 1, 1, 1, 1}})
	check.Grad(t, check.Case{F: kahan, G: kahanGrad, Args: check.In([]float64{0.1, 0.2, 0.3}), Want: []float64{1, 1, 1}})
}

func TestNotFolded(t *testing.T) {
	inf, negZero := math.Inf(1), math.Copysign(0, -1)
	for _, in := range [][2]float64{{1, 2}, {-3, 0}, {negZero, negZero}, {0, negZero}, {inf, 1}, {math.NaN(), 1}, {2, inf}} {
		check.Grad(t, check.Case{F: notFolded, G: notFoldedGrad, Args: check.In(in[0], in[1]), Kink: true, Want: []float64{0, 2}})
	}
}

func TestNegatedConditions(t *testing.T) {
	for _, in := range [][2]float64{{1, 2}, {2, 1}, {3, 3}, {-1, 0.8}, {1, -2}} {
		c := check.Case{F: negatedConditions, G: negatedConditionsGrad, Args: check.In(in[0], in[1])}
		if in[0] == in[1] { // s = 2y, and on by 2y while it is under a hundred: 2y*6y*6y
			c.Kink, c.Want = true, []float64{0, 3 * 8 * 9}
		}
		check.Grad(t, c)
	}
	nan := math.NaN()
	// Not a number: (2y+y)*3, and on: 36*y^3.
	check.Grad(t, check.Case{F: negatedConditions, G: negatedConditionsGrad, Args: check.In(nan, 2.0), Kink: true, Want: []float64{0, 432}})
}

func TestUnusedPanics(t *testing.T) {
	p := new(float64)
	x := []float64{1, 2, 3}
	check.Grad(t, check.Case{F: unusedPanics, G: unusedPanicsGrad, Args: check.In(x, 1, 2, p), Want: []float64{2, 0, 0, 0}})
	for _, args := range [][]any{
		{x, 3, 2, p},               // the index
		{x, 1, 0, p},               // the quotient
		{x, 1, 2, (*float64)(nil)}, // the pointer
		{x, 2, 1, p},               // fine: x[2:2]
		{x, 1, 3, p},               // the slice
		{x[:1:1], 0, -1, p},        // fine: x[0:0]
		{x[:1:1], 1, 0, nil},       // the index before the quotient before the pointer
	} {
		check.Grad(t, check.Case{F: unusedPanics, G: unusedPanicsGrad, Args: check.In(args...)})
	}
}

func TestAllFloat32(t *testing.T) {
	// Numbers that float32 holds exactly.
	check.Grad(t, check.Case{F: allFloat32, G: allFloat32Grad, Args: check.In([]float32{1.5}, float32(0.25)), Kink: true, Want: []float64{0.5, 2.25}})
	check.Grad(t, check.Case{F: allFloat32, G: allFloat32Grad, Args: check.In([]float32{2, 3}, float32(0.25)), Kink: true, Want: []float64{0.75, 0.5625, 4.5}})
	check.Grad(t, check.Case{F: allFloat32, G: allFloat32Grad, Args: check.In([]float32{}, float32(4)), Kink: true, Want: []float64{0.25}})
}

func TestDivisions(t *testing.T) {
	x := make([]float64, 20)
	for i := range x {
		x[i] = 0.37 + 0.61*float64(i%7) - 0.29*float64(i%3)
	}
	for n := range x {
		check.Grad(t, check.Case{F: divisions, G: divisionsGrad, Args: check.In(x[:n:n], 1.7)})
	}
}

func TestIntegers(t *testing.T) {
	x := 0.7
	for _, n := range []int8{0, 1, 43, 100, -1, -128} {
		for _, u := range []uint16{0, 1, 40000} {
			a, b := float64(n*3), float64(u<<3|u>>13)
			k := float64(-7%int(n|1)) + float64(^n&^5)
			check.Grad(t, check.Case{F: integers, G: integersGrad, Args: check.In(x, n, u), Want: []float64{(a+2*x*b)*k + float64(uint8(n))}})
		}
	}
}

func TestShadowed(t *testing.T) {
	check.Grad(t, check.Case{F: shadowed, G: shadowedGrad, Args: check.In([]float64{0.5, -1, 2}, []float64{0.7}, 1.2, 0.9, 1, []float64{1.1})})
	check.Grad(t, check.Case{F: shadowed, G: shadowedGrad, Args: check.In([]float64{0.5, -1, 2}, []float64{-0.7}, 1.2, 0.9, 0, []float64{1.1})})
}

func TestCollides(t *testing.T) {
	check.VJP(t, check.Case{F: collides, G: collidesVJP, Args: check.In(2.0, 3.0, 5.0), Want: []float64{18, 12, 6}})
}

package control

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH59_Fallthrough(t *testing.T) {
	x := 1.5
	for _, c := range []struct {
		k    int
		want float64
	}{
		{0, 6*x*x + 8*x*x*x},      // 2(x^2+x^3)x
		{1, 4*x + 6*x*x},          // 2(x+x^2)x
		{2, 4*x + 6*x*x},          //
		{3, math.Exp(x)},          //
		{4, 2 * x},                // x^2
		{5, 3*x*x + 5 - 4*x*x*x},  // (x^2+5-x^3)x
		{7, 2*x - 4*x*x*x},        // (x-x^3)x
		{-1, 3*x*x - 1 - 4*x*x*x}, // (x^2-1-x^3)x
	} {
		check.Grad(t, check.Case{F: h59Fallthrough, G: h59FallthroughGrad, Args: check.In(x, c.k), Want: []float64{c.want}})
	}
	x = 5 // breaks out of the case: (x+x^2)x, and (x^2+x^3)x
	check.Grad(t, check.Case{F: h59Fallthrough, G: h59FallthroughGrad, Args: check.In(x, 1), Want: []float64{2*x + 3*x*x}})
	check.Grad(t, check.Case{F: h59Fallthrough, G: h59FallthroughGrad, Args: check.In(x, 0), Want: []float64{3*x*x + 4*x*x*x}})
}

func TestH59_OnValue(t *testing.T) {
	for _, in := range [][2]float64{{3, 2}, {3, 0.5}, {-3, 2}, {-3, -20}, {1, 3}, {1, 200}, {-1, 2}, {0.5, 0.7}} {
		check.Grad(t, check.Case{F: h59OnValue, G: h59OnValueGrad, Args: check.In(in[0], in[1])})
	}
	// Exactly on a case, where no difference can be formed.
	// x = 2, y = 1: x*y = 2, t = 4, x = t+y = 2xy+y: (2xy+y)*y.
	check.Grad(t, check.Case{F: h59OnValue, G: h59OnValueGrad, Args: check.In(2.0, 1.0), Kink: true, Want: []float64{2, 2*2*2 + 2}})
	// x = y = 0: x - y^2 = 0, t = 0 = y: t*y with t = 2(x-y^2).
	check.Grad(t, check.Case{F: h59OnValue, G: h59OnValueGrad, Args: check.In(0.0, 0.0), Kink: true, Want: []float64{0, 0}})
	// x = y = 1: x - y^2 = 0, t = 0: y.
	check.Grad(t, check.Case{F: h59OnValue, G: h59OnValueGrad, Args: check.In(1.0, 1.0), Kink: true, Want: []float64{0, 1}})
}

func TestH60_BothBranches(t *testing.T) {
	v := 0.7
	check.Grad(t, check.Case{F: h60BothBranches, G: h60BothBranchesGrad, Args: check.In([]float64{v}), Want: []float64{math.Sin(2 * v)}})
	v = -0.7
	check.Grad(t, check.Case{F: h60BothBranches, G: h60BothBranchesGrad, Args: check.In([]float64{v}), Want: []float64{math.Cos(v) - v*math.Sin(v)}})
	for _, x := range [][]float64{{}, {-1.5}, {1, -0.5, -2, 3, 0.25}, {-2, -2, 1}} {
		check.Grad(t, check.Case{F: h60BothBranches, G: h60BothBranchesGrad, Args: check.In(x)})
	}
}

func TestH61_AssigningConditions(t *testing.T) {
	for _, x := range []float64{0.3, 0.5, 1, 1.7, 4, 8, 30} {
		for _, y := range []float64{-3, 0.1, 0.7, 1.2, 2.2, 3, 9} {
			check.Grad(t, check.Case{F: h61AssigningConditions, G: h61AssigningConditionsGrad, Args: check.In(x, y)})
		}
	}
	// Nothing but the third condition holds, x has been doubled three times and y once: -(8x)^2 + 8x*2y.
	x, y := 30.0, 9.0
	check.Grad(t, check.Case{F: h61AssigningConditions, G: h61AssigningConditionsGrad, Args: check.In(x, y), Want: []float64{-128*x + 16*y, 16 * x}})
}

func TestH62_OnePath(t *testing.T) {
	y := 1.3
	for _, c := range []struct {
		x    float64
		deep bool
		want []float64
	}{
		{2, false, []float64{y * (y*y + 1), 2*y + 2*(3*y*y+1)}},        // y^2 + xy(y^2+1)
		{2, true, []float64{y * y * (y*y + 1), 2*y + 2*(4*y*y*y+2*y)}}, // y^2 + xy^2(y^2+1)
		{-2, false, []float64{y, -2}},                                  // xy
		{-2, true, []float64{2*y + 2*-2*y*y, 2*-2 + 2*4*y}},            // 2xy + (xy)^2
	} {
		check.Grad(t, check.Case{F: h62OnePath, G: h62OnePathGrad, Args: check.In(c.x, y, c.deep), Want: c.want})
	}
}

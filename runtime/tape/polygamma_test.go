package tape

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

// Values computed with 60 digits (mpmath; for x < 0 by the reflection formula).
func TestPolygamma(t *testing.T) {
	tests := []struct {
		n       int
		x, want float64
	}{
		{1, 1.0, 1.6449340668482264365},
		{1, 0.5, 4.9348022005446793094},
		{1, 1e-10, 9.9999999999999992715e+19},
		{1, 1000000000.0, 1.0000000005000000002e-9},
		{2, 0.5, -1.6828796644234319996e+1},
		{3, 2.25, 3.2454400918839602279e-1},
		{4, 10.0, -7.299311682352866345e-4},
		{5, 40.0, 2.4938943509996702254e-7},
		{7, 0.125, 8.4557170617061696044e+10},
		{10, 3.0, -2.1436606628712990619e+1},
		{10, 1000.0, -3.6469772639135140324e-25},
		{20, 1.5, -4.8777294946260987364e+14},
		{50, 7.5, -7.1727566587186592404e+19},
		{100, 20.0, -3.707975416337827133e+26},
		{100, 0.75, -3.8798599755399286265e+170},
		{100, 130.5, -3.6721012386101256272e-56},
		{1, -0.5, 8.9348022005446793094},
		{1, -1.25, 1.9181879647671606498e+1},
		{2, -0.5, -8.287966442343199956e-1},
		{2, -2.75, -1.2411765305971517997e+2},
		{3, -0.25, 1.5557633125348505998e+3},
		{4, -7.875, -7.8639799371225561549e+5},
		{5, -3.0009765625, 1.3835058055282163736e+20},
		{10, -1.375, 1.753237868692498104e+11},
		{30, -0.625, -4.2529543168404900761e+45},
		{1, -1000.25, 1.9738209551699784882e+1},
		{0, -0.5, 3.6489973978576520559e-2},
		{0, 3.0, 9.2278433509846713939e-1},
		{2, -0.0009765625, 2.1474836455895325703e+9},
		{6, -20.4375, 1.9430226611882963466e+5},
		{1, 1.4901161193847656e-08, 4.5035996273704976449e+15},
		{3, 14.99, 6.5583360344540534297e-4},
		{3, 18.0, 3.7257030506139708447e-4},
		{3, 17.999999, 3.7257036886136377608e-4},
	}
	for _, tt := range tests {
		got := polygamma(tt.n, tt.x)
		if err := math.Abs(got-tt.want) / math.Abs(tt.want); !(err <= 1e-13) {
			t.Errorf("polygamma(%d, %v) = %.17g, want %.17g: error %.1e", tt.n, tt.x, got, tt.want, err)
		}
	}
}

func TestPolygammaLimits(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	tests := []struct {
		n       int
		x, want float64
	}{
		{-1, 1, nan}, {0, nan, nan}, {1, nan, nan}, {1, -inf, nan}, {2, 0, nan}, {2, math.Copysign(0, -1), nan}, {3, -7, nan},
		{1, inf, 0}, {5, inf, 0}, {0, inf, inf}, {1, 1e-300, inf}, {2, 1e-300, -inf}, {1, math.MaxFloat64, 1 / math.MaxFloat64},
	}
	for _, tt := range tests {
		if got := polygamma(tt.n, tt.x); got != tt.want && !(math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("polygamma(%d, %v) = %v, want %v", tt.n, tt.x, got, tt.want)
		}
	}
}

// The recurrence over many arguments of either sign, and each order as the derivative of the one before.
func TestPolygammaIdentities(t *testing.T) {
	for n := range 12 {
		for i := range 400 {
			x := -9.98 + 0.0637*float64(i)
			factor := alternating(n) * factorialOver(n, x) / x
			got, want := polygamma(n, x+1), polygamma(n, x)+factor
			if scale := max(math.Abs(factor), math.Abs(want), math.Abs(got)); !(math.Abs(got-want) <= 4e-13*scale) {
				t.Errorf("polygamma(%d, %v+1) = %v, want %v", n, x, got, want)
			}
			if x < 1 && math.Abs(x-math.Round(x)) < 0.05 {
				continue // so close to a pole finite differences say nothing
			}
			slope, errEst := gradtest.Derivative(func(x float64) float64 { return polygamma(n, x) }, x)
			if got := polygammaRule(n, x, 0, 1); !(math.Abs(got-slope) <= 1e-8*math.Abs(got)+4*errEst) {
				t.Errorf("polygamma(%d, %v)' = %v, finite difference %v ± %.1e", n, x, got, slope, errEst)
			}
		}
	}
}

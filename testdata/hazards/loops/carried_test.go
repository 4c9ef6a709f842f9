package loops

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH01_MulAssign(t *testing.T) {
	for _, x := range []float64{1.3, -2, 0} {
		for _, n := range []int{0, 1, 2, 7} {
			want := 0.0
			if n > 0 {
				want = float64(n) * math.Pow(x, float64(n-1))
			}
			check.Grad(t, check.Case{F: h01MulAssign, G: h01MulAssignGrad, Args: check.In(x, n), Want: []float64{want}})
		}
	}
}

func TestH02_NestedProducts(t *testing.T) {
	// Of one row (a, b) it is a * a*b: derivatives 2ab and a^2.
	check.Grad(t, check.Case{F: h02NestedProducts, G: h02NestedProductsGrad, Args: check.In([][]float64{{3, 5}}), Want: []float64{30, 9}})
	for _, a := range [][][]float64{nil, {{}}, {{1.5}}, {{1.1, -0.9}, {}, {2, 0.5, 1.2}}, {{1, 0, 2}, {3}}} {
		check.Grad(t, check.Case{F: h02NestedProducts, G: h02NestedProductsGrad, Args: check.In(a)})
	}
}

func TestH17_ConstantLocal(t *testing.T) {
	for _, x := range [][]float64{{}, {1.5}, {1, -2, 0, 3}} {
		want := make([]float64, len(x)) // of 2*x[i]^2 for all, 2*x[i] for all but the last
		for i, v := range x {
			want[i] = 4 * v
			if i < len(x)-1 {
				want[i] += 2
			}
		}
		check.Grad(t, check.Case{F: h17ConstantLocal, G: h17ConstantLocalGrad, Args: check.In(x), Want: want})
	}
}

func TestH18_DivisorInPlace(t *testing.T) {
	// One step: s/(1+v^2).
	v, s := 0.7, 1.9
	d := 1 + v*v
	check.Grad(t, check.Case{F: h18DivisorInPlace, G: h18DivisorInPlaceGrad, Args: check.In([]float64{v}, s), Want: []float64{-2 * v * s / (d * d), 1 / d}})
	for _, x := range [][]float64{{}, {0.5, -1.5}, {1, 2, 3, 0, -1}} {
		check.Grad(t, check.Case{F: h18DivisorInPlace, G: h18DivisorInPlaceGrad, Args: check.In(x, 1.9)})
	}
}

func TestH19_ActiveLate(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 8} {
		x, want := 0.8, 0.0 // of 3x(1+x/2)^(n-1)
		if n > 0 {
			k := float64(n - 1)
			want = 3*math.Pow(1+x/2, k) + 1.5*x*k*math.Pow(1+x/2, k-1)
		}
		check.Grad(t, check.Case{F: h19ActiveLate, G: h19ActiveLateGrad, Args: check.In(x, n), Want: []float64{want}})
	}
}

func TestH20_Pipeline(t *testing.T) {
	for _, n := range []int{0, 1, 4, 5, 6, 11} {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(i) - 2.5
		}
		want := make([]float64, n) // of x[i]^2 for all but the last five, and x[n-5]*x[n-1]
		for i := range n - 5 {
			want[i] = 2 * x[i]
		}
		if n >= 5 {
			want[n-5] += x[n-1]
			want[n-1] += x[n-5]
		}
		check.Grad(t, check.Case{F: h20Pipeline, G: h20PipelineGrad, Args: check.In(x), Want: want})
	}
}

func TestH21_AccumulatorStartsInactive(t *testing.T) {
	check.Grad(t, check.Case{F: h21AccumulatorStartsInactive, G: h21AccumulatorStartsInactiveGrad, Args: check.In([]float64{2}, 3), Want: []float64{3}})
	check.Grad(t, check.Case{F: h21AccumulatorStartsInactive, G: h21AccumulatorStartsInactiveGrad, Args: check.In([]float64{2, 5}, 3), Want: []float64{0, 0}})
	check.Grad(t, check.Case{F: h21AccumulatorStartsInactive, G: h21AccumulatorStartsInactiveGrad, Args: check.In([]float64{2, 5, 7}, 3), Want: []float64{0, 0, 1}})
	check.Grad(t, check.Case{F: h21AccumulatorStartsInactive, G: h21AccumulatorStartsInactiveGrad, Args: check.In([]float64{}, 3), Want: []float64{}})
}

func TestH22_Clenshaw(t *testing.T) {
	x := 0.3
	for _, c := range [][]float64{{0.5}, {1, 2}, {1, -2, 3, 0.5, -1}} {
		// The series is the sum of c[k]*T_k(x), and T_k' is k*U_(k-1).
		want := make([]float64, len(c)+1)
		theta := math.Acos(x)
		for k := range c {
			want[k] = math.Cos(float64(k) * theta)
			want[len(c)] += c[k] * float64(k) * math.Sin(float64(k)*theta) / math.Sin(theta)
		}
		check.Grad(t, check.Case{F: h22Clenshaw, G: h22ClenshawGrad, Args: check.In(c, x), Want: want})
	}
}

func TestH23_Swap(t *testing.T) {
	x := 1.7
	for n, want := range []float64{0, 1, 2 * x, 2 + 3*x*x, 6*x + 4*x*x*x} { // of 1, x, 1+x^2, 2x+x^3, 1+3x^2+x^4
		check.Grad(t, check.Case{F: h23Swap, G: h23SwapGrad, Args: check.In(x, n), Want: []float64{want}})
	}
	check.Grad(t, check.Case{F: h23Swap, G: h23SwapGrad, Args: check.In(-0.4, 15)})
}

func TestH30_Million(t *testing.T) {
	// At the fixed point t = sin(t)/2 + x the derivative is 1/(1-cos(t)/2).
	x := 0.6
	fixed := h30Million(x, 1000)
	want := []float64{1 / (1 - math.Cos(fixed)/2)}
	check.Grad(t, check.Case{F: h30Million, G: h30MillionGrad, Args: check.In(x, 1_000_000), Want: want})
	check.Grad(t, check.Case{F: h30Million, G: h30MillionGrad, Args: check.In(x, 0), Want: []float64{0}})
	check.Grad(t, check.Case{F: h30Million, G: h30MillionGrad, Args: check.In(x, 1), Want: []float64{1}})
}

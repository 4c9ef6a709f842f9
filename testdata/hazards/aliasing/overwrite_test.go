package aliasing

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH34_SquareChain(t *testing.T) {
	x := 0.9
	for n, want := range []float64{1, 1 + 2*x} {
		check.Grad(t, check.Case{F: h34SquareChain, G: h34SquareChainGrad, Args: check.In(x, n), Want: []float64{want}})
	}
	for _, x := range []float64{0.9, -0.5, 1.2} {
		check.Grad(t, check.Case{F: h34SquareChain, G: h34SquareChainGrad, Args: check.In(x, 6)})
	}
}

func TestH35_ChainedAssignment(t *testing.T) {
	// 5v^2 + 9v^4*x + 9v^4*x^2.
	v, x := 0.7, -1.3
	v2 := v * v
	want := []float64{9*v2*v2 + 18*v2*v2*x, 10*v + 36*v2*v*(x+x*x)}
	check.Grad(t, check.Case{F: h35ChainedAssignment, G: h35ChainedAssignmentGrad, Args: check.In([]float64{x}, v), Want: want})
}

func TestH36_SwapElements(t *testing.T) {
	for _, x := range [][]float64{{}, {2}, {1, 2}, {2, 1}, {3, 1, 2, 5, 4}, {1, 2, 3, 4}} {
		n := len(x)
		w := make([]float64, n)
		at := make([]int, n) // which element ends where
		for i := range at {
			w[i] = 1 / float64(i+2)
			at[i] = n - 1 - i
		}
		for i := 1; i < n; i++ {
			if x[at[i-1]] > x[at[i]] {
				at[i-1], at[i] = at[i], at[i-1]
			}
		}
		want := make([]float64, 2*n)
		for i, k := range at {
			want[k] = 2 * w[i] * x[k]
			want[n+i] = x[k] * x[k]
		}
		check.Grad(t, check.Case{F: h36SwapElements, G: h36SwapElementsGrad, Args: check.In(x, w), Want: want})
	}
}

func TestH37_FirstWhileOverwritten(t *testing.T) {
	for _, x := range [][]float64{{}, {2}, {0.5, -3, 4}} {
		want := make([]float64, len(x))
		rest := 1.0
		for i, v := range x {
			if i > 0 {
				rest += v
				want[i] = x[0]*x[0] + 1
			}
		}
		if len(x) > 0 {
			want[0] = 2 * x[0] * rest
		}
		check.Grad(t, check.Case{F: h37FirstWhileOverwritten, G: h37FirstWhileOverwrittenGrad, Args: check.In(x), Want: want})
	}
}

func TestH40_SquaredBetweenNorms(t *testing.T) {
	for _, x := range [][]float64{{-2}, {1, 2}, {0.5, 0, -1.5}} {
		n1 := norm(x)
		n2 := 0.0
		for _, v := range x {
			n2 += v * v * v * v
		}
		n2 = math.Sqrt(n2)
		want := make([]float64, len(x))
		for i, v := range x {
			want[i] = v/n1*(n2-1) + n1*2*v*v*v/n2
		}
		check.Grad(t, check.Case{F: h40SquaredBetweenNorms, G: h40SquaredBetweenNormsGrad, Args: check.In(x), Want: want})
	}
}

func TestH45_CopyOverlap(t *testing.T) {
	a := 1.2
	check.Grad(t, check.Case{F: h45CopyOverlap, G: h45CopyOverlapGrad, Args: check.In([]float64{a, 7}), Want: []float64{6*a + 15*a*a, 0}})
	for n := range 7 {
		x := make([]float64, n)
		for i := range x {
			x[i] = 1 - 0.4*float64(i)
		}
		check.Grad(t, check.Case{F: h45CopyOverlap, G: h45CopyOverlapGrad, Args: check.In(x)})
	}
}

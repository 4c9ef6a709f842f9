//go:build unsettled

package unsettled

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH28_LoopVariable(t *testing.T) {
	for n := range 6 {
		x := []float64{1, -2, 3, 0.5, 4, 5}[:n:n]
		want := make([]float64, n)
		for k := 0; k < n; k += 2 { // every other element
			p := 0.1
			for l := 0; l < n; l += 2 {
				if l != k {
					p *= 1 + 0.1*x[l]
				}
			}
			want[k] = p
		}
		check.Grad(t, check.Case{F: h28LoopVariable, G: h28LoopVariableGrad, Args: check.In(x), Want: want})
	}
}

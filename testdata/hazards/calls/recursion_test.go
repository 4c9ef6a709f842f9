package calls

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH66_Power(t *testing.T) {
	for _, x := range []float64{1.3, -2, 0} {
		for n := range 12 {
			want := 0.0
			if n > 0 {
				want = float64(n) * math.Pow(x, float64(n-1))
			}
			check.Grad(t, check.Case{F: h66Power, G: h66PowerGrad, Args: check.In(x, n), Want: []float64{want}})
		}
	}
}

func TestH66_InPlace(t *testing.T) {
	a := 0.8
	check.Grad(t, check.Case{F: h66InPlace, G: h66InPlaceGrad, Args: check.In([]float64{a}), Want: []float64{2 + 2*a}}) // b+b^2 with b=a+1/2
	for _, x := range [][]float64{{}, {0.5, -1}, {0.5, -1, 2}, {0.3, 0.2, -0.7, 1.1, 0.4}} {
		check.Grad(t, check.Case{F: h66InPlace, G: h66InPlaceGrad, Args: check.In(x)})
	}
}

func TestH66_Tree(t *testing.T) {
	x, w := 1.5, 0.7
	leaf := func(w float64) *tree { return &tree{Weight: w} }
	check.Grad(t, check.Case{F: h66Tree, G: h66TreeGrad, Args: check.In((*tree)(nil), x), Want: []float64{2 * x}})
	check.Grad(t, check.Case{F: h66Tree, G: h66TreeGrad, Args: check.In(leaf(w), x), Want: []float64{x * x * (1 - 2*w), 2 * x * w * (1 - w)}})
	w = 4 // leaves early: w^2*x^2
	check.Grad(t, check.Case{F: h66Tree, G: h66TreeGrad, Args: check.In(leaf(w), x), Want: []float64{2 * w * x * x, 2 * x * w * w}})
	big := &tree{&tree{leaf(0.5), leaf(2), 1.5}, &tree{nil, &tree{leaf(3), nil, -0.5}, 0.9}, 1.2}
	check.Grad(t, check.Case{F: h66Tree, G: h66TreeGrad, Args: check.In(big, x)})
	check.Grad(t, check.Case{F: h66Tree, G: h66TreeGrad, Args: check.In(big, 4)})
}

func TestH67_Mutual(t *testing.T) {
	x := 0.4
	check.Grad(t, check.Case{F: h67Mutual, G: h67MutualGrad, Args: check.In(x, 0), Want: []float64{1 + 2*(x+1)}})
	h := x/2 + 1 // x*h^2 + (x+1)^2 - (x+1)
	check.Grad(t, check.Case{F: h67Mutual, G: h67MutualGrad, Args: check.In(x, 1), Want: []float64{h*h + x*h + 2*(x+1) - 1}})
	for _, n := range []int{2, 3, 4, 7} {
		check.Grad(t, check.Case{F: h67Mutual, G: h67MutualGrad, Args: check.In(x, n)})
	}
}

package loops

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH16_FreshSlice(t *testing.T) {
	check.Grad(t, check.Case{F: h16FreshSlice, G: h16FreshSliceGrad, Args: check.In([]float64{3}, 2), Want: []float64{3}}) // 0.1*(v^2 + (2v)^2)
	for _, rounds := range []int{0, 1, 4} {
		for _, x := range [][]float64{nil, {1.5}, {0.5, -1, 0.25}} {
			check.Grad(t, check.Case{F: h16FreshSlice, G: h16FreshSliceGrad, Args: check.In(x, rounds)})
		}
	}
}

func TestH24_RangeValue(t *testing.T) {
	// Two elements: a^3 + (a+b)^3.
	a, b := 1.5, -0.5
	d := 3 * (a + b) * (a + b)
	check.Grad(t, check.Case{F: h24RangeValue, G: h24RangeValueGrad, Args: check.In([]float64{a, b}), Want: []float64{3*a*a + d, d}})
	for _, x := range [][]float64{{}, {2}, {0.5, -1, 0.25, 2}} {
		check.Grad(t, check.Case{F: h24RangeValue, G: h24RangeValueGrad, Args: check.In(x)})
	}
}

func TestH25_RangeOverArray(t *testing.T) {
	for _, a := range [][4]float64{{1, 2, 3, 4}, {0.5, -1, 0, 2}, {}} {
		check.Grad(t, check.Case{F: h25RangeOverArray, G: h25RangeOverArrayGrad, Args: check.In(a)})
	}
	// All zero but the last, c: the first loop makes it c*a[2] and adds c times that; what is left is of higher order.
	check.Grad(t, check.Case{F: h25RangeOverArray, G: h25RangeOverArrayGrad, Args: check.In([4]float64{3: 5}), Want: []float64{0, 0, 25, 0}})
}

func TestH27_SameMemory(t *testing.T) {
	// One sweep over two: a*a + sin(b*a)*b.
	a, b := 0.8, 1.1
	check.Grad(t, check.Case{F: h27SameMemory, G: h27SameMemoryGrad, Args: check.In([]float64{a, b}, 1),
		Want: []float64{2*a + math.Cos(a*b)*b*b, math.Cos(a*b)*a*b + math.Sin(a*b)}})
	for _, sweeps := range []int{0, 1, 2, 5} {
		for _, x := range [][]float64{{}, {0.7}, {0.5, -1.2, 0.25, 2}} {
			check.Grad(t, check.Case{F: h27SameMemory, G: h27SameMemoryGrad, Args: check.In(x, sweeps)})
		}
	}
}

func TestH28_PointerChosen(t *testing.T) {
	a, b := 1.5, -0.7
	check.Grad(t, check.Case{F: h28PointerChosen, G: h28PointerChosenGrad, Args: check.In([]float64{}, a, b), Want: []float64{2*a + b, a}})
	// One step on a: a1 = a*v+1.
	v := 2.0
	a1 := a*v + 1
	check.Grad(t, check.Case{F: h28PointerChosen, G: h28PointerChosenGrad, Args: check.In([]float64{v}, a, b), Want: []float64{(2*a1 + b) * a, (2*a1 + b) * v, a1}})
	for _, x := range [][]float64{{0.5, 2, 3, -1, 0.5, 2}, {-1, -1, -1, -1}, {1, 2, 3, 0.25, -0.5, -2, 3}} {
		check.Grad(t, check.Case{F: h28PointerChosen, G: h28PointerChosenGrad, Args: check.In(x, a, b)})
	}
}

func TestH29_Triangular(t *testing.T) {
	// One row: (b/l)^2.
	check.Grad(t, check.Case{F: h29Triangular, G: h29TriangularGrad, Args: check.In([][]float64{{2}}, []float64{3}), Want: []float64{-9.0 / 4, 3.0 / 2}})
	check.Grad(t, check.Case{F: h29Triangular, G: h29TriangularGrad, Args: check.In([][]float64{{2}, {1, 3}, {0.5, -1, 1.5}}, []float64{1, -2, 0.7})})
	check.Grad(t, check.Case{F: h29Triangular, G: h29TriangularGrad, Args: check.In([][]float64{}, []float64{})})
}

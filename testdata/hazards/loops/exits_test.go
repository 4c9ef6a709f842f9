package loops

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH03_ReturnInLoop(t *testing.T) {
	for _, c := range []struct {
		x     []float64
		limit float64
		want  []float64
	}{
		{nil, 1, []float64{0}},
		{[]float64{3, 4}, 5, []float64{27, 0, 0}},             // at once: v^3
		{[]float64{2, 4}, 5, []float64{8, 50, 0}},             // at the last: (a^2/2 + b^2)*b
		{[]float64{1, -1}, 5, []float64{-0.5, 1, 0}},          // never: -(a^2/4 + b^2/2)
		{[]float64{1, 1.5, 9}, 2, []float64{1.5, 7.25, 0, 0}}, // in the middle
	} {
		check.Grad(t, check.Case{F: h03ReturnInLoop, G: h03ReturnInLoopGrad, Args: check.In(c.x, c.limit), Want: c.want})
	}
}

func TestH10_ConditionAtEnd(t *testing.T) {
	// Two outer rounds over m=3: s = 1 + x^3, then s + s*x^2, that is (1+x^3)(1+x^2).
	x := 1.3
	want := 3*x*x*(1+x*x) + (1+x*x*x)*2*x
	check.Grad(t, check.Case{F: h10ConditionAtEnd, G: h10ConditionAtEndGrad, Args: check.In(x, 2, 3), Want: []float64{want}})
	for _, n := range []int{0, 1, 4} {
		for _, m := range []int{0, 1, 3} {
			check.Grad(t, check.Case{F: h10ConditionAtEnd, G: h10ConditionAtEndGrad, Args: check.In(x, n, m)})
		}
	}
}

func TestH11_ManyContinues(t *testing.T) {
	check.Grad(t, check.Case{F: h11ManyContinues, G: h11ManyContinuesGrad, Args: check.In([]float64{2}), Want: []float64{5}}) // (1+v)*v
	for _, x := range [][]float64{{}, {-1}, {-1, 2}, {1, 2, -3, 0.5, 0.7, 0.2}, {3, 4, 5, 6, 7, 8}, {-1, -2, -3}, {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8}} {
		check.Grad(t, check.Case{F: h11ManyContinues, G: h11ManyContinuesGrad, Args: check.In(x)})
	}
}

func TestH12_Break(t *testing.T) {
	x := []float64{1.5, -0.5, 2}
	for k := -1; k <= 3; k++ {
		// p is the product of v*(1+v) over the iterations before k, and of v at k.
		want := make([]float64, len(x))
		p := 1.0
		for i, v := range x {
			if p *= v; i == k {
				break
			}
			p *= 1 + v
		}
		for i, v := range x {
			switch {
			case k < 0 || i < k:
				want[i] = 2 * p * p * (1/v + 1/(1+v))
			case i == k:
				want[i] = 2 * p * p / v
			}
		}
		check.Grad(t, check.Case{F: h12Break, G: h12BreakGrad, Args: check.In(x, k), Want: want})
	}
	check.Grad(t, check.Case{F: h12Break, G: h12BreakGrad, Args: check.In([]float64{}, 0), Want: []float64{}})
}

func TestH13_Labelled(t *testing.T) {
	check.Grad(t, check.Case{F: h13Labelled, G: h13LabelledGrad, Args: check.In([][]float64{{2}}), Want: []float64{5}})                // (1+v)*v
	check.Grad(t, check.Case{F: h13Labelled, G: h13LabelledGrad, Args: check.In([][]float64{{-7, 1}, {3}}), Want: []float64{0, 0, 0}}) // break at once
	for _, a := range [][][]float64{
		nil,
		{{1, 2}, {3, 4}},
		{{1, 2}, {3, -9, 4}, {5}},
		{{1, 2}, {0.5, 2, -9}},
		{{-1, 0.5}, {2}, {0.25, 0.125}},
	} {
		check.Grad(t, check.Case{F: h13Labelled, G: h13LabelledGrad, Args: check.In(a)})
	}
	// Zero is where the exit is taken, so no difference can be formed there: (1+a)*a of the
	// first row, and the second row stops at its first zero, having done nothing.
	check.Grad(t, check.Case{F: h13Labelled, G: h13LabelledGrad, Args: check.In([][]float64{{2}, {0, 4}, {0}}), Kink: true, Want: []float64{5, 0, 0, 0}})
}

func TestH14_ContinueAndBreak(t *testing.T) {
	for _, c := range []struct {
		a    [][]float64
		stop float64
	}{
		{nil, 1},
		{[][]float64{{}}, 2},
		{[][]float64{{}}, 0.5},
		{[][]float64{{1, -1, 2}, {-1, -2}, {3}}, 100},
		{[][]float64{{1, -1, 2}, {-1, 3, 4}, {3}}, 10},
		{[][]float64{{1, -1, 2}, {2}, {3, -1, 3, 5}}, 10},
		{[][]float64{{20}, {2}}, 10},
	} {
		check.Grad(t, check.Case{F: h14ContinueAndBreak, G: h14ContinueAndBreakGrad, Args: check.In(c.a, c.stop)})
	}
	// (a^2) * b, left at the second row.
	check.Grad(t, check.Case{F: h14ContinueAndBreak, G: h14ContinueAndBreakGrad, Args: check.In([][]float64{{3}, {-1, 20}}, 10.0), Want: []float64{120, 0, 9, 0}})
}

package aliasing

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH41_ReusedScratch(t *testing.T) {
	a, b, c := 1.5, -0.5, 2.0
	rubbish := []float64{math.NaN(), 7, math.Inf(1)}
	for _, k := range []struct {
		xs   [][]float64
		want []float64
	}{
		{nil, []float64{}},
		{[][]float64{{}, {a}}, []float64{2 * a}},
		{[][]float64{{a, b}, {c}}, []float64{2*a + 2*a*b*b, 2 * a * a * b, 2 * c}},
		{[][]float64{{c}, {a, b}}, []float64{2 * c, 2*a + 2*a*b*b, 2 * a * a * b}},
	} {
		check.Grad(t, check.Case{F: h41ReusedScratch, G: h41ReusedScratchGrad, Args: check.In(k.xs, rubbish), Wrt: []int{0}, Want: k.want})
	}
}

func TestH44_ShrinkAndRegrow(t *testing.T) {
	a, b := 0.6, 1.1
	check.Grad(t, check.Case{F: h44ShrinkAndRegrow, G: h44ShrinkAndRegrowGrad, Args: check.In([]float64{a}), Want: []float64{18 * a}})
	// 9a^2 + 9a^2*b + 2*81a^4*b^2.
	check.Grad(t, check.Case{F: h44ShrinkAndRegrow, G: h44ShrinkAndRegrowGrad, Args: check.In([]float64{a, b}),
		Want: []float64{648*a*a*a*b*b + 18*a + 18*a*b, 324*a*a*a*a*b + 9*a*a}})
	check.Grad(t, check.Case{F: h44ShrinkAndRegrow, G: h44ShrinkAndRegrowGrad, Args: check.In([]float64{a, b, -0.2, 0.4})})
}

func TestH53_PackageVariable(t *testing.T) {
	defer func(g float64, e float64) { gain, table[1] = g, e }(gain, table[1])
	x := []float64{1, 2, -3, 0.5}
	for _, g := range []float64{1.25, 3} {
		gain, table[1] = g, g-1
		want := make([]float64, len(x))
		for i, v := range x {
			want[i] = 2 * gain * table[i%3] * v
		}
		check.Grad(t, check.Case{F: h53PackageVariable, G: h53PackageVariableGrad, Args: check.In(x), Want: want})
	}
}

func TestH54_Parked(t *testing.T) {
	x := 1.4
	for at := range 3 {
		want := []float64{0.5 * 2 * x * float64(at+1)}
		check.Grad(t, check.Case{F: h54Parked, G: h54ParkedGrad, Args: check.In(x, []float64{5, 6, 7}, at), Wrt: []int{0}, Want: want})
	}
}

func TestH54_ParkedInBox(t *testing.T) {
	x := 1.4
	// Empty: 3x + x^3. With one in it already: that one times x, and x^3.
	check.Grad(t, check.Case{F: h54ParkedInBox, G: h54ParkedInBoxGrad, Args: check.In(&box{}, x), Wrt: []int{1}, Want: []float64{3 + 3*x*x}})
	check.Grad(t, check.Case{F: h54ParkedInBox, G: h54ParkedInBoxGrad, Args: check.In(&box{Values: [4]float64{5}, N: 1}, x), Wrt: []int{1}, Want: []float64{5 + 3*x*x}})
}

func TestH56_RowsReallocated(t *testing.T) {
	// One by one: (a*x)^2 + (a+a*x)^2.
	a, x := 1.2, -0.4
	check.Grad(t, check.Case{F: h56RowsReallocated, G: h56RowsReallocatedGrad, Args: check.In([][]float64{{a}}, []float64{x}), Rewired: true,
		Want: []float64{2*a*x*x + 2*a*(1+x)*(1+x), 2*a*a*x + 2*a*a*(1+x)}})
	check.Grad(t, check.Case{F: h56RowsReallocated, G: h56RowsReallocatedGrad, Args: check.In([][]float64{{1, 2}, {0.5, -1}, {3, 0.1}}, []float64{0.7, -0.2}), Rewired: true})
}

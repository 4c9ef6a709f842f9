package loops

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH04_ActivePost(t *testing.T) {
	// Two rounds: s = x + y with y = x^2+x, t = y^2+x.
	x := 0.6
	y, dy := x*x+x, 2*x+1
	want := (1+dy)*(y*y+x) + (x+y)*(2*y*dy+1)
	check.Grad(t, check.Case{F: h04ActivePost, G: h04ActivePostGrad, Args: check.In(x, 2, -1, -1), Want: []float64{want}})
	// Left at once: s is 0.
	check.Grad(t, check.Case{F: h04ActivePost, G: h04ActivePostGrad, Args: check.In(x, 2, -1, 0), Want: []float64{0}})
	for _, n := range []int{0, 1, 4} {
		for _, skip := range []int{-1, 0, 1, 3} {
			for _, stop := range []int{-1, 0, 1, 3} {
				check.Grad(t, check.Case{F: h04ActivePost, G: h04ActivePostGrad, Args: check.In(x, n, skip, stop)})
			}
		}
	}
}

func TestH05_ZeroTrips(t *testing.T) {
	y := 1.5
	for _, c := range []struct{ x, want []float64 }{
		{nil, []float64{6 * y}},
		{[]float64{}, []float64{6 * y}},
		{[]float64{2}, []float64{3 * y, 6}},
		{[]float64{2, 4, -1}, []float64{0, 0, 3 * y, -3}},
	} {
		check.Grad(t, check.Case{F: h05ZeroTrips, G: h05ZeroTripsGrad, Args: check.In(c.x, y), Want: c.want})
	}
}

func TestH06_ActiveBound(t *testing.T) {
	for _, x := range []float64{-1, 0, 0.05, 0.2, 0.5, 2} {
		want := 0.0
		for u := 0.1; u < x; u += 0.25 {
			want += u
		}
		check.Grad(t, check.Case{F: h06ActiveBound, G: h06ActiveBoundGrad, Args: check.In(x), Want: []float64{want}})
	}
}

func TestH07_ActiveLoopVariable(t *testing.T) {
	for _, c := range []struct{ lo, hi, h float64 }{{1, 0, 0.3}, {0.5, 0.6, 0.3}, {0.5, 2.1, 0.3}, {-1, 1.05, 0.1}} {
		var dlo, dh float64
		k := 0.0
		for x := c.lo; x <= c.hi; x += c.h {
			dlo += 2 * x
			dh += 2 * x * k
			k++
		}
		check.Grad(t, check.Case{F: h07ActiveLoopVariable, G: h07ActiveLoopVariableGrad, Args: check.In(c.lo, c.hi, c.h), Want: []float64{dlo, 0, dh}})
	}
}

func TestH08_Strides(t *testing.T) {
	check.Grad(t, check.Case{F: h08Strides, G: h08StridesGrad, Args: check.In([]float64{3}, 2), Want: []float64{6}}) // x^2
	for n := range 7 {
		x := make([]float64, n)
		for i := range x {
			x[i] = 1.5 - 0.7*float64(i)
		}
		for _, step := range []int{1, 2, 3, 10} {
			check.Grad(t, check.Case{F: h08Strides, G: h08StridesGrad, Args: check.In(x, step)})
		}
	}
}

func TestH09_Countdown(t *testing.T) {
	x := 1.2
	for n, want := range []float64{1, 2 * x, 3*x*x + 1} { // of x, x^2, (x^2+1)*x
		check.Grad(t, check.Case{F: h09Countdown, G: h09CountdownGrad, Args: check.In(x, n), Want: []float64{want}})
	}
	check.Grad(t, check.Case{F: h09Countdown, G: h09CountdownGrad, Args: check.In(x, -3), Want: []float64{1}})
	check.Grad(t, check.Case{F: h09Countdown, G: h09CountdownGrad, Args: check.In(-0.7, 9)})
}

func TestH15_CallInCondition(t *testing.T) {
	x := 1.0
	check.Grad(t, check.Case{F: h15CallInCondition, G: h15CallInConditionGrad, Args: check.In(x, 2.0), Want: []float64{2, 0}})             // 2x+1
	check.Grad(t, check.Case{F: h15CallInCondition, G: h15CallInConditionGrad, Args: check.In(x, 5.0), Want: []float64{4*(2*x+1) + 4, 0}}) // (2x+1)^2 + 4x+3
	check.Grad(t, check.Case{F: h15CallInCondition, G: h15CallInConditionGrad, Args: check.In(x, 100.0)})
}

func TestH26_BoundChanged(t *testing.T) {
	check.Grad(t, check.Case{F: h26BoundChanged, G: h26BoundChangedGrad, Args: check.In([]float64{3, 5}), Want: []float64{2, 0}}) // (a + a), b not reached
	for _, x := range [][]float64{{}, {1}, {1, 1.5, -1}, {3, 1, 4, 1, 5}, {3, -4, 1, 0.5, 1}} {
		check.Grad(t, check.Case{F: h26BoundChanged, G: h26BoundChangedGrad, Args: check.In(x)})
	}
}

func TestH31_SideEffectInCondition(t *testing.T) {
	// n=0: t scaled once, u never: s + t - u*1 = 0.5x.
	check.Grad(t, check.Case{F: h31SideEffectInCondition, G: h31SideEffectInConditionGrad, Args: check.In(2.0, 0), Want: []float64{0.5}})
	// n=1: t and u scaled once each, k is 2: 1.5x - 3x.
	check.Grad(t, check.Case{F: h31SideEffectInCondition, G: h31SideEffectInConditionGrad, Args: check.In(2.0, 1), Want: []float64{-1.5}})
	for _, n := range []int{2, 3, 4, 7} {
		check.Grad(t, check.Case{F: h31SideEffectInCondition, G: h31SideEffectInConditionGrad, Args: check.In(2.0, n)})
	}
}

func TestH32_ReadAfterLoop(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		y    float64
		want []float64
	}{
		{nil, 2, []float64{0}},
		{[]float64{3, 1}, 2, []float64{0, 0, 0}},  // left at 0: y*0*x[0]
		{[]float64{1, 9}, 2, []float64{18, 3, 9}}, // left at 1: (y+a^2)*1*b
		{[]float64{1, 2}, 3, []float64{4, 8, 2}},  // to the end: (y+a^2+b^2)*2
	} {
		check.Grad(t, check.Case{F: h32ReadAfterLoop, G: h32ReadAfterLoopGrad, Args: check.In(c.x, c.y), Want: c.want})
	}
}

func TestH33_RangeOverInt(t *testing.T) {
	// Three rounds: ((x0*x1 + 1+2)*x2 + 2+4), and once more times x0.
	a, b, c := 2.0, -1.0, 3.0
	s := (a*b+3)*c + 6
	check.Grad(t, check.Case{F: h33RangeOverInt, G: h33RangeOverIntGrad, Args: check.In([]float64{a, b, c}, 3), Want: []float64{b*c*a + s, a * c * a, (a*b + 3) * a}})
	check.Grad(t, check.Case{F: h33RangeOverInt, G: h33RangeOverIntGrad, Args: check.In([]float64{a, b, c}, 1), Want: []float64{2 * a, 0, 0}})
	check.Grad(t, check.Case{F: h33RangeOverInt, G: h33RangeOverIntGrad, Args: check.In([]float64{a, b, c}, 0), Want: []float64{0, 0, 0}})
	check.Grad(t, check.Case{F: h33RangeOverInt, G: h33RangeOverIntGrad, Args: check.In([]float64{}, -4), Want: []float64{}})
}

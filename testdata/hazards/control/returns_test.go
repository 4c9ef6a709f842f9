package control

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH57_EarlyReturnFirst(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		y    float64
		want []float64
	}{
		{nil, 3, []float64{2}},
		{[]float64{1, 2}, -3, []float64{0, 0, 2}},
		{[]float64{2}, 3, []float64{36, 8}},               // a^3*y
		{[]float64{2, 9, 5}, 3, []float64{60, 0, 12, 20}}, // a^2*c*y
	} {
		check.Grad(t, check.Case{F: h57EarlyReturnFirst, G: h57EarlyReturnFirstGrad, Args: check.In(c.x, c.y), Want: c.want})
	}
}

func TestH58_ManyReturns(t *testing.T) {
	for _, c := range []struct{ x, y, dx, dy float64 }{
		{11, 2, 10, 1},
		{3, -2, 2 * 3 * -2, 9},                          // x^2*y
		{1.9, -2, 2 * 1.9 * -2, 1.9 * 1.9},              // y*x^2 below -3
		{1, 7, -2, 1},                                   // y - x^2
		{0.5, 4, -2 * 0.5, 1},                           // y - x^2
		{8, 3, 8 / math.Sqrt(61), -0.5 / math.Sqrt(61)}, // sqrt(x^2-y)
		{2, 3, 2*2*3 + 2*2, 4 - 6},                      // (x^2-y)*y + x^2
	} {
		check.Grad(t, check.Case{F: h58ManyReturns, G: h58ManyReturnsGrad, Args: check.In(c.x, c.y), Want: []float64{c.dx, c.dy}})
	}
	// y becomes y*x^2 = -1.4 and goes on: (x^2-yx^2)*yx^2 + x^2.
	x, y := 0.5, -5.6
	check.Grad(t, check.Case{F: h58ManyReturns, G: h58ManyReturnsGrad, Args: check.In(x, y),
		Want: []float64{4*x*x*x*(1-y)*y + 2*x, x * x * x * x * (1 - 2*y)}})
}

func TestH63_NakedReturn(t *testing.T) {
	for _, c := range []struct{ x, want []float64 }{
		{nil, []float64{}},
		{[]float64{2}, []float64{4 * 2 * 4}}, // (a^2)^2
		{[]float64{1, 2}, []float64{4 * 5, 4 * 2 * 5}},
		{[]float64{-1, 2}, []float64{0, 0}},
		{[]float64{3, -1, 2}, []float64{6, 0, 0}}, // a^2, and an error
		{[]float64{6, 8.5, 1}, []float64{6 / math.Sqrt(108.25), 8.5/math.Sqrt(108.25) + 1, 0}},
	} {
		check.Grad(t, check.Case{F: h63NakedReturn, G: h63NakedReturnGrad, Args: check.In(c.x), Want: c.want})
	}
}

func TestH63_Shadowed(t *testing.T) {
	check.Grad(t, check.Case{F: h63Shadowed, G: h63ShadowedGrad, Args: check.In(2.0), Want: []float64{12}})   // x^3+1
	check.Grad(t, check.Case{F: h63Shadowed, G: h63ShadowedGrad, Args: check.In(-2.0), Want: []float64{-36}}) // (x^2+1)*x^2
}

func TestH63_Exchanged(t *testing.T) {
	// Sum of the results: a*b + a + b, and a*b*(a+b) + a + b.
	check.VJP(t, check.Case{F: h63Exchanged, G: h63ExchangedVJP, Args: check.In(3.0, 2.0), Want: []float64{3, 4}})
	check.VJP(t, check.Case{F: h63Exchanged, G: h63ExchangedVJP, Args: check.In(2.0, 3.0), Want: []float64{2*2*3 + 9 + 1, 4 + 2*2*3 + 1}})
}

func TestH64_Panics(t *testing.T) {
	// (a*b + b)*b, and (a + a)*b*a.
	check.Grad(t, check.Case{F: h64Panics, G: h64PanicsGrad, Args: check.In([]float64{2, 3}, 1), Want: []float64{9, 18}})
	check.Grad(t, check.Case{F: h64Panics, G: h64PanicsGrad, Args: check.In([]float64{2, 3}, 0), Want: []float64{24, 8}})
	for _, c := range []struct {
		x []float64
		k int
	}{{nil, 0}, {[]float64{1}, -2}, {[]float64{1, math.NaN(), 2}, 0}, {[]float64{1, 200, 2}, 1}, {[]float64{1, 2}, 2}} {
		check.Grad(t, check.Case{F: h64Panics, G: h64PanicsGrad, Args: check.In(c.x, c.k)})
	}
	// A panic leaves nothing behind that a later call would find.
	check.Grad(t, check.Case{F: h64Panics, G: h64PanicsGrad, Args: check.In([]float64{2, 3}, 1), Want: []float64{9, 18}})
}

package numbers

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH85_Int(t *testing.T) {
	// x = 2.3, y = 5.7: (x-2)^2*2 + 13*y + 2*x.
	check.Grad(t, check.Case{F: h85Int, G: h85IntGrad, Args: check.In(2.3, 5.7), Want: []float64{4*(2.3-2) + 2, 13}})
	// x = -2.3, y = 5.7: (x+2)^2*-2 - 13*y + 2*x.
	check.Grad(t, check.Case{F: h85Int, G: h85IntGrad, Args: check.In(-2.3, 5.7), Want: []float64{-4*(-2.3+2) + 2, -13}})
}

func TestH85_Index(t *testing.T) {
	x := []float64{1, 4, 2, 8}
	check.Grad(t, check.Case{F: h85Index, G: h85IndexGrad, Args: check.In(x, 1.25), Want: []float64{0, 0.75, 0.25, 0, -2}})
	check.Grad(t, check.Case{F: h85Index, G: h85IndexGrad, Args: check.In(x, 2.0), Kink: true, Want: []float64{0, 0, 1, 0, 6}})
}

func TestH85_RoundTrip(t *testing.T) {
	// Numbers that float32 holds: (u*sum(y))*x + u^2.
	x, y := 1.5, []float32{2, -0.25, 4}
	check.Grad(t, check.Case{F: h85RoundTrip, G: h85RoundTripGrad, Args: check.In(x, y), Kink: true, Want: []float64{2*5.75*x + 2*x, x * x, x * x, x * x}})
	check.Grad(t, check.Case{F: h85RoundTrip, G: h85RoundTripGrad, Args: check.In(x, []float32(nil)), Kink: true, Want: []float64{2 * x}})
	// A number that it doesn't hold: each adjoint is rounded where the value was.
	x = 0.1
	u := float32(x)
	du := float64(float32(x)*2) + float64(2*u)
	check.Grad(t, check.Case{F: h85RoundTrip, G: h85RoundTripGrad, Args: check.In(x, []float32{2}), Kink: true, Tol: 1e-7,
		Want: []float64{du + float64(u*2), float64(float32(x) * u)}})
}

func TestH85_Mod(t *testing.T) {
	for _, c := range []struct{ x, y, m, dx, dy float64 }{
		{7.5, 2, 1.5, 1, -3},
		{-7.5, 2, 0.5, 1, 3 + 1},
		{-7.5, -2, -1.5 - 2, 1, -3 + 1},
		{0.5, 2, 0.5, 1, 0},
	} {
		check.Grad(t, check.Case{F: h85Mod, G: h85ModGrad, Args: check.In(c.x, c.y), Want: []float64{2 * c.m * c.dx, 2 * c.m * c.dy}})
	}
}

func TestH85_Modf(t *testing.T) {
	for _, x := range []float64{2.25, -2.25, 0.5, -0.5} {
		whole := float64(int(x))
		check.Grad(t, check.Case{F: h85Modf, G: h85ModfGrad, Args: check.In(x), Want: []float64{whole + 2*(x-whole)}})
	}
}

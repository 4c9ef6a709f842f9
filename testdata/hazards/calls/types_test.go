package calls

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH75_Generic(t *testing.T) {
	x, y := []float64{0.3, -1, 2}, float32(0.5)
	p := x[0] + x[1]/2 + x[2]/4
	// (3+p^2)(y+q^2) + 2*sum(exp(x)) with q = y+2y^2, which is 1.
	want := make([]float64, 4)
	for i, v := range x {
		want[i] = 2*p/float64(int(1)<<i)*1.5 + 2*math.Exp(v)
	}
	want[3] = 7 * (3 + p*p)
	// A step that float32 resolves can't be small; the adjoint of y is rounded to float32 as well.
	check.Grad(t, check.Case{F: h75Generic, G: h75GenericGrad, Args: check.In(x, y), Kink: true, Tol: 1e-6, Want: want})
	check.Grad(t, check.Case{F: h75Generic, G: h75GenericGrad, Args: check.In(x, y), Step: 0.05, Tol: 1e-4, Want: want})
}

func TestH80_Named(t *testing.T) {
	a, b, u, k := 1.5, -0.5, 2.0, 0.7 // (a^2+b^2)*k*a/u + u^2
	s := (a*a + b*b) * k
	check.Grad(t, check.Case{F: h80Named, G: h80NamedGrad, Args: check.In(Path{Meters(a), Meters(b)}, Seconds(u), k),
		Want: []float64{2*a*k*a/u + s/u, 2 * b * k * a / u, -s*a/(u*u) + 2*u, (a*a + b*b) * a / u}})
}

func TestH81_Rounded(t *testing.T) {
	x, y, z := 1.1, -0.3, 0.7
	s := x*y + z
	check.Grad(t, check.Case{F: h81Rounded, G: h81RoundedGrad, Args: check.In(x, y, z), Want: []float64{2 * s * y, 2*s*x - z, 2*s - y}})
}

func TestH82_Constants(t *testing.T) {
	a, b := 1.5, -0.5
	c := math.E - 2
	for n, half := range []float64{0, 0, 1, 1, 2} {
		k := c * half
		check.Grad(t, check.Case{F: h82Constants, G: h82ConstantsGrad, Args: check.In([]float64{a, b}, n),
			Want: []float64{k*(2*math.Pi+1+2*b+16.0/3) - 97, k*(4*b+2*a+10) + 1.0/127}})
	}
}

func TestH83_Builtins(t *testing.T) {
	y := 0.9
	check.Grad(t, check.Case{F: h83Builtins, G: h83BuiltinsGrad, Args: check.In([]float64{2}, y), Want: []float64{0, 6 * y * y}})
	for _, x := range [][]float64{{1, 2}, {3, -1, 0.5}, {0.5, 1.5, -2, 0.25, 3, 1}} {
		check.Grad(t, check.Case{F: h83Builtins, G: h83BuiltinsGrad, Args: check.In(x, y)})
	}
	// Ties go to the first that attains: max(v, y, 0) at v = y is v; min(v*v, 2, y*v) there is v*v.
	// Of two: (y + 3y^2 + v^3)*y, the second element of the buffer being zero.
	check.Grad(t, check.Case{F: h83Builtins, G: h83BuiltinsGrad, Args: check.In([]float64{5, y}, y), Kink: true,
		Want: []float64{0, 3 * y * y * y, 2*y + 9*y*y + y*y*y}})
}

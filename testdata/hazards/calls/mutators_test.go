package calls

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH68_ChangesAndReturns(t *testing.T) {
	for _, x := range [][]float64{{3, 4}, {1, -2, 0.5}} { // it is x[0] + x[1]
		want := []float64{1, 1, 0}[:len(x)]
		check.Grad(t, check.Case{F: h68ChangesAndReturns, G: h68ChangesAndReturnsGrad, Args: check.In(x), Want: want})
	}
}

func TestH68_Normalize(t *testing.T) {
	x := []float64{1, -2, 2}
	check.VJP(t, check.Case{F: h68Normalize, G: h68NormalizeVJP, Args: check.In(x), Want: []float64{1.0 / 3, -2.0 / 3, 2.0 / 3}})
	check.VJP(t, check.Case{F: h68Normalize, G: h68NormalizeVJP, Args: check.In([]float64{-5}), Want: []float64{-1}})
}

func TestH69_ResultNotUsed(t *testing.T) {
	for _, x := range [][]float64{{3, 4}, {-1, 2, 0.5}} { // 2*sign(x[0])*x[1]/n
		n2 := 0.0
		for _, v := range x {
			n2 += v * v
		}
		n := math.Sqrt(n2)
		s := math.Copysign(2, x[0])
		want := make([]float64, len(x))
		for i, v := range x {
			want[i] = -s * x[1] * v / (n2 * n)
		}
		want[1] += s / n
		check.Grad(t, check.Case{F: h69ResultNotUsed, G: h69ResultNotUsedGrad, Args: check.In(x), Want: want})
	}
}

func TestH70_DifferentActive(t *testing.T) {
	for _, in := range [][2]float64{{0.6, 1.3}, {-2, 0.5}, {0, 0}} {
		check.Grad(t, check.Case{F: h70DifferentActive, G: h70DifferentActiveGrad, Args: check.In(in[0], in[1])})
	}
}

func TestH71_ChainedMutators(t *testing.T) {
	check.VJP(t, check.Case{F: h71ChainedMutators, G: h71ChainedMutatorsVJP, Args: check.In([]float64{2, 3}, 0.3, 0), Want: []float64{3, 2, 0}})
	for _, n := range []int{1, 2, 5} {
		check.VJP(t, check.Case{F: h71ChainedMutators, G: h71ChainedMutatorsVJP, Args: check.In([]float64{1.2, 0.7}, 0.3, n)})
	}
}

func TestH72_OutParameters(t *testing.T) {
	y := 0.8
	check.Grad(t, check.Case{F: h72OutParameters, G: h72OutParametersGrad, Args: check.In([]float64{}, y), Want: []float64{1}})
	// v*(1+(q^2-v)^2) + y^2*r^2 with q = v^2+v, r = y^2+y.
	v := 0.5
	q, r := v*v+v, y*y+y
	d := q*q - v
	check.Grad(t, check.Case{F: h72OutParameters, G: h72OutParametersGrad, Args: check.In([]float64{v}, y),
		Want: []float64{1 + d*d + 2*v*d*(2*q*(2*v+1)-1), 2*y*r*r + 2*y*y*r*(2*y+1)}})
	check.Grad(t, check.Case{F: h72OutParameters, G: h72OutParametersGrad, Args: check.In([]float64{0.5, -0.3, 1}, y)})
}

func TestH76_Variadic(t *testing.T) {
	a, b, k := 1.5, -0.4, 0.9 // k^3(a+b)^2 + k^4*a^2*b^2
	k3, k4 := k*k*k, k*k*k*k
	check.Grad(t, check.Case{F: h76Variadic, G: h76VariadicGrad, Args: check.In([]float64{a, b}, k),
		Want: []float64{2*k3*(a+b) + 2*k4*a*b*b, 2*k3*(a+b) + 2*k4*a*a*b, 3*k*k*(a+b)*(a+b) + 4*k3*a*a*b*b}})
	check.Grad(t, check.Case{F: h76Variadic, G: h76VariadicGrad, Args: check.In([]float64{a, b, 2, 0.1}, k)})
}

func TestH76_Direct(t *testing.T) {
	k := 0.9
	check.Grad(t, check.Case{F: h76Direct, G: h76DirectGrad, Args: check.In(k, []float64(nil)), Want: []float64{0}})
	check.Grad(t, check.Case{F: h76Direct, G: h76DirectGrad, Args: check.In(k, []float64{2, 3}), Want: []float64{10 * k, k * k, k * k}})
}

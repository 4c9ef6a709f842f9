package beyond

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestReturnsItself(t *testing.T) {
	// The sum of what is returned: b + (a*k)^2 + c.
	a, k := 1.5, 0.7
	check.VJP(t, check.Case{F: returnsItself, G: returnsItselfVJP, Args: check.In([]float64{a, -2, 4}, k), Want: []float64{2 * a * k * k, 1, 1, 2 * a * a * k}})
}

func TestReturnsPointers(t *testing.T) {
	// 2ab + (a+b) + a^2*b + b + (a+b) + a^2*b^2 + 2ab.
	a, b := 1.5, -0.7
	check.VJP(t, check.Case{F: returnsPointers, G: returnsPointersVJP, Args: check.In(a, b),
		Want: []float64{4*b + 2 + 2*a*b + 2*a*b*b, 4*a + 3 + a*a + 2*a*a*b}})
}

func TestReturnsOne(t *testing.T) {
	for _, x := range []float64{1, 5} {
		check.VJP(t, check.Case{F: returnsOne, G: returnsOneVJP, Args: check.In(&point{x, 2}, &point{3, 4})})
	}
}

func TestParametersAreCopies(t *testing.T) {
	check.Grad(t, check.Case{F: parametersAreCopies, G: parametersAreCopiesGrad, Args: check.In(0.7, [2]float64{1.2, -0.5}, point{0.3, 0.9})})
}

func TestComposed(t *testing.T) {
	for _, in := range [][2]float64{{0.3, 0.5}, {-1, 0.2}, {0, 0}} {
		check.Grad(t, check.Case{F: composed, G: composedGrad, Args: check.In(in[0], in[1])})
	}
}

func TestReturnsTwice(t *testing.T) {
	// 3xy + xy^2, then xy^2 and y.
	x, y := 1.5, -0.7
	check.VJP(t, check.Case{F: returnsTwice, G: returnsTwiceVJP, Args: check.In([]float64{x, y}), Want: []float64{3*y + 2*y*y, 3*x + 4*x*y + 1}})
}

func TestReturnsStruct(t *testing.T) {
	m, at := kilograms(1.5), point{0.3, -0.8}
	for n, want := range [][]float64{{0, 0, 0}, {0.3, 1.5, 1}, {4*1.5 + 0.3, 1.5, 1}} {
		check.VJP(t, check.Case{F: returnsStruct, G: returnsStructVJP, Args: check.In(m, at, n), Want: want})
	}
}

func TestGrows(t *testing.T) {
	// Of two, row 0 is a^3 and 5, row 1 is a^3, row 2 is a^3*b.
	a, b := 1.5, -0.7
	check.VJP(t, check.Case{F: grows, G: growsVJP, Args: check.In([]float64{a, b}), Want: []float64{3 * a * a * (2 + b), a * a * a}})
	check.VJP(t, check.Case{F: grows, G: growsVJP, Args: check.In([]float64{a})})
}

package dual

import (
	"math"
	"testing"
)

// TestDerivatives compares each function with a central difference of its own value.
func TestDerivatives(t *testing.T) {
	c := Number{V: 1.7}
	funcs := map[string]func(Number) Number{
		"add":      func(x Number) Number { return Add(c, x) },
		"sub":      func(x Number) Number { return Sub(c, x) },
		"mul":      func(x Number) Number { return Mul(x, Mul(x, c)) },
		"div":      func(x Number) Number { return Div(Shift(x, 3), Mul(x, c)) },
		"scale":    func(x Number) Number { return Scale(-2, x) },
		"neg":      Neg,
		"exp":      Exp,
		"log":      Log,
		"sqrt":     Sqrt,
		"sin":      Sin,
		"cos":      Cos,
		"tanh":     Tanh,
		"erfc":     Erfc,
		"maxleft":  func(x Number) Number { return Max(Mul(x, x), Const(-1)) },
		"maxright": func(x Number) Number { return Max(Const(-1), Mul(x, x)) },
		"sum":      func(x Number) Number { return Sum(x, c, x) },
		"dot":      func(x Number) Number { return Dot([]Number{x, c}, []Number{x, x}) },
	}
	const h = 1e-5
	for name, f := range funcs {
		for _, x := range []float64{0.3, 0.9, 2.2} {
			got := f(Number{x, 1}).D
			want := (f(Const(x+h)).V - f(Const(x-h)).V) / (2 * h)
			if math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
				t.Errorf("%s at %v: derivative %v, central difference %v", name, x, got, want)
			}
		}
	}
}

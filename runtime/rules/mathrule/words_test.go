package mathrule

import (
	"math"
	"slices"
	"testing"
)

// worded are the functions with the words "regular" or "strict", and their rules.
var worded = map[string]struct {
	f    func(float64) float64
	rule func(x, y, dy float64) float64
}{
	"math.Abs": {math.Abs, abs}, "math.Sqrt": {math.Sqrt, sqrt}, "math.Cbrt": {math.Cbrt, cbrt},
	"math.Exp": {math.Exp, exp}, "math.Exp2": {math.Exp2, exp2}, "math.Expm1": {math.Expm1, expm1},
	"math.Log": {math.Log, log}, "math.Log1p": {math.Log1p, log1p}, "math.Log2": {math.Log2, log2}, "math.Log10": {math.Log10, log10},
	"math.Sinh": {math.Sinh, sinh}, "math.Cosh": {math.Cosh, cosh}, "math.Asinh": {math.Asinh, asinh},
	"math.Acosh": {math.Acosh, acosh}, "math.Atanh": {math.Atanh, atanh},
	"math.Sin": {math.Sin, sin}, "math.Cos": {math.Cos, cos}, "math.Tan": {math.Tan, tan},
	"math.Asin": {math.Asin, asin}, "math.Acos": {math.Acos, acos},
	"math.Gamma":  {math.Gamma, gamma},
	"math.Sincos": {func(x float64) float64 { s, c := math.Sincos(x); return s + c }, nil},
	"math.Lgamma": {func(x float64) float64 { y, _ := math.Lgamma(x); return y }, nil},
	"math.Frexp":  {func(x float64) float64 { y, _ := math.Frexp(x); return y }, func(x, y, dy float64) float64 { _, e := math.Frexp(x); return frexp(x, y, e, dy) }},
	"math.Ldexp":  {func(x float64) float64 { return math.Ldexp(x, 900) }, func(x, y, dy float64) float64 { return ldexp(x, 900, y, dy) }},
	"math.FMA": {func(x float64) float64 { return math.FMA(x, 0, x) }, func(x, y, dy float64) float64 {
		dx, dy, dz := fma(x, 0, x, y, dy)
		return dx + dy + dz
	}},
}

func finite(x float64) bool { return x-x == 0 }

// arguments are where functions come to their limits, and what is close to that.
func arguments() []float64 {
	xs := []float64{0, math.Copysign(0, -1), math.SmallestNonzeroFloat64, 1e-310, 1e-200, 1e-17, 0.3, 0.5, 1, 1.5, 2, 10, 700, 709.78, 709.8, 710.47,
		710.5, 745.2, 1023.99, 1e5, 1e16, 1e154, 1e200, 1.4e308, math.MaxFloat64, math.Inf(1), math.NaN(), math.Pi / 2}
	for _, x := range xs {
		xs = append(xs, -x, math.Nextafter(x, 2), math.Nextafter(x, -2))
	}
	return xs
}

// A function that is regular gives zero for a cotangent of zero wherever its value is finite, one with the word nonzero where its argument is not
// zero either; a strict one has a value that is not finite where the argument is not.
func TestWords(t *testing.T) {
	tested := 0
	for target, r := range readRules(t) {
		regular, strict, nonzero := slices.Contains(r.words, "regular"), slices.Contains(r.words, "strict"), slices.Contains(r.words, "nonzero")
		if !regular && !strict && !nonzero {
			continue
		}
		u, ok := worded[target]
		if !ok || (regular || nonzero) && u.rule == nil {
			t.Errorf("%s is %v, and not tested", target, r.words)
			continue
		}
		for _, x := range arguments() {
			y := u.f(x)
			if strict && finite(y) && !finite(x) {
				t.Errorf("%s is not strict: %v at %v", target, y, x)
			}
			if (regular || nonzero && x != 0) && finite(y) && u.rule(x, y, 0) != 0 {
				t.Errorf("%s is not %v: 0 gives %v at %v", target, r.words, u.rule(x, y, 0), x)
			}
		}
		tested++
	}
	if tested < 20 {
		t.Errorf("only %d rules have words", tested)
	}
}

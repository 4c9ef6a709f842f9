package gradtest

import (
	"slices"
	"testing"
)

// CheckDot checks a Jacobian-vector product, jvp, and a vector-Jacobian product, vjp, of one function against each other
// at x: <Jv, w> and <v, Jᵀw> must be the same, up to rounding, for random v and w. No finite differences are
// involved, so that the check is sharp and cheap, but it doesn't see what both get wrong.
//
// jvp sets dy, of length ny, to the product of the Jacobian at x and v. vjp adds to dx, which is zero, the product of dy and the
// Jacobian. The tolerance is 1e-10 unless an option sets it.
func CheckDot(tb testing.TB, jvp func(dy, x, v []float64), vjp func(dx, x, dy []float64), x []float64, ny int, opts ...Option) {
	tb.Helper()
	c := configure(append([]Option{Tolerance(1e-10)}, opts...))
	rng := c.rand()
	for range seeds * directions {
		v, w := normal(rng, len(x)), normal(rng, ny)
		jv, wj := make([]float64, ny), make([]float64, len(x))
		jvp(jv, slices.Clone(x), slices.Clone(v))
		vjp(wj, slices.Clone(x), slices.Clone(w))
		forward, reverse := dot(jv, w), dot(v, wj)
		size := absDot(jv, w) + absDot(v, wj) // both sums may cancel
		if !(abs(forward-reverse) <= c.tolerance*size) {
			tb.Errorf("gradtest: dot-product test: <Jv, w> is %.12g, <v, Jᵀw> is %.12g", forward, reverse)
			return
		}
	}
}

// absDot is the dot product of absolute values.
func absDot(x, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += abs(v * y[i])
	}
	return s
}

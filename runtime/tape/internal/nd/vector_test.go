package nd

import (
	"math"
	"testing"
)

// An element that is not finite shows wherever it stands, and others don't.
func TestNotFinite(t *testing.T) {
	for n := range 70 {
		a := make([]float64, n)
		for i := range a {
			a[i] = float64(i) - 10.5
		}
		if !Finite(a) || HasNaN(a) {
			t.Fatalf("%d numbers: finite %v, NaN %v", n, Finite(a), HasNaN(a))
		}
		for i := range a {
			was := a[i]
			for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				a[i] = v
				if Finite(a) || HasNaN(a) != math.IsNaN(v) {
					t.Fatalf("%v at %d of %d: finite %v, NaN %v", v, i, n, Finite(a), HasNaN(a))
				}
			}
			a[i] = was
		}
	}
	if inf := math.Inf(1); HasNaN([]float64{inf, -inf}) || Finite([]float64{inf, -inf}) {
		t.Error("Inf and -Inf are no NaN, and not finite")
	}
}

package runtime_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gograd/gograd/runtime"
)

// Generated code calls Sincos where the user's calls math.Sin and math.Cos, and promises the same value to the bit: for numbers of all sizes, where
// octants meet, where the reduction changes to that for large arguments, and for what is no number.
func TestSincosBits(t *testing.T) {
	check := func(x float64) {
		t.Helper()
		s, c := runtime.Sincos(x)
		if ws, wc := math.Sin(x), math.Cos(x); !sameBits(s, ws) || !sameBits(c, wc) {
			t.Fatalf("Sincos(%x) = %x, %x; Sin and Cos are %x, %x", x, s, c, ws, wc)
		}
	}
	around := func(x float64) {
		for range 8 {
			check(x)
			check(-x)
			x = math.Nextafter(x, math.Inf(1))
		}
	}
	for _, x := range []float64{0, math.Inf(1), math.NaN(), math.SmallestNonzeroFloat64, math.MaxFloat64, 1 << 29, 1 << 52, 1 << 63} {
		around(x)
	}
	for k := range 100_000 {
		around(float64(k) * (math.Pi / 4))
	}
	n := 4_000_000
	if testing.Short() {
		n /= 20
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		check(math.Float64frombits(r.Uint64()))                                  // of all sizes
		check(r.NormFloat64() * 10)                                              // as they are met
		check(math.Ldexp(1+r.Float64(), 20+r.IntN(16)) * float64(1-2*r.IntN(2))) // where the reduction changes
	}
}

// sameBits reports whether x and y are the same number, or both none.
func sameBits(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || math.IsNaN(x) && math.IsNaN(y)
}

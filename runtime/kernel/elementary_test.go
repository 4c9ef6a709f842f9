package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A function is one over slices, with its reference, its bound, and intervals where it is looked at closely.
type function struct {
	name      string
	slice     func(dst, x []float64)
	reference func(x float64) scaled
	bound     float64 // in units of the last place
	intervals [][2]float64
	domain    [2]float64 // where the reference holds
	exact     map[float64]float64
}

var functionsOverSlices = []function{
	{"Exp", Exp, expReference, 1, [][2]float64{{-746, 710}, {-1, 1}, {-745.2, -708}, {709.7, 709.8}}, [2]float64{-745.5, 709.7827},
		map[float64]float64{0: 1, math.Copysign(0, -1): 1, math.Inf(1): math.Inf(1), math.Inf(-1): 0, 1e300: math.Inf(1), -1e300: 0,
			709.79: math.Inf(1), -745.14: 0, -746: 0, -747: 0, 710: math.Inf(1), 711: math.Inf(1)}},
	{"Log", Log, logReference, 1, [][2]float64{{0, 10}, {0.5, 1.5}, {0.999, 1.001}, {1 - 1e-9, 1 + 1e-9}, {0, 0x1p-1021}},
		[2]float64{0x1p-1074, math.MaxFloat64},
		map[float64]float64{0: math.Inf(-1), math.Copysign(0, -1): math.Inf(-1), 1: 0, math.Inf(1): math.Inf(1), math.Inf(-1): math.NaN(),
			-1: math.NaN(), -0x1p-1074: math.NaN(), -math.MaxFloat64: math.NaN()}},
	{"Tanh", Tanh, tanhReference, 2, [][2]float64{{-23, 23}, {-1, 1}, {0.6, 0.65}, {-0.65, -0.6}, {0, 1e-3}}, [2]float64{-math.MaxFloat64, math.MaxFloat64},
		map[float64]float64{0: 0, math.Copysign(0, -1): math.Copysign(0, -1), math.Inf(1): 1, math.Inf(-1): -1, 1e300: 1, -1e300: -1}},
	{"Sigmoid", Sigmoid, sigmoidReference, 2, [][2]float64{{-746, 40}, {-1, 1}, {-745.2, -708}, {-40, 40}}, [2]float64{-745.5, 1e300},
		map[float64]float64{0: 0.5, math.Copysign(0, -1): 0.5, math.Inf(1): 1, math.Inf(-1): 0, 1e300: 1, -1e300: 0, -746: 0, -747: 0, -1000: 0}},
}

// points returns arguments: every exponent with random fractions and those next to powers of two, the intervals
// densely, and random bits.
func (f function) points(rng *rand.Rand) []float64 {
	var xs []float64
	for e := -1075; e <= 1024; e++ {
		p := math.Ldexp(1, e)
		for _, x := range []float64{p, math.Nextafter(p, 0), math.Nextafter(p, math.Inf(1))} {
			xs = append(xs, x, -x)
		}
		for range 16 {
			xs = append(xs, math.Ldexp(1+rng.Float64(), e), -math.Ldexp(1+rng.Float64(), e))
		}
	}
	for _, in := range f.intervals {
		for i := range 20000 {
			xs = append(xs, in[0]+(in[1]-in[0])*(float64(i)+rng.Float64())/20000)
		}
	}
	for range 20000 {
		xs = append(xs, math.Float64frombits(rng.Uint64()))
	}
	return xs
}

func TestErrorOfFunctions(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(9, 10))
		for _, f := range functionsOverSlices {
			xs := f.points(rng)
			got := make([]float64, len(xs))
			f.slice(got, xs)
			worst, at, tested := 0.0, 0.0, 0
			for i, x := range xs {
				if !(x >= f.domain[0] && x <= f.domain[1]) {
					continue
				}
				tested++
				u := f.reference(x).ulps(got[i])
				if !(u < f.bound) {
					t.Fatalf("%s(%v) = %v is wrong by %g units in the last place", f.name, x, got[i], u)
				}
				if u > worst {
					worst, at = u, x
				}
			}
			t.Logf("%s: %.3f units in the last place at %v, the worst of %d", f.name, worst, at, tested)
			if tested < len(xs)/4 {
				t.Errorf("%s: only %d of %d arguments are in its domain", f.name, tested, len(xs))
			}
		}
	})
}

// In every place of a vector and behind its end the functions treat special arguments as documented, and nothing else is written.
func TestSpecialArguments(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		for _, f := range functionsOverSlices {
			f.exact[math.NaN()] = math.NaN()
			for x, want := range f.exact {
				for n := 1; n < 10; n++ {
					for place := range n {
						in, out := make([]float64, n), make([]float64, n+2*guard)
						for i := range in {
							in[i] = 0.75
						}
						in[place] = x
						f.slice(out[guard:guard+n], in)
						checkPlaces(t, f, out, place, n, x, want)
					}
				}
			}
		}
	})
}

func checkPlaces(t *testing.T, f function, out []float64, place, n int, x, want float64) {
	t.Helper()
	for i, got := range out {
		switch {
		case i == guard+place:
			if !same(got, want) {
				t.Fatalf("%s(%v) = %v, want %v (place %d of %d)", f.name, x, got, want, place, n)
			}
		case i < guard || i >= guard+n:
			if got != 0 {
				t.Fatalf("%s writes outside of its destination, %d elements from its start", f.name, i-guard)
			}
		default:
			if u := f.reference(0.75).ulps(got); !(u < f.bound) {
				t.Fatalf("%s(0.75) = %v beside %v", f.name, got, x)
			}
		}
	}
}

// What a number gives does not depend on where it stands, and source and destination may be the same.
func TestFunctionsInPlace(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(11, 12))
		for _, f := range functionsOverSlices {
			for n := range 70 {
				x, one, dst := make([]float64, n), make([]float64, n), make([]float64, n)
				for i := range x {
					x[i] = rng.NormFloat64() * 5
					f.slice(one[i:i+1], x[i:])
				}
				f.slice(dst, x)
				f.slice(x, x)
				for i := range x {
					if !same(x[i], one[i]) || !same(dst[i], one[i]) {
						t.Fatalf("%s, length %d: [%d] = %v (in place), %v, want %v", f.name, n, i, x[i], dst[i], one[i])
					}
				}
			}
			mustPanic(t, f.name, func() { f.slice(make([]float64, 3), make([]float64, 2, 3)) })
		}
	})
}

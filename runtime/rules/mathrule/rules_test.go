package mathrule

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

// unary are the functions of one float, with the intervals that the rule is checked on. They cover the domain, both tails
// included, but for the points where finite differences say nothing (kinks_test.go).
var unary = []struct {
	name string
	f    func(x float64) float64
	rule func(x, y, dy float64) float64
	on   [][2]float64
}{
	{"Abs", math.Abs, abs, [][2]float64{{-1e3, -1e-3}, {1e-3, 1e3}}},
	{"Acos", math.Acos, acos, [][2]float64{{-0.9999, 0.9999}}},
	{"Acosh", math.Acosh, acosh, [][2]float64{{1.0001, 3}, {3, 1e9}}},
	{"Asin", math.Asin, asin, [][2]float64{{-0.9999, 0.9999}, {-1e-9, 1e-9}}},
	{"Asinh", math.Asinh, asinh, [][2]float64{{-5, 5}, {-1e9, -5}, {5, 1e9}}},
	{"Atan", math.Atan, atan, [][2]float64{{-10, 10}, {10, 1e4}, {-1e4, -10}}},
	{"Atanh", math.Atanh, atanh, [][2]float64{{-0.9999, 0.9999}}},
	{"Cbrt", math.Cbrt, cbrt, [][2]float64{{-1e6, -1e-6}, {1e-9, 1e-6}, {1e-6, 1e6}}},
	{"Cos", math.Cos, cos, [][2]float64{{-10, 10}, {1e4, 1e4 + 7}}},
	{"Cosh", math.Cosh, cosh, [][2]float64{{-20, 20}, {-1e-3, 1e-3}, {600, 700}}},
	{"Erf", math.Erf, erf, [][2]float64{{-3, 3}}},
	{"Erfc", math.Erfc, erfc, [][2]float64{{-3, 3}, {3, 20}}},
	{"Erfcinv", math.Erfcinv, erfcinv, [][2]float64{{0.001, 1.999}}},
	{"Erfinv", math.Erfinv, erfinv, [][2]float64{{-0.999, 0.999}}},
	{"Exp", math.Exp, exp, [][2]float64{{-700, 700}, {-2, 2}}},
	{"Exp2", math.Exp2, exp2, [][2]float64{{-1000, 1000}, {-2, 2}}},
	{"Expm1", math.Expm1, expm1, [][2]float64{{-10, 700}, {-1e-3, 1e-3}}},
	{"Gamma", math.Gamma, gamma, [][2]float64{{0.01, 10}, {10, 160}, {-0.99, -0.01}, {-5.99, -5.01}, {-20.9, -20.1}}},
	{"J0", math.J0, j0, [][2]float64{{-30, 30}, {100, 110}}},
	{"J1", math.J1, j1, [][2]float64{{-30, 30}, {1e-6, 1e-3}, {100, 110}}},
	{"Log", math.Log, log, [][2]float64{{1e-9, 1e-6}, {1e-3, 10}, {10, 1e9}}},
	{"Log10", math.Log10, log10, [][2]float64{{1e-9, 1e-6}, {1e-3, 10}, {10, 1e9}}},
	{"Log1p", math.Log1p, log1p, [][2]float64{{-0.999, 10}, {-1e-6, 1e-6}, {10, 1e9}}},
	{"Log2", math.Log2, log2, [][2]float64{{1e-9, 1e-6}, {1e-3, 10}, {10, 1e9}}},
	{"Sin", math.Sin, sin, [][2]float64{{-10, 10}, {1e4, 1e4 + 7}}},
	{"Sinh", math.Sinh, sinh, [][2]float64{{-20, 20}, {-1e-3, 1e-3}, {600, 700}}},
	{"Sqrt", math.Sqrt, sqrt, [][2]float64{{1e-9, 1e-6}, {1e-3, 10}, {10, 1e9}}},
	{"Tan", math.Tan, tan, [][2]float64{{-1.5, 1.5}, {2, 4}}},
	{"Tanh", math.Tanh, tanh, [][2]float64{{-6, 6}, {-1e-3, 1e-3}}},
	{"Y0", math.Y0, y0, [][2]float64{{1e-6, 1e-3}, {0.1, 30}, {100, 110}}},
	{"Y1", math.Y1, y1, [][2]float64{{1e-3, 0.1}, {0.1, 30}, {100, 110}}},

	// With the other parameters or results fixed.
	{"Frexp", func(x float64) float64 { f, _ := math.Frexp(x); return f }, func(x, y, dy float64) float64 {
		f, e := math.Frexp(x)
		return frexp(x, f, e, dy)
	}, [][2]float64{{1.01, 1.99}, {-799, -520}, {1.1e-5, 1.5e-5}}},
	{"Ldexp", func(x float64) float64 { return math.Ldexp(x, -7) }, func(x, y, dy float64) float64 { return ldexp(x, -7, y, dy) },
		[][2]float64{{-9, 9}}},
	{"Lgamma", func(x float64) float64 { y, _ := math.Lgamma(x); return y }, func(x, y, dy float64) float64 {
		_, s := math.Lgamma(x)
		return lgamma(x, y, s, dy)
	}, [][2]float64{{1e-3, 10}, {10, 1e6}, {-0.99, -0.01}, {-5.99, -5.01}}},
	{"Modf", func(x float64) float64 { _, f := math.Modf(x); return f }, func(x, y, dy float64) float64 {
		i, f := math.Modf(x)
		return modf(x, i, f, 5, dy)
	}, [][2]float64{{0.01, 0.99}, {7.01, 7.99}, {-3.99, -3.01}}},
	{"Sincos", func(x float64) float64 { s, c := math.Sincos(x); return 2*s - 3*c }, func(x, y, dy float64) float64 {
		s, c := math.Sincos(x)
		return sincos(x, s, c, 2*dy, -3*dy)
	}, [][2]float64{{-10, 10}}},
	{"J3", func(x float64) float64 { return math.Jn(3, x) }, withOrder(jn, 3), [][2]float64{{-30, 30}, {1e-3, 1}}},
	{"J-2", func(x float64) float64 { return math.Jn(-2, x) }, withOrder(jn, -2), [][2]float64{{-30, 30}, {1e-3, 1}}},
	{"J1 of Jn", func(x float64) float64 { return math.Jn(1, x) }, withOrder(jn, 1), [][2]float64{{-30, 30}, {1e-6, 1e-3}}},
	{"J0 of Jn", func(x float64) float64 { return math.Jn(0, x) }, withOrder(jn, 0), [][2]float64{{-30, 30}}},
	{"Y3", func(x float64) float64 { return math.Yn(3, x) }, withOrder(yn, 3), [][2]float64{{0.1, 30}, {1e-3, 0.1}}},
	{"Y-2", func(x float64) float64 { return math.Yn(-2, x) }, withOrder(yn, -2), [][2]float64{{0.1, 30}, {1e-3, 0.1}}},
	{"Y0 of Yn", func(x float64) float64 { return math.Yn(0, x) }, withOrder(yn, 0), [][2]float64{{0.1, 30}}},
}

func withOrder(rule func(n int, x, y, dy float64) float64, n int) func(x, y, dy float64) float64 {
	return func(x, y, dy float64) float64 { return rule(n, x, y, dy) }
}

// points is how many points are checked in each interval.
const points = 300

func TestUnaryRules(t *testing.T) {
	for _, tt := range unary {
		for _, on := range tt.on {
			bad, vague := 0, 0
			for _, x := range grid(on[0], on[1], points) {
				const dy = -1.5
				want, errEst := gradtest.Derivative(tt.f, x)
				got := tt.rule(x, tt.f(x), dy) / dy
				if !close(got, want, errEst) {
					if bad++; bad <= 3 {
						t.Errorf("%s at %v: rule %.15g, finite difference %.15g ± %.1e", tt.name, x, got, want, errEst)
					}
				}
				if !(errEst <= 1e-5*math.Abs(want)+1e-9) {
					vague++
				}
			}
			if vague > points/20 {
				t.Errorf("%s on %v: finite differences fail at %d of %d points", tt.name, on, vague, points)
			}
		}
	}
}

// close reports whether a rule and a finite difference agree.
func close(got, want, errEst float64) bool {
	return math.Abs(got-want) <= 1e-9*max(math.Abs(want), math.Abs(got))+4*errEst+1e-15
}

// grid is n points from lo to hi, at irregular distances.
func grid(lo, hi float64, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = lo + (hi-lo)*(float64(i)+0.5+0.4*math.Sin(float64(i*i)))/float64(n)
	}
	return xs
}

// binary are the functions of two floats, with the rectangles that the rule is checked on.
var binary = []struct {
	name string
	f    func(x, y float64) float64
	rule func(x, y, z, dz float64) (dx, dy float64)
	onX  [2]float64
	onY  [2]float64
}{
	{"Atan2", math.Atan2, atan2, [2]float64{-3, 3}, [2]float64{0.1, 4}},
	{"Atan2 left, above", math.Atan2, atan2, [2]float64{0.1, 3}, [2]float64{-3, -0.1}},
	{"Atan2 tiny", math.Atan2, atan2, [2]float64{1e-8, 1e-7}, [2]float64{1e-8, 1e-7}},
	{"Copysign", math.Copysign, copysign, [2]float64{-5, -0.1}, [2]float64{0.1, 5}},
	{"Copysign, other", math.Copysign, copysign, [2]float64{0.1, 5}, [2]float64{0.1, 5}},
	{"Copysign, negative", math.Copysign, copysign, [2]float64{-5, -0.1}, [2]float64{-5, -0.1}},
	{"Dim above", math.Dim, dim, [2]float64{1, 2}, [2]float64{-2, 0.9}},
	{"Dim below", math.Dim, dim, [2]float64{-2, 0.9}, [2]float64{1, 2}},
	{"Hypot", math.Hypot, hypot, [2]float64{-5, 5}, [2]float64{0.1, 5}},
	{"Max", math.Max, maximum, [2]float64{1, 2}, [2]float64{-2, 0.9}},
	{"Max, second", math.Max, maximum, [2]float64{-2, 0.9}, [2]float64{1, 2}},
	{"Min", math.Min, minimum, [2]float64{1, 2}, [2]float64{-2, 0.9}},
	{"Min, second", math.Min, minimum, [2]float64{-2, 0.9}, [2]float64{1, 2}},
	{"max", func(x, y float64) float64 { return max(x, y) }, maxOf, [2]float64{1, 2}, [2]float64{-2, 0.9}},
	{"max, second", func(x, y float64) float64 { return max(x, y) }, maxOf, [2]float64{-2, 0.9}, [2]float64{1, 2}},
	{"min", func(x, y float64) float64 { return min(x, y) }, minOf, [2]float64{1, 2}, [2]float64{-2, 0.9}},
	{"min, second", func(x, y float64) float64 { return min(x, y) }, minOf, [2]float64{-2, 0.9}, [2]float64{1, 2}},
	{"Mod", math.Mod, mod, [2]float64{10.1, 10.9}, [2]float64{3.1, 3.3}},
	{"Mod negative", math.Mod, mod, [2]float64{-10.9, -10.1}, [2]float64{3.1, 3.3}},
	{"Mod by negative", math.Mod, mod, [2]float64{10.1, 10.9}, [2]float64{-3.3, -3.1}},
	{"Pow", math.Pow, pow, [2]float64{0.1, 5}, [2]float64{-4, 4}},
	{"Pow large", math.Pow, pow, [2]float64{0.9, 1.1}, [2]float64{-500, 500}},
	{"Pow of small", math.Pow, pow, [2]float64{1e-6, 1e-3}, [2]float64{-2, 3}},
	{"Remainder", math.Remainder, remainder, [2]float64{10.1, 10.9}, [2]float64{3.1, 3.3}},
	{"Remainder, rounded up", math.Remainder, remainder, [2]float64{10.1, 10.4}, [2]float64{3.9, 4.0}},
	{"Remainder negative", math.Remainder, remainder, [2]float64{-10.9, -10.1}, [2]float64{3.1, 3.3}},
}

func TestBinaryRules(t *testing.T) {
	for _, tt := range binary {
		xs, ys := grid(tt.onX[0], tt.onX[1], points), grid(tt.onY[0], tt.onY[1], points)
		bad := 0
		for i, x := range xs {
			y := ys[i*97%points]
			const dz = -1.5
			dx, dy := tt.rule(x, y, tt.f(x, y), dz)
			wantX, errX := gradtest.Derivative(func(x float64) float64 { return tt.f(x, y) }, x)
			wantY, errY := gradtest.Derivative(func(y float64) float64 { return tt.f(x, y) }, y)
			if !close(dx/dz, wantX, errX) || !close(dy/dz, wantY, errY) || errX > 1e-3 && errX > 1e-3*math.Abs(wantX) || errY > 1e-3 && errY > 1e-3*math.Abs(wantY) {
				if bad++; bad <= 3 {
					t.Errorf("%s at %v, %v: rule %.12g, %.12g, finite differences %.12g ± %.1e, %.12g ± %.1e", tt.name, x, y, dx/dz, dy/dz, wantX, errX, wantY, errY)
				}
			}
		}
	}
}

func TestFMA(t *testing.T) {
	if dx, dy, dz := fma(2, 3, 5, 11, 7); dx != 21 || dy != 14 || dz != 7 {
		t.Errorf("%v %v %v, want 21 14 7", dx, dy, dz)
	}
}

// Pow of a negative number to an integer, by the first argument.
func TestPowOfNegative(t *testing.T) {
	for _, y := range []float64{-3, -1, 1, 2, 3, 8} {
		for _, x := range grid(-3, -0.1, 50) {
			dx, dy := pow(x, y, math.Pow(x, y), 1)
			if want := y * math.Pow(x, y-1); math.Abs(dx-want) > 1e-14*math.Abs(want) || !math.IsNaN(dy) {
				t.Errorf("Pow(%v, %v): %v, %v; want %v, NaN", x, y, dx, dy, want)
			}
		}
	}
}

// Where the result has lost digits, its quotient must not be used: the definition, in the extremes.
func TestPowExtremes(t *testing.T) {
	for _, x := range []float64{1e-320, 1e-300, 1e-160, 1e-10, 1, 1e10, 1e160, 1e300} {
		for _, y := range []float64{-30, -2, -1, -0.5, 0.5, 1, 1.5, 2, 30} {
			dx, _ := pow(x, y, math.Pow(x, y), 1)
			if want := y * math.Pow(x, y-1); dx != want && math.Abs(dx-want) > 1e-12*math.Abs(want) {
				t.Errorf("Pow(%v, %v): %v, want %v", x, y, dx, want)
			}
		}
	}
}

// Derivatives that finite differences are too inexact for, against other formulas.
func TestTails(t *testing.T) {
	tests := []struct {
		name      string
		got, want float64
	}{
		{"expm1(-30)", expm1(-30, math.Expm1(-30), 1), math.Exp(-30)},
		{"expm1(-0.6)", expm1(-0.6, math.Expm1(-0.6), 1), math.Exp(-0.6)},
		{"sinh(-400)", sinh(-400, math.Sinh(-400), 1), math.Cosh(400)},
		{"asinh(1e200)", asinh(1e200, math.Asinh(1e200), 1), 1e-200},
		{"acosh(1e200)", acosh(1e200, math.Acosh(1e200), 1), 1e-200},
		{"atan(1e200)", atan(1e200, math.Atan(1e200), 1), 0},
		{"hypot(3e200,4e200)", first(hypot(3e200, 4e200, math.Hypot(3e200, 4e200), 1)), 0.6},
		{"hypot(3e-320,4e-320)", first(hypot(3e-310, 4e-310, math.Hypot(3e-310, 4e-310), 1)), 0.6},
		{"atan2(1e-200,1e-200)", first(atan2(1e-200, 1e-200, math.Pi/4, 1)), 0.5e200},
		{"atan2(1e200,1e200)", first(atan2(1e200, 1e200, math.Pi/4, 1)), 0.5e-200},
		{"asin(1-2^-50)", asin(1-0x1p-50, math.Asin(1-0x1p-50), 1), 1 / math.Sqrt(0x1p-49*(1-0x1p-51))},
		{"erfc(25)", erfc(25, math.Erfc(25), 1), -2 / math.SqrtPi * math.Exp(-625)},
	}
	for _, tt := range tests {
		if math.Abs(tt.got-tt.want) > 1e-13*math.Abs(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

func first(x, _ float64) float64 { return x }

// Known values to full precision, and the identities that digamma obeys.
func TestDigamma(t *testing.T) {
	const euler = 0.57721566490153286060651209008240243
	known := []struct{ x, want float64 }{
		{1, -euler},
		{0.5, -euler - 2*math.Ln2},
		{2, 1 - euler},
		{0.25, -math.Pi/2 - 3*math.Ln2 - euler},
		{-0.5, 2 - euler - 2*math.Ln2},
		{1e9, math.Log(1e9) - 0.5e-9},
		{-1e-10, 1e10 - euler},
		{1e-300, -1e300},
	}
	for _, tt := range known {
		if got := digamma(tt.x); math.Abs(got-tt.want) > 4e-15*max(1, math.Abs(tt.want)) {
			t.Errorf("digamma(%v) = %.17g, want %.17g", tt.x, got, tt.want)
		}
	}
	for _, x := range grid(-30, 30, 1000) {
		if got, want := digamma(x+1), digamma(x)+1/x; math.Abs(got-want) > 1e-13*max(1, math.Abs(1/x), math.Abs(want)) {
			t.Errorf("digamma(%v+1) = %v, want %v", x, got, want)
		}
	}
	for _, x := range []float64{0, -1, -7, math.Inf(-1), math.NaN()} {
		if got := digamma(x); !math.IsNaN(got) {
			t.Errorf("digamma(%v) = %v, want NaN", x, got)
		}
	}
	if got := digamma(math.Inf(1)); !math.IsInf(got, 1) {
		t.Errorf("digamma(+Inf) = %v", got)
	}
}

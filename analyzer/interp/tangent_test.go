package interp

import (
	"fmt"
	"math"
	"testing"
)

// slope runs y = fn(args…) with the tangent 1 in argument k.
func slope(t *testing.T, fn string, k int, xs ...float64) float64 {
	t.Helper()
	args := make([]Value, len(xs))
	params, call := "", ""
	for i, x := range xs {
		args[i] = Float(x)
		if i > 0 {
			params, call = params+", ", call+", "
		}
		params += fmt.Sprintf("x%d float64", i)
		call += fmt.Sprintf("x%d", i)
	}
	args[k].D = 1
	r, err := run(t, fmt.Sprintf("func f(%s) (y float64) {\n y = %s(%s)\n}", params, fn, call), args...)
	if err != nil {
		t.Fatal(err)
	}
	return r[0].D
}

// Every slope agrees with a difference quotient inside the function's domain.
func TestUnarySlopes(t *testing.T) {
	points := map[string][]float64{
		"Acosh": {1.5, 7}, "Gamma": {0.3, 4.5, -1.5}, "Log": {0.1, 9}, "Log10": {0.1, 9}, "Log2": {0.1, 9}, "Log1p": {-0.5, 9}, "Sqrt": {0.1, 9},
		"Logb": {0.7, 3}, "Y0": {0.5, 6}, "Y1": {0.5, 6}, "Erfcinv": {0.3, 1.5},
	}
	for name, u := range unaryFuncs {
		xs := points[name]
		if xs == nil {
			xs = []float64{-0.7, 0.3, 0.9}
		}
		for _, x := range xs {
			h := 1e-5 * math.Max(1, math.Abs(x))
			want := (8*(u.f(x+h)-u.f(x-h)) - (u.f(x+2*h) - u.f(x-2*h))) / (12 * h)
			if got := slope(t, "math."+name, 0, x); math.Abs(got-want) > 1e-7*math.Max(1, math.Abs(want)) {
				t.Errorf("%s'(%v) = %v, want %v", name, x, got, want)
			}
		}
	}
}

func TestBinarySlopes(t *testing.T) {
	for name, b := range binaryFuncs {
		for _, p := range [][2]float64{{1.3, 0.4}, {0.6, 2.5}, {5.3, 1.7}} {
			h := 1e-5
			f := func(dx, dy float64) float64 { return b.f(p[0]+dx*h, p[1]+dy*h) }
			want := [2]float64{(8*(f(1, 0)-f(-1, 0)) - f(2, 0) + f(-2, 0)) / (12 * h), (8*(f(0, 1)-f(0, -1)) - f(0, 2) + f(0, -2)) / (12 * h)}
			for k := range want {
				if got := slope(t, "math."+name, k, p[0], p[1]); math.Abs(got-want[k]) > 1e-7*math.Max(1, math.Abs(want[k])) {
					t.Errorf("%s, argument %d at %v: %v, want %v", name, k, p, got, want[k])
				}
			}
		}
	}
}

// The table of kinks.
func TestKinks(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		fn   string
		k    int
		args []float64
		want float64
	}{
		{"math.Abs", 0, []float64{0}, 0},
		{"math.Max", 0, []float64{2, 2}, 1}, {"math.Max", 1, []float64{2, 2}, 0},
		{"math.Min", 0, []float64{2, 2}, 1}, {"math.Min", 1, []float64{2, 2}, 0},
		{"max", 0, []float64{2, 2, 2}, 1}, {"max", 1, []float64{2, 2, 2}, 0}, {"max", 2, []float64{1, 2, 2}, 0}, {"max", 1, []float64{1, 2, 2}, 1},
		{"min", 0, []float64{2, 2}, 1}, {"min", 1, []float64{2, 2}, 0}, {"min", 1, []float64{2, 1}, 1},
		{"math.Sqrt", 0, []float64{0}, inf},
		{"math.Hypot", 0, []float64{0, 0}, 0}, {"math.Hypot", 1, []float64{0, 0}, 0},
		{"math.Atan2", 0, []float64{0, 0}, 0}, {"math.Atan2", 1, []float64{0, 0}, 0},
		{"math.Pow", 0, []float64{0, 0}, 0}, {"math.Pow", 0, []float64{0, 1}, 1}, {"math.Pow", 1, []float64{0, 2}, 0}, {"math.Pow", 1, []float64{-2, 2}, nan},
		{"math.Pow", 0, []float64{-2, 3}, 12},
		{"math.Copysign", 0, []float64{0, 1}, 0}, {"math.Dim", 0, []float64{1, 1}, 0}, {"math.Dim", 1, []float64{1, 1}, 0},
		{"math.Floor", 0, []float64{2}, 0}, {"math.Round", 0, []float64{0.5}, 0},
		{"math.Mod", 0, []float64{7, 2}, 1}, {"math.Mod", 1, []float64{-7, 2}, 3},
	} {
		if got := slope(t, c.fn, c.k, c.args...); !Exactly(got, c.want) {
			t.Errorf("%s%v, argument %d: %v, want %v", c.fn, c.args, c.k, got, c.want)
		}
	}
}

// No influence stays none, whatever the partial is.
func TestZeroTimesInfinity(t *testing.T) {
	for _, body := range []string{"y = math.Sqrt(x[0] * 0.0)", "y = 0.0 * math.Sqrt(x[0])", "y = 1.0 / x[0] * 0.0 + x[1]", "y = math.Pow(-2.0, x[0] * 0.0)"} {
		args := []Value{SliceOf(Dual(0, 1), Dual(3, 0))}
		r, err := run(t, "func f(x []float64) (y float64) {\n"+body+"\n}", args...)
		if err != nil {
			t.Fatal(err)
		}
		if r[0].D != 0 {
			t.Errorf("%s: tangent %v", body, r[0].D)
		}
	}
}

// Tangents go through memory, calls, saved values, conversions, and stop where they should.
func TestTangentFlow(t *testing.T) {
	for _, c := range []struct {
		src  string
		want float64
	}{
		{"func f(x []float64) (y float64) {\n var b buffer[float64]\n push(b, x[0] * x[0])\n x[0] = 0.0\n pop(b, y)\n}", 6},
		{"func f(x []float64) (y float64) {\n var p *float64 = &x[0]\n *p += *p * 2.0\n y = x[0]\n}", 3},
		{"func f(x []float64) (y float64) {\n y = conv[float64](conv[float32](x[0] * x[0]))\n}", 6},
		{"func f(x []float64) (y float64) {\n y = conv[float64](conv[int](x[0]))\n}", 0},
		{"import runtime \"" + RuntimePath + "\"\nfunc f(x []float64) (y float64) {\n y = runtime.StopGradient[float64](x[0])\n y = y * x[0]\n}", 3},
		{"func f(x []float64) (y float64) {\n y = g(x)\n}\nfunc g(x []float64) (y float64) {\n y = x[0] / (1.0 + x[0])\n}", 1. / 16},
		{"func f(x []float64) (y float64) {\n var s float64\n var c float64\n s, c = math.Sincos(x[0])\n y = s * c\n}", math.Cos(6)},
		{"func f(x []float64) (y float64) {\n var s float64\n s, y = math.Modf(x[0] * 1.5)\n}", 1.5},
		{"func f(x []float64) (y float64) {\n var i int\n y, i = math.Frexp(x[0])\n y = math.Ldexp(y, i + 1)\n}", 2},
		{"func f(x []float64) (y float64) {\n var i int\n y, i = math.Lgamma(x[0])\n}", 1.5 - 0.57721566490153286},
		{"func f(x []float64) (y float64) {\n y = math.FMA(x[0], x[0], x[0])\n}", 7},
		{"func f(x []float64) (y float64) {\n y = -x[0]\n y = y - x[0]\n}", -2},
	} {
		r, err := run(t, c.src, SliceOf(Dual(3, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(r[0].D-c.want) > 1e-12 {
			t.Errorf("%s\ntangent %v, want %v", c.src, r[0].D, c.want)
		}
	}
}

func TestRefusedActive(t *testing.T) {
	for _, fn := range []string{"conv[float64](math.Float64bits(x))", "math.Nextafter(x, 4.0)"} {
		src := "func f(x float64) (y float64) {\n y = " + fn + "\n}"
		if _, err := run(t, src, Dual(3, 1)); err == nil {
			t.Errorf("%s of an active value is not refused", fn)
		}
		if _, err := run(t, src, Float(3)); err != nil {
			t.Errorf("%s of a passive value: %v", fn, err)
		}
	}
}

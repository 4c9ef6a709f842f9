package mathrule

import (
	"math"
	"testing"
)

var (
	inf  = math.Inf(1)
	nan  = math.NaN()
	zero = 0.0
	neg0 = math.Copysign(0, -1)
)

// What is written down in gograd's documentation under kinks, and what follows from it for -0, NaN and infinities.
func TestKinksUnary(t *testing.T) {
	tests := []struct {
		name string
		f    func(float64) float64
		rule func(x, y, dy float64) float64
		x    float64
		want float64 // for dy = 1
	}{
		{"Abs", math.Abs, abs, 0, 0},
		{"Abs", math.Abs, abs, neg0, 0},
		{"Abs", math.Abs, abs, -inf, -1},
		{"Abs", math.Abs, abs, inf, 1},
		{"Sqrt", math.Sqrt, sqrt, 0, inf},
		{"Sqrt", math.Sqrt, sqrt, neg0, inf},
		{"Sqrt", math.Sqrt, sqrt, -1, nan},
		{"Sqrt", math.Sqrt, sqrt, inf, 0},
		{"Cbrt", math.Cbrt, cbrt, 0, inf},
		{"Cbrt", math.Cbrt, cbrt, neg0, inf},
		{"Exp", math.Exp, exp, -inf, 0},
		{"Exp", math.Exp, exp, 1000, inf},
		{"Exp", math.Exp, exp, nan, nan},
		{"Log", math.Log, log, 0, inf},
		{"Log1p", math.Log1p, log1p, -1, inf},
		{"Tanh", math.Tanh, tanh, inf, 0},
		{"Asin", math.Asin, asin, 1, inf},
		{"Asin", math.Asin, asin, 2, nan},
		{"Acos", math.Acos, acos, -1, -inf},
		{"Acosh", math.Acosh, acosh, 1, inf},
		{"Acosh", math.Acosh, acosh, 0.5, nan},
		{"Atanh", math.Atanh, atanh, 1, inf},
		{"Atan", math.Atan, atan, inf, 0},
		{"Erf", math.Erf, erf, inf, 0},
		{"Erfinv", math.Erfinv, erfinv, 1, inf},
		{"Gamma", math.Gamma, gamma, -2, nan},
		{"J1", math.J1, j1, 0, 0.5},
		{"Jn 1", nil, withOrder(jn, 1), 0, 0.5},
		{"Jn -1", nil, withOrder(jn, -1), 0, -0.5},
		{"Jn 2", nil, withOrder(jn, 2), 0, 0},
		{"Y0", math.Y0, y0, 0, inf},
	}
	for _, tt := range tests {
		y := 0.0
		if tt.f != nil {
			y = tt.f(tt.x)
		}
		if got := tt.rule(tt.x, y, 1); !same(got, tt.want) {
			t.Errorf("%s at %v: %v, want %v", tt.name, tt.x, got, tt.want)
		}
	}
}

func TestKinksBinary(t *testing.T) {
	max2 := func(x, y float64) float64 { return max(x, y) }
	min2 := func(x, y float64) float64 { return min(x, y) }
	tests := []struct {
		name   string
		f      func(x, y float64) float64
		rule   func(x, y, z, dz float64) (dx, dy float64)
		x, y   float64
		dx, dy float64 // for dz = 1
	}{
		{"Max", math.Max, maximum, 1, 1, 1, 0},
		{"Max", math.Max, maximum, zero, neg0, 1, 0},
		{"Max", math.Max, maximum, neg0, zero, 1, 0},
		{"Max", math.Max, maximum, nan, 1, 1, 0},
		{"Max", math.Max, maximum, 1, nan, 0, 1},
		{"Max", math.Max, maximum, nan, nan, 1, 0},
		{"Max", math.Max, maximum, nan, inf, 0, 1}, // is +Inf
		{"Max", math.Max, maximum, inf, nan, 1, 0},
		{"Max", math.Max, maximum, -inf, nan, 0, 1},
		{"Min", math.Min, minimum, 1, 1, 1, 0},
		{"Min", math.Min, minimum, zero, neg0, 1, 0},
		{"Min", math.Min, minimum, nan, 1, 1, 0},
		{"Min", math.Min, minimum, 1, nan, 0, 1},
		{"Min", math.Min, minimum, nan, -inf, 0, 1}, // is -Inf
		{"Min", math.Min, minimum, nan, inf, 1, 0},
		{"max", max2, maxOf, 1, 1, 1, 0},
		{"max", max2, maxOf, neg0, zero, 1, 0},
		{"max", max2, maxOf, nan, inf, 1, 0}, // is NaN, unlike Max
		{"max", max2, maxOf, inf, nan, 0, 1},
		{"max", max2, maxOf, nan, nan, 1, 0},
		{"min", min2, minOf, 1, 1, 1, 0},
		{"min", min2, minOf, zero, neg0, 1, 0},
		{"min", min2, minOf, nan, -inf, 1, 0},
		{"min", min2, minOf, -inf, nan, 0, 1},
		{"Dim", math.Dim, dim, 1, 1, 0, 0},
		{"Dim", math.Dim, dim, -inf, inf, 0, 0},
		{"Copysign", math.Copysign, copysign, 0, -1, 0, 0},
		{"Copysign", math.Copysign, copysign, 2, neg0, -1, 0},
		{"Copysign", math.Copysign, copysign, 2, zero, 1, 0},
		{"Hypot", math.Hypot, hypot, 0, 0, 0, 0},
		{"Hypot", math.Hypot, hypot, 0, -2, 0, -1},
		{"Atan2", math.Atan2, atan2, 0, 0, 0, 0},
		{"Atan2", math.Atan2, atan2, neg0, neg0, 0, 0},
		{"Atan2", math.Atan2, atan2, 0, -2, -0.5, 0},
		{"Atan2", math.Atan2, atan2, inf, 1, 0, 0},
		{"Atan2", math.Atan2, atan2, nan, 1, nan, nan},
		{"Atan2", math.Atan2, atan2, nan, inf, nan, nan},
		{"Pow", math.Pow, pow, 3, 0, 0, math.Log(3)},
		{"Pow", math.Pow, pow, 0, 0, 0, -inf},
		{"Pow", math.Pow, pow, 1e-310, 0, 0, math.Log(1e-310)},
		{"Pow", math.Pow, pow, -1e-310, 0, 0, nan},
		{"Pow", math.Pow, pow, inf, 0, 0, inf},
		{"Pow", math.Pow, pow, nan, 0, 0, nan},
		{"Pow", math.Pow, pow, 0, 2, 0, 0},
		{"Pow", math.Pow, pow, 0, 1, 1, 0},
		{"Pow", math.Pow, pow, 0, 0.5, inf, 0},
		{"Pow", math.Pow, pow, neg0, 3, 0, 0},
		{"Pow", math.Pow, pow, -2, 3, 12, nan},
		{"Pow", math.Pow, pow, -2, 0, 0, nan},
		{"Pow", math.Pow, pow, -2, 0.5, nan, nan},
		{"Pow", math.Pow, pow, 0, -1, -inf, -inf},
		{"Pow", math.Pow, pow, 1, 5, 5, 0},
		{"Pow", math.Pow, pow, inf, 2, inf, inf},
		{"Mod", math.Mod, mod, 1, 0.1, 1, -9}, // 1/0.1 rounds to 10, but 0.1 is a little more than a tenth
		{"Mod", math.Mod, mod, -7, 2, 1, 3},
		{"Mod", math.Mod, mod, 1e20, 3, 1, -(1e20 - 2) / 3},
		{"Remainder", math.Remainder, remainder, 5, 2, 1, -2}, // 2.5 to even
		{"Remainder", math.Remainder, remainder, 7, 2, 1, -4},
	}
	for _, tt := range tests {
		dx, dy := tt.rule(tt.x, tt.y, tt.f(tt.x, tt.y), 1)
		if !same(dx, tt.dx) || !same(dy, tt.dy) {
			t.Errorf("%s at %v, %v: %v, %v; want %v, %v", tt.name, tt.x, tt.y, dx, dy, tt.dx, tt.dy)
		}
	}
}

// same is equality, with NaN equal to itself.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

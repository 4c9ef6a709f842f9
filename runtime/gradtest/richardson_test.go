package gradtest

import (
	"math"
	"testing"
)

func TestDerivative(t *testing.T) {
	tests := []struct {
		name string
		f    func(float64) float64
		x    float64
		want float64
	}{
		{"constant", func(float64) float64 { return 3 }, 1, 0},
		{"linear", func(x float64) float64 { return 3*x - 1 }, 1e6, 3},
		{"cube", func(x float64) float64 { return x * x * x }, 2, 12},
		{"exp", math.Exp, 1, math.E},
		{"exp far left", math.Exp, -20, math.Exp(-20)},
		{"exp far right", math.Exp, 300, math.Exp(300)},
		{"sin", math.Sin, 1, math.Cos(1)},
		{"fast sin", func(x float64) float64 { return math.Sin(64 * math.Pi * x) }, 0, 64 * math.Pi},
		{"sin far out", math.Sin, 1e5, math.Cos(1e5)},
		{"log close to its pole", math.Log, 1e-9, 1e9},
		{"log", math.Log, 1e4, 1e-4},
		{"sqrt", math.Sqrt, 1e-4, 50},
		{"small at small", func(x float64) float64 { return x * x }, 1e-12, 2e-12},
		{"cube root close to zero", math.Cbrt, 1e-9, 1e6 / 3},
		{"small scale", func(x float64) float64 { return math.Atan(x / 1e-7) }, 1e-7, 0.5e7},
		{"kink close by", func(x float64) float64 { return math.Abs(x - 0.01) }, 0, -1},
		{"jump close by", func(x float64) float64 { return x + math.Floor(10*x) }, 0.01, 1},
		{"large offset", func(x float64) float64 { return 1e6 + math.Tan(x) }, 0.5, 1 / (math.Cos(0.5) * math.Cos(0.5))},
	}
	for _, tt := range tests {
		d, errEst := Derivative(tt.f, tt.x)
		diff := math.Abs(d - tt.want)
		if diff > 3*errEst {
			t.Errorf("%s: %v ± %.1e, want %v (off by %.1e)", tt.name, d, errEst, tt.want, diff)
		}
		if errEst > 1e-7*math.Abs(tt.want)+1e-11 {
			t.Errorf("%s: the estimated error %.1e is large", tt.name, errEst)
		}
	}
}

func TestDerivativeWithout(t *testing.T) {
	if d, errEst := Derivative(math.Log, -1); !math.IsNaN(d) || !math.IsInf(errEst, 1) {
		t.Errorf("log at -1: %v ± %v", d, errEst)
	}
	if d, errEst := Derivative(math.Sqrt, 0); !math.IsNaN(d) {
		t.Errorf("sqrt at 0: %v ± %v", d, errEst)
	}
	if d, errEst := Derivative(func(x float64) float64 { return math.Cbrt(x) }, 0); errEst < math.Abs(d)*1e-3 {
		t.Errorf("cbrt at 0: %v ± %v", d, errEst)
	}
}

func TestDerivativeFloat32(t *testing.T) {
	f := func(x float64) float64 { return float64(float32(math.Sin(x))) }
	d, errEst := derivative(f, float64(float32(0.7)), asFloat32)
	if want := math.Cos(0.7); math.Abs(d-want) > 1e-4 || errEst > 1e-3 {
		t.Errorf("%v ± %v, want %v", d, errEst, want)
	}
}

func TestGradientLeavesItsArgument(t *testing.T) {
	x := []float64{1, 2}
	g, _ := Gradient(func(x []float64) float64 {
		x[0] *= x[1]
		return x[0]
	}, x)
	if x[0] != 1 || x[1] != 2 {
		t.Errorf("x is now %v", x)
	}
	if math.Abs(g[0]-2) > 1e-9 || math.Abs(g[1]-1) > 1e-9 {
		t.Errorf("gradient %v, want [2 1]", g)
	}
}

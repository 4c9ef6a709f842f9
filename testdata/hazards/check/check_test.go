package check

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// recorder is a TB that keeps the errors.
type recorder struct{ errors []string }

func (r *recorder) Helper()             {}
func (r *recorder) Logf(string, ...any) {}
func (r *recorder) Errorf(f string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(f, args...))
}

// square overwrites what it reads: sum of the squares, left in x.
func square(x []float64, k float64) float64 {
	s := 0.0
	for i := range x {
		x[i] = k * x[i] * x[i]
		s += x[i]
	}
	return s
}

func squareGrad(dx, x []float64, k float64) (s, dk float64) {
	for i := range x {
		dx[i] = 2 * k * x[i]
		dk += x[i] * x[i]
	}
	return square(x, k), dk
}

func TestGradAcceptsWhatIsRight(t *testing.T) {
	Grad(t, Case{F: square, G: squareGrad, Args: In([]float64{1, -2, 3}, 0.5), Want: []float64{1, -2, 3, 14}})
	Grad(t, Case{F: square, G: squareGrad, Args: In([]float64(nil), 0.5), Want: []float64{0}})
}

func TestGradFindsWhatIsWrong(t *testing.T) {
	calls := 0
	wrong := map[string]struct {
		g    any
		says string
	}{
		"number": {func(dx, x []float64, k float64) (float64, float64) {
			s, dk := squareGrad(dx, x, k)
			return s, dk + 1e-6
		}, "derivative by argument 1"},
		"element": {func(dx, x []float64, k float64) (float64, float64) {
			s, dk := squareGrad(dx, x, k)
			dx[1]++
			return s, dk
		}, "argument 0[1]"},
		"destination": {func(_, x []float64, k float64) (float64, float64) {
			s, dk := squareGrad(make([]float64, 3), x, k)
			return s, dk
		}, "argument 0[0]"},
		"accumulated": {func(dx, x []float64, k float64) (float64, float64) {
			d := make([]float64, 3)
			s, dk := squareGrad(d, x, k)
			for i := range d {
				dx[i] += d[i]
			}
			return s, dk
		}, "argument 0[0] is NaN"},
		"value": {func(dx, x []float64, k float64) (float64, float64) {
			s, dk := squareGrad(dx, x, k)
			return math.Nextafter(s, 9), dk
		}, "result 0"},
		"memory": {func(dx, x []float64, k float64) (float64, float64) {
			return squareGrad(dx, append([]float64(nil), x...), k)
		}, "memory not as after"},
		"state": {func(dx, x []float64, k float64) (float64, float64) {
			s, dk := squareGrad(dx, x, k)
			calls++
			return s, dk + float64(calls/2)
		}, "second call"},
		"panic": {func(dx, x []float64, k float64) (float64, float64) { panic("no") }, "panicked: no"},
	}
	for name, w := range wrong {
		var r recorder
		Grad(&r, Case{F: square, G: w.g, Args: In([]float64{1, -2, 3}, 0.5), Want: []float64{1, -2, 3, 14}})
		if !strings.Contains(strings.Join(r.errors, "\n"), w.says) {
			t.Errorf("%s: errors %q say nothing of %q", name, r.errors, w.says)
		}
	}
}

func TestGradFindsAWrongExpectation(t *testing.T) {
	var r recorder
	Grad(&r, Case{F: square, G: squareGrad, Args: In([]float64{1, -2, 3}, 0.5), Want: []float64{1, -2, 3.1, 14}})
	if len(r.errors) == 0 || !strings.Contains(r.errors[0], "hand-derived") {
		t.Errorf("got %q", r.errors)
	}
}

func TestGradComparesPanics(t *testing.T) {
	f := func(x float64) float64 { panic("f: x is bad") }
	for msg, bad := range map[string]bool{"f: x is bad": false, "other": true} {
		var r recorder
		Grad(&r, Case{F: f, G: func(x float64) (y, dx float64) { panic(msg) }, Args: In(1.0)})
		if (len(r.errors) > 0) != bad {
			t.Errorf("panic %q: errors %q", msg, r.errors)
		}
	}
}

// dot reads both of its arguments, which may be one.
func dot(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}

func TestGradSumsOverSharedMemory(t *testing.T) {
	g := func(dx, dy, x, y []float64) float64 { copy(dx, y); copy(dy, x); return dot(x, y) }
	Grad(t, Case{F: dot, G: g, Args: func() []any { x := []float64{1, 2}; return []any{x, x} }, Want: []float64{2, 4}})
}

// push moves x one on and gives back what fell out.
func push(x []float64, a float64) (last float64) {
	last = x[len(x)-1]
	copy(x[1:], x)
	x[0] = a * a
	return last
}

func pushVJP(dx, x []float64, a, dlast float64) (last, da float64) {
	last = push(x, a)
	da = 2 * a * dx[0]
	copy(dx, dx[1:])
	dx[len(dx)-1] = dlast
	return last, da
}

func TestVJP(t *testing.T) {
	c := Case{F: push, G: pushVJP, Args: In([]float64{1, 2, 3}, 5.0), Want: []float64{0, 0, 1, 0}}
	VJP(t, c)
	c.G = func(dx, x []float64, a, dlast float64) (last, da float64) {
		l, d := pushVJP(dx, x, a, dlast)
		dx[2] += 1e-3
		return l, d
	}
	var r recorder
	VJP(&r, c)
	if len(r.errors) != 2 {
		t.Errorf("both rounds should fail: %q", r.errors)
	}
}

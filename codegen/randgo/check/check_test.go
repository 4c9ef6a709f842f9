package check

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/codegen/randgo/dual"
)

// The function: changes its slice in place, has a float by value, and no kinks.
func f(x []float64, a float64) float64 {
	x[0] *= a
	return x[0]*x[1] + a
}

func fDual(x []dual.F64, a dual.F64) dual.F64 {
	x[0] = dual.Mul(x[0], a)
	return dual.Add(dual.Mul(x[0], x[1]), a)
}

func fGrad(dx, x []float64, a float64) (y, da float64) {
	x0 := x[0]
	y = f(x, a)
	dx[0], dx[1] = x[1]*a, x[0]
	return y, x[1]*x0 + 1
}

func fVJP(dx, x []float64, a, dy float64) (y, da float64) {
	x0 := x[0]
	y = f(x, a)
	dx[1] += dy * x[0]
	dx[0] += dy * x[1]
	da = dx[0]*x0 + dy
	dx[0] *= a
	return y, da
}

// The Jacobian of a function with two results.
func pair(x []float64, a float64) (float64, int, float64) { return f(x, a), 7, x[0] * x[0] }

func pairDual(x []dual.F64, a dual.F64) (dual.F64, int, dual.F64) {
	return fDual(x, a), 7, dual.Mul(x[0], x[0])
}

func pairJacobian(dy, dz, x []float64, a float64) (y float64, n int, z, dyda, dzda float64) {
	x0 := x[0]
	y, n, z = pair(x, a)
	dy[0], dy[1] = x[1]*a, x[0]
	dz[0], dz[1] = 2*x[0]*a, 0
	return y, n, z, x[1]*x0 + 1, 2 * x[0] * x0
}

// pairEntry is the entry of that.
func pairEntry(jacobian any) Entry {
	e := entry("jacobian", jacobian)
	e.F, e.Dual = pair, pairDual
	return e
}

// TestNoticesRows gives the harness Jacobians that are wrong in one row each.
func TestNoticesRows(t *testing.T) {
	for _, c := range []struct {
		name     string
		jacobian any
		want     string
	}{
		{"right", pairJacobian, ""},
		{"rows exchanged", func(dz, dy, x []float64, a float64) (y float64, n int, z, dyda, dzda float64) {
			return pairJacobian(dy, dz, x, a)
		}, "leaf"},
		{"wrong in the second row", func(dy, dz, x []float64, a float64) (y float64, n int, z, dyda, dzda float64) {
			y, n, z, dyda, dzda = pairJacobian(dy, dz, x, a)
			return y, n, z, dyda, dzda + 1e-6
		}, "leaf 2"},
		{"second row not set", func(dy, dz, x []float64, a float64) (y float64, n int, z, dyda, dzda float64) {
			d := dz[1]
			y, n, z, dyda, dzda = pairJacobian(dy, dz, x, a)
			dz[1] = d
			return y, n, z, dyda, dzda
		}, "differs between two calls"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Check(pairEntry(c.jacobian), Options{FD: true})
			if c.want == "" && o.Diff != "" || !strings.Contains(o.Diff, c.want) {
				t.Errorf("difference %q, want %q", o.Diff, c.want)
			}
		})
	}
}

func entry(kind string, grad any) Entry {
	return Entry{
		Seed: 1, Kind: kind, F: f, Dual: fDual, Grad: grad, Wrt: []Wrt{{Param: 0}, {Param: 1}},
		Args:  func() []any { return []any{make([]float64, 2), 0.0} },
		Duals: func() []any { return []any{make([]dual.F64, 2), dual.F64{}} },
	}
}

// TestNotices gives the harness gradients that are wrong in one way each.
func TestNotices(t *testing.T) {
	calls := 0
	for _, c := range []struct {
		name, kind string
		grad       any
		want       string
	}{
		{"right", "grad", fGrad, ""},
		{"right vjp", "vjp", fVJP, ""},
		{"wrong element", "grad", func(dx, x []float64, a float64) (y, da float64) {
			y, da = fGrad(dx, x, a)
			dx[1] *= 1 + 1e-7
			return y, da
		}, "leaf 1"},
		{"wrong by value", "grad", func(dx, x []float64, a float64) (y, da float64) {
			y, da = fGrad(dx, x, a)
			return y, da + 1e-7
		}, "leaf 2"},
		{"value off by a bit", "grad", func(dx, x []float64, a float64) (y, da float64) {
			y, da = fGrad(dx, x, a)
			return y * (1 + 1e-15), da
		}, "results"},
		{"argument left changed", "grad", func(dx, x []float64, a float64) (y, da float64) {
			x0 := x[0]
			y, da = fGrad(dx, x, a)
			x[0] = x0
			return y, da
		}, "arguments afterwards"},
		{"adds to its destination", "grad", func(dx, x []float64, a float64) (y, da float64) {
			d1 := dx[1]
			y, da = fGrad(dx, x, a)
			dx[1] += d1
			return y, da
		}, "differs between two calls"},
		{"differs when run again", "grad", func(dx, x []float64, a float64) (y, da float64) {
			y, da = fGrad(dx, x, a)
			calls++
			dx[0] *= 1 + float64(calls)
			return y, da
		}, "differs between two calls"},
		{"overwrites in vjp", "vjp", func(dx, x []float64, a, dy float64) (y, da float64) {
			dx[1] = 0
			return fVJP(dx, x, a, dy)
		}, "leaf 1"},
		{"forgets the final state's cotangent", "vjp", func(dx, x []float64, a, dy float64) (y, da float64) {
			dx[0] = 0
			return fVJP(dx, x, a, dy)
		}, "leaf"},
		{"a result missing", "grad", func(dx, x []float64, a float64) float64 {
			y, _ := fGrad(dx, x, a)
			return y
		}, "too few results"},
		{"panics", "grad", func(dx, x []float64, a float64) (y, da float64) { panic("here") }, "panic: here"},
		{"other signature", "grad", func(x []float64, a float64) (y, da float64) { return 0, 0 }, "panic"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Check(entry(c.kind, c.grad), Options{FD: true})
			if c.want == "" && o.Diff != "" || !strings.Contains(o.Diff, c.want) {
				t.Errorf("difference %q, want %q", o.Diff, c.want)
			}
		})
	}
}

// TestNoticesTwin gives the harness twins that are wrong.
func TestNoticesTwin(t *testing.T) {
	for _, c := range []struct {
		name string
		dual any
		want string
	}{
		{"value", func(x []dual.F64, a dual.F64) dual.F64 { return dual.Add(fDual(x, a), a) }, "twin's results"},
		{"side effect", func(x []dual.F64, a dual.F64) dual.F64 {
			y := fDual(x, a)
			x[1].V++
			return y
		}, "twin's arguments"},
		{"slope", func(x []dual.F64, a dual.F64) dual.F64 {
			y := fDual(x, a)
			y.D *= 1.01
			return y
		}, "finite differences"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := entry("grad", nil)
			e.Dual = c.dual
			if o := Check(e, Options{FD: true}); !strings.Contains(o.Diff, c.want) {
				t.Errorf("difference %q, want %q", o.Diff, c.want)
			}
		})
	}
}

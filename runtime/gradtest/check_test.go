package gradtest

import (
	"math"
	"testing"
)

func rosenbrock(x []float64) float64 {
	sum := 0.0
	for i := range len(x) - 1 {
		a, b := 1-x[i], x[i+1]-x[i]*x[i]
		sum += a*a + 100*b*b
	}
	return sum
}

func rosenbrockGrad(dx, x []float64) float64 {
	clear(dx)
	for i := range len(x) - 1 {
		a, b := 1-x[i], x[i+1]-x[i]*x[i]
		dx[i] += -2*a - 400*b*x[i]
		dx[i+1] += 200 * b
	}
	return rosenbrock(x)
}

// square overwrites its argument, as in-place code does.
func square(x []float64) float64 {
	sum := 0.0
	for i := range x {
		x[i] *= x[i]
		sum += x[i]
	}
	return sum
}

func TestCheck(t *testing.T) {
	calls := 0
	tests := []struct {
		name string
		f    func(x []float64) float64
		grad func(dx, x []float64) float64
		x    []float64
		opts []Option
		want string
	}{
		{name: "right", f: rosenbrock, grad: rosenbrockGrad, x: []float64{-1.2, 1, 0.3}},
		{name: "many", f: rosenbrock, grad: rosenbrockGrad, x: normal(configured().rand(), 1000)},
		{name: "wrong component", f: rosenbrock, x: []float64{-1.2, 1, 0.3}, grad: func(dx, x []float64) float64 {
			v := rosenbrockGrad(dx, x)
			dx[1] *= 1.0001
			return v
		}, want: "df/dx[1]: derivative"},
		{name: "small error in a small component", f: func(x []float64) float64 { return 1e6*x[0] + 1e-3*x[1] }, x: []float64{1, 1},
			grad: func(dx, x []float64) float64 {
				dx[0], dx[1] = 1e6, 1.01e-3
				return 1e6*x[0] + 1e-3*x[1]
			}, want: "df/dx[1]: derivative 0.00101, finite difference 0.001"},
		{name: "missing term", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			dx[0], dx[1] = 0, 200*(x[1]-x[0]*x[0])
			return rosenbrock(x)
		}, want: "df/dx[0]: derivative 0, finite difference -215.6"},
		{name: "NaN", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			v := rosenbrockGrad(dx, x)
			dx[0] = math.NaN()
			return v
		}, want: "df/dx[0]: derivative NaN"},
		{name: "reads its destination", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			d := make([]float64, len(dx))
			v := rosenbrockGrad(d, x)
			for i := range dx {
				dx[i] += d[i]
			}
			return v
		}, want: "it must not be read"},
		{name: "leaves a component", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			d := make([]float64, len(dx))
			v := rosenbrockGrad(d, x)
			dx[0] = d[0]
			return v
		}, want: "df/dx[1] is NaN when the destination holds NaN"},
		{name: "changes from call to call", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			v := rosenbrockGrad(dx, x)
			calls++
			dx[0] += float64(calls)
			return v
		}, want: "in a second call"},
		{name: "value", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			return rosenbrockGrad(dx, x) + 1e-12
		}, want: "the gradient returns"},
		{name: "value within the tolerance", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			return rosenbrockGrad(dx, x) + 1e-12
		}, opts: []Option{ValueTolerance(1e-9)}},
		{name: "in place", f: square, x: []float64{1, 2}, grad: func(dx, x []float64) float64 {
			dx[0], dx[1] = 2*x[0], 2*x[1]
			return square(x)
		}},
		{name: "restores what it should leave", f: square, x: []float64{1, 2}, grad: func(dx, x []float64) float64 {
			dx[0], dx[1] = 2*x[0], 2*x[1]
			return x[0]*x[0] + x[1]*x[1]
		}, want: "x[1] is 2, after a call of the function 4"},
		{name: "kink", f: func(x []float64) float64 { return max(x[0], 0) + math.Sqrt(x[0]) }, x: []float64{0},
			grad: func(dx, x []float64) float64 { dx[0] = 1; return 0 }, want: "not finite around here"},
		{name: "noise", f: noisy, x: []float64{1}, grad: func(dx, x []float64) float64 {
			dx[0] = 1
			return noisy(x)
		}, want: "too inexact to check"},
		{name: "no dependence", f: func(x []float64) float64 { return 5 + 0*x[0] }, x: []float64{1},
			grad: func(dx, x []float64) float64 { dx[0] = 0; return 5 }},
		{name: "loose tolerance", f: rosenbrock, x: []float64{-1.2, 1}, grad: func(dx, x []float64) float64 {
			v := rosenbrockGrad(dx, x)
			dx[0] *= 1.0001
			return v
		}, opts: []Option{Tolerance(1e-3)}},
		{name: "all wrong", f: rosenbrock, x: normal(configured().rand(), 50), grad: func(dx, x []float64) float64 {
			v := rosenbrockGrad(dx, x)
			for i := range dx {
				dx[i] = -dx[i]
			}
			return v
		}, want: "and 40 more"},
		{name: "empty", f: func([]float64) float64 { return 1 }, grad: func(_, _ []float64) float64 { return 1 }},
	}
	for _, tt := range tests {
		expect(t, tt.name, tt.want, func(tb testing.TB) { Check(tb, tt.f, tt.grad, tt.x, tt.opts...) })
	}
}

// noisy is x[0] with errors of about 1e-2, as the result of an iteration that was stopped early.
func noisy(x []float64) float64 {
	bits := math.Float64bits(x[0]) * 0x9e3779b97f4a7c15
	return x[0] + 1e-2*float64(bits>>40)/(1<<24)
}

func configured(opts ...Option) *config {
	c := configure(opts)
	return &c
}

func TestComponentsLimit(t *testing.T) {
	evals := 0
	f := func(x []float64) float64 {
		evals++
		return rosenbrock(x)
	}
	Check(t, f, rosenbrockGrad, make([]float64, 500), Components(3), Seed(7))
	if evals > 3*2*steps+1 {
		t.Errorf("%d evaluations for 3 components", evals)
	}
}

// polar and its product; the Jacobian is [cos a, -r sin a; sin a, r cos a].
func polar(y, x []float64) {
	s, c := math.Sincos(x[1])
	y[0], y[1] = x[0]*c, x[0]*s
}

func polarVJP(dx, x, dy []float64) {
	s, c := math.Sincos(x[1])
	dx[0] += c*dy[0] + s*dy[1]
	dx[1] += x[0] * (c*dy[1] - s*dy[0])
}

func polarJVP(dy, x, v []float64) {
	s, c := math.Sincos(x[1])
	dy[0] = c*v[0] - x[0]*s*v[1]
	dy[1] = s*v[0] + x[0]*c*v[1]
}

func TestCheckDot(t *testing.T) {
	x := []float64{2, 0.7}
	expect(t, "right", "", func(tb testing.TB) { CheckDot(tb, polarJVP, polarVJP, x, 2) })
	expect(t, "not transposed", "dot-product test: <Jv, w> is", func(tb testing.TB) { CheckDot(tb, polarJVP, polarJVP, x, 2) })
	expect(t, "NaN", "<v, Jᵀw> is NaN", func(tb testing.TB) {
		CheckDot(tb, polarJVP, func(dx, _, _ []float64) { dx[0] = math.NaN() }, x, 2)
	})
	almost := func(dx, x, dy []float64) {
		polarVJP(dx, x, dy)
		dx[0] *= 1 + 1e-6
	}
	expect(t, "small error", "dot-product test", func(tb testing.TB) { CheckDot(tb, polarJVP, almost, x, 2) })
	expect(t, "small error, allowed", "", func(tb testing.TB) { CheckDot(tb, polarJVP, almost, x, 2, Tolerance(1e-4)) })
}

func TestCheckVJP(t *testing.T) {
	overwriting := func(dx, x, dy []float64) {
		clear(dx)
		polarVJP(dx, x, dy)
	}
	tests := []struct {
		name string
		vjp  func(dx, x, dy []float64)
		opts []Option
		want string
	}{
		{name: "right", vjp: polarVJP},
		{name: "overwrites, allowed", vjp: overwriting, opts: []Option{Overwrites()}},
		{name: "overwrites", vjp: overwriting, want: "adds to its destination"},
		{name: "adds, but should overwrite", vjp: polarVJP, opts: []Option{Overwrites()}, want: "overwrites its destination"},
		{name: "transposed", vjp: func(dx, x, dy []float64) {
			s, c := math.Sincos(x[1])
			dx[0] += c*dy[0] - x[0]*s*dy[1]
			dx[1] += s*dy[0] + x[0]*c*dy[1]
		}, want: "d<y, w>/dx[0]"},
		{name: "sign", vjp: func(dx, x, dy []float64) {
			d := make([]float64, 2)
			polarVJP(d, x, dy)
			dx[0] += d[0]
			dx[1] -= d[1]
		}, want: "dot-product test"},
	}
	for _, tt := range tests {
		expect(t, tt.name, tt.want, func(tb testing.TB) { CheckVJP(tb, polar, tt.vjp, []float64{2, 0.7}, 2, tt.opts...) })
	}
}

func polarJacobian(dydx [][]float64, y, x []float64) {
	polar(y, x)
	s, c := math.Sincos(x[1])
	dydx[0][0], dydx[0][1] = c, -x[0]*s
	dydx[1][0], dydx[1][1] = s, x[0]*c
}

func TestCheckJacobian(t *testing.T) {
	for _, tt := range []struct {
		name     string
		jacobian func(dydx [][]float64, y, x []float64)
		want     string
	}{
		{"right", polarJacobian, ""},
		{"transposed", func(dydx [][]float64, y, x []float64) {
			polarJacobian(dydx, y, x)
			dydx[0][1], dydx[1][0] = dydx[1][0], dydx[0][1]
		}, "dy[0]/dx[1]"},
		{"wrong in the second row", func(dydx [][]float64, y, x []float64) {
			polarJacobian(dydx, y, x)
			dydx[1][1] *= 1.001
		}, "dy[1]/dx[1]"},
		{"adds to the second row", func(dydx [][]float64, y, x []float64) {
			d := dydx[1][0]
			polarJacobian(dydx, y, x)
			dydx[1][0] += d
		}, "must not be read"},
		{"value", func(dydx [][]float64, y, x []float64) {
			polarJacobian(dydx, y, x)
			y[1]++
		}, "the function"},
		{"argument", func(dydx [][]float64, y, x []float64) {
			polarJacobian(dydx, y, x)
			x[1] = 0
		}, "x[1] is 0"},
	} {
		expect(t, tt.name, tt.want, func(tb testing.TB) { CheckJacobian(tb, polar, tt.jacobian, []float64{2, 0.7}, 2) })
	}
}

package gradtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Check reports an error to tb for each component in which grad, a gradient of f, disagrees with finite differences
// at x. The gradient has the form of a generated one: it sets dx and returns f(x). Check leaves x as it was; f and
// grad may change their argument, if they do so in the same way.
func Check(tb testing.TB, f func(x []float64) float64, grad func(dx, x []float64) float64, x []float64, opts ...Option) {
	tb.Helper()
	p := &problem{f: f, grad: grad, x: x, config: configure(opts)}
	p.name = func(i int) string { return fmt.Sprintf("df/dx[%d]", i) }
	p.variable = func(i int) string { return fmt.Sprintf("x[%d]", i) }
	p.precision = func(int) precision { return asFloat64 }
	p.check(tb)
}

// problem is a function of a vector with its gradient.
type problem struct {
	config
	f         func(x []float64) float64
	grad      func(dx, x []float64) float64
	x         []float64
	name      func(i int) string // of the derivative with respect to x[i]
	variable  func(i int) string // of x[i]
	precision func(i int) precision
}

func (p *problem) check(tb testing.TB) {
	tb.Helper()
	value, g, ok := p.gradient(tb)
	if !ok {
		return
	}
	c := &comparison{tb: tb, tol: p.tolerance, scale: maxAbs(g), value: value}
	for _, i := range choose(p.rand(), len(p.x), p.components) {
		want, errEst := derivative(along(p.f, p.x, i), p.x[i], p.precision(i))
		c.component(p.name(i), g[i], want, errEst, p.precision(i))
	}
	c.done()
}

// gradient runs f once and the gradient twice, and checks all that can be without finite differences.
func (p *problem) gradient(tb testing.TB) (value float64, g []float64, ok bool) {
	tb.Helper()
	after := slices.Clone(p.x)
	value = p.f(after)

	n := len(p.x)
	g, again := filled(n, math.NaN()), filled(n, 1)
	for run, dx := range [][]float64{g, again} {
		x := slices.Clone(p.x)
		got := p.grad(dx, x)
		if !sameValue(got, value, p.valueTolerance) {
			tb.Errorf("gradtest: the gradient returns %v, the function %v", got, value)
			return value, nil, false
		}
		if i := firstDifference(x, after); i >= 0 {
			tb.Errorf("gradtest: after call %d of the gradient %s is %v, after a call of the function %v", run+1, p.variable(i), x[i], after[i])
			return value, nil, false
		}
	}
	if i := firstDifference(g, again); i >= 0 {
		tb.Errorf("gradtest: %s is %v when the destination holds NaN before the call, %v in a second call when it holds 1; it must not be read",
			p.name(i), g[i], again[i])
		return value, nil, false
	}
	return value, g, true
}

func filled(n int, v float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = v
	}
	return x
}

// choose gives at most limit of the numbers below n, in order.
func choose(rng *rand.Rand, n, limit int) []int {
	all := rng.Perm(n)
	some := all[:min(n, max(limit, 0))]
	slices.Sort(some)
	return some
}

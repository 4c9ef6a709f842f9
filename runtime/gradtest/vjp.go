package gradtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// seeds and directions are how many cotangents, and tangents for each, CheckVJP tries.
const (
	seeds      = 3
	directions = 3
)

// CheckVJP checks vjp, a vector-Jacobian product of f, at x. f sets y, of length ny, from x; vjp adds to dx the
// product of dy and the Jacobian of f. For some random w and v it compares <Jv, w>, by finite differences, with
// <v, Jᵀw>. Where they differ it compares components, and reports those that disagree to tb.
func CheckVJP(tb testing.TB, f func(y, x []float64), vjp func(dx, x, dy []float64), x []float64, ny int, opts ...Option) {
	tb.Helper()
	p := &product{config: configure(opts), f: f, vjp: vjp, x: slices.Clone(x), ny: ny}
	rng := p.rand()
	for range seeds {
		if !p.seed(tb, rng, normal(rng, ny)) {
			return
		}
	}
}

type product struct {
	config
	f   func(y, x []float64)
	vjp func(dx, x, dy []float64)
	x   []float64
	ny  int
}

// seed checks the product with one cotangent and reports whether it is right.
func (p *product) seed(tb testing.TB, rng *rand.Rand, w []float64) bool {
	tb.Helper()
	g := p.product(make([]float64, len(p.x)), w)
	if !p.destination(tb, rng, g, w) {
		return false
	}
	c := &comparison{tb: tb, tol: p.tolerance, scale: maxAbs(g), value: maxAbs(w)}
	for range directions {
		v := normal(rng, len(p.x))
		want, errEst := Derivative(p.weighted(w, func(t float64) []float64 { return axpy(t, v, p.x) }), 0)
		if msg := c.judge(dot(v, g), want, errEst, asFloat64); msg != "" {
			p.components(c, rng, g, w)
			c.fail("gradtest: dot-product test: <v, Jᵀw> and <Jv, w> differ: %s", msg)
			c.done()
			return false
		}
	}
	return true
}

// product runs vjp on copies, with dx as the destination.
func (p *product) product(dx, w []float64) []float64 {
	p.vjp(dx, slices.Clone(p.x), slices.Clone(w))
	return dx
}

// destination checks that the product adds to what is in its destination, or overwrites it.
func (p *product) destination(tb testing.TB, rng *rand.Rand, g, w []float64) bool {
	tb.Helper()
	before := normal(rng, len(p.x))
	after := p.product(slices.Clone(before), w)
	for i := range g {
		want, verb := before[i]+g[i], "adds to"
		if p.overwrites {
			want, verb = g[i], "overwrites"
		}
		if !sameValue(after[i], want, 1e-9) && !(abs(after[i]-want) <= 1e-9*(abs(before[i])+abs(g[i]))) {
			tb.Errorf("gradtest: dx[%d] is %v after a call with %v in it, but a product that %s its destination gives %v",
				i, after[i], before[i], verb, want)
			return false
		}
	}
	return true
}

// components compares the components of g one by one.
func (p *product) components(c *comparison, rng *rand.Rand, g, w []float64) {
	c.tb.Helper()
	for _, i := range choose(rng, len(g), p.config.components) {
		want, errEst := Derivative(p.weighted(w, func(xi float64) []float64 {
			x := slices.Clone(p.x)
			x[i] = xi
			return x
		}), p.x[i])
		c.component(fmt.Sprintf("d<y, w>/dx[%d]", i), g[i], want, errEst, asFloat64)
	}
}

// weighted is <f(x(t)), w> as a function of t.
func (p *product) weighted(w []float64, x func(t float64) []float64) func(float64) float64 {
	y := make([]float64, p.ny)
	return func(t float64) float64 {
		clear(y)
		p.f(y, x(t))
		return dot(y, w)
	}
}

func normal(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

// axpy is a*x + y, new.
func axpy(a float64, x, y []float64) []float64 {
	z := slices.Clone(y)
	for i := range z {
		z[i] += a * x[i]
	}
	return z
}

package cases

import (
	"math"
	"slices"
	"testing"

	"github.com/gograd/gograd/testdata/bench/dual"
	"github.com/gograd/gograd/testdata/bench/gradbench/gmm"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// tolerance is GradBench's own for |a-b| / max(1, |a|+|b|).
const tolerance = 1e-9

func difference(a, b float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(a-b) / max(1, math.Abs(a)+math.Abs(b))
}

// variants calls f for the hand-written derivatives and for the generated ones.
func variants(t *testing.T, c *Case, f func(t *testing.T, g *variant.Gradients)) {
	if c.Fast {
		t.Run("fast", func(t *testing.T) { f(t, variant.Fast) })
	}
	t.Run("hand", func(t *testing.T) { f(t, variant.Hand) })
	t.Run("generated", func(t *testing.T) { f(t, variant.Generated) })
}

// TestGradients compares every derivative with dual numbers.
func TestGradients(t *testing.T) {
	for _, c := range Small() {
		t.Run(c.Name, func(t *testing.T) {
			want := c.Gradient()
			variants(t, c, func(t *testing.T, g *variant.Gradients) {
				params := slices.Clone(c.Params)
				_, got := c.Grad(g)
				compare(t, got, want)
				for i := range got { // what destinations hold must not count
					got[i] = math.NaN()
				}
				_, got = c.Grad(g)
				compare(t, got, want)
				if !slices.Equal(c.Params, params) {
					t.Error("the parameters have changed")
				}
			})
		})
	}
}

func compare(t *testing.T, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d derivatives, want %d", len(got), len(want))
	}
	nonzero := false
	for i := range got {
		if d := difference(got[i], want[i]); !(d <= tolerance) {
			t.Fatalf("derivative %d is %v, by dual numbers %v", i, got[i], want[i])
		}
		nonzero = nonzero || got[i] != 0
	}
	if !nonzero && len(got) > 1 {
		t.Error("all derivatives are 0: the case tests nothing")
	}
}

// TestDirections compares the derivatives in some directions with dual numbers, for cases that are too large to be
// gone through one parameter at a time.
func TestDirections(t *testing.T) {
	r := NewRandom(1)
	for _, c := range Large() {
		if c.Ref == nil {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			u := make([]float64, len(c.Params))
			for range 2 {
				fill(u, r.Normal)
				want := c.Directional(u)
				variants(t, c, func(t *testing.T, g *variant.Gradients) {
					_, got := c.Grad(g)
					sum, size := 0.0, 1.0
					for i, v := range got {
						sum += v * u[i]
						size += math.Abs(v * u[i])
					}
					if !(math.Abs(sum-want.D) <= tolerance*size) {
						t.Errorf("directional derivative is %v, by dual numbers %v", sum, want.D)
					}
				})
			}
		})
	}
}

// TestValues checks that the primal agrees with the reference, and each derivative's value with the
// primal's bit for bit.
func TestValues(t *testing.T) {
	for _, c := range append(Small(), Large()...) {
		t.Run(c.Name, func(t *testing.T) {
			if c.Ref == nil {
				t.Skip("no value")
			}
			value := c.Value()
			if want := c.Directional(nil).V; !(difference(value, want) <= tolerance) {
				t.Errorf("value is %v, by the reference %v", value, want)
			}
			variants(t, c, func(t *testing.T, g *variant.Gradients) {
				got, _ := c.Grad(g)
				if g == variant.Fast && difference(got, value) <= tolerance {
					return
				}
				if math.Float64bits(got) != math.Float64bits(value) {
					t.Errorf("value is %v, the primal's is %v", got, value)
				}
			})
		})
	}
}

// TestAllocations checks that nothing is allocated once warm.
func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("under the race detector pools drop what they are given")
	}
	for _, c := range append(Small(), Benchmarks()...) {
		t.Run(c.Name, func(t *testing.T) {
			variants(t, c, func(t *testing.T, g *variant.Gradients) {
				if n := testing.AllocsPerRun(10, func() { c.Grad(g) }); n != 0 {
					t.Errorf("%v allocations", n)
				}
			})
		})
	}
}

// TestDifferences checks that finite differences are of the same function, as far as they can tell, and leave the
// parameters as they were.
func TestDifferences(t *testing.T) {
	for _, c := range Small() {
		t.Run(c.Name, func(t *testing.T) {
			params := slices.Clone(c.Params)
			_, grad := c.Grad(variant.Hand)
			want := slices.Clone(grad)
			got := make([]float64, len(want))
			c.Differences(got)
			for i, w := range want {
				if d := difference(got[i], w); !(d <= 1e-4) {
					t.Errorf("derivative %d is %v, by hand %v", i, got[i], w)
				}
			}
			if !slices.Equal(c.Params, params) {
				t.Error("the parameters have changed")
			}
		})
	}
}

// TestHarnessNotices checks that a wrong derivative does fail the comparison.
func TestHarnessNotices(t *testing.T) {
	c := LSE(5)
	want := c.Gradient()
	x := constants(c.Params)
	x[2].D = 1
	if got := c.Ref(x).D; got != want[2] {
		t.Errorf("gradient has %v at 2, a direction gives %v", want[2], got)
	}
	if difference(want[2], want[2]*(1+1e-6)) <= tolerance {
		t.Error("an error of 1e-6 is not noticed")
	}
	if d := c.Directional([]float64{1, 1, 1, 1, 1}); math.Abs(d.D-1) > 1e-15 || d == (dual.Number{}) {
		t.Errorf("the derivative of log-sum-exp along the diagonal is %v, want 1", d.D)
	}
}

// TestConcurrent checks that derivatives that share workspaces may be taken at the same time.
func TestConcurrent(t *testing.T) {
	variants(t, &Case{}, func(t *testing.T, g *variant.Gradients) {
		for range 8 {
			for _, c := range []*Case{GMM(3, 2, 7, gmm.Wishart{Gamma: 1}), LSTM(2, 5, 9), ODE(5, 10), Det(4), Perceptron(6, 5, 3, 7)} {
				t.Run(c.Name, func(t *testing.T) {
					t.Parallel()
					want := c.Gradient()
					for range 20 {
						_, got := c.Grad(g)
						compare(t, got, want)
					}
				})
			}
		}
	})
}

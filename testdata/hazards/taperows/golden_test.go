package taperows

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

// Rows 43 to 52 have the inputs of mk and ramp, exact dyadic fractions, and the numbers that PyTorch computes from them, which are
// with the tape's own test of these rows.
type golden struct {
	Layer     struct{ Gradient [][]float64 }
	Hessian   struct{ Gradient [][]float64 }
	Batch     struct{ First [][]float64 }
	BatchNorm struct{ First [][]float64 }
}

func readGolden(t *testing.T) (g golden) {
	t.Helper()
	text, err := os.ReadFile("../../../runtime/tape/testdata/golden.json")
	if err == nil {
		err = json.Unmarshal(text, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// mk has elements ((a·i + b·j) mod m - o)/s, and ramp (2j - n + 1)/s.
func mk(r, c, a, b, m, s, o int) [][]float64 {
	x := make([][]float64, r)
	for i := range x {
		x[i] = make([]float64, c)
		for j := range x[i] {
			x[i][j] = float64((a*i+b*j)%m-o) / float64(s)
		}
	}
	return x
}

func ramp(n, s int) []float64 {
	x := make([]float64, n)
	for j := range x {
		x[j] = float64(2*j-n+1) / float64(s)
	}
	return x
}

func x75() [][]float64 { return mk(7, 5, 7, 3, 11, 8, 5) }
func first() *layer    { return &layer{mk(5, 8, 5, 3, 13, 16, 6), ramp(8, 64)} }
func second() *layer   { return &layer{mk(8, 6, 3, 5, 11, 16, 5), ramp(6, 64)} }

func layerGradient(t *testing.T) {
	check.Grad(t, check.Case{F: Row43, G: Row43Grad, Wrt: []int{0}, Args: check.In(mk(5, 10, 5, 7, 13, 16, 6), ramp(10, 256), x75()),
		Want: slices.Concat(readGolden(t).Layer.Gradient...), Tol: 1e-12})
}

func twoLayerGradient(t *testing.T) {
	dKernel := mk(5, 8, 0, 0, 1, 1, 0)
	loss := Row45Grad(dKernel, first(), second(), x75())
	same(t, "the loss", []float64{loss}, []float64{.008493673233758835})
	closeTo(t, "the gradient", slices.Concat(dKernel...), slices.Concat(readGolden(t).Hessian.Gradient...))
}

// perExample makes the Jacobian of the first example row by row.
func perExample(t *testing.T) {
	x := x75()[0]
	for k, want := range readGolden(t).Batch.First {
		y, dy, dx := make([]float64, 6), make([]float64, 6), make([]float64, 5)
		dy[k] = 1
		Row51VJP(dy, dx, y, x, first(), second())
		closeTo(t, "a row", dx, want)
		if slices.ContainsFunc(dy, func(d float64) bool { return d != 0 }) {
			t.Errorf("what was in the output before has the adjoint %v", dy)
		}
	}
}

// normalizedBatch seeds one output of all examples. What TensorFlow calls the Jacobian of the first is its sum over all examples.
func normalizedBatch(t *testing.T) {
	for k, want := range readGolden(t).BatchNorm.First {
		ys, dys, dxs := mk(7, 6, 0, 0, 1, 1, 0), mk(7, 6, 0, 0, 1, 1, 0), mk(7, 5, 0, 0, 1, 1, 0)
		for _, dy := range dys {
			dy[k] = 1
		}
		Row52VJP(dys, dxs, ys, x75(), first(), second())
		closeTo(t, "a row", dxs[0], want)
	}
}

// closeTo compares up to 1e-12 of the largest.
func closeTo(t *testing.T, what string, got, want []float64) {
	t.Helper()
	largest := 0.0
	for _, w := range want {
		largest = max(largest, math.Abs(w))
	}
	for i, w := range want {
		if len(got) != len(want) || !(math.Abs(got[i]-w) <= 1e-12*largest) {
			t.Errorf("%s: %v, want %v", what, got, want)
			return
		}
	}
}

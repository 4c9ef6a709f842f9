package tape_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// A row is one of what TensorFlow's guides to automatic differentiation, its tests and its older notebooks say of GradientTape, by
// number. Expected values are TensorFlow's, or computed with PyTorch from the same numbers; where this package has another
// convention, the row says so.
type row struct {
	n    int
	name string
	run  func(c check)
}

// TestConformance runs them all, in float64 and up to a relative 1e-12.
func TestConformance(t *testing.T) {
	rows := slices.Concat(seedRows, guideRows, advancedRows, goldenRows, caseRows, historyRows)
	for i, r := range rows {
		if r.n != i+1 {
			t.Fatalf("row %d stands where row %d should", r.n, i+1)
		}
		t.Run(fmt.Sprintf("row %d: %s", r.n, r.name), func(t *testing.T) { r.run(check{t}) })
	}
	if len(rows) != 94 {
		t.Errorf("%d rows, there are 94", len(rows))
	}
}

// check is a test with what the rows ask.
type check struct{ *testing.T }

// tensors, vars and tensor are the results of a question that must have an answer.
func (c check) tensors(gs []*tensor.Tensor, err error) []*tensor.Tensor {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
	return gs
}

func (c check) vars(vs []tape.Var, err error) []tape.Var {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
	return vs
}

func (c check) tensor(g *tensor.Tensor, err error) *tensor.Tensor {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
	return g
}

// is compares up to a relative 1e-12.
func (c check) is(what string, got, want *tensor.Tensor) {
	c.Helper()
	c.within(1e-12, what, got, want)
}

// exactly compares bit for bit, save for the sign of zero.
func (c check) exactly(what string, got, want *tensor.Tensor) {
	c.Helper()
	c.within(0, what, got, want)
}

func (c check) within(tol float64, what string, got, want *tensor.Tensor) {
	c.Helper()
	if got == nil {
		c.Errorf("%s is nil, want %v", what, want)
		return
	}
	c.shape(what, got, want.Shape()...)
	for i, w := range want.Data() {
		if i < got.Len() && !alike(got.Data()[i], w, tol) {
			c.Errorf("%s is %.17g, want %.17g: element %d is %.17g, want %.17g", what, got, want, i, got.Data()[i], w)
			return
		}
	}
}

// number is is for numbers.
func (c check) number(what string, got, want float64) {
	c.Helper()
	if !alike(got, want, 1e-12) {
		c.Errorf("%s is %.17g, want %.17g", what, got, want)
	}
}

func (c check) shape(what string, got *tensor.Tensor, want ...int) {
	c.Helper()
	if !slices.Equal(got.Shape(), want) {
		c.Errorf("%s has shape %v, want %v", what, got.Shape(), want)
	}
}

// none is the derivative by what the target does not depend on.
func (c check) none(what string, got *tensor.Tensor) {
	c.Helper()
	if got != nil {
		c.Errorf("%s is %v, want nil", what, got)
	}
}

// fails wants an error of a kind.
func (c check) fails(what string, err, want error) {
	c.Helper()
	if !errors.Is(err, want) {
		c.Errorf("%s: error %v, want %v", what, err, want)
	}
}

func (c check) text(what, got, want string) {
	c.Helper()
	if got != want {
		c.Errorf("%s is %q, want %q", what, got, want)
	}
}

// alike is equality up to tol, relative; NaN is near NaN.
func alike(got, want, tol float64) bool {
	switch {
	case math.IsNaN(want):
		return math.IsNaN(got)
	case got == want:
		return true
	case math.IsInf(got, 0) || math.IsInf(want, 0):
		return false
	}
	return math.Abs(got-want) <= tol*math.Abs(want)
}

// num, vec and matrix are tensors of rank 0, 1 and 2.
func num(x float64) *tensor.Tensor                  { return tensor.Scalar(x) }
func vec(xs ...float64) *tensor.Tensor              { return tensor.FromSlice(xs) }
func matrix(cols int, xs ...float64) *tensor.Tensor { return tensor.Of(xs, len(xs)/cols, cols) }
func shaped(x []float64, s ...int) *tensor.Tensor   { return tensor.Of(x, s...) }

// mk makes the inputs of rows 40 to 52: exact dyadic fractions, element [i][j] is ((a·i + b·j) mod m - o)/s.
func mk(r, c, a, b, m, s, o int) *tensor.Tensor {
	x := tensor.New(r, c)
	for i := range r {
		for j := range c {
			x.Set(float64((a*i+b*j)%m-o)/float64(s), i, j)
		}
	}
	return x
}

// ramp makes the biases: element j is (2j - n + 1)/s.
func ramp(n, s int) *tensor.Tensor {
	x := tensor.New(n)
	for j := range n {
		x.Set(float64(2*j-n+1)/float64(s), j)
	}
	return x
}

// golden is what PyTorch computes in float64 from these inputs.
type golden struct {
	Regularized struct { // row 40
		Out, Mag float64
		G1       [][]float64
		DK       [][]float64
		DB       []float64
	}
	Layer struct { // rows 42 and 43
		Sum, AbsSum float64
		Row         [][]float64 // the derivatives of y[0][0]
		Gradient    [][]float64
	}
	Hessian struct { // rows 45 and 47
		Loss, Trace, Frobenius float64
		Gradient               [][]float64
		Row                    [][]float64 // H[0][0]
		EigenMin, EigenMax     float64
		StepNorm, LossAfter    float64
		Kernel                 [][]float64 // after the step
	}
	Batch struct { // row 51
		Sum   float64
		First [][]float64
	}
	BatchNorm struct { // row 52
		Sum, OffDiagonal float64
		First            [][]float64
	}
}

func (c check) golden() (g golden) {
	c.Helper()
	text, err := os.ReadFile("testdata/golden.json")
	if err == nil {
		err = json.Unmarshal(text, &g)
	}
	if err != nil {
		c.Fatal(err)
	}
	return g
}

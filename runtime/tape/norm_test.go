package tape

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Norms, and their derivatives of two orders, of very large and very small elements are those of others, to scale.
func TestNormScale(t *testing.T) {
	for _, e := range []int{-1070, -700, -500, 0, 500, 700, 1015} {
		c := math.Ldexp(1, e)
		tp := New(Persistent())
		x := tp.Watch(tensor.FromRows([][]float64{{3 * c, 4 * c}, {0, 0}, {5, 12}}))
		y := Norm(x, 1)
		if got := y.Value().Data(); got[0] != 5*c || got[1] != 0 || got[2] != 13 {
			t.Errorf("%v: norms %v", c, got)
		}
		gs, err := tp.GradientSum([]Var{y}, x)
		wantData(t, "derivative", gs, err, 0.6, 0.8, 0, 0, 5./13, 12./13)
		hv, err := tp.HVP(Sum(y), x, tensor.FromRows([][]float64{{c, 0}, {0, 0}, {0, 0}}))
		if e > -1000 { // the second derivative is of the order of 1/c
			wantData(t, "second derivative", []*tensor.Tensor{hv}, err, 0.128, -0.096, 0, 0, 0, 0)
		}
	}
	tp := New(Persistent())
	x := tp.Watch(vector(math.Inf(1), 1))
	if y := Norm(x).Item(); !math.IsInf(y, 1) {
		t.Error(y)
	}
	if y := Norm(tp.Watch(vector(math.NaN(), 1))).Item(); !math.IsNaN(y) {
		t.Error(y)
	}
	if y := Norm(tp.Watch(tensor.New(0))).Item(); y != 0 {
		t.Error(y)
	}
}

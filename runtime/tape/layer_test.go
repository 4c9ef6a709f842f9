package tape

import (
	"math/rand/v2"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// A layer that the target does not depend on has a gradient without parameters, which can be asked for them.
func TestParamsOfUnconnectedLayer(t *testing.T) {
	layer := NewDense(rand.New(rand.NewPCG(1, 2)), 3, 2, nil)
	tp := New()
	x := tp.Watch(tensor.Scalar(1))
	layer.Apply(tp.Const(tensor.New(1, 3)))
	grad, err := GradientOf(tp, Square(x), layer)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range grad.Params() {
		t.Errorf("%s is %v", name, p)
	}
	n := 0
	for name, p := range layer.Params() {
		if n++; p.Name != name || p.Value == nil {
			t.Errorf("%s is %v", name, p)
		}
	}
	if n != 2 {
		t.Errorf("%d parameters", n)
	}
}

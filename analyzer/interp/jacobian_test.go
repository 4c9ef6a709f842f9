package interp

import (
	"fmt"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
)

func TestForward(t *testing.T) {
	p := ir.MustParse("func f(x []float64, a float64, n int) (y float64, z float64) {\n y = x[0] * x[1] * a\n x[0] = 5.0 * x[1]\n a = 0.0\n z = x[0]\n}")
	args := FromGo([]float64{2, 3}, 4.0, 1)
	j, err := New(p).Forward(p.Funcs[0], args)
	if err != nil {
		t.Fatal(err)
	}
	// Outputs: y, z, x[0], x[1]; and a, whose cell in the arguments the call doesn't change.
	want := "[[12 0 0 0 0] [8 5 5 1 0] [6 0 0 0 1]]"
	if got := fmt.Sprint(j.D); got != want {
		t.Errorf("derivatives %s, want %s", got, want)
	}
	if got := fmt.Sprint(j.Pullback(1)); got != "[12 8 6]" {
		t.Errorf("gradient %s", got)
	}
	if got := fmt.Sprint(j.Pullback(0, 1, 1, 1)); got != "[0 11 0]" {
		t.Errorf("pullback %s", got)
	}
	if j.Results[0].F != 24 || j.Args[0].At(0).F != 15 || args[0].At(0).F != 2 {
		t.Errorf("values %v, %v, %v", Primals(j.Results), Primals(j.Args), Primals(args))
	}
	if j, err := New(p).Forward(p.Funcs[0], FromGo([]float64{}, 1.0, 0)); err == nil {
		t.Errorf("a panic gives %v", j.D)
	}
}

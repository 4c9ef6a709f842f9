package loops

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH01_AllOperators(t *testing.T) {
	x, y := 1.5, -0.7
	// k is (4n|1)%7&^2 - 1; of ((x+y)^2 - xy + 1)/y.
	for n, k := range []float64{0, 4, -1, 3} {
		q := ((x+y)*(x+y) - x*y + 1) / y
		s := q*k - 1
		dx := (2*(x+y) - y) / y
		dy := (2*(x+y)-x)/y - q/y
		check.Grad(t, check.Case{F: h01AllOperators, G: h01AllOperatorsGrad, Args: check.In(x, y, n),
			Want: []float64{-dx*k*(1-x) + s + 1, -dy * k * (1 - x)}})
	}
}

func TestH08_Wrapping(t *testing.T) {
	for _, first := range []int8{0, -5, 1, 100, 127} {
		check.Grad(t, check.Case{F: h08Wrapping, G: h08WrappingGrad, Args: check.In(0.9, first)})
	}
}

func TestH26_SliceShortened(t *testing.T) {
	check.Grad(t, check.Case{F: h26SliceShortened, G: h26SliceShortenedGrad, Args: check.In([]float64{3}), Want: []float64{7}}) // v + v^2
	for _, x := range [][]float64{nil, {1, 2}, {0.5, -1, 2, 0.25, 3}} {
		check.Grad(t, check.Case{F: h26SliceShortened, G: h26SliceShortenedGrad, Args: check.In(x)})
	}
}

func TestH26_StepChanged(t *testing.T) {
	check.Grad(t, check.Case{F: h26StepChanged, G: h26StepChangedGrad, Args: check.In([]float64{3, 5, 7}), Want: []float64{3 * 7, 0, 3 * 4}}) // ((a+1)*c + 1)*3
	for _, x := range [][]float64{nil, {0.5}, {0.5, 0.25, 2, -1, 3, 0.1, 0.2, 4, 5}} {
		check.Grad(t, check.Case{F: h26StepChanged, G: h26StepChangedGrad, Args: check.In(x)})
	}
}

func TestH26_BoundInField(t *testing.T) {
	check.Grad(t, check.Case{F: h26BoundInField, G: h26BoundInFieldGrad, Args: check.In([]float64{3, 5}), Want: []float64{6, 0}})   // a^2
	check.Grad(t, check.Case{F: h26BoundInField, G: h26BoundInFieldGrad, Args: check.In([]float64{1, 1.5}), Want: []float64{2, 6}}) // (a^2/2 + b^2)*2
	check.Grad(t, check.Case{F: h26BoundInField, G: h26BoundInFieldGrad, Args: check.In([]float64{1, 3, 0.5, -1, 4, 2})})
}

func TestH28_LoopVariable(t *testing.T) {
	// One: v = a^2, then 2v, so s = v + 2v.
	a := 1.4
	check.Grad(t, check.Case{F: h28LoopVariable, G: h28LoopVariableGrad, Args: check.In([]float64{a}), Want: []float64{6 * a}})
	for _, x := range [][]float64{nil, {1, 2}, {0.5, -1, 2, 0.25}} {
		check.Grad(t, check.Case{F: h28LoopVariable, G: h28LoopVariableGrad, Args: check.In(x)})
	}
}

func TestH32_CounterChanged(t *testing.T) {
	check.Grad(t, check.Case{F: h32CounterChanged, G: h32CounterChangedGrad, Args: check.In([]float64{3, -1, 9}), Want: []float64{2, 0, 0}}) // the last is stepped over
	for _, x := range [][]float64{nil, {-1}, {1, 2, 3, 4}, {2, 3, 4, -1, 7, 2, 1}} {
		check.Grad(t, check.Case{F: h32CounterChanged, G: h32CounterChangedGrad, Args: check.In(x)})
	}
}

func TestH13_SwitchInLoop(t *testing.T) {
	check.Grad(t, check.Case{F: h13SwitchInLoop, G: h13SwitchInLoopGrad, Args: check.In([]float64{6, 3}), Want: []float64{1, 0}})
	check.Grad(t, check.Case{F: h13SwitchInLoop, G: h13SwitchInLoopGrad, Args: check.In([]float64{-6, -3}), Want: []float64{0, -5}})  // (1+b)*b
	check.Grad(t, check.Case{F: h13SwitchInLoop, G: h13SwitchInLoopGrad, Args: check.In([]float64{-3, 2}), Want: []float64{-15, 11}}) // (1+a+a^2)(1+b) + b^2
	check.Grad(t, check.Case{F: h13SwitchInLoop, G: h13SwitchInLoopGrad, Args: check.In([]float64{1, -2, -3, -9, 0.5, -1, 7, 2})})
}

func TestH33_RangeOverString(t *testing.T) {
	x := 1.3
	for program, want := range map[string]float64{
		"":    1,
		"+*":  4 * x,                       // 2x*x
		"*²":  4 * x * x * x,               // (x*x)^2
		"²3²": 2 * (x*x - 6*x) * (2*x - 6), // the 3 stands at byte 2
		"é7":  1 - 14,
	} {
		check.Grad(t, check.Case{F: h33RangeOverString, G: h33RangeOverStringGrad, Args: check.In(program, x), Want: []float64{want}})
	}
}

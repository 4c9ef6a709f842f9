package gradtest_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

func rosenbrock(x []float64) float64 {
	a, b := 1-x[0], x[1]-x[0]*x[0]
	return a*a + 100*b*b
}

// rosenbrockGrad has the form of a generated gradient.
func rosenbrockGrad(dx, x []float64) float64 {
	a, b := 1-x[0], x[1]-x[0]*x[0]
	dx[0], dx[1] = -2*a-400*b*x[0], 200*b
	return a*a + 100*b*b
}

func ExampleCheck() {
	TestRosenbrockGrad := func(t *testing.T) {
		gradtest.Check(t, rosenbrock, rosenbrockGrad, []float64{-1.2, 1})
	}
	_ = TestRosenbrockGrad
}

func ExampleCheckFunc() {
	type model struct {
		weights []float64
		bias    float64
	}
	loss := func(m *model, x float64) float64 {
		return m.weights[0]*x + m.weights[1]*x*x + m.bias
	}
	lossGrad := func(dm *model, m *model, x float64) (value, dx float64) {
		dm.weights[0], dm.weights[1], dm.bias = x, x*x, 1
		return loss(m, x), m.weights[0] + 2*m.weights[1]*x
	}

	TestLossGrad := func(t *testing.T) {
		m, x := &model{[]float64{1, 2}, 3}, 0.5
		dm, dx := &model{weights: make([]float64, 2)}, 0.0 // dm may also be gograd.Like(m)
		gradtest.CheckFunc(t,
			func() float64 { return loss(m, x) },
			func() (value float64) {
				value, dx = lossGrad(dm, m, x)
				return value
			},
			[]gradtest.Var{gradtest.Wrt("m", m, dm), gradtest.Wrt("x", &x, &dx)})
	}
	_ = TestLossGrad
}

func ExampleDerivative() {
	d, errEst := gradtest.Derivative(math.Sin, 1)
	fmt.Printf("%.9f, %.9f; to nine digits: %v\n", d, math.Cos(1), errEst < 1e-9)
	// Output: 0.540302306, 0.540302306; to nine digits: true
}

package cases

import (
	"fmt"

	"github.com/gograd/gograd/testdata/bench/dual"
	"github.com/gograd/gograd/testdata/bench/gradbench/det"
	"github.com/gograd/gograd/testdata/bench/gradbench/llsq"
	"github.com/gograd/gograd/testdata/bench/gradbench/lse"
	"github.com/gograd/gograd/testdata/bench/gradbench/ode"
	"github.com/gograd/gograd/testdata/bench/ref"
	"github.com/gograd/gograd/testdata/bench/rosenbrock"
	"github.com/gograd/gograd/testdata/bench/variant"
)

const seed = 31337

// vector returns n numbers of [low, low+1).
func vector(n int, low float64) []float64 {
	r := NewRandom(seed)
	x := make([]float64, n)
	fill(x, func() float64 { return low + r.Float() })
	return x
}

// LSE is the logarithm of the sum of n exponentials.
func LSE(n int) *Case {
	x, dx := vector(n, 0), make([]float64, n)
	return &Case{
		Fast:   true,
		Name:   fmt.Sprintf("lse n=%d", n),
		Params: x,
		Value:  func() float64 { return lse.LogSumExp(x) },
		Grad:   func(g *variant.Gradients) (float64, []float64) { return g.LSE(dx, x), dx },
		Ref:    ref.LSE,
	}
}

// ODE is the solution of an initial value problem with n components by the given number of steps.
func ODE(n, steps int) *Case {
	x, dx := vector(n, 0.5), make([]float64, n)
	return &Case{
		Name:   fmt.Sprintf("ode n=%d s=%d", n, steps),
		Params: x,
		Value:  func() float64 { return ode.Last(x, steps) },
		Grad:   func(g *variant.Gradients) (float64, []float64) { return g.ODE(dx, x, steps), dx },
		Ref:    func(x []dual.Number) dual.Number { return ref.ODE(x, steps) },
	}
}

// Det is the determinant of an n×n matrix.
func Det(n int) *Case {
	a, da := vector(n*n, 0), make([]float64, n*n)
	return &Case{
		Name:   fmt.Sprintf("det n=%d", n),
		Params: a,
		Value:  func() float64 { return det.Det(a, n) },
		Grad:   func(g *variant.Gradients) (float64, []float64) { return g.Det(da, a, n), da },
		Ref:    func(a []dual.Number) dual.Number { return ref.Det(a, n) },
	}
}

// LLSQ is a least-squares fit of m coefficients to n points.
func LLSQ(n, m int) *Case {
	x, dx := vector(m, 0), make([]float64, m)
	return &Case{
		Name:   fmt.Sprintf("llsq n=%d m=%d", n, m),
		Params: x,
		Value:  func() float64 { return llsq.Objective(x, n) },
		Grad:   func(g *variant.Gradients) (float64, []float64) { return g.LLSQ(dx, x, n), dx },
		Ref:    func(x []dual.Number) dual.Number { return ref.LLSQ(x, n) },
	}
}

// Rosenbrock is the valley in n dimensions.
func Rosenbrock(n int) *Case {
	x, dx := vector(n, 0), make([]float64, n)
	return &Case{
		Name:   fmt.Sprintf("rosenbrock n=%d", n),
		Params: x,
		Value:  func() float64 { return rosenbrock.Rosenbrock(x) },
		Grad:   func(g *variant.Gradients) (float64, []float64) { return g.Rosenbrock(dx, x), dx },
		Ref:    ref.Rosenbrock,
	}
}

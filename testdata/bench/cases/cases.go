// Package cases has the problems of the benchmark: for each function, inputs of several sizes, how to
// evaluate it and its derivatives on them, and the same by dual numbers.
package cases

import (
	"slices"

	"gonum.org/v1/gonum/diff/fd"

	"github.com/gograd/gograd/testdata/bench/dual"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// Case is a function on an input.
type Case struct {
	Name string
	// Params are the numbers that the function is differentiated with respect to.
	Params []float64
	// Value evaluates the function.
	Value func() float64
	// Grad evaluates the function and its derivatives. The derivatives lie in memory of the case; they
	// are good until the next call.
	Grad func(g *variant.Gradients) (value float64, derivatives []float64)
	// Fast says that there is a variant of the derivatives whose value may differ by rounding.
	Fast bool
	// TimeValue and TimeGrad are what is to be timed where Value and Grad do more than that.
	TimeValue func()
	TimeGrad  func(g *variant.Gradients)
	// Ref is the function on dual numbers in the place of Params.
	Ref func(params []dual.Number) dual.Number
	// RefJacobian gives the derivatives where they are not the gradient that Ref has.
	RefJacobian func() []float64
	// ByDifferences estimates the derivatives by finite differences where that is not done by one gradient of Value.
	ByDifferences func(dst []float64)
}

// Differences sets dst to the derivatives as gonum's fd estimates them when it is left to its defaults: forward differences. It
// evaluates the function once for each parameter and once more.
func (c *Case) Differences(dst []float64) {
	if c.ByDifferences != nil {
		c.ByDifferences(dst)
		return
	}
	params := slices.Clone(c.Params)
	fd.Gradient(dst, func(x []float64) float64 {
		copy(c.Params, x)
		return c.Value()
	}, params, nil)
	copy(c.Params, params)
}

// Run evaluates the function, for the sake of its time.
func (c *Case) Run() {
	if c.TimeValue != nil {
		c.TimeValue()
		return
	}
	c.Value()
}

// RunGrad evaluates the derivatives, for the sake of their time.
func (c *Case) RunGrad(g *variant.Gradients) {
	if c.TimeGrad != nil {
		c.TimeGrad(g)
		return
	}
	c.Grad(g)
}

// Gradient returns the derivatives of the case by dual numbers, one direction for each parameter.
func (c *Case) Gradient() []float64 {
	if c.RefJacobian != nil {
		return c.RefJacobian()
	}
	x := constants(c.Params)
	out := make([]float64, len(x))
	for i := range x {
		x[i].D = 1
		out[i] = c.Ref(x).D
		x[i].D = 0
	}
	return out
}

// Directional returns the value of the case and its derivative in the given direction.
func (c *Case) Directional(direction []float64) dual.Number {
	x := constants(c.Params)
	for i, d := range direction {
		x[i].D = d
	}
	return c.Ref(x)
}

func constants(x []float64) []dual.Number {
	out := make([]dual.Number, len(x))
	for i, v := range x {
		out[i].V = v
	}
	return out
}

// rows cuts the next n rows of the given width off x.
func rows[T any](x *[]T, n, width int) [][]T {
	out := make([][]T, n)
	for i := range out {
		out[i] = row(x, width)
	}
	return out
}

// row cuts the next n elements off x.
func row[T any](x *[]T, n int) []T {
	out := (*x)[:n:n]
	*x = (*x)[n:]
	return out
}

package gradtest

import (
	"strings"
	"testing"
)

// Var is something that a function is differentiated by, with the place of the derivative. Wrt makes one.
type Var struct {
	name  string
	x, dx any
}

// Wrt says that dx is the derivative with respect to x, which messages call by name. Both are pointers, slices or
// maps, or structs or arrays that hold such: x is what the function reads, dx what the gradient sets. For a parameter
// that is passed by value, both are addresses of variables.
func Wrt[T any](name string, x, dx T) Var { return Var{name, x, dx} }

// CheckFunc is Check for functions of any parameters. f calls the function; grad calls the gradient, stores derivatives
// that it returns, and returns the value. Both use the variables that wrt gives:
//
//	dm, db := gograd.Like(m), 0.0
//	gradtest.CheckFunc(t,
//		func() float64 { return Loss(m, b, xs) },
//		func() (loss float64) { loss, db = LossGrad(dm, m, b, xs); return loss },
//		[]gradtest.Var{gradtest.Wrt("m", m, dm), gradtest.Wrt("b", &b, &db)})
//
// Every float that is reached through wrt is a component. CheckFunc leaves them as they were. Anything else that f and
// grad change, they must leave so that they can be called again.
func CheckFunc(tb testing.TB, f, grad func() float64, wrt []Var, opts ...Option) {
	tb.Helper()
	leaves, errs := flatten(wrt)
	for _, err := range errs {
		tb.Errorf("gradtest: %v", err)
	}
	if len(errs) > 0 {
		return
	}
	if len(leaves) == 0 {
		tb.Errorf("gradtest: there is no float in what to differentiate by")
		return
	}
	start := make([]float64, len(leaves))
	for i, l := range leaves {
		start[i] = l.x.get()
	}
	p := &problem{config: configure(opts), x: start}
	p.f = func(x []float64) float64 {
		leaves.set(x)
		value := f()
		leaves.get(x)
		return value
	}
	p.grad = func(dx, x []float64) float64 {
		leaves.set(x)
		for i, l := range leaves {
			l.dx.set(dx[i])
		}
		value := grad()
		leaves.get(x)
		for i, l := range leaves {
			dx[i] = l.dx.get()
		}
		return value
	}
	p.variable = func(i int) string { return leaves[i].path }
	p.name = func(i int) string {
		if strings.ContainsAny(leaves[i].path, ".[") {
			return "df/d(" + leaves[i].path + ")"
		}
		return "df/d" + leaves[i].path
	}
	p.precision = func(i int) precision { return leaves[i].precision }
	defer func() { leaves.set(start) }()
	p.check(tb)
}

// leafList is the floats that a function is differentiated by.
type leafList []leaf

// leaf is one float with its derivative.
type leaf struct {
	path  string
	x, dx cell
	precision
}

// cell is a place of a float.
type cell struct {
	get func() float64
	set func(float64)
}

func (ls leafList) set(x []float64) {
	for i, l := range ls {
		l.x.set(x[i])
	}
}

func (ls leafList) get(x []float64) {
	for i, l := range ls {
		x[i] = l.x.get()
	}
}

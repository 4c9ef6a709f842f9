package main

import "github.com/gograd/gograd/runtime/tape"

// steps is how often a recurrence is repeated in a gradient.
const steps = 100000

// recurrence takes a number to the next.
type recurrence struct {
	name       string
	operations int // in a step
	step       func(x, a tape.Float) tape.Float
}

var recurrences = []recurrence{
	{"x = x·a + a", 2, func(x, a tape.Float) tape.Float { return x.Mul(a).Add(a) }},
	{"x = x - x·x·a", 3, func(x, a tape.Float) tape.Float { return x.Sub(x.Mul(x).Mul(a)) }},
	{"x = a / x", 1, func(x, a tape.Float) tape.Float { return a.Div(x) }},
	{"x = x + sin(a)", 2, func(x, a tape.Float) tape.Float { return x.Add(a.Sin()) }},
}

// gradient returns a function that records the recurrence and plays it back.
func (r recurrence) gradient() func() {
	t := tape.New(tape.Capacity(3*steps*r.operations + 10))
	dst := make([]float64, 1)
	return func() {
		t.Reset()
		a := t.Float(0.99999)
		x := a
		for range steps {
			x = r.step(x, a)
		}
		if _, err := t.Numbers(dst, x, a); err != nil {
			panic(err)
		}
	}
}

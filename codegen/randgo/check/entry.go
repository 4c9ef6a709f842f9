// Package check runs random programs, their generated gradients and their dual twins on equal inputs and says where they differ.
// It is linked into the program that package randgo builds, so it imports nothing of the tool.
package check

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
)

// Entry is a program with its twin and its gradient. Functions are given as values of their own types;
// methods as method expressions.
type Entry struct {
	Seed   uint64
	Kind   string // "grad", "vjp" or "jacobian"
	F      any    // the function
	Grad   any    // its generated gradient, nil where there is none
	Dual   any    // its twin over dual numbers
	Args   func() []any
	Duals  func() []any // as Args, for the twin
	Method bool
	Wrt    []Wrt
	Single bool // rounds to float32 somewhere
}

// Wrt is one of the things that the gradient is with respect to.
type Wrt struct {
	Param int    // index of the parameter, a receiver being the first
	Path  string // of a field in it, or empty
}

// Outcome is what came of one program.
type Outcome struct {
	Seed   uint64
	Diff   string // the first difference, empty when there is none
	Smooth bool   // finite differences agreed with the twin (only where Options.FD was set)
	Odd    string // why the program says nothing: it isn't finite, or has a kink where it was tried
	Leaves int    // derivatives compared
	Live   int    // of these, the ones that are not zero
}

// Options says how to check.
type Options struct {
	FD      bool // hold the twin against finite differences too
	Repeats int  // inputs for each program, 1 by default
}

// Check runs one program.
func Check(e Entry, o Options) (out Outcome) {
	out.Seed = e.Seed
	running := ""
	defer func() {
		if r := recover(); r != nil {
			out.Diff = fmt.Sprintf("%s: panic: %v", running, r)
		}
	}()
	for i := range max(o.Repeats, 1) {
		r := &run{Entry: e, rng: rand.New(rand.NewPCG(e.Seed, uint64(i)))}
		running = "program"
		r.prepare()
		running = "twin"
		if out.Diff = r.twin(); out.Diff != "" {
			return out
		}
		if out.Odd = r.odd(); out.Odd != "" {
			return out
		}
		if o.FD && !e.Single {
			out.Odd, out.Diff = r.finite()
			out.Smooth = out.Odd == "" && out.Diff == ""
		}
		if out.Diff == "" && e.Grad != nil {
			running = "gradient"
			if out.Diff = r.gradient(); out.Diff != "" {
				out.Diff = "gradient: " + out.Diff
			}
		}
		for _, dir := range r.directions() {
			out.Leaves++
			if r.slope(dir) != 0 {
				out.Live++
			}
		}
		if out.Diff != "" {
			return out
		}
	}
	return out
}

// run is one program on one input.
type run struct {
	Entry
	rng     *rand.Rand
	inputs  []float64 // values of all float leaves of the arguments, in order
	results []uint64  // what F gave, to the bit
	state   []uint64  // what F left in its arguments, to the bit
	seeds   []float64 // cotangents of the results' float leaves
	final   []float64 // cotangents of the arguments' final state; by leaf of all arguments, zero where there is no destination
	wrt     []bool    // by leaf of the arguments: is it differentiated with respect to
}

// prepare chooses inputs and cotangents and runs the function.
func (r *run) prepare() {
	args := addressable(r.Args())
	leaves := floats(args)
	for _, l := range leaves {
		x := 0.2 + 1.2*r.rng.Float64()
		if r.rng.IntN(2) == 0 {
			x = -x
		}
		if l.Type().Bits() == 32 {
			x = float64(float32(x))
		}
		r.inputs = append(r.inputs, x)
	}
	r.wrt = make([]bool, len(leaves))
	r.final = make([]float64, len(leaves))
	for _, w := range r.Wrt {
		part := field(args[w.Param], w.Path)
		for _, i := range within(leaves, part) {
			r.wrt[i] = true
			if r.Kind == "vjp" && refers(part.Type()) {
				r.final[i] = float64(float32(r.rng.NormFloat64()))
			}
		}
	}
	setFloats(leaves, r.inputs)
	res := call(r.F, args)
	r.results, r.state = bits(res), bits(args)
	for range floats(res) {
		w := 1.0
		if r.Kind != "grad" {
			w = float64(float32(r.rng.NormFloat64()))
		}
		r.seeds = append(r.seeds, w)
	}
}

// odd says why a program is no test: its values are not finite.
func (r *run) odd() string {
	args := addressable(r.Args())
	setFloats(floats(args), r.inputs)
	for _, v := range [][]reflect.Value{call(r.F, args), args} {
		for _, l := range floats(v) {
			if x := l.Float(); math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x) > 1e12 {
				return fmt.Sprintf("value %v", x)
			}
		}
	}
	return ""
}

// twin compares the function with its twin, to the bit.
func (r *run) twin() string {
	res, args := r.tangent(make([]float64, len(r.inputs)))
	if d := diffBits(r.results, bits(res)); d != "" {
		return "twin's results: " + d
	}
	if d := diffBits(r.state, bits(args)); d != "" {
		return "twin's arguments afterwards: " + d
	}
	return ""
}

// tangent runs the twin in a direction.
func (r *run) tangent(dir []float64) (res, args []reflect.Value) {
	args = addressable(r.Duals())
	for i, l := range floats(args) {
		setDual(l, r.inputs[i], dir[i])
	}
	return call(r.Dual, args), args
}

// slope is the derivative in a direction of what is differentiated: the results and the arguments' final state, weighted with the cotangents.
func (r *run) slope(dir []float64) float64 {
	sum := 0.0
	args := addressable(r.Duals())
	leaves := floats(args)
	for i, l := range leaves {
		setDual(l, r.inputs[i], dir[i])
	}
	res := call(r.Dual, args)
	for i, l := range floats(res) {
		sum += r.seeds[i] * tangentOf(l)
	}
	for i, l := range leaves {
		sum += r.final[i] * tangentOf(l)
	}
	return sum
}

// directions are those to try: every coordinate when there are few, else some of them and some mixtures.
func (r *run) directions() [][]float64 {
	var on []int
	for i, w := range r.wrt {
		if w {
			on = append(on, i)
		}
	}
	var dirs [][]float64
	unit := func(i int) {
		d := make([]float64, len(r.inputs))
		d[i] = 1
		dirs = append(dirs, d)
	}
	if len(on) <= 24 {
		for _, i := range on {
			unit(i)
		}
		return dirs
	}
	for range 16 {
		unit(on[r.rng.IntN(len(on))])
	}
	for range 4 {
		d := make([]float64, len(r.inputs))
		for _, i := range on {
			d[i] = r.rng.NormFloat64()
		}
		dirs = append(dirs, d)
	}
	return dirs
}

package randir

import (
	"fmt"
	"go/types"
	"math"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
)

// Inputs makes arguments for f: slices of 1 to 4 elements, now and then empty or nil, floats within ±1.5, pointers to memory
// of their own, lists of a few nodes. No two arguments share memory.
func Inputs(r Source, f *ir.Func) []interp.Value {
	out := make([]interp.Value, len(f.Params))
	for i, p := range f.Params {
		out[i] = Value(r, p.Type)
	}
	return out
}

// WildInputs makes arguments as Inputs does, with floats some of which are zero, very large, very small, infinite or not a number.
func WildInputs(r Source, f *ir.Func) []interp.Value {
	out := Inputs(r, f)
	odd := []float64{0, 0, 0, math.Copysign(0, -1), 1, 1e200, -1e200, 1e-200, 1e308, 800, -800, math.Inf(1), math.Inf(-1), math.NaN()}
	for _, c := range interp.Leaves(out) {
		if r.IntN(4) == 0 {
			c.F = odd[r.IntN(len(odd))]
			if c.K == interp.Float32 {
				c.F = float64(float32(c.F))
			}
		}
	}
	return out
}

// Overlapping makes arguments for f of which some share memory: slices that see part of the same memory, equal pointers,
// pointers to elements.
func Overlapping(r Source, f *ir.Func) []interp.Value {
	args := Inputs(r, f)
	o := &overlapper{r: r}
	for i, p := range f.Params {
		o.visit(&args[i], p.Type)
	}
	return args
}

// overlapper replaces what refers to memory by something that refers to memory seen before.
type overlapper struct {
	r    Source
	seen []typed
}

// typed is a slice, a pointer or, where memory is set, a cell that a pointer may point to.
type typed struct {
	cell   *interp.Value
	typ    types.Type
	memory bool
}

// earlier gives something of type t that was seen before, most of the time.
func (o *overlapper) earlier(t types.Type, memory bool) *interp.Value {
	var fit []*interp.Value
	for _, s := range o.seen {
		if s.memory == memory && types.Identical(s.typ, t) {
			fit = append(fit, s.cell)
		}
	}
	if len(fit) == 0 || o.r.IntN(4) == 0 {
		return nil
	}
	return fit[o.r.IntN(len(fit))]
}

func (o *overlapper) visit(c *interp.Value, t types.Type) {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		if e := o.earlier(t, false); e != nil {
			lo := o.r.IntN(e.Len() + 1)
			*c = e.Sub(lo, lo+o.r.IntN(e.Len()-lo+1))
			return
		}
		if c.IsNil() {
			return
		}
		o.seen = append(o.seen, typed{c, t, false})
		for i := range c.Len() {
			o.memory(c.At(i), u.Elem())
		}
	case *types.Pointer:
		if c.IsNil() {
			return
		}
		if e := o.earlier(u.Elem(), true); e != nil {
			*c = interp.PointerTo(e)
			return
		}
		o.memory(c.Target(), u.Elem())
	case *types.Struct:
		for i := range c.Elems {
			o.visit(&c.Elems[i], u.Field(i).Type())
		}
	case *types.Array:
		for i := range c.Elems {
			o.visit(&c.Elems[i], u.Elem())
		}
	}
}

// memory visits a cell that may be pointed to, and the cells in it.
func (o *overlapper) memory(c *interp.Value, t types.Type) {
	o.visit(c, t)
	o.seen = append(o.seen, typed{c, t, true})
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range c.Elems {
			o.seen = append(o.seen, typed{&c.Elems[i], u.Field(i).Type(), true})
		}
	case *types.Array:
		for i := range c.Elems {
			o.seen = append(o.seen, typed{&c.Elems[i], u.Elem(), true})
		}
	}
}

// Value makes a value of type t, with memory of its own.
func Value(r Source, t types.Type) interp.Value {
	v := interp.Zero(t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch v.K {
		case interp.Float64:
			v.F = uniform(r)
		case interp.Float32:
			v.F = float64(float32(uniform(r)))
		case interp.Int:
			v.I = int64(r.IntN(5))
		case interp.Bool:
			v.I = int64(r.IntN(2))
		case interp.String:
			v = interp.Text(fmt.Sprint(r.IntN(100)))
		}
	case *types.Slice:
		n := r.IntN(11)
		switch {
		case n == 0:
			return interp.SliceOf()
		case n == 1 && r.IntN(3) == 0:
			return v
		}
		elems := make([]interp.Value, 1+n%4)
		for i := range elems {
			elems[i] = Value(r, u.Elem())
		}
		return interp.SliceOf(elems...)
	case *types.Pointer:
		target := Value(r, u.Elem())
		return interp.PointerTo(&target)
	case *types.Array:
		for i := range v.Elems {
			v.Elems[i] = Value(r, u.Elem())
		}
	case *types.Struct:
		for i := range v.Elems {
			if t := u.Field(i).Type(); !isPointer(t) || r.IntN(2) == 0 { // lists end
				v.Elems[i] = Value(r, t)
			}
		}
	}
	return v
}

// uniform is a float within ±1.5 that is no multiple of the constants in programs.
func uniform(r Source) float64 {
	const n = 1 << 20
	return (float64(r.IntN(n))+0.37)/n*3 - 1.5
}

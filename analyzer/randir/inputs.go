package randir

import (
	"fmt"
	"go/types"

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

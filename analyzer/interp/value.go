package interp

import (
	"fmt"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Kind says which of a Value's parts hold it.
type Kind uint8

// The kinds of values. All integer types are Int; the expression's type says how they wrap.
const (
	Invalid Kind = iota
	Float64
	Float32
	Int
	Bool
	String
	Slice
	Pointer
	Struct
	Array
	Opaque // a value that the representation only passes on: an interface, a map, a function
)

// Value is a value of the program and, as part of an aggregate, of a slice or of a frame, also the memory cell that holds it.
// Copying a Value with = copies what Go copies only where it has no Elems; use Copy otherwise.
type Value struct {
	K     Kind
	F, D  float64 // a float and its tangent
	I     int64   // an integer (unsigned ones as the same bits) or, as 0 and 1, a boolean
	Elems []Value // fields of a struct, elements of an array
	Ref   any     // string; *Window of a slice, *Value of a pointer, nil for both nils; anything of an Opaque
}

// Window is what a slice sees of the memory behind it.
type Window struct {
	Base          []Value // all of the memory: windows on the same Base alias
	Off, Len, Cap int
}

// Float is a float64 with tangent zero.
func Float(x float64) Value { return Value{K: Float64, F: x} }

// Dual is a float64 with a tangent.
func Dual(x, tangent float64) Value { return Value{K: Float64, F: x, D: tangent} }

// Single is a float32 with tangent zero.
func Single(x float32) Value { return Value{K: Float32, F: float64(x)} }

// Integer is an integer of any type.
func Integer(i int64) Value { return Value{K: Int, I: i} }

// Boolean is a bool.
func Boolean(b bool) Value {
	if b {
		return Value{K: Bool, I: 1}
	}
	return Value{K: Bool}
}

// Text is a string.
func Text(s string) Value { return Value{K: String, Ref: s} }

// SliceOf is a slice with memory of its own that holds elems.
func SliceOf(elems ...Value) Value {
	return Value{K: Slice, Ref: &Window{Base: append([]Value{}, elems...), Len: len(elems), Cap: len(elems)}}
}

// Floats is a []float64.
func Floats(xs ...float64) Value {
	elems := make([]Value, len(xs))
	for i, x := range xs {
		elems[i] = Float(x)
	}
	return SliceOf(elems...)
}

// StructOf is a struct with the given fields.
func StructOf(fields ...Value) Value { return Value{K: Struct, Elems: fields} }

// ArrayOf is an array with the given elements.
func ArrayOf(elems ...Value) Value { return Value{K: Array, Elems: elems} }

// PointerTo points to the cell that c points to; nil makes a nil pointer.
func PointerTo(c *Value) Value {
	if c == nil {
		return Value{K: Pointer}
	}
	return Value{K: Pointer, Ref: c}
}

// Bool is a boolean's value.
func (v Value) Bool() bool { return v.I != 0 }

// Str is a string's value.
func (v Value) Str() string {
	s, _ := v.Ref.(string)
	return s
}

// Window is what a slice sees; an empty one without memory for nil.
func (v Value) Window() Window {
	if w, ok := v.Ref.(*Window); ok {
		return *w
	}
	return Window{}
}

// Len is the length of a slice, an array or a string.
func (v Value) Len() int {
	switch v.K {
	case String:
		return len(v.Str())
	case Array:
		return len(v.Elems)
	}
	return v.Window().Len
}

// At is the cell of a slice's or an array's element, which must exist.
func (v Value) At(i int) *Value {
	if v.K == Array {
		return &v.Elems[i]
	}
	w := v.Window()
	if i < 0 || i >= w.Len {
		panic(fmt.Sprintf("interp: element %d of a slice of length %d", i, w.Len))
	}
	return &w.Base[w.Off+i]
}

// Sub is the slice v[lo:hi], an alias of v.
func (v Value) Sub(lo, hi int) Value {
	w := v.Window()
	return Value{K: Slice, Ref: &Window{w.Base, w.Off + lo, hi - lo, w.Cap - lo}}
}

// Target is the cell that a pointer points to, or nil.
func (v Value) Target() *Value {
	c, _ := v.Ref.(*Value)
	return c
}

// IsNil reports whether a slice, pointer or opaque value is nil.
func (v Value) IsNil() bool { return v.Ref == nil }

// Copy is v with its own fields and elements, as Go's assignment copies them: what v refers to is shared.
func (v Value) Copy() Value {
	if v.Elems == nil {
		return v
	}
	elems := make([]Value, len(v.Elems))
	for i, e := range v.Elems {
		elems[i] = e.Copy()
	}
	v.Elems = elems
	return v
}

// set stores v to the cell c; the cells of a struct's fields stay where they are, since pointers may point to them.
func (c *Value) set(v Value) {
	if v.Elems == nil || c.Elems == nil {
		*c = v
		return
	}
	for i := range v.Elems {
		c.Elems[i].set(v.Elems[i])
	}
}

// Zero is the zero value of type t.
func Zero(t types.Type) Value {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return Value{K: basicKind(u)}
	case *types.Slice:
		return Value{K: Slice}
	case *types.Pointer:
		return Value{K: Pointer}
	case *types.Array:
		v := Value{K: Array, Elems: make([]Value, u.Len())}
		for i := range v.Elems {
			v.Elems[i] = Zero(u.Elem())
		}
		return v
	case *types.Struct:
		v := Value{K: Struct, Elems: make([]Value, u.NumFields())}
		for i := range v.Elems {
			v.Elems[i] = Zero(u.Field(i).Type())
		}
		return v
	}
	return Value{K: Opaque}
}

func basicKind(b *types.Basic) Kind {
	switch {
	case b.Kind() == types.Float32:
		return Float32
	case b.Info()&types.IsFloat != 0:
		return Float64
	case b.Info()&types.IsInteger != 0:
		return Int
	case b.Info()&types.IsBoolean != 0:
		return Bool
	case b.Info()&types.IsString != 0:
		return String
	}
	return Opaque
}

func isFloat(t types.Type) bool { return ir.IsFloat(t) }

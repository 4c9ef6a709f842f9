package ir

import "go/types"

// IsSlice reports whether t is a slice type.
func IsSlice(t types.Type) bool { _, ok := t.Underlying().(*types.Slice); return ok }
func isArray(t types.Type) bool { _, ok := t.Underlying().(*types.Array); return ok }

// IsFloat reports whether t is float32, float64 or a type made of one.
func IsFloat(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// IsInteger reports whether t is an integer type.
func IsInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// Carries reports whether a value of type t holds floats, in itself or in the memory that it refers to.
func Carries(t types.Type) bool { return carries(t, true, nil) }

// HoldsFloat reports whether a value of type t holds floats in itself, without going through memory.
func HoldsFloat(t types.Type) bool { return carries(t, false, nil) }

func carries(t types.Type, through bool, seen []types.Type) bool {
	for _, s := range seen {
		if types.Identical(s, t) {
			return false
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsFloat != 0
	case *types.Array:
		return carries(u.Elem(), through, append(seen, t))
	case *types.Slice:
		return through && carries(u.Elem(), through, append(seen, t))
	case *types.Pointer:
		return through && carries(u.Elem(), through, append(seen, t))
	case *types.Map:
		return through && carries(u.Elem(), through, append(seen, t))
	case *types.Struct:
		for i := range u.NumFields() {
			if carries(u.Field(i).Type(), through, append(seen, t)) {
				return true
			}
		}
	}
	return false
}

// Refers reports whether a value of type t refers to memory that holds floats: a slice or a pointer, or a
// struct or array with one inside.
func Refers(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Pointer, *types.Map:
		return Carries(t)
	case *types.Array:
		return Refers(u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			if Refers(u.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}

// Bool, Int and Float64 are the predeclared types.
var (
	Bool    types.Type = types.Typ[types.Bool]
	Int     types.Type = types.Typ[types.Int]
	Float64 types.Type = types.Typ[types.Float64]
)

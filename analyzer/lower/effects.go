package lower

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// reads reports whether the value of e may depend on what a store to the place dst changes.
func reads(e, dst ir.Expr) bool {
	found := false
	v := ir.Root(dst)
	ir.WalkExpr(e, func(x ir.Expr) bool {
		if v != nil {
			r, ok := x.(*ir.Ref)
			found = found || ok && r.Var == v
		} else {
			found = found || isMemory(x) && overlap(dst, x)
		}
		return !found
	})
	return found
}

// isMemory reports whether e reads memory: a place behind a slice or a pointer.
func isMemory(e ir.Expr) bool {
	switch e.(type) {
	case *ir.Index, *ir.Field, *ir.Deref:
		return ir.IsPlace(e) && ir.Root(e) == nil
	}
	return false
}

// overlap reports whether the places a and b, both in memory, may share some of it. Types
// decide, without regard to which slice or pointer leads there: one of the places has to be of a type that the other's
// contains, and then
//   - fields of a struct only meet the same field, and what contains the struct,
//   - the elements of a slice are never a field.
func overlap(a, b ir.Expr) bool {
	if !contains(a.Type(), b.Type()) && !contains(b.Type(), a.Type()) {
		return false
	}
	return mayBeIn(a, b) || mayBeIn(b, a)
}

// mayBeIn reports whether the place in may be out or a part of it.
func mayBeIn(in, out ir.Expr) bool {
	if !contains(out.Type(), in.Type()) {
		return false
	}
	switch in := in.(type) {
	case *ir.Index:
		_, field := out.(*ir.Field)
		return !field || !sameType(out.Type(), in.Type())
	case *ir.Field:
		owner := in.X.Type()
		if contains(out.Type(), owner) {
			return true
		}
		switch out := out.(type) {
		case *ir.Field:
			return out.F == in.F && sameType(out.X.Type(), owner)
		case *ir.Index:
			return false
		}
	}
	return true
}

// sameType compares the structure of types, which conversions of pointers keep.
func sameType(a, b types.Type) bool { return types.Identical(a.Underlying(), b.Underlying()) }

// contains reports whether a variable of type t is or has inside it one of type part.
func contains(t, part types.Type) bool {
	if sameType(t, part) {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return contains(u.Elem(), part)
	case *types.Struct:
		for f := range u.Fields() {
			if contains(f.Type(), part) {
				return true
			}
		}
	}
	return false
}

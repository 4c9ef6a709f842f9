package lower

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// reads reports whether the value of e may depend on what a store to the place dst changes.
func reads(e, dst ir.Expr) bool {
	found := false
	v := ir.Root(dst)
	eachRead(e, func(x ir.Expr) {
		if r, ok := x.(*ir.Ref); ok {
			found = found || r.Var == v
		} else {
			found = found || v == nil && overlap(dst, x)
		}
	})
	return found
}

// eachRead calls f for the variables and the places in memory that e reads. Of a place like (*p).x[i] that is the whole,
// not the (*p) that it is a part of, and what its pointers and indices read.
func eachRead(e ir.Expr, f func(ir.Expr)) {
	if !isMemory(e) {
		if _, ok := e.(*ir.Ref); ok {
			f(e)
		}
		for _, o := range e.Operands() {
			eachRead(o, f)
		}
		return
	}
	f(e)
	for {
		switch x := e.(type) {
		case *ir.Field:
			e = x.X
			continue
		case *ir.Index:
			eachRead(x.I, f)
			if _, ok := x.X.Type().Underlying().(*types.Array); ok {
				e = x.X
				continue
			}
			eachRead(x.X, f)
		case *ir.Deref:
			eachRead(x.X, f)
		}
		return
	}
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

// leadsTo reports whether the place p, in memory, may by its type be some that a value of type t leads to.
func leadsTo(t types.Type, p ir.Expr) bool {
	seen := map[types.Type]bool{}
	var in func(t types.Type) bool
	in = func(t types.Type) bool {
		if seen[t] {
			return false
		}
		seen[t] = true
		zero := &ir.Zero{Typ: t}
		switch u := t.Underlying().(type) {
		case *types.Slice:
			return overlap(p, &ir.Index{X: zero, I: ir.IntConst(0)}) || in(u.Elem())
		case *types.Pointer:
			return overlap(p, &ir.Deref{X: zero}) || in(u.Elem())
		case *types.Array:
			return in(u.Elem())
		case *types.Struct:
			for f := range u.Fields() {
				if in(f.Type()) {
					return true
				}
			}
			return false
		case *types.Basic:
			return false
		}
		return true // an interface, a map: anything
	}
	return in(t)
}

package adjoint

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// argument is a slice or pointer to memory of the caller: a parameter, or a field of one.
type argument struct {
	place   ir.Expr
	shadows []ir.Expr // by row; none where the caller gives no destination for it
}

// arguments finds the references to memory that the parameters hold, through fields and pointers.
func (b *builder) arguments() []argument {
	var out []argument
	for _, p := range b.fn.Params {
		b.collectArguments(ir.Use(p), nil, &out)
	}
	return out
}

func (b *builder) collectArguments(e ir.Expr, above []types.Type, out *[]argument) {
	t := e.Type()
	if contains(above, t) {
		return
	}
	above = append(above, t)
	switch u := t.Underlying().(type) {
	case *types.Slice:
		*out = append(*out, argument{e, b.rowDestinations(e)})
	case *types.Pointer:
		*out = append(*out, argument{e, b.rowDestinations(e)})
		if _, ok := u.Elem().Underlying().(*types.Struct); ok {
			b.collectArguments(&ir.Deref{X: e}, above, out)
		}
	case *types.Struct:
		for i := range u.NumFields() {
			b.collectArguments(&ir.Field{X: e, F: i}, above, out)
		}
	}
}

// destinationOf is the destination of the memory at e, or nil.
func (b *builder) destinationOf(e ir.Expr) ir.Expr {
	for _, d := range b.dsts {
		if !d.memory() {
			continue
		}
		if x := replacePlace(e, d.place, d.shadow); x != nil {
			return x
		}
	}
	return nil
}

// replacePlace is e with the place from, which it starts with, replaced; nil if it does not start with it.
func replacePlace(e, from, to ir.Expr) ir.Expr {
	if ir.Equal(e, from) {
		return to
	}
	switch e := e.(type) {
	case *ir.Field:
		if x := replacePlace(e.X, from, to); x != nil {
			return &ir.Field{X: x, F: e.F}
		}
	case *ir.Deref:
		if x := replacePlace(e.X, from, to); x != nil {
			return &ir.Deref{X: x}
		}
	}
	return nil
}

// guardPath puts s under a check that the pointers on the way to the place e are not nil.
func (b *builder) guardPath(e ir.Expr, s ir.Stmt) ir.Stmt {
	switch e := e.(type) {
	case *ir.Field:
		return b.guardPath(e.X, s)
	case *ir.Deref:
		cond := ir.Compare(tokenNEQ, e.X, &ir.Zero{Typ: e.X.Type()})
		return b.guardPath(e.X, &ir.If{Cond: cond, Then: &ir.Block{List: []ir.Stmt{s}}})
	}
	return s
}

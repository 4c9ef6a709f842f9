package adjoint

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

const tokenNEQ = token.NEQ

func str(s string) ir.Expr {
	return &ir.Const{Val: constant.MakeString(s), Typ: types.Typ[types.String]}
}

// checkLen panics unless the slice d is as long as p.
func (b *builder) checkLen(d, p ir.Expr, dName, pName string) ir.Stmt {
	return &ir.CallStmt{
		Fn:   ir.FuncRef{Pkg: RuntimePath, Name: "CheckLen"},
		Args: []ir.Expr{str(b.req.Name), str(dName), ir.Len(d), str(pName), ir.Len(p)},
	}
}

// checks compares the shapes of the destinations with those of the parameters.
func (b *builder) checks() []ir.Stmt {
	var out []ir.Stmt
	for _, d := range b.dsts {
		if !d.memory() {
			continue
		}
		if d.shadow != ir.Expr(nil) {
			if _, ok := d.shadow.(*ir.Deref); ok {
				out = append(out, b.checkNil(ir.Use(d.v), d.v.Name))
			}
		}
		shape := b.checkShape(d.shadow, d.place, d.v.Name, pathName(d.place), nil)
		if len(b.given.body) == 0 && b.req.Rows == nil && isReference(d.shadow.Type()) {
			shape = b.checkNotSame(d, shape)
		}
		out = append(out, shape...)
	}
	return out
}

// checkNotSame adds to the checks of a destination that it is not its argument. That is all that is looked at where the function only reads its
// arguments: a mistake that is easily made, and that takes a fraction of a nanosecond to find.
func (b *builder) checkNotSame(d destination, checks []ir.Stmt) []ir.Stmt {
	name := "CheckNotSame"
	if !ir.IsSlice(d.shadow.Type()) {
		name += "Pointer"
	}
	call := &ir.CallStmt{
		Fn:   ir.FuncRef{Pkg: RuntimePath, Name: name},
		Args: []ir.Expr{str(b.req.Name), str(pathName(d.shadow)), d.shadow, str(pathName(d.place)), d.place},
	}
	if _, pointer := d.place.Type().Underlying().(*types.Pointer); pointer { // its checks stand behind one for nil
		f := checks[0].(*ir.If)
		f.Then.List = append(f.Then.List, call)
		return checks
	}
	return append(checks, b.guardPath(d.place, call))
}

func (b *builder) checkNil(d ir.Expr, name string) ir.Stmt {
	return &ir.CallStmt{
		Fn:   ir.FuncRef{Pkg: RuntimePath, Name: "CheckNotNil"},
		Args: []ir.Expr{str(b.req.Name), str(name), ir.Compare(token.EQL, d, &ir.Zero{Typ: d.Type()})},
	}
}

// pathName is how a message calls a place.
func pathName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Var.Name
	case *ir.Field:
		return pathName(e.X) + "." + placeName(e)
	case *ir.Deref:
		return pathName(e.X)
	}
	return ir.ExprString(e)
}

// checkShape compares the shape of the adjoint place d with that of the primal place p.
func (b *builder) checkShape(d, p ir.Expr, dName, pName string, above []types.Type) []ir.Stmt {
	t := p.Type()
	if !ir.Refers(t) || contains(above, t) {
		return nil
	}
	above = append(above, t)
	each := func(n ir.Expr) []ir.Stmt {
		k := &ir.Var{Name: "k", Type: ir.Int}
		at := func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }
		body := b.checkShape(at(d), at(p), dName+"[…]", pName+"[…]", above)
		if len(body) == 0 {
			return nil
		}
		return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: n, Step: 1, Body: &ir.Block{List: body}}}
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return append([]ir.Stmt{b.checkLen(d, p, dName, pName)}, each(ir.Len(p))...)
	case *types.Array:
		return each(ir.IntConst(u.Len()))
	case *types.Struct:
		var out []ir.Stmt
		for i := range u.NumFields() {
			n := u.Field(i).Name()
			out = append(out, b.checkShape(&ir.Field{X: d, F: i}, &ir.Field{X: p, F: i}, dName+"."+n, pName+"."+n, above)...)
		}
		return out
	case *types.Pointer:
		isNil := ir.Compare(token.EQL, d, &ir.Zero{Typ: t})
		inner := []ir.Stmt{&ir.CallStmt{
			Fn:   ir.FuncRef{Pkg: RuntimePath, Name: "CheckNotNil"},
			Args: []ir.Expr{str(b.req.Name), str(dName), isNil},
		}}
		inner = append(inner, b.checkShape(&ir.Deref{X: d}, &ir.Deref{X: p}, dName, pName, above)...)
		return []ir.Stmt{&ir.If{Cond: ir.Compare(token.NEQ, p, &ir.Zero{Typ: t}), Then: &ir.Block{List: inner}}}
	}
	return nil
}

func contains(ts []types.Type, t types.Type) bool {
	for _, s := range ts {
		if types.Identical(s, t) {
			return true
		}
	}
	return false
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// pureFloat reports whether all that a value of type t holds is floats.
func pureFloat(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return ir.IsFloat(t)
	case *types.Array:
		return pureFloat(u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			if !pureFloat(u.Field(i).Type()) {
				return false
			}
		}
		return true
	}
	return false
}

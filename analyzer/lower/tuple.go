package lower

import (
	"go/ast"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// assignAll lowers an assignment of several values: the operands of the left sides and the values first,
// then the stores from left to right.
func (b *body) assignAll(lhs, rhs []ast.Expr, define bool) {
	var ts []target
	for _, e := range lhs {
		ts = append(ts, b.targetOf(e, define))
	}
	if len(rhs) == 1 {
		if c, ok := ast.Unparen(rhs[0]).(*ast.CallExpr); ok {
			b.assignCall(ts, c)
			return
		}
		b.expr(rhs[0]) // v, ok := of a map, a channel or an interface
		for _, t := range ts {
			if t.decl != nil {
				b.declare(t.decl, nil)
			}
		}
		return
	}
	var vals []ir.Expr
	for i, e := range rhs {
		want := b.targetType(ts[i])
		vals = append(vals, hinted(b, identName(lhs[i]), func() ir.Expr { return b.to(e, want) }))
	}
	b.flush()
	b.storeAll(ts, vals)
}

func identName(e ast.Expr) string {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// storeAll stores vals to ts. What a store changes and a later one still needs is put in a variable before.
func (b *body) storeAll(ts []target, vals []ir.Expr) {
	for i := range ts {
		if ts[i].place == nil {
			continue
		}
		for j := i + 1; j < len(ts); j++ {
			if ts[j].place == nil && ts[j].decl == nil && !mayPanic(vals[j]) {
				continue
			}
			if reads(vals[j], ts[i].place) {
				vals[j] = ir.Use(b.fresh(oldName(vals[j]), vals[j].Type(), vals[j]))
			}
			if p := ts[j].place; p != nil && placeReads(p, ts[i].place) {
				ts[j].place = b.frozen(p)
			}
		}
	}
	for i := range ts {
		b.store(ts[i], vals[i])
	}
}

// oldName names the value of e from before an assignment: a0 for a and for a[i].
func oldName(e ir.Expr) string {
	for {
		switch x := e.(type) {
		case *ir.Ref:
			return x.Var.Name + "0"
		case *ir.Index:
			e = x.X
		case *ir.Field:
			return lowerFirst(x.X.Type().Underlying().(*types.Struct).Field(x.F).Name()) + "0"
		case *ir.Deref:
			e = x.X
		case *ir.Slice:
			e = x.X
		case *ir.Binary:
			e = x.X
		case *ir.Unary:
			e = x.X
		case *ir.Conv:
			e = x.X
		case *ir.Call:
			return lowerFirst(baseOf(x.Fn)) + "0"
		default:
			return "old"
		}
	}
}

// frozen is the place p with the operands that say where it is evaluated now.
func (b *body) frozen(p ir.Expr) ir.Expr {
	keep := func(e ir.Expr) ir.Expr {
		if _, ok := e.(*ir.Const); ok {
			return e
		}
		return ir.Use(b.fresh(oldName(e), e.Type(), e))
	}
	switch p := p.(type) {
	case *ir.Index:
		x := p.X
		if _, ok := x.Type().Underlying().(*types.Array); ok {
			x = b.frozen(x)
		} else {
			x = keep(x)
		}
		return &ir.Index{X: x, I: keep(p.I)}
	case *ir.Field:
		return &ir.Field{X: b.frozen(p.X), F: p.F}
	case *ir.Deref:
		return &ir.Deref{X: keep(p.X)}
	}
	return p
}

// placeReads reports whether the operands that say where the place p is depend on what a store to dst changes.
func placeReads(p, dst ir.Expr) bool {
	switch p := p.(type) {
	case *ir.Index:
		if _, ok := p.X.Type().Underlying().(*types.Array); ok {
			return placeReads(p.X, dst) || reads(p.I, dst)
		}
		return reads(p.X, dst) || reads(p.I, dst)
	case *ir.Field:
		return placeReads(p.X, dst)
	case *ir.Deref:
		return reads(p.X, dst)
	}
	return false
}

// assignCallThrough makes a call with several results, some of which can't be stored directly.
func (b *body) assignCallThrough(k *callee, ts []target, args []ir.Expr) {
	var dsts, vals []ir.Expr
	for i := range ts {
		t := b.typ(k.results().At(i).Type())
		v := &ir.Var{Name: unique(b.names, resultVar(k.fn, i, len(ts))), Type: t}
		b.emit(&ir.Decl{Var: v})
		dsts, vals = append(dsts, ir.Use(v)), append(vals, ir.Use(v))
	}
	b.emitCall(k, dsts, args)
	b.storeAll(ts, vals)
}

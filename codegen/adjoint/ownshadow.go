package adjoint

import (
	"fmt"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// ownShadows gives a shadow to each other parameter, and each package-level variable, through which active values pass.
func (b *builder) ownShadows() []ir.Stmt {
	var out []ir.Stmt
	for _, v := range b.outsiders() {
		if _, ok := b.shadows[v]; ok || b.hasPath(v) || !b.act.ActiveBelow(ir.Use(v)) {
			continue
		}
		if v.Kind == ir.Global && !ir.Refers(v.Type) {
			continue
		}
		d := &ir.Var{Name: b.dname(v.Name), Type: v.Type}
		b.shadows[v] = ir.Use(d)
		b.isShadowVar[d] = true
		if v.Kind == ir.Global {
			b.globals = append(b.globals, d)
		}
		out = append(out, &ir.Decl{Var: d})
		out = append(out, b.like(ir.Use(d), ir.Use(v), nil)...)
	}
	return out
}

// hasPath reports whether a field of v is a wrt of its own.
func (b *builder) hasPath(v *ir.Var) bool {
	for _, p := range b.paths {
		if ir.Base(p.place) == v {
			return true
		}
	}
	return false
}

// outsiders are the parameters and the package-level variables that the program names.
func (b *builder) outsiders() []*ir.Var {
	out := append([]*ir.Var(nil), b.fn.Params...)
	seen := map[*ir.Var]bool{}
	for _, f := range b.prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if r, ok := e.(*ir.Ref); ok && r.Var.Kind == ir.Global && !seen[r.Var] {
						seen[r.Var] = true
						out = append(out, r.Var)
					}
					return true
				})
			}
			return true
		})
	}
	return out
}

// like gives the statements that make d, which is zero, a zeroed value of the shape of the place p.
func (b *builder) like(d, p ir.Expr, above []types.Type) []ir.Stmt {
	t := p.Type()
	if !ir.Refers(t) {
		return nil
	}
	for _, s := range above {
		if types.Identical(s, t) {
			b.cur = nil // it concerns the function as a whole
			b.cant(fmt.Sprintf("active values in %s, which holds values of the recursive type %s", ir.Base(p).Name, ir.TypeString(t)),
				"it is not in wrt, and for its derivatives gograd can't make memory of the same shape",
				"name it in wrt, and pass a destination of the same shape")
		}
	}
	above = append(above, t)
	switch u := t.Underlying().(type) {
	case *types.Slice:
		out := []ir.Stmt{&ir.Assign{Dst: d, Src: b.arena(t, ir.Len(p))}}
		if ir.Refers(u.Elem()) {
			out = append(out, b.likeEach(d, p, ir.Len(p), above)...)
		}
		return out
	case *types.Pointer:
		inner := []ir.Stmt{&ir.Assign{Dst: d, Src: &ir.New{Elem: u.Elem(), Buf: b.arenaOf(u.Elem())}}}
		inner = append(inner, b.like(&ir.Deref{X: d}, &ir.Deref{X: p}, above)...)
		return []ir.Stmt{&ir.If{Cond: ir.Compare(tokenNEQ, p, &ir.Zero{Typ: t}), Then: &ir.Block{List: inner}}}
	case *types.Struct:
		var out []ir.Stmt
		for i := range u.NumFields() {
			out = append(out, b.like(&ir.Field{X: d, F: i}, &ir.Field{X: p, F: i}, above)...)
		}
		return out
	case *types.Array:
		return b.likeEach(d, p, ir.IntConst(u.Len()), above)
	}
	b.fail("gograd can't make a shadow of type %s", ir.TypeString(t))
	return nil
}

func (b *builder) likeEach(d, p, n ir.Expr, above []types.Type) []ir.Stmt {
	k := &ir.Var{Name: "k", Type: ir.Int}
	body := b.like(&ir.Index{X: d, I: ir.Use(k)}, &ir.Index{X: p, I: ir.Use(k)}, above)
	return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: n, Step: 1, Body: &ir.Block{List: body}}}
}

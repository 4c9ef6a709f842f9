package pass

import (
	"maps"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// Copies: a variable that gets its only value where it is declared, and that value is a constant or a variable
// which does not change while the copy is there, is that. The user's own variables stay as the user wrote them.
func copies(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		use := usageOf(f)
		fixed := func(e ir.Expr) bool {
			switch e := e.(type) {
			case *ir.Const:
				return true
			case *ir.Unary:
				r, ok := e.X.(*ir.Ref)
				return ok && (use.single(r.Var) || r.Var.Kind == ir.Param && use.stores[r.Var] == 0)
			case *ir.Ref:
				return use.single(e.Var) || e.Var.Kind == ir.Param && use.stores[e.Var] == 0
			}
			return false
		}
		cl := ir.NewCloner()
		eachList(f.Body, func(list []ir.Stmt) {
			for i, s := range list {
				d, ok := s.(*ir.Decl)
				if ok && (d.Var.Temp || d.Orig != nil && d.Orig.Adjoint) && use.single(d.Var) && d.Init != nil && (fixed(d.Init) || quiet(d, list[i+1:])) {
					cl.Exprs[d.Var] = d.Init
				}
			}
		})
		if len(cl.Exprs) == 0 {
			return false
		}
		waits := map[*ir.Var]bool{} // copies of copies, till the next round
		for v, e := range cl.Exprs {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if r, ok := e.(*ir.Ref); ok && cl.Exprs[r.Var] != nil {
					waits[v] = true
				}
				return true
			})
		}
		maps.DeleteFunc(cl.Exprs, func(v *ir.Var, _ ir.Expr) bool { return waits[v] })
		substitute(f.Body, cl)
		return true
	})
}

// quiet reports whether d copies a variable that nothing in rest, where the copy is in scope, stores to.
func quiet(d *ir.Decl, rest []ir.Stmt) bool {
	r, ok := d.Init.(*ir.Ref)
	return ok && r.Var.Kind != ir.Global && !slices.ContainsFunc(rest, func(s ir.Stmt) bool { return storedIn(s)[r.Var] })
}

// eachList calls f for the statement list of blk and for those inside it.
func eachList(blk *ir.Block, f func([]ir.Stmt)) {
	f(blk.List)
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			eachList(in, f)
		}
	}
}

// substitute replaces the variables that cl replaces, and drops their declarations.
func substitute(blk *ir.Block, cl *ir.Cloner) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && cl.Exprs[d.Var] != nil {
			continue
		}
		ir.MapExprs(s, cl.Expr)
		for _, in := range ir.Blocks(s) {
			substitute(in, cl)
		}
		out = append(out, s)
	}
	blk.List = out
}

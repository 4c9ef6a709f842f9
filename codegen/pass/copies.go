package pass

import "github.com/gograd/gograd/analyzer/ir"

// Copies: a variable that gets its only value where it is declared, and that value is a constant or a variable
// which never changes, is that. The user's own variables stay as the user wrote them.
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
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			d, ok := s.(*ir.Decl)
			if ok && (d.Var.Temp || d.Orig != nil && d.Orig.Adjoint) && use.single(d.Var) && d.Init != nil && fixed(d.Init) {
				cl.Exprs[d.Var] = d.Init
			}
			return true
		})
		if len(cl.Exprs) == 0 {
			return false
		}
		for changed := true; changed; { // copies of copies
			changed = false
			for v, e := range cl.Exprs {
				if n := cl.Expr(e); !ir.Equal(n, e) {
					cl.Exprs[v], changed = n, true
				}
			}
		}
		substitute(f.Body, cl)
		return true
	})
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

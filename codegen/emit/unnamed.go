package emit

import (
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// declareResults makes variables of the function's own of results that have no names; every way out is a returnStmt by now.
func (t *tidied) declareResults() {
	body := t.f.Body
	eachStmt(body, func(s ir.Stmt) {
		if r, ok := s.(*returnStmt); ok {
			for k, v := range t.f.Results {
				if r.Values[k] == nil {
					r.Values[k] = ir.Use(v)
				}
			}
		}
	})
	read, _ := t.uses()
	dead := func(e ir.Expr) bool { k := t.resultIndex(e); return k >= 0 && !read[t.f.Results[k]] }
	eachList(body, func(list []ir.Stmt) []ir.Stmt {
		var out []ir.Stmt
		for _, s := range list {
			if s, _ = dropStore(s, dead); s != nil {
				out = append(out, s)
			}
		}
		return out
	})
	read, changed := t.uses()
	zero := ir.NewCloner()
	for _, r := range slices.Backward(t.f.Results) {
		switch r.Kind = ir.Local; {
		case !changed[r] && !t.addressed[r]:
			zero.Exprs[r] = ir.ZeroOf(r.Type)
		case read[r]:
			d := &ir.Decl{Var: r}
			body.List = t.placeDecl(append([]ir.Stmt{d}, body.List...), 0, d)
		}
	}
	t.each(func(s ir.Stmt) {
		if r, ok := s.(*returnStmt); ok {
			for k, v := range r.Values {
				r.Values[k] = zero.Expr(v)
			}
			return
		}
		ir.MapExprs(s, zero.Expr)
	})
}

// each calls f for every statement, those in the heads of loops included.
func (t *tidied) each(f func(ir.Stmt)) {
	eachStmt(t.f.Body, func(s ir.Stmt) {
		f(s)
		if w, ok := s.(*ir.While); ok && t.head[w] != nil {
			f(t.head[w].init)
			f(t.head[w].post)
		}
	})
}

// uses gives the variables that are read, and those that are stored to, the heads of loops included.
func (t *tidied) uses() (read, changed map[*ir.Var]bool) {
	read, changed = map[*ir.Var]bool{}, map[*ir.Var]bool{}
	t.each(func(s ir.Stmt) {
		eachUse(s, func(v *ir.Var, write bool) {
			if write {
				changed[v] = true
			} else {
				read[v] = true
			}
		})
		for _, d := range ir.Dsts(s) {
			if d != nil && ir.Root(d) != nil {
				changed[ir.Root(d)] = true // a part of it
			}
		}
	})
	return read, changed
}

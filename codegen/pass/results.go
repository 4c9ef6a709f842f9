package pass

import "github.com/gograd/gograd/analyzer/ir"

// Results: a variable that always holds what a result of the function does, since each store to it is followed by one of it to the result, is that
// result.
//
//	if n == 1 {              if n == 1 {
//		s2 = x                   s = x
//		s = s2               } else {
//	} else {                     s = 2 * x
//		s2 = 2 * x           }
//		s = s2
//	}
//
// The results of a joint function, which the adjoint follows in each branch, look like that.
func results(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		changed := false
		for _, r := range f.Results {
			if v := twin(f, r); v != nil {
				cl := ir.NewCloner()
				cl.Exprs[v] = ir.Use(r)
				replaceTwin(f.Body, v, r, cl)
				changed = true
			}
		}
		return changed
	})
}

// twin is the variable that holds what the result r does, or nil.
func twin(f *ir.Func, r *ir.Var) *ir.Var {
	use := usageOf(f)
	if use.stores[r] == 0 || use.reads[r] > 0 {
		return nil
	}
	var v *ir.Var
	ok, pairs := true, 0
	eachList(f.Body, func(list []ir.Stmt) {
		for i, s := range list {
			a, is := s.(*ir.Assign)
			if !is || !namesVar(a.Dst, r) {
				continue
			}
			src, ref := a.Src.(*ir.Ref)
			if ok = ok && ref && !a.Add && (v == nil || v == src.Var) && i > 0; !ok {
				return
			}
			v = src.Var
			before, is := list[i-1].(*ir.Assign)
			ok = is && namesVar(before.Dst, v) && !before.Add
			pairs++
		}
	})
	if !ok || v == nil || v.Kind != ir.Local || !v.Temp || use.many[v] || pairs != use.stores[r] {
		return nil
	}
	d := use.decls[v]
	if d == nil || d.Init != nil || pairs != use.stores[v] {
		return nil
	}
	return v
}

// replaceTwin puts r in the place of v, and drops what declares v and gives its value to r.
func replaceTwin(blk *ir.Block, v, r *ir.Var, cl *ir.Cloner) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && d.Var == v {
			continue
		}
		if a, ok := s.(*ir.Assign); ok && namesVar(a.Dst, r) && namesVar(a.Src, v) {
			continue
		}
		ir.MapExprs(s, cl.Expr)
		for _, in := range ir.Blocks(s) {
			replaceTwin(in, v, r, cl)
		}
		out = append(out, s)
	}
	blk.List = out
}

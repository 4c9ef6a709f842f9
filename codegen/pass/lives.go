package pass

import "github.com/gograd/gograd/analyzer/ir"

// Lives: a variable that an adjoint statement sets anew, and whose value is not read any more at the end of the block, has another life
// there: it becomes a variable of its own, declared where it is set. That is how restored values look,
//
//	for j := len(x) - 1; j >= 0; j-- {       for j := len(x) - 1; j >= 0; j-- {
//		power = powers[j]                        power := powers[j]
//		dx[j] -= dr * power                      dx[j] -= dr * power
//	}                                        }
//
// and what is a temporary of one iteration can be folded, and does not keep the iterations in order. The variables of the primal stay as
// the user wrote them.
func lives(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		d := &deadCode{dry: true, breaks: map[ir.Stmt]*liveSet{}, use: usageOf(f), ends: map[*ir.Block]*liveSet{}}
		d.block(f.Body, newLiveSet(f.Results...))
		return livesIn(f.Body, d.ends)
	})
}

func livesIn(blk *ir.Block, ends map[*ir.Block]*liveSet) bool {
	changed := false
	for _, s := range blk.List { // all of them first: ends speaks of the variables by their old names
		for _, in := range ir.Blocks(s) {
			changed = livesIn(in, ends) || changed
		}
	}
	for i, s := range blk.List {
		a, ok := s.(*ir.Assign)
		if !ok || !adjoint(s) {
			continue
		}
		if v := setsWhole(a); v != nil && v.Kind == ir.Local && (ir.IsFloat(v.Type) || isBool(v.Type)) {
			changed = ownLife(blk, i, a, v, ends[blk]) || changed
		}
	}
	return changed
}

// setsWhole is the variable that s sets without reading it, or nil.
func setsWhole(s ir.Stmt) *ir.Var {
	a, ok := s.(*ir.Assign)
	if !ok || a.Add {
		return nil
	}
	r, ok := a.Dst.(*ir.Ref)
	if !ok || reads(a.Src, r.Var) {
		return nil
	}
	return r.Var
}

// ownLife gives the value that a, statement i of blk, stores to v a variable of its own, if it has an end in blk; end is what is live behind blk.
func ownLife(blk *ir.Block, i int, a *ir.Assign, v *ir.Var, end *liveSet) bool {
	to := i + 1
	for ; to < len(blk.List) && setsWhole(blk.List[to]) != v; to++ {
		if leaves(blk.List[to]) || declares(blk.List[to], v) {
			return false
		}
	}
	if to == len(blk.List) && (end == nil || end.has(v)) {
		return false
	}
	own := &ir.Var{Name: v.Name, Type: v.Type, Temp: true}
	rename := func(e ir.Expr) ir.Expr {
		return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			if r, ok := e.(*ir.Ref); ok && r.Var == v {
				return ir.Use(own)
			}
			return e
		})
	}
	for _, s := range blk.List[i+1 : to] {
		ir.Walk(s, func(s ir.Stmt) bool { ir.MapExprs(s, rename); return true })
	}
	blk.List[i] = &ir.Decl{At: a.At, Var: own, Init: a.Src}
	return true
}

// leaves reports whether an exit in s may leave the block that s is in.
func leaves(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		_, exit := t.(*ir.Exit)
		found = found || exit
		return !found
	})
	return found
}

// declares reports whether s, with all inside, declares v.
func declares(s ir.Stmt, v *ir.Var) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		d, ok := t.(*ir.Decl)
		found = found || ok && d.Var == v
		return !found
	})
	return found
}

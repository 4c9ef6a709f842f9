package pass

import "github.com/gograd/gograd/analyzer/ir"

// Sink declares a variable where it gets its first value: `var v; …; v = e` becomes `…; v := e`; a variable that only one branch
// uses is declared in it.
func sink(u *unit) bool {
	return u.each(func(f *ir.Func) bool { return sinkBlock(f.Body) })
}

func sinkBlock(blk *ir.Block) bool {
	users := sinkUsers(blk)
	kept := blk.List[:0:0]
	for i, s := range blk.List {
		d, ok := s.(*ir.Decl)
		if !ok || d.Init != nil || !sinkDecl(d, blk.List, after(users[d.Var], i)) {
			kept = append(kept, blk.List[i])
		}
	}
	changed := len(kept) < len(blk.List)
	blk.List = kept
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = sinkBlock(in) || changed
		}
	}
	return changed
}

// sinkUsers are, for each variable that blk declares without a value, the numbers of its statements that name it, from one look at each.
func sinkUsers(blk *ir.Block) map[*ir.Var][]int {
	users := map[*ir.Var][]int{}
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && d.Init == nil {
			users[d.Var] = nil
		}
	}
	if len(users) == 0 {
		return users
	}
	for i, s := range blk.List {
		note := func(e ir.Expr) bool {
			if r, ok := e.(*ir.Ref); ok {
				if list, ok := users[r.Var]; ok && (len(list) == 0 || list[len(list)-1] != i) {
					users[r.Var] = append(list, i)
				}
			}
			return true
		}
		ir.Walk(s, func(t ir.Stmt) bool {
			for _, e := range ir.Exprs(t) {
				ir.WalkExpr(e, note)
			}
			return true
		})
	}
	return users
}

// after are the numbers of list, which is sorted, that are larger than i.
func after(list []int, i int) []int {
	for len(list) > 0 && list[0] <= i {
		list = list[1:]
	}
	return list
}

// sinkDecl moves d to the first of the statements of list whose numbers are in users, all those after it that name its variable.
func sinkDecl(d *ir.Decl, list []ir.Stmt, users []int) bool {
	if len(users) == 0 {
		return false
	}
	switch s := list[users[0]].(type) {
	case *ir.Assign:
		r, whole := s.Dst.(*ir.Ref)
		if !whole || r.Var != d.Var || s.Add || reads(s.Src, d.Var) {
			return false
		}
		list[users[0]] = &ir.Decl{At: s.At, Var: d.Var, Init: s.Src}
		return true
	case *ir.If:
		return len(users) == 1 && sinkBranch(d, s)
	}
	return false
}

// sinkBranch moves d into the one branch of s that names its variable.
func sinkBranch(d *ir.Decl, s *ir.If) bool {
	if reads(s.Cond, d.Var) {
		return false
	}
	if mentionsIn(s.Then, d.Var) && s.Else != nil && mentionsIn(s.Else, d.Var) {
		return false
	}
	for _, in := range ir.Blocks(s) {
		if mentionsIn(in, d.Var) {
			in.List = append([]ir.Stmt{d}, in.List...)
			return true
		}
	}
	return false
}

package pass

import "github.com/gograd/gograd/analyzer/ir"

// Sink declares a variable where it gets its first value: `var v; …; v = e` becomes `…; v := e`; a variable that only one branch
// uses is declared in it.
func sink(u *unit) bool {
	return u.each(func(f *ir.Func) bool { return sinkBlock(f.Body) })
}

func sinkBlock(blk *ir.Block) bool {
	changed := false
	for i := 0; i < len(blk.List); i++ {
		d, ok := blk.List[i].(*ir.Decl)
		if !ok || d.Init != nil {
			continue
		}
		if sinkDecl(d, blk.List[i+1:]) {
			blk.List = append(blk.List[:i:i], blk.List[i+1:]...)
			changed = true
			i--
		}
	}
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = sinkBlock(in) || changed
		}
	}
	return changed
}

// sinkDecl moves d into list, the statements that follow it.
func sinkDecl(d *ir.Decl, list []ir.Stmt) bool {
	for i, s := range list {
		if !mentions(s, d.Var) {
			continue
		}
		switch s := s.(type) {
		case *ir.Assign:
			r, whole := s.Dst.(*ir.Ref)
			if !whole || r.Var != d.Var || s.Add || reads(s.Src, d.Var) {
				return false
			}
			list[i] = &ir.Decl{At: s.At, Var: d.Var, Init: s.Src}
			return true
		case *ir.If:
			return sinkBranch(d, s, list[i+1:])
		}
		return false
	}
	return false
}

func sinkBranch(d *ir.Decl, s *ir.If, rest []ir.Stmt) bool {
	if reads(s.Cond, d.Var) {
		return false
	}
	for _, t := range rest {
		if mentions(t, d.Var) {
			return false
		}
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

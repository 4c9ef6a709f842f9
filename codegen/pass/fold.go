package pass

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// Fold puts a temporary that is used once where it is used, if nothing that it was made of changes in between. Names that
// the user gave, and their adjoints, stay.
func fold(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		fo := &folder{u: u, use: usageOf(f)}
		fo.block(f.Body)
		return fo.changed
	})
}

// maxFolded bounds the operations of an expression that folding makes.
const maxFolded = 14

type folder struct {
	u       *unit
	use     *usage
	changed bool
}

func (fo *folder) block(blk *ir.Block) {
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			fo.block(in)
		}
	}
	for i := 0; i < len(blk.List); i++ {
		d, ok := blk.List[i].(*ir.Decl)
		if !ok || !fo.candidate(d) {
			continue
		}
		if fo.place(d, blk.List[i+1:]) {
			blk.List = append(blk.List[:i:i], blk.List[i+1:]...)
			fo.changed = true
			i--
		}
	}
}

func (fo *folder) candidate(d *ir.Decl) bool {
	if !d.Var.Temp || d.Init == nil || !fo.use.single(d.Var) || fo.use.reads[d.Var] != 1 {
		return false
	}
	switch e := d.Init.(type) {
	case *ir.Make, *ir.New:
		return false
	case *ir.Call:
		return pure(e)
	}
	return pure(d.Init)
}

// place puts the value of d into the one statement of list, or of a branch inside one, that reads it.
func (fo *folder) place(d *ir.Decl, list []ir.Stmt) bool {
	for _, s := range list {
		if fo.readsItself(s, d.Var) {
			return fo.put(d, s)
		}
		if mentions(s, d.Var) {
			f, branch := s.(*ir.If)
			if !branch || !adjoint(d) && mayPanic(d.Init) {
				return false
			}
			for _, in := range ir.Blocks(f) {
				if mentionsIn(in, d.Var) {
					return fo.place(d, in.List)
				}
			}
			return false
		}
		if fo.u.graph.Changes(fo.u.graph.Written(s), d.Init) {
			return false
		}
		if !adjoint(d) && mayPanic(d.Init) && leavesOrCalls(s) {
			return false
		}
	}
	return false
}

func (fo *folder) put(d *ir.Decl, s ir.Stmt) bool {
	switch s.(type) {
	case *ir.While:
		return false
	case *ir.CallStmt: // its places are found after the call
		if fo.u.graph.Changes(fo.u.graph.Written(s), d.Init) {
			return false
		}
	}
	ok := true
	total := ops(d.Init)
	for _, e := range ir.Exprs(s) {
		total += ops(e)
		if _, push := s.(*ir.Push); push && ops(d.Init) > 2 {
			ok = false
		}
	}
	if !ok || total > maxFolded {
		return false
	}
	cl := ir.NewCloner()
	cl.Exprs[d.Var] = d.Init
	ir.MapExprs(s, cl.Expr)
	return true
}

// leavesOrCalls reports whether s, with all inside, may panic by itself, leave, or call.
func leavesOrCalls(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t.(type) {
		case *ir.Panic, *ir.Exit, *ir.CallStmt:
			found = true
		}
		return !found
	})
	return found
}

// readsItself reports whether an expression of s, not of a block inside it, reads v.
func (fo *folder) readsItself(s ir.Stmt, v *ir.Var) bool {
	for _, e := range ir.Exprs(s) {
		if reads(e, v) {
			return true
		}
	}
	return false
}

func reads(e ir.Expr, v *ir.Var) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok && r.Var == v {
			found = true
		}
		return !found
	})
	return found
}

// mentions reports whether s, with all inside, names v.
func mentions(s ir.Stmt, v *ir.Var) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		for _, e := range ir.Exprs(t) {
			found = found || reads(e, v)
		}
		return !found
	})
	return found
}

func mentionsIn(b *ir.Block, v *ir.Var) bool {
	for _, s := range b.List {
		if mentions(s, v) {
			return true
		}
	}
	return false
}

// ops counts the operations in e.
func ops(e ir.Expr) int {
	n := 0
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e.(type) {
		case *ir.Binary, *ir.Call, *ir.Conv:
			n++
		}
		return true
	})
	return n
}

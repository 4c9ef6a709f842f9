package emit

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// dropDead drops variables that nothing reads, which Go wouldn't compile, and the stores to them. What those evaluate stays where it may panic.
func dropDead(b *ir.Block) {
	for again := true; again; {
		again = false
		read := map[*ir.Var]bool{}
		eachStmt(b, func(s ir.Stmt) {
			eachUse(s, func(v *ir.Var, write bool) { read[v] = read[v] || !write })
		})
		dead := func(e ir.Expr) bool {
			r, ok := e.(*ir.Ref)
			return ok && r.Var.Kind == ir.Local && !read[r.Var]
		}
		eachList(b, func(list []ir.Stmt) []ir.Stmt {
			var out []ir.Stmt
			for _, s := range list {
				n, changed := dropStore(s, dead)
				again = again || changed
				if n != nil {
					out = append(out, n)
				}
			}
			return out
		})
	}
}

// dropStore gives s without its stores to dead variables, nil where nothing is left.
func dropStore(s ir.Stmt, dead func(ir.Expr) bool) (ir.Stmt, bool) {
	value := func(at ir.At, e ir.Expr) (ir.Stmt, bool) {
		if e == nil || !canPanic(e) || at.Orig != nil && at.Orig.Adjoint {
			return nil, true // what an adjoint reads, the function itself has read
		}
		return discard(at, e), true
	}
	switch s := s.(type) {
	case *ir.Decl:
		if s.Var.Name != "_" && dead(ir.Use(s.Var)) {
			return value(s.At, s.Init)
		}
	case *ir.Assign:
		if dead(s.Dst) {
			return value(s.At, s.Src)
		}
	case *ir.CallStmt:
		for i, d := range s.Dsts {
			if d != nil && dead(d) {
				s.Dsts[i] = nil
			}
		}
	case *ir.Pop:
		if s.Dst != nil && dead(s.Dst) {
			s.Dst = nil
		}
	}
	return s, false
}

// place moves each declaration to the statement that first mentions its variable, into the block that alone mentions it, and makes
// one statement of the declaration and the first store. Only declarations without a value, or with a constant one, move.
func (t *tidied) place(b *ir.Block) {
	for i := len(b.List) - 1; i >= 0; i-- {
		if d, ok := b.List[i].(*ir.Decl); ok && d.Var.Name != "_" && movable(d) {
			b.List = t.placeDecl(b.List, i, d)
		}
	}
	for _, s := range b.List {
		for _, in := range ir.Blocks(s) {
			t.place(in)
		}
	}
}

func movable(d *ir.Decl) bool {
	if d.Init == nil {
		return true
	}
	switch d.Init.(type) {
	case *ir.Const, *ir.Zero:
		return true
	}
	return false
}

// placeDecl places the declaration list[i].
func (t *tidied) placeDecl(list []ir.Stmt, i int, d *ir.Decl) []ir.Stmt {
	var at []int
	for j := i + 1; j < len(list); j++ {
		if mentions(list[j], d.Var) {
			at = append(at, j)
		}
	}
	if len(at) == 0 {
		return list
	}
	first := list[at[0]]
	without := append(list[:i:i], list[i+1:]...)
	switch s := first.(type) {
	case *ir.Assign:
		if stores(s, d.Var) {
			without[at[0]-1] = &ir.Decl{At: s.At, Var: d.Var, Init: s.Src}
			return without
		}
		if r, ok := s.Dst.(*ir.Ref); ok && r.Var == d.Var && s.Add && startsZero(d) && isAdjoint(s) && !reads(s.Src, d.Var) {
			without[at[0]-1] = &ir.Decl{At: s.At, Var: d.Var, Init: s.Src} // the sign of a zero is no matter here
			return without
		}
	case *ir.Pop, *ir.CallStmt:
		if stores(s, d.Var) && t.define(list, i, s) {
			return without
		}
	case *ir.If, *ir.Count, *ir.While, *ir.Block:
		if len(at) == 1 && t.sink(s, d) {
			return without
		}
	}
	if at[0] == i+1 {
		return list
	}
	moved := &ir.Decl{At: d.At, Var: d.Var, Init: d.Init}
	if o := first.Origin(); startsZero(d) && o != nil {
		moved.At = ir.At{Orig: o}
		if isAdjoint(d) && !o.Adjoint { // an adjoint does not become one of the primal's variables
			moved.At = ir.At{}
		}
	}
	to := at[0] - 1
	for to > i { // those that stood behind it have moved there already
		if before, ok := without[to-1].(*ir.Decl); !ok || !movable(before) {
			break
		}
		to--
	}
	return append(append(without[:to:to], moved), without[to:]...)
}

func startsZero(d *ir.Decl) bool { return d.Init == nil || isZero(d.Init) }

// define reports whether s, the first statement to store to the variable declared at list[i], may declare it: all that s stores to are variables
// that are either declared by it or declared earlier in the same block, which Go's := leaves alone.
func (t *tidied) define(list []ir.Stmt, i int, s ir.Stmt) bool {
	dsts := ir.Dsts(s)
	for _, d := range dsts {
		if _, ok := d.(*ir.Ref); !ok {
			return false
		}
	}
	if t.defines[s] || len(dsts) == 1 {
		t.defines[s] = true
		return true
	}
	for _, d := range dsts {
		if !t.declaredFor(list, d.(*ir.Ref).Var, s) {
			return false
		}
	}
	t.defines[s] = true
	return true
}

// declaredFor reports whether list declares v, without a value that counts, for s to be the first to mention it.
func (t *tidied) declaredFor(list []ir.Stmt, v *ir.Var, s ir.Stmt) bool {
	declared := false
	for _, o := range list {
		if o == s {
			return declared && stores(s, v)
		}
		if d, ok := o.(*ir.Decl); ok && d.Var == v {
			declared = movable(d)
			continue
		}
		if mentions(o, v) {
			return false
		}
	}
	return false
}

// sink moves d into s, the only statement that mentions its variable, if that is a branch or a loop each of whose
// iterations sets the variable before it reads it.
func (t *tidied) sink(s ir.Stmt, d *ir.Decl) bool {
	if usesSelf(s, d.Var) {
		return false
	}
	var into *ir.Block
	for _, b := range ir.Blocks(s) {
		if mentions(b, d.Var) {
			if into != nil {
				return false
			}
			into = b
		}
	}
	if _, branch := s.(*ir.If); !branch && (t.addressed[d.Var] || !sets(into.List, d.Var)) {
		return false
	}
	into.List = append([]ir.Stmt{d}, into.List...)
	return true
}

// sets reports whether every run through list that reads v has set it before, and nothing of what is left in v at its
// end is read in the next.
func sets(list []ir.Stmt, v *ir.Var) bool {
	for i, s := range list {
		if !mentions(s, v) {
			continue
		}
		if stores(s, v) {
			return true
		}
		for _, t := range list[i+1:] {
			if mentions(t, v) {
				return false
			}
		}
		if usesSelf(s, v) {
			return false
		}
		for _, b := range ir.Blocks(s) {
			if !sets(b.List, v) {
				return false
			}
		}
		return true
	}
	return true
}

// popConditions makes one statement of a pop and the if that alone asks for what it gives.
func (t *tidied) popConditions(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for i := 0; i < len(list); i++ {
		if i+1 < len(list) {
			if c := t.popCondition(list[i], list[i+1], list[i+2:]); c != nil {
				out = append(out, c)
				i++
				continue
			}
		}
		out = append(out, list[i])
	}
	return out
}

func (t *tidied) popCondition(s, next ir.Stmt, rest []ir.Stmt) ir.Stmt {
	pop, ok1 := s.(*ir.Pop)
	c, ok2 := next.(*ir.If)
	if !ok1 || !ok2 || !t.defines[pop] {
		return nil
	}
	v := pop.Dst.(*ir.Ref).Var
	for _, b := range ir.Blocks(c) {
		if mentions(b, v) {
			return nil
		}
	}
	for _, s := range rest {
		if mentions(s, v) {
			return nil
		}
	}
	var cond ir.Expr = &popExpr{pop.Buf}
	switch e := c.Cond.(type) {
	case *ir.Ref:
		if e.Var != v {
			return nil
		}
	case *ir.Unary:
		if r, ok := e.X.(*ir.Ref); !ok || r.Var != v || e.Op != token.NOT {
			return nil
		}
		cond = &ir.Unary{Op: token.NOT, X: cond}
	case *ir.Binary:
		_, isVar := e.X.(*ir.Ref)
		_, isConst := e.Y.(*ir.Const)
		if !isVar || !isConst || !reads(e.X, v) {
			return nil
		}
		cond = &ir.Binary{Op: e.Op, X: cond, Y: e.Y, Typ: e.Typ}
	default:
		return nil
	}
	return &ir.If{At: c.At, Note: c.Note, Cond: cond, Then: c.Then, Else: c.Else}
}

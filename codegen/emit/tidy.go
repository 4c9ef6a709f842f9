package emit

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// tidied is a function ready to be written.
type tidied struct {
	f       *ir.Func
	defines map[ir.Stmt]bool // calls and pops that declare what they store to; the declarations are gone
	adds    map[ir.Stmt]bool // calls whose result is added to what they store to
	head    map[*ir.While]*head

	addressed map[*ir.Var]bool
}

// tidy gives a copy of f that says the same as a person would say it. k is nil where f needs no workspace.
func tidy(f *ir.Func, k *work, root bool) *tidied {
	t := &tidied{f: f.Clone(), defines: map[ir.Stmt]bool{}, adds: map[ir.Stmt]bool{}, head: map[*ir.While]*head{}}
	body := t.f.Body
	// Constants first: what follows looks for zeros and for conditions that are known.
	eachStmt(body, func(s ir.Stmt) { ir.MapExprs(s, fold) })
	eachList(body, reachable)
	eachList(body, storeNew)
	dropTails(body, func(e *ir.Exit) bool { return e.Kind == ir.Return })
	splice(body)
	eachList(body, conditions)
	eachList(body, reachable)
	// Dead stores before declarations move: a declaration moves to the first statement that mentions its variable.
	for n := -1; n != weight(body.List); { // an if that has become empty was perhaps the only one to read something
		n = weight(body.List)
		dropDead(body)
		eachList(body, conditions)
	}
	t.addressed = addressed(body)
	eachList(body, t.copies)
	eachList(body, t.contributions)
	eachList(body, t.direct)
	adoptResults(t.f)
	dropZeroResults(t.f)
	delayResults(t.f)
	t.place(body)
	eachList(body, t.popConditions)
	eachList(body, t.heads)
	eachList(body, mergeIfs)
	eachList(body, bindLimits)
	owner := k != nil && root
	end := &tail{results: len(t.f.Results) > 0}
	if owner {
		end = nil // each return would have to give the workspace back
	}
	flatten(body, end)
	t.returns(owner)
	if t.f.Unnamed {
		t.declareResults()
	}
	eachList(body, t.callContributions)
	if owner {
		t.insertWork(body, k)
	}
	return t
}

// eachStmt calls f for the statements of b, those inside others included.
func eachStmt(b *ir.Block, f func(ir.Stmt)) {
	ir.Walk(b, func(s ir.Stmt) bool {
		if s != ir.Stmt(b) {
			f(s)
		}
		return true
	})
}

// eachList replaces each statement list in b, the innermost first, by f of it.
func eachList(b *ir.Block, f func([]ir.Stmt) []ir.Stmt) {
	for _, s := range b.List {
		for _, in := range ir.Blocks(s) {
			eachList(in, f)
		}
	}
	b.List = f(b.List)
}

// reachable drops what stands behind a statement that control never gets past.
func reachable(list []ir.Stmt) []ir.Stmt {
	for i := range list {
		if terminates(list[:i+1]) {
			return list[:i+1]
		}
	}
	return list
}

// storeNew splits p = new(T) with an initial value that isn't a composite literal in two: Go before 1.26 has no word for it.
func storeNew(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Decl:
			if n, ok := split(s.Init); ok {
				store := &ir.Assign{At: s.At, Dst: &ir.Deref{X: ir.Use(s.Var)}, Src: s.Init.(*ir.New).Init}
				s.Init = n
				out = append(out, s, store)
				continue
			}
		case *ir.Assign:
			if n, ok := split(s.Src); ok {
				p := &ir.Var{Name: "p", Type: s.Src.Type()}
				out = append(out,
					&ir.Decl{At: s.At, Var: p, Init: n},
					&ir.Assign{At: s.At, Dst: &ir.Deref{X: ir.Use(p)}, Src: s.Src.(*ir.New).Init})
				s.Src = ir.Use(p)
			}
		}
		out = append(out, s)
	}
	return out
}

func split(e ir.Expr) (*ir.New, bool) {
	n, ok := e.(*ir.New)
	if !ok || n.Init == nil {
		return nil, false
	}
	if c, ok := n.Init.(*ir.Composite); ok && n.Buf == nil && types.Identical(c.Typ, n.Elem) {
		return nil, false
	}
	return &ir.New{Elem: n.Elem, Buf: n.Buf}, true
}

// splice puts the statements of blocks that no exit leaves in the blocks' place.
func splice(b *ir.Block) {
	targets := map[ir.Stmt]bool{}
	eachStmt(b, func(s ir.Stmt) {
		if e, ok := s.(*ir.Exit); ok {
			targets[e.Target] = true
		}
	})
	eachList(b, func(list []ir.Stmt) []ir.Stmt {
		var out []ir.Stmt
		for _, s := range list {
			if in, ok := s.(*ir.Block); ok && !targets[in] {
				out = append(out, in.List...)
				continue
			}
			out = append(out, s)
		}
		return out
	})
}

// conditions resolves ifs whose condition is known, drops those that do nothing, and turns those round that do nothing
// where the condition holds.
func conditions(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range list {
		switch s := s.(type) {
		case *ir.If:
			out = append(out, condition(s)...)
			continue
		case *ir.While:
			whileCond(s)
		case *ir.Count:
			if len(s.Body.List) == 0 && !canPanic(s.Lo) && !canPanic(s.Hi) {
				continue
			}
		case *ir.Assign:
			if !s.Add && ir.Equal(s.Dst, s.Src) {
				if canPanic(s.Dst) {
					out = append(out, discard(s.At, s.Src))
				}
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

func condition(s *ir.If) []ir.Stmt {
	if s.Else != nil && len(s.Else.List) == 0 {
		s.Else = nil
	}
	c, known := s.Cond.(*ir.Const)
	switch {
	case known && isTrue(c):
		return s.Then.List
	case known && s.Else != nil:
		return s.Else.List
	case known:
		return nil
	case len(s.Then.List) > 0:
		return []ir.Stmt{s}
	case s.Else != nil:
		s.Cond, s.Then, s.Else = negate(s.Cond), s.Else, nil
		return []ir.Stmt{s}
	case canPanic(s.Cond):
		return []ir.Stmt{discard(s.At, s.Cond)}
	}
	return nil
}

// mergeIfs makes one if of two that follow each other and ask the same.
func mergeIfs(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range list {
		b, ok := s.(*ir.If)
		if n := len(out); ok && n > 0 {
			if a, ok := out[n-1].(*ir.If); ok && a.Else == nil && b.Else == nil && a.Orig == b.Orig && ir.Equal(a.Cond, b.Cond) &&
				!impure(a.Cond) && stable(a.Cond, a.Then) && !terminates(a.Then.List) {
				then := append(a.Then.List[:len(a.Then.List):len(a.Then.List)], b.Then.List...)
				out[n-1] = &ir.If{At: a.At, Cond: a.Cond, Then: &ir.Block{At: a.Then.At, List: then}}
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// discard evaluates e for the panic that it may end in.
func discard(at ir.At, e ir.Expr) ir.Stmt {
	return &ir.Decl{At: at, Var: &ir.Var{Name: "_", Type: e.Type()}, Init: e}
}

// whileCond turns `for { if c { break }; … }` into `for !c { … }`, where the opposite of c has a short form, and
// `for { if c { … } else { break } }` into `for c { … }`.
func whileCond(s *ir.While) {
	isBreak := func(b *ir.Block) bool {
		if b == nil || len(b.List) != 1 {
			return false
		}
		e, ok := b.List[0].(*ir.Exit)
		return ok && e.Kind == ir.Break && e.Target == ir.Stmt(s)
	}
	if isTrue(s.Cond) && len(s.Body.List) == 1 {
		if c, ok := s.Body.List[0].(*ir.If); ok && isBreak(c.Else) {
			s.Cond, s.Body.List = c.Cond, c.Then.List
		}
	}
	for isTrue(s.Cond) && len(s.Body.List) > 0 {
		c, ok := s.Body.List[0].(*ir.If)
		if !ok || !isBreak(c.Then) {
			return
		}
		not := negate(c.Cond)
		if _, ok := c.Cond.(*ir.Binary); ok && isNot(not) {
			return // for !(x > 1) reads no better
		}
		rest := s.Body.List[1:]
		if c.Else != nil {
			rest = append(c.Else.List[:len(c.Else.List):len(c.Else.List)], rest...)
		}
		s.Cond, s.Body.List = not, rest
	}
}

// negate gives !e. The opposite of a < b is a >= b for integers and strings; for floats it isn't, because of NaN.
func negate(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Unary:
		if e.Op == token.NOT {
			return e.X
		}
	case *ir.Binary:
		opposite := map[token.Token]token.Token{token.EQL: token.NEQ, token.NEQ: token.EQL}
		if !ir.IsFloat(e.X.Type()) {
			opposite = map[token.Token]token.Token{
				token.EQL: token.NEQ, token.NEQ: token.EQL,
				token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
			}
		}
		if op, ok := opposite[e.Op]; ok {
			return &ir.Binary{Op: op, X: e.X, Y: e.Y, Typ: e.Typ}
		}
	case *ir.Const:
		return foldUnary(&ir.Unary{Op: token.NOT, X: e})
	}
	return &ir.Unary{Op: token.NOT, X: e}
}

// bindLimits gives the limit of a loop a name where Go would evaluate it anew each time and get something else, or pay for it.
func bindLimits(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range list {
		if c, ok := s.(*ir.Count); ok && (c.Step != 1 || !isInt(c.Lo, 0)) {
			if !cheap(c.Hi) || !stable(c.Hi, c.Body) {
				n := &ir.Var{Name: "n", Type: ir.Int}
				out = append(out, &ir.Decl{At: c.At, Var: n, Init: c.Hi})
				c.Hi = ir.Use(n)
			}
		}
		out = append(out, s)
	}
	return out
}

// cheap reports whether e costs next to nothing to evaluate again.
func cheap(e ir.Expr) bool {
	ok, n := true, 0
	ir.WalkExpr(e, func(e ir.Expr) bool {
		n++
		if c, isCall := e.(*ir.Call); isCall && c.Fn.Pkg != "" {
			ok = false
		}
		return ok
	})
	return ok && n <= 6
}

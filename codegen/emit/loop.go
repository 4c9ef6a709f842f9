package emit

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// loop writes a loop, with its label where an exit needs it.
func (w *fn) loop(g *jen.Group, s ir.Stmt, under *ir.Origin) {
	if l, ok := w.labels[s]; ok {
		g.Id(l).Op(":")
	}
	w.loops = append(w.loops, s)
	defer func() { w.loops = w.loops[:len(w.loops)-1] }()
	switch s := s.(type) {
	case *ir.Count:
		w.count(g, s, under)
	case *ir.While:
		clauses := jen.For()
		if h := w.head[s]; h != nil {
			init := jen.Empty()
			if _, none := h.init.(*ir.Block); !none {
				init = w.simple(h.init)
			}
			clauses = jen.For(init, w.value(s.Cond), w.simple(h.post))
		} else if !isTrue(s.Cond) {
			clauses = jen.For(w.value(s.Cond))
		}
		g.Add(clauses.BlockFunc(w.block(s.Body.List, under)))
	case *ir.Block:
		// Go has no exit from a plain block that a variable may be declared behind.
		list := s.List
		if !terminates(list) {
			list = append(list[:len(list):len(list)], &ir.Exit{Kind: ir.Break, Target: s})
		}
		g.Add(jen.For().BlockFunc(w.block(list, under)))
	}
}

// simple writes a statement that fits in a loop's head.
func (w *fn) simple(s ir.Stmt) *jen.Statement {
	var out *jen.Statement
	jen.BlockFunc(func(g *jen.Group) { out = w.stmt(g, s, nil).Clone() })
	return out
}

func isTrue(e ir.Expr) bool {
	c, ok := e.(*ir.Const)
	return ok && c.Val.Kind() == constant.Bool && constant.BoolVal(c.Val)
}

// count writes a counting loop in the first of these forms that says the same:
//
//	for i, x := range xs     for i := range xs     for i := range n     for i := lo; i < hi; i++
func (w *fn) count(g *jen.Group, s *ir.Count, under *ir.Origin) {
	if s.Step != 1 || !isInt(s.Lo, 0) {
		g.Add(jen.For(w.clauses(s)...).BlockFunc(w.block(s.Body.List, under)))
		return
	}
	list := s.Body.List
	elem, x := rangeElem(s)
	if elem != nil {
		i := slices.Index(list, ir.Stmt(elem))
		list = slices.Concat(list[:i], list[i+1:])
	}
	var over *jen.Statement
	if x != nil {
		over = w.base(x)
	} else {
		over = w.expr(s.Hi, 0, infer)
	}
	key := "_"
	if w.mentions(list, s.Var) {
		key = w.names[s.Var]
	}
	var head *jen.Statement
	switch {
	case elem != nil:
		head = jen.List(jen.Id(key), w.ref(elem.Var)).Op(":=").Range().Add(over)
	case key != "_":
		head = jen.Id(key).Op(":=").Range().Add(over)
	default:
		head = jen.Range().Add(over)
	}
	g.Add(jen.For(head).BlockFunc(w.block(list, under)))
}

// mentions reports whether list mentions v, in the heads of loops too.
func (w *fn) mentions(list []ir.Stmt, v *ir.Var) bool {
	found := false
	eachStmt(&ir.Block{List: list}, func(s ir.Stmt) {
		found = found || usesSelf(s, v)
		if l, ok := s.(*ir.While); ok && w.head[l] != nil {
			found = found || usesSelf(w.head[l].init, v) || usesSelf(w.head[l].post, v)
		}
	})
	return found
}

// rangeElem gives what the loop ranges over, where it counts up to a length, and the declaration at the start of its body that
// gives the element a name. For an array range would make a copy, so that one is indexed.
func rangeElem(s *ir.Count) (elem *ir.Decl, over ir.Expr) {
	x, ok := isLen(s.Hi)
	if !ok || s.Step != 1 || !isInt(s.Lo, 0) {
		return nil, nil
	}
	switch x.Type().Underlying().(type) {
	case *types.Slice:
	case *types.Array:
		return nil, x
	default:
		return nil, nil
	}
	for _, t := range s.Body.List {
		d, ok := t.(*ir.Decl)
		if !ok || d.Init != nil && impure(d.Init) {
			break
		}
		if isElem(d, s, x) && !assigned(s.Body, d.Var) && stable(x, s.Body) {
			return d, x
		}
	}
	return nil, x
}

// isElem reports whether d declares a variable as the element of x that the loop has come to.
func isElem(d *ir.Decl, s *ir.Count, x ir.Expr) bool {
	at, ok := d.Init.(*ir.Index)
	if !ok || d.Var.Name == "_" || !types.Identical(d.Var.Type, d.Init.Type()) || !ir.Equal(at.X, x) {
		return false
	}
	r, ok := at.I.(*ir.Ref)
	return ok && r.Var == s.Var
}

// assigned reports whether a statement of b, besides its declaration, stores to v.
func assigned(b *ir.Block, v *ir.Var) bool {
	found := false
	eachStmt(b, func(s ir.Stmt) {
		eachUse(s, func(u *ir.Var, write bool) { found = found || write && u == v })
	})
	return found
}

// clauses writes the three parts of a loop's head. A bound of the form e-1 counting down, or e+1 counting up, is e itself, included.
func (w *fn) clauses(s *ir.Count) []jen.Code {
	i := func() *jen.Statement { return w.ref(s.Var) }
	op, hi := "<", s.Hi
	if s.Step < 0 {
		op = ">"
	}
	if e, ok := included(s); ok {
		op, hi = op+"=", e
	}
	post := i()
	switch step := s.Step; {
	case step == 1:
		post.Op("++")
	case step == -1:
		post.Op("--")
	case step > 0:
		post.Op("+=").Op(constant.MakeInt64(step).ExactString())
	default:
		post.Op("-=").Op(constant.MakeInt64(-step).ExactString())
	}
	return []jen.Code{
		i().Op(":=").Add(w.expr(s.Lo, 0, infer)),
		i().Op(op).Add(w.expr(hi, token.LSS.Precedence()+1, typed)),
		post,
	}
}

// included gives e where the loop's bound is e-1 counting down, or e+1 counting up.
func included(s *ir.Count) (ir.Expr, bool) {
	switch hi := s.Hi.(type) {
	case *ir.Const:
		if n, ok := constant.Int64Val(constant.ToInt(hi.Val)); ok && s.Step < 0 {
			return &ir.Const{Val: constant.MakeInt64(n + 1), Typ: hi.Typ}, true
		}
	case *ir.Binary:
		if isInt(hi.Y, 1) && (hi.Op == token.SUB && s.Step < 0 || hi.Op == token.ADD && s.Step > 0) {
			return hi.X, true
		}
	}
	return nil, false
}

// terminates reports whether Go sees that control never gets past the list.
func terminates(list []ir.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *ir.Exit, *ir.Panic, *returnStmt:
		return true
	case *ir.If:
		return s.Else != nil && terminates(s.Then.List) && terminates(s.Else.List)
	case *ir.While:
		return isTrue(s.Cond) && !left(s)
	}
	return false
}

// left reports whether a break leaves s.
func left(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		if e, ok := t.(*ir.Exit); ok && e.Kind == ir.Break && e.Target == s {
			found = true
		}
		return !found
	})
	return found
}

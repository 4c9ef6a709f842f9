package flow

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// rounds is how often a loop is gone round in search of the fixed point, before nothing is taken to be exposed at its end.
const rounds = 16

// count is what is exposed before a counted loop.
func (a *Exposed) count(s *ir.Count, after *places) *places {
	own := a.ownElements(s, after)
	entry, next := a.loop(s, s.Body, after, func(end *places) { end.addAll(own) })
	out := next
	lo, ok1 := intValue(a.x.int(s.Lo))
	hi, ok2 := intValue(a.x.int(s.Hi))
	if ok1 && ok2 && (s.Step > 0 && lo < hi || s.Step < 0 && lo > hi) { // it runs
		out = a.without(entry, s.Var)
	}
	out = out.clone()
	for _, e := range entry.m {
		if p := a.ranged(s, e); p != nil {
			out.add(p)
		}
	}
	return out
}

// while is what is exposed before a loop on a condition.
func (a *Exposed) while(s *ir.While, after *places) *places {
	_, next := a.loop(s, s.Body, after, func(*places) {})
	return next
}

// loop finds the greatest fixed point for the loop s: what is exposed before each of its iterations, and before it if it may have none.
// more adds what is exposed at the end of an iteration.
func (a *Exposed) loop(s ir.Stmt, body *ir.Block, after *places, more func(end *places)) (entry, next *places) {
	a.breaks[s] = after
	if o := a.origin[s]; o != nil {
		a.breaks[o] = after
	}
	head := after
	for n := 0; ; n++ {
		if n == rounds {
			head = newPlaces()
		}
		end := head.clone()
		more(end)
		entry = a.block(body, end)
		free := entry
		if c, ok := s.(*ir.Count); ok {
			free = a.without(entry, c.Var)
		}
		next = a.meet(after, free)
		if n >= rounds || next.equal(head) {
			return entry, next
		}
		head = next
	}
}

// without is p but for the places that v has to do with.
func (a *Exposed) without(p *places, v *ir.Var) *places {
	out := p.clone()
	out.keep(func(e ir.Expr) bool { return !names(e, v) })
	return out
}

func names(e ir.Expr, v *ir.Var) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ok := e.(*ir.Ref)
		found = found || ok && r.Var == v
		return !found
	})
	return found
}

// ownElements are the places x[i] to which s stores in iteration i and no other, and that are exposed after s.
func (a *Exposed) ownElements(s *ir.Count, after *places) *places {
	out := newPlaces()
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		for _, d := range ir.Dsts(t) {
			if p := a.x.place(d); ir.IsFloat(d.Type()) && a.own(s, p) && a.x.covers(after, p) {
				out.add(p)
			}
		}
		return true
	})
	return out
}

// own reports whether all that s stores to the memory that the place e is in, it stores to e, which is another place in each iteration.
func (a *Exposed) own(s *ir.Count, e ir.Expr) bool {
	if !separateBy(e, s.Var) || a.g.pathWritten(s.Body, e) {
		return false
	}
	n := a.g.Node(e)
	ok := true
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		hit := false
		a.g.Writes(t, func(w *Node) { hit = hit || w == n })
		if hit {
			dsts := ir.Dsts(t)
			ok = ok && len(dsts) == 1 && key(a.x.place(dsts[0])) == key(e)
		}
		return ok
	})
	return ok
}

// separateBy reports whether e is x[i], or a part of that, with x the same for all i.
func separateBy(e ir.Expr, i *ir.Var) bool {
	for {
		switch x := e.(type) {
		case *ir.Field:
			e = x.X
			continue
		case *ir.Index:
			if r, ok := x.I.(*ir.Ref); ok && r.Var == i {
				return !names(x.X, i)
			}
			if names(x.I, i) || !isArrayType(x.X.Type()) {
				return false
			}
			e = x.X
			continue
		}
		return false
	}
}

func isArrayType(t types.Type) bool { _, ok := t.Underlying().(*types.Array); return ok }

// pathWritten reports whether the way to e changes in b.
func (g *Graph) pathWritten(b *ir.Block, e ir.Expr) bool {
	written := g.Written(b)
	hit := false
	g.PathReads(e, func(n *Node) { hit = hit || written[n] })
	return hit
}

// ranged is the range of places that e, exposed at the beginning of each iteration of s, is one of, before s; or nil.
func (a *Exposed) ranged(s *ir.Count, e ir.Expr) ir.Expr {
	through := a.x.spans[s.Var]
	if through == nil || !names(e, s.Var) || leaves(s) || a.g.pathWritten(s.Body, e) {
		return nil
	}
	if a.g.Written(s.Body)[a.g.Node(e)] && !a.own(s, e) {
		return nil
	}
	out := replaceIndex(e, ir.Use(s.Var), through)
	for _, i := range indices(out) {
		if i != ir.Expr(through) && names(i, s.Var) {
			return nil
		}
	}
	return out
}

// leaves reports whether the loop s may end before its time.
func leaves(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t.(type) {
		case *ir.Exit:
			found = true
		case *ir.Count, *ir.While: // breaks in it are its own
			return t == s
		}
		return !found
	})
	return found
}

// forward finds what is finite before each statement of b, from what is so before b, where the results are finite; it notes the facts on
// the way and gives what is finite after b.
func (a *Exposed) forward(b *ir.Block, finite *places) *places {
	for _, s := range b.List {
		finite.addAll(a.before[s])
		a.note(s, finite)
		switch s := s.(type) {
		case *ir.Block:
			finite = a.forward(s, finite)
		case *ir.If:
			then := finite.clone()
			then.addAll(a.known(s))
			then = a.forward(s.Then, then)
			if s.Else != nil {
				finite = a.forward(s.Else, finite)
			}
			finite = a.meet(then, finite)
		case *ir.Count, *ir.While:
			body := ir.Blocks(s)[0]
			written := a.g.Written(s)
			finite.keep(func(e ir.Expr) bool { return !a.touches(written, nil, e) })
			a.forward(body, finite.clone())
		case *ir.Exit, *ir.Panic:
			return &places{all: true, m: map[string]ir.Expr{}}
		default:
			finite = a.survive(s, finite)
		}
		finite.addAll(a.after[s])
	}
	return finite
}

// note notes the facts about s: with those from other iterations of a loop that is unrolled, where it is in one.
func (a *Exposed) note(s ir.Stmt, finite *places) {
	o := a.origin[s]
	if o == nil {
		o = s
	}
	f := a.facts[o]
	if f == nil {
		f = &stmtFacts{stored: map[string]bool{}, read: map[string]bool{}}
		a.facts[o] = f
	}
	put := func(m map[string]bool, k string, v bool) {
		old, seen := m[k]
		m[k] = v && (old || !seen)
	}
	here, there := storedBy(s), storedBy(o)
	for i, d := range here {
		put(f.stored, key(there[i]), a.x.covers(a.after[s], a.x.place(d)))
	}
	here, there = readBy(s), readBy(o)
	for i, e := range here {
		put(f.read, key(there[i]), a.x.covers(finite, a.x.place(e)))
	}
}

// storedBy are the floats that s stores to, one by one as far as it has an expression for each.
func storedBy(s ir.Stmt) []ir.Expr {
	var src ir.Expr
	switch s := s.(type) {
	case *ir.Decl:
		src = s.Init
	case *ir.Assign:
		src = s.Src
	case *ir.Count:
		return nil
	}
	var out []ir.Expr
	var visit func(d, src ir.Expr)
	visit = func(d, src ir.Expr) {
		if c, ok := src.(*ir.Composite); ok {
			for i, x := range c.Elems {
				if isArrayType(c.Typ) {
					visit(&ir.Index{X: d, I: ir.IntConst(int64(i))}, x)
				} else {
					visit(&ir.Field{X: d, F: i}, x)
				}
			}
			return
		}
		if ir.IsFloat(d.Type()) {
			out = append(out, d)
		}
	}
	for _, d := range ir.Dsts(s) {
		visit(d, src)
	}
	return out
}

// readBy are the float places that s reads.
func readBy(s ir.Stmt) []ir.Expr {
	var out []ir.Expr
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if ir.IsPlace(e) && ir.IsFloat(e.Type()) {
				out = append(out, e)
			}
			return true
		})
	}
	return out
}

// A loop of few trips is looked at trip by trip.
const (
	mostTrips = 4
	mostStmts = 64
)

// unrolled is b with the loops of few trips unrolled. Their copies declare the same variables.
func (a *Exposed) unrolled(b *ir.Block) *ir.Block {
	n := &ir.Block{At: b.At, Label: b.Label}
	for _, s := range b.List {
		switch s := s.(type) {
		case *ir.Block:
			n.List = append(n.List, a.unrolled(s))
		case *ir.If:
			c := *s
			c.Then = a.unrolled(s.Then)
			if s.Else != nil {
				c.Else = a.unrolled(s.Else)
			}
			a.copied(&c, s)
			n.List = append(n.List, &c)
		case *ir.Count:
			n.List = append(n.List, a.trips(s)...)
		case *ir.While:
			c := *s
			c.Body = a.unrolled(s.Body)
			a.copied(&c, s)
			n.List = append(n.List, &c)
		default:
			n.List = append(n.List, s)
		}
	}
	return n
}

// copied notes that c stands for s.
func (a *Exposed) copied(c, s ir.Stmt) {
	if o := a.origin[s]; o != nil {
		s = o
	}
	a.origin[c] = s
}

// trips are the iterations of s one by one, or s itself.
func (a *Exposed) trips(s *ir.Count) []ir.Stmt {
	lo, ok1 := intValue(a.x.int(s.Lo))
	hi, ok2 := intValue(a.x.int(s.Hi))
	body := a.unrolled(s.Body)
	size := 0
	ir.Walk(body, func(ir.Stmt) bool { size++; return true })
	if !ok1 || !ok2 || s.Step != 1 || hi-lo > mostTrips || leaves(s) || size*int(hi-lo) > mostStmts {
		c := *s
		c.Body = body
		a.copied(&c, s)
		return []ir.Stmt{&c}
	}
	var out []ir.Stmt
	for k := lo; k < hi; k++ {
		cl := ir.NewCloner()
		ir.Walk(body, func(t ir.Stmt) bool {
			switch t := t.(type) {
			case *ir.Decl:
				cl.Vars[t.Var] = t.Var
			case *ir.Count:
				cl.Vars[t.Var] = t.Var
			}
			return true
		})
		cl.Exprs[s.Var] = &ir.Const{Val: ir.IntConst(k).Val, Typ: s.Var.Type}
		c := cl.Block(body)
		var from []ir.Stmt
		ir.Walk(body, func(t ir.Stmt) bool { from = append(from, t); return true })
		i := 0
		ir.Walk(c, func(t ir.Stmt) bool { a.copied(t, from[i]); i++; return true })
		out = append(out, c.List...)
	}
	return out
}

package pass

import (
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Triangles: two loops through what stands below the diagonal of a matrix of n columns, one column behind the other in a slice, are one
// call of the kernel for such a triangle. Its columns are short, so a call for each would cost more than it does.
//
//	for k, a := range x {
//		for j := k + 1; j < len(x); j++ {
//			y[j] += tri[t+(j-(k+1))] * a
//		}
//		t += len(x) - (k + 1)             kernel.AxpyTriangle(x, tri[t:], y)
//	}                                     t += len(x) * (len(x) - 1) / 2
//
// Its adjoint, which may go through the columns from the last to the first, is likewise:
//
//	for k := len(x) - 1; k >= 0; k-- {
//		t -= len(x) - (k + 1)
//		s := 0.0
//		for j := k + 1; j < len(x); j++ {
//			dtri[t+(j-(k+1))] += dy[j] * x[k]
//			s += dy[j] * tri[t+(j-(k+1))]
//		}
//		dx[k] += s                        t -= len(x) * (len(x) - 1) / 2
//	}                                     kernel.AxpyDotTriangle(x, dy, dtri[t:], tri[t:], dx)
//
// An element of y gets what the loop gives it in the order of the columns, so the first kind keeps the bits of a primal, if that goes through
// the columns in this order; the second one adds up sums of the adjoint in another order. Nothing that is read may be what is written.
//
// A kernel panics before it has written anything, a loop where it is. So where it is not certain that all elements are there, a primal asks for it and
// keeps the loop for when they are not. In an adjoint loop that has iterations they are there, but elements that no iteration touches may not be.
func triangles(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		t := &triangleFinder{g: u.graph}
		t.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)})
		return t.changed
	})
}

type triangleFinder struct {
	g       *flow.Graph
	changed bool
}

// block goes through blk from its end, so that what is no longer needed behind a loop is known when it is its turn.
func (t *triangleFinder) block(blk *ir.Block, c *certain) {
	var before []*certain
	for _, s := range blk.List {
		before = append(before, c)
		c = c.past(s)
	}
	var out []ir.Stmt // what stands behind
	for i := len(blk.List) - 1; i >= 0; i-- {
		s := blk.List[i]
		if n, ok := s.(*ir.Count); ok {
			if calls := t.loop(n, before[i], surroundings{blk.List[:i], out}); calls != nil {
				out, t.changed = append(calls, out...), true
				continue
			}
		}
		for k, in := range ir.Blocks(s) {
			if f, ok := s.(*ir.If); !ok || k == 0 || !callsKernel(f.Then) {
				t.block(in, before[i].inside(s))
			}
		}
		out = append([]ir.Stmt{s}, out...)
	}
	blk.List = out
}

// callsKernel reports whether b, the first part of an if, has a call of a kernel: then the other part is the loop for where there can be none.
func callsKernel(b *ir.Block) bool {
	found := false
	ir.Walk(b, func(s ir.Stmt) bool {
		c, ok := s.(*ir.CallStmt)
		found = found || ok && c.Fn.Pkg == ir.KernelPath
		return !found
	})
	return found
}

// loop gives what stands in the place of the loop n, or nil. c is what is certain before it, and by what stands before and behind it.
func (t *triangleFinder) loop(n *ir.Count, c *certain, by surroundings) []ir.Stmt {
	if n.Step != 1 && n.Step != -1 || n.Origin() == nil {
		return nil
	}
	m := &triangleMatch{
		nest:   nest{outer: n, c: c, low: n.Lo, high: n.Hi},
		m:      newKernelMatch(t.g, n, c.l.use),
		primal: !adjointOnly(n),
	}
	if n.Step < 0 {
		m.low, m.high = next(n.Hi), next(n.Lo)
	}
	m.low, m.high = written(m.low), written(m.high)
	if !m.list(n.Body.List, false) || m.inner == nil || !m.columns() || !m.apart() {
		return nil
	}
	w := &triangleWriter{triangleMatch: m, start: by.holds(m.at, c), unread: by.local(m.at)}
	return w.stmts()
}

// surroundings is what stands in a block before a statement, and behind it.
type surroundings struct{ before, behind []ir.Stmt }

// holds is what was last stored to the int variable v before the statement, nil if that is not known.
func (a surroundings) holds(v *ir.Var, c *certain) ir.Expr {
	values := map[*ir.Var]ir.Expr{}
	for _, s := range a.before {
		heldBehind(values, s, c)
	}
	return values[v]
}

// local reports whether v is declared before the statement in its block, and not mentioned behind it.
func (a surroundings) local(v *ir.Var) bool {
	here := slices.ContainsFunc(a.before, func(s ir.Stmt) bool {
		d, ok := s.(*ir.Decl)
		return ok && d.Var == v
	})
	return here && !mentionsIn(&ir.Block{List: a.behind}, v)
}

// assigns reports whether s or a statement in it stores to v.
func assigns(s ir.Stmt, v *ir.Var) bool {
	found := false
	ir.Walk(&ir.Block{List: []ir.Stmt{s}}, func(s ir.Stmt) bool {
		found = found || slices.ContainsFunc(ir.Dsts(s), func(e ir.Expr) bool { return ir.Root(e) == v })
		return !found
	})
	return found
}

// nest is a loop over columns, from low to below high, with a loop over rows inside.
type nest struct {
	outer, inner *ir.Count
	c            *certain // before it
	low, high    ir.Expr
}

// below is how many elements column k has: high - (k+1).
func (n *nest) below(a *atoms) polynomial {
	return a.polynomial(n.high).plus(a.polynomial(next(ir.Use(n.outer.Var))), -1)
}

// grows is how much an int variable grows by where s assigns to it, as a polynomial; ok is false where s is something else.
func (n *nest) grows(s *ir.Assign, a *atoms) (v *ir.Var, by polynomial, ok bool) {
	r, ok := s.Dst.(*ir.Ref)
	if !ok || r.Var.Type != ir.Int {
		return nil, nil, false
	}
	by = a.polynomial(n.counted(s.Src))
	if !s.Add {
		by = by.plus(a.polynomial(r), -1)
	}
	return r.Var, by, true
}

// counted is e with high-(k+1) for max(high-(k+1), 0): that is not negative in the loop.
func (n *nest) counted(e ir.Expr) ir.Expr {
	return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
		c, ok := e.(*ir.Call)
		if !ok || c.Fn.Pkg != "" || c.Fn.Name != "max" || len(c.Args) != 2 || !isNumber(c.Args[1], 0) {
			return e
		}
		a := &atoms{}
		if d, ok := a.polynomial(c.Args[0]).plus(n.below(a), -1).constant(); !ok || d != 0 {
			return e
		}
		return c.Args[0]
	})
}

// triangleMatch takes a nest apart.
type triangleMatch struct {
	nest
	m      *kernelMatch // of the outer loop
	primal bool
	at     *ir.Var      // where the column begins
	conds  []ir.Expr    // under which the inner loop runs, the same for all columns
	work   *elementwise // dst += x * coef
	dot    *elementwise // sum += x * z, or nil
	sums   *vector      // where the sums go
	coef   *vector      // what coef is an element of

	row, tri, dst *vector
}

// list takes the body of the outer loop apart, or, if inIf, a part of it that only runs under a condition.
func (m *triangleMatch) list(list []ir.Stmt, inIf bool) bool {
	for _, s := range list {
		ok := false
		switch s := s.(type) {
		case *ir.Decl:
			if s.Init == nil || isNumber(s.Init, 0) {
				ok = m.inner == nil && ir.IsFloat(s.Var.Type)
			} else if e := m.m.values.Expr(s.Init); m.m.use.single(s.Var) && m.m.fixed(m.m.at(e, ir.IntConst(0))) {
				m.m.values.Exprs[s.Var], ok = e, true
			}
		case *ir.If:
			cond := m.m.values.Expr(s.Cond)
			if ok = m.inner == nil && s.Else == nil && m.m.fixed(cond); ok {
				m.conds = append(m.conds, cond)
				ok = m.list(s.Then.List, true)
			}
		case *ir.Count:
			ok = m.inner == nil && m.rows(s)
		case *ir.Assign:
			ok = m.step(s, inIf) || m.sum(s)
		}
		if !ok {
			return false
		}
	}
	return true
}

// step takes s as what moves on to the next column: behind the inner loop on the way up, before it on the way down.
func (m *triangleMatch) step(s *ir.Assign, inIf bool) bool {
	a := &atoms{}
	v, by, ok := m.grows(s, a)
	if !ok || inIf || m.m.own[v] || v.Kind != ir.Local || (m.inner != nil) != (m.outer.Step > 0) || m.at != nil {
		return false
	}
	d, ok := by.plus(m.below(a), -m.outer.Step).constant()
	m.at = v
	return ok && d == 0
}

// rows takes the inner loop apart.
func (m *triangleMatch) rows(n *ir.Count) bool {
	low, high := n.Lo, n.Hi
	if n.Step < 0 {
		low, high = next(n.Hi), next(n.Lo)
	}
	if n.Step != 1 && n.Step != -1 || !sameNumber(low, next(ir.Use(m.outer.Var))) || !sameNumber(high, m.high) {
		return false
	}
	in := newKernelMatch(m.m.g, n, m.m.use)
	in.values = m.m.values
	if !in.block(n.Body.List, conditions{}) || !in.independent() || len(in.work) > 2 {
		return false
	}
	for _, w := range in.work {
		switch {
		case w.clear || w.minus || len(w.when.fixed) > 0 || w.when.nonzero != nil:
			return false
		case w.dst != nil && w.coef != nil && w.z == nil && m.work == nil:
			m.work = w
		case w.sum != nil && w.z != nil && m.dot == nil:
			m.dot = w
		default:
			return false
		}
	}
	m.inner = n
	return m.work != nil
}

// sum takes s as what adds the inner loop's sum to an element.
func (m *triangleMatch) sum(s *ir.Assign) bool {
	if m.inner == nil || m.dot == nil || m.sums != nil || !s.Add {
		return false
	}
	r, ok := s.Src.(*ir.Ref)
	if !ok || !ir.Equal(r, m.dot.sum) || !m.m.own[r.Var] || m.m.use.reads[r.Var] != 2 { // here, and where it is added to
		return false
	}
	m.sums = m.m.vector(m.m.values.Expr(s.Dst))
	return m.sums != nil
}

package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// columns reports whether the vectors go through the triangle and along its columns and rows, and tells them apart.
func (m *triangleMatch) columns() bool {
	if !isNumber(m.low, 0) || !m.m.fixed(m.high) || !m.c.l.natural(m.high, m.c.loops) {
		return false
	}
	if (m.dot != nil) != (m.sums != nil) || m.at == nil && m.outer.Step > 0 {
		return false
	}
	m.coef = m.m.vector(m.work.coef)
	if m.coef == nil || !m.along(m.coef, m.outer.Var) || m.sums != nil && !m.along(m.sums, m.outer.Var) {
		return false
	}
	m.dst = m.work.dst
	if m.dot == nil {
		m.tri, m.row = m.work.x, m.dst
		return m.along(m.row, m.inner.Var) && m.through(m.tri)
	}
	m.row, m.tri = m.work.x, m.dot.z
	if !m.m.same(m.row, m.dot.x) {
		m.tri = m.dot.x
		if !m.m.same(m.row, m.dot.z) {
			return false
		}
	}
	return m.along(m.row, m.inner.Var) && m.through(m.tri) && m.through(m.dst)
}

// along reports whether v is indexed by the loop variable i alone, and is the same slice for all columns.
func (m *triangleMatch) along(v *vector, i *ir.Var) bool {
	return m.m.fixed(v.slice) && sameNumber(v.index, ir.Use(i))
}

// through reports whether v is indexed by where the column begins and the row's place in it, and is the same slice for all columns.
func (m *triangleMatch) through(v *vector) bool {
	a := &atoms{}
	row := a.polynomial(ir.Use(m.inner.Var)).plus(a.polynomial(next(ir.Use(m.outer.Var))), -1)
	rest := a.polynomial(v.index).plus(row, -1).plus(a.polynomial(ir.Use(m.at)), -1)
	d, ok := rest.constant()
	return ok && d == 0 && m.m.fixed(v.slice)
}

// apart reports whether nothing that is written is anything else.
func (m *triangleMatch) apart() bool {
	times := map[*flow.Node]int{}
	for _, v := range []*vector{m.coef, m.row, m.tri, m.sums} {
		if v != nil {
			times[m.m.node(v)]++
		}
	}
	written := []*vector{m.dst}
	if m.sums != nil {
		written = append(written, m.sums)
		times[m.m.node(m.dst)]++
	}
	for _, v := range written {
		if times[m.m.node(v)] != 1 {
			return false
		}
	}
	return true
}

// triangleWriter makes the call.
type triangleWriter struct {
	*triangleMatch
	start  ir.Expr // what the variable holds that says where a column begins, before the loop; nil if that is not known
	unread bool    // nobody reads that variable behind the loop
}

// stmts gives the statements that stand in the place of the loops; nil if there are places of which it is not certain that they exist.
func (w *triangleWriter) stmts() []ir.Stmt {
	l := w.c.l
	for _, v := range []*vector{w.coef, w.row, w.tri, w.dst, w.sums} {
		if v != nil && !(w.c.holds(v.slice) && l.constant(v.slice)) {
			return nil
		}
	}
	for _, e := range w.conds {
		if !w.c.holds(e) {
			return nil
		}
	}
	if !l.covers(l.length(w.coef.slice), w.high) || !l.covers(w.high, l.length(w.coef.slice)) || w.sums != nil && !l.covers(l.length(w.sums.slice), w.high) {
		return nil
	}
	if w.primal {
		return w.asking()
	}
	out := w.call()
	if !w.fromZero() || !l.covers(l.length(w.row.slice), w.high) {
		out = []ir.Stmt{&ir.If{At: w.outer.At, Cond: ir.Compare(token.GTR, w.high, ir.IntConst(1)), Then: &ir.Block{List: out}}}
	}
	return w.moved(out)
}

// size is how many elements the triangle has.
func (w *triangleWriter) size() ir.Expr { return triangular(w.high) }

// fromZero reports whether the triangle is known to begin where its slice does.
func (w *triangleWriter) fromZero() bool {
	if w.start == nil {
		return false
	}
	l, want := w.c.l, ir.Expr(ir.IntConst(0))
	if w.outer.Step < 0 {
		want = w.size()
	}
	d, ok := l.less(want, w.start)
	return ok && d == 0 && l.constant(w.start)
}

// moved is list with the variable that says where a column begins set to what it is behind the loop.
func (w *triangleWriter) moved(list []ir.Stmt) []ir.Stmt {
	at := ir.Use(w.at)
	switch {
	case w.unread && (w.outer.Step > 0 || w.fromZero()):
		return list
	case w.outer.Step > 0:
		return append(list, &ir.Assign{At: w.outer.At, Dst: at, Add: true, Src: w.size()})
	case w.fromZero():
		return append(list, &ir.Assign{At: w.outer.At, Dst: at, Src: ir.IntConst(0)})
	}
	return append([]ir.Stmt{&ir.Assign{At: w.outer.At, Dst: at, Src: ir.Op(token.SUB, at, w.size())}}, list...)
}

// call is the call of the kernel, under the conditions that the inner loop stood under.
func (w *triangleWriter) call() []ir.Stmt {
	fn := ir.FuncRef{Pkg: ir.KernelPath, Name: "AxpyTriangle"}
	args := []ir.Expr{w.coef.slice, w.from(w.tri), w.row.slice}
	if w.dot != nil {
		fn.Name = "AxpyDotTriangle"
		args = []ir.Expr{w.coef.slice, w.row.slice, w.from(w.dst), w.from(w.tri), w.sums.slice}
	}
	out := []ir.Stmt{&ir.CallStmt{At: w.work.at, Fn: fn, Args: args}}
	for i := len(w.conds) - 1; i >= 0; i-- {
		out = []ir.Stmt{&ir.If{At: w.outer.At, Cond: w.conds[i], Then: &ir.Block{List: out}}}
	}
	return out
}

// from is the part of v's slice that begins with the triangle.
func (w *triangleWriter) from(v *vector) ir.Expr {
	if w.fromZero() {
		return v.slice
	}
	return &ir.Slice{X: v.slice, Lo: ir.Use(w.at)}
}

// asking is the call where all elements are there, and else the loops.
func (w *triangleWriter) asking() []ir.Stmt {
	if w.outer.Step < 0 || w.sums != nil { // other bits
		return nil
	}
	l := w.c.l
	var cond ir.Expr
	ask := func(c ir.Expr) {
		if cond == nil {
			cond = c
			return
		}
		cond = &ir.Binary{Op: token.LAND, X: cond, Y: c, Typ: ir.Bool}
	}
	if !l.covers(l.length(w.row.slice), w.high) {
		ask(ir.Compare(token.LEQ, w.high, ir.Len(w.row.slice)))
	}
	end := w.size()
	if !w.fromZero() {
		ask(ir.Compare(token.GEQ, ir.Use(w.at), ir.IntConst(0)))
		end = ir.Op(token.ADD, ir.Use(w.at), end)
	}
	ask(ir.Compare(token.LEQ, end, ir.Len(w.tri.slice)))
	then := &ir.Block{List: w.moved(w.call())}
	return []ir.Stmt{&ir.If{At: w.outer.At, Note: missingNote, Cond: cond, Then: then, Else: &ir.Block{List: []ir.Stmt{w.outer}}}}
}

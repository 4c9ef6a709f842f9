package pass

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// kernelMatch takes the body of a loop apart into what kernels do.
type kernelMatch struct {
	g       *flow.Graph
	loop    *ir.Count
	use     *usage
	own     map[*ir.Var]bool    // the loop's variable, and those declared in the loop
	written map[*flow.Node]bool // all that the loop stores to
	values  *ir.Cloner          // of the variables declared in the loop
	work    []*elementwise
}

// elementwise is what one statement does in all iterations: dst += coef*x*z, sum += coef*x*z, or dst = 0.
type elementwise struct {
	at      ir.At
	when    conditions
	dst     *vector // nil for a sum
	sum     ir.Expr // a variable
	clear   bool
	coef    ir.Expr // the same in each iteration; nil is 1
	minus   bool    // subtract
	x, z    *vector // z may be nil
	nonzero bool    // x is what the condition on an element is about
}

// conditions are those that a statement in the loop stands under.
type conditions struct {
	fixed   []ir.Expr // the same in each iteration
	nonzero *vector   // the element that is not to be 0; nil if there is none
}

// vector is the elements of a slice, the same in each iteration, by an index that grows as the loop's variable does.
type vector struct {
	slice ir.Expr
	index ir.Expr
}

func newKernelMatch(g *flow.Graph, n *ir.Count, use *usage) *kernelMatch {
	m := &kernelMatch{g: g, loop: n, use: use, own: map[*ir.Var]bool{n.Var: true}, written: g.Written(n), values: ir.NewCloner()}
	ir.Walk(n.Body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok {
			m.own[d.Var] = true
		}
		return true
	})
	return m
}

// block takes list apart, and reports whether kernels can do all of it.
func (m *kernelMatch) block(list []ir.Stmt, when conditions) bool {
	for _, s := range list {
		if m.readsCleared(s) {
			return false
		}
		ok := false
		switch s := s.(type) {
		case *ir.Decl:
			if ok = s.Init != nil && pure(s.Init) && m.use.single(s.Var); ok {
				m.values.Exprs[s.Var] = m.values.Expr(s.Init)
			}
		case *ir.If:
			ok = s.Else == nil && m.branch(s, when)
		case *ir.Assign:
			ok = ir.IsFloat(s.Dst.Type()) && m.assign(s, when)
		}
		if !ok {
			return false
		}
	}
	return true
}

// readsCleared reports whether s itself reads what was set to 0 before it in the same iteration.
func (m *kernelMatch) readsCleared(s ir.Stmt) bool {
	cleared := map[*flow.Node]bool{}
	for _, w := range m.work {
		if w.clear {
			cleared[m.node(w.dst)] = true
		}
	}
	return slices.ContainsFunc(ir.Exprs(s), func(e ir.Expr) bool { return m.g.Changes(cleared, e) })
}

func (m *kernelMatch) branch(s *ir.If, when conditions) bool {
	cond := m.values.Expr(s.Cond)
	if m.fixed(cond) {
		when.fixed = append(when.fixed[:len(when.fixed):len(when.fixed)], cond)
		return m.block(s.Then.List, when)
	}
	b, ok := cond.(*ir.Binary)
	if !ok || b.Op != token.NEQ || !isNumber(b.Y, 0) || when.nonzero != nil {
		return false
	}
	when.nonzero = m.vector(b.X)
	return when.nonzero != nil && m.block(s.Then.List, when)
}

func (m *kernelMatch) assign(s *ir.Assign, when conditions) bool {
	w := elementwise{at: s.At, when: when}
	if r, ok := s.Dst.(*ir.Ref); ok {
		if m.own[r.Var] || r.Var.Kind == ir.Global || !types.Identical(r.Var.Type, ir.Float64) {
			return false
		}
		w.sum = r
	} else if w.dst = m.vector(m.values.Expr(s.Dst)); w.dst == nil {
		return false
	}
	if !s.Add {
		w.clear = true
		m.work = append(m.work, &w)
		return w.sum == nil && when.nonzero == nil && isNumber(s.Src, 0) && isConst(s.Src) != nil
	}
	return m.terms(m.values.Expr(s.Src), w)
}

// terms takes the sum e, which w adds, apart.
func (m *kernelMatch) terms(e ir.Expr, w elementwise) bool {
	if x := negated(e); x != nil {
		w.minus = !w.minus
		return m.terms(x, w)
	}
	if b, ok := e.(*ir.Binary); ok && (b.Op == token.ADD || b.Op == token.SUB) {
		second := w
		second.minus = w.minus != (b.Op == token.SUB)
		return m.terms(b.X, w) && m.terms(b.Y, second)
	}
	if !m.product(e, &w) {
		return false
	}
	if w.when.nonzero != nil {
		if w.z != nil && m.same(w.z, w.when.nonzero) {
			w.x, w.z = w.z, w.x
		}
		w.nonzero = m.same(w.x, w.when.nonzero)
	}
	m.work = append(m.work, &w)
	return w.when.nonzero == nil || w.nonzero && w.coef == nil && !w.minus && w.dst != nil
}

// product takes the product e apart. Products are not put together in another way: they could overflow on the way.
func (m *kernelMatch) product(e ir.Expr, w *elementwise) bool {
	if w.x = m.vector(e); w.x != nil {
		return true
	}
	b, ok := e.(*ir.Binary)
	if !ok || b.Op != token.MUL {
		return false
	}
	x, y := b.X, b.Y
	for _, side := range []*ir.Expr{&x, &y} {
		if n := negated(*side); n != nil {
			*side, w.minus = n, !w.minus
		}
	}
	switch v, u := m.vector(x), m.vector(y); {
	case v != nil && u != nil:
		w.x, w.z = v, u
	case v != nil && m.fixed(y):
		w.x, w.coef = v, y
	case u != nil && m.fixed(x):
		w.x, w.coef = u, x
	}
	return w.x != nil && (w.coef == nil || w.dst != nil)
}

// fixed reports whether e has the same value in each iteration, and can be computed before the loop.
func (m *kernelMatch) fixed(e ir.Expr) bool {
	ok := pure(e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ref := e.(*ir.Ref)
		ok = ok && !(ref && m.own[r.Var])
		return ok
	})
	return ok && !m.g.Changes(m.written, e)
}

// vector is what the element e is one of, or nil.
func (m *kernelMatch) vector(e ir.Expr) *vector {
	x, ok := e.(*ir.Index)
	if !ok || !types.Identical(x.X.Type(), types.NewSlice(ir.Float64)) || !m.fixed(x.X) {
		return nil
	}
	if !m.fixed(m.at(x.I, ir.IntConst(0))) {
		return nil
	}
	a := &atoms{}
	if n, ok := a.polynomial(m.at(x.I, next(ir.Use(m.loop.Var)))).plus(a.polynomial(x.I), -1).constant(); !ok || n != 1 {
		return nil
	}
	return &vector{x.X, x.I}
}

// at is e in the iteration i.
func (m *kernelMatch) at(e, i ir.Expr) ir.Expr {
	cl := ir.NewCloner()
	cl.Exprs[m.loop.Var] = i
	return cl.Expr(e)
}

// same reports whether v and w are the same elements.
func (m *kernelMatch) same(v, w *vector) bool {
	return ir.Equal(v.slice, w.slice) && sameNumber(v.index, w.index)
}

func sameNumber(x, y ir.Expr) bool {
	a := &atoms{}
	n, ok := a.polynomial(x).plus(a.polynomial(y), -1).constant()
	return ok && n == 0
}

// node is the node of the elements of v.
func (m *kernelMatch) node(v *vector) *flow.Node { return m.g.Pointee(v.slice) }

// independent reports whether the statements can do their work one after the other, each for all elements.
func (m *kernelMatch) independent() bool {
	added, cleared := map[*flow.Node]bool{}, map[*flow.Node]*vector{}
	for _, w := range m.work {
		if w.clear {
			if n := m.node(w.dst); cleared[n] == nil {
				cleared[n] = w.dst
			} else if !m.same(cleared[n], w.dst) {
				return false
			}
		}
	}
	for _, w := range m.work {
		switch {
		case w.clear:
		case w.sum != nil:
			added[m.g.Node(w.sum)] = true
		default:
			added[m.node(w.dst)] = true
		}
	}
	for n := range cleared {
		if added[n] {
			return false
		}
	}
	for _, w := range m.work {
		for _, v := range []*vector{w.x, w.z, w.when.nonzero} {
			if v == nil {
				continue
			}
			n := m.node(v)
			if added[n] || cleared[n] != nil && !m.same(v, cleared[n]) {
				return false
			}
		}
	}
	return len(m.work) > 0
}

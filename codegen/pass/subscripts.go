package pass

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// touch is an access to a variable or to memory.
type touch struct {
	node *flow.Node
	kind touchKind
	at   *ir.Index // an element of a slice, at a distance from the loop's variable or fixed; nil where all that the node stands for is meant
	base ir.Expr   // what at is an element of, in a form in which the same slices look alike
	rest polynomial
	// moves says that at is the element i+rest in iteration i, else it is the element rest.
	moves bool
}

type touchKind int

const (
	load  touchKind = iota
	store           // a store, also one that adds to what the primal has added up
	add             // an adjoint statement adds: the order is free
)

// subscripts finds what statements access, and compares it.
type subscripts struct {
	g     *flow.Graph
	l     *lengths
	atoms *atoms
}

func newSubscripts(u *unit, l *lengths) *subscripts { return &subscripts{u.graph, l, &atoms{}} }

func (x *subscripts) polynomial(e ir.Expr) polynomial { return x.atoms.polynomial(x.l.number(e)) }

// touches lists what the statements access outside of themselves, in a loop over i, which may be nil. It reports false if there is something
// else in them than assignments, branches and declarations of values.
func (x *subscripts) touches(i *ir.Var, list ...ir.Stmt) ([]touch, bool) {
	t := &toucher{x: x, i: i, own: map[*ir.Var]bool{}, ok: true}
	each := func(f func(ir.Stmt)) {
		for _, s := range list {
			ir.Walk(s, func(s ir.Stmt) bool { f(s); return true })
		}
	}
	each(func(s ir.Stmt) {
		if d, ok := s.(*ir.Decl); ok {
			t.own[d.Var] = true
		}
	})
	each(t.stmt)
	return t.list, t.ok
}

type toucher struct {
	x    *subscripts
	i    *ir.Var
	own  map[*ir.Var]bool
	list []touch
	ok   bool
}

func (t *toucher) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Decl:
		if s.Init != nil {
			t.expr(s.Init)
		}
	case *ir.If:
		t.expr(s.Cond)
	case *ir.Assign:
		t.expr(s.Src)
		t.path(s.Dst)
		switch {
		case s.Add && adjoint(s) && ir.IsFloat(s.Dst.Type()):
			t.access(s.Dst, add)
		case s.Add:
			t.access(s.Dst, load)
			fallthrough
		default:
			t.access(s.Dst, store)
		}
	default:
		t.ok = false
	}
}

func (t *toucher) expr(e ir.Expr) {
	if ir.IsPlace(e) {
		t.access(e, load)
		t.path(e)
		return
	}
	switch e := e.(type) {
	case *ir.Addr, *ir.Make, *ir.New:
		t.ok = false
		return
	case *ir.Call:
		t.ok = t.ok && (e.Fn.Pkg == "" || e.Fn.Pkg == "math")
	case *ir.Slice:
		if _, array := e.X.Type().Underlying().(*types.Array); array {
			t.ok = false
			return
		}
	}
	for _, o := range e.Operands() {
		t.expr(o)
	}
}

// path looks at what finding the place e reads.
func (t *toucher) path(e ir.Expr) {
	switch e := e.(type) {
	case *ir.Field:
		t.path(e.X)
	case *ir.Index:
		t.expr(e.I)
		if _, array := e.X.Type().Underlying().(*types.Array); array {
			t.path(e.X)
		} else {
			t.expr(e.X)
		}
	case *ir.Deref:
		t.expr(e.X)
	case *ir.Ref:
	default:
		t.expr(e)
	}
}

func (t *toucher) access(e ir.Expr, kind touchKind) {
	if v := ir.Root(e); v != nil && (t.own[v] || v == t.i) {
		return
	}
	if at, ok := e.(*ir.Index); ok {
		if c, ok := t.element(at); ok {
			c.kind = kind
			t.list = append(t.list, c)
			return
		}
	}
	flow.Leaves(t.x.g.Node(e), e.Type(), func(n *flow.Node) { t.list = append(t.list, touch{node: n, kind: kind}) })
}

// element tells which element of which slice e is, if both are known.
func (t *toucher) element(e *ir.Index) (touch, bool) {
	if _, basic := e.Type().Underlying().(*types.Basic); !basic || !ir.IsSlice(e.X.Type()) || !t.fixed(e.X) {
		return touch{}, false
	}
	out := touch{node: t.x.g.Node(e), at: e, base: t.x.l.resolve(e.X)}
	rest := t.x.polynomial(e.I)
	for {
		s, ok := out.base.(*ir.Slice)
		if !ok || !ir.IsSlice(s.X.Type()) {
			break
		}
		if s.Lo != nil {
			rest = rest.plus(t.x.polynomial(s.Lo), 1)
		}
		out.base = s.X
	}
	self := ""
	if t.i != nil {
		self = factor(t.x.atoms.number(ir.Use(t.i)))
	}
	for m, k := range rest {
		for ; m != ""; m = m[4:] {
			switch a := t.x.atoms.list[index(m[:4])]; {
			case m[:4] != self:
				if !t.fixed(a) {
					return touch{}, false
				}
			case k != 1 || len(m) != 4 || out.moves || rest[self] != 1:
				return touch{}, false
			default:
				out.moves = true
			}
		}
	}
	if out.moves {
		rest = rest.plus(polynomial{self: 1}, -1)
	}
	out.rest = rest
	return out, true
}

func factor(n int) string { return fmt.Sprintf("%04d", n) }

func index(s string) (n int) {
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// fixed reports whether e is the same before, in and behind the loop.
func (t *toucher) fixed(e ir.Expr) bool {
	ok := t.x.l.constant(e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ref := e.(*ir.Ref)
		ok = ok && !(ref && (t.own[r.Var] || r.Var == t.i))
		return ok
	})
	return ok
}

// span is what the variable of a loop runs through: from low up to, not including, high, or the other way.
type span struct {
	low, high polynomial
	step      int64
}

func (x *subscripts) span(c *ir.Count) span {
	if c.Step < 0 {
		return span{x.polynomial(next(c.Hi)), x.polynomial(next(c.Lo)), c.Step}
	}
	return span{x.polynomial(c.Lo), x.polynomial(c.Hi), c.Step}
}

// distance is b's rest less a's, where both move along the same slice.
func distance(a, b touch) (int64, bool) {
	if a.at == nil || b.at == nil || !a.moves || !b.moves || !ir.Equal(a.base, b.base) {
		return 0, false
	}
	return b.rest.plus(a.rest, -1).constant()
}

// ordered reports whether what a accesses in iteration i, and b in the same iteration behind it, is accessed in the same order if all
// iterations of a come before all those of b.
//
// Where they run upwards, iteration i of a is at i+m and iteration i of b at i+n. The element i+n is accessed by a in iteration i+n-m, which has
// to be no later than i: n-m may not be above 0.
func (s span) ordered(a, b touch) bool {
	switch {
	case a.node != b.node || a.kind == load && b.kind == load || a.kind == add && b.kind == add:
		return true
	case a.at == nil || b.at == nil || !ir.Equal(a.base, b.base):
		return false
	case a.moves && b.moves:
		d, ok := b.rest.plus(a.rest, -1).constant()
		return ok && d*s.step <= 0
	case a.moves:
		return s.apart(a, b)
	case b.moves:
		return s.apart(b, a)
	}
	d, ok := b.rest.plus(a.rest, -1).constant()
	return ok && d != 0
}

// apart reports whether b, which is fixed, is not among the elements that a moves through.
func (s span) apart(a, b touch) bool {
	below, ok1 := s.low.plus(a.rest, 1).plus(b.rest, -1).constant()
	above, ok2 := b.rest.plus(s.high, -1).plus(a.rest, -1).constant()
	return ok1 && below > 0 || ok2 && above >= 0
}

func (s span) allOrdered(a, b []touch) bool {
	for _, x := range a {
		for _, y := range b {
			if !s.ordered(x, y) {
				return false
			}
		}
	}
	return true
}

// shifted is e with i+k in the place of i.
func shifted(e ir.Expr, i *ir.Var, k int64) ir.Expr {
	if base, n := offset(e); base != nil {
		if r, ok := base.(*ir.Ref); ok && r.Var == i {
			return plusConst(base, n+k)
		}
	}
	if r, ok := e.(*ir.Ref); ok && r.Var == i {
		return plusConst(e, k)
	}
	if b, ok := e.(*ir.Binary); ok && b.Op == token.ADD && b.Typ == ir.Int && !reads(b.X, i) {
		if r, ok := b.Y.(*ir.Ref); ok && r.Var == i {
			return plusConst(e, k)
		}
	}
	ops := e.Operands()
	if len(ops) == 0 {
		return e
	}
	out := make([]ir.Expr, len(ops))
	for j, o := range ops {
		out[j] = shifted(o, i, k)
	}
	return e.WithOperands(out)
}

func plusConst(e ir.Expr, n int64) ir.Expr {
	switch {
	case n > 0:
		return ir.Op(token.ADD, e, ir.IntConst(n))
	case n < 0:
		return ir.Op(token.SUB, e, ir.IntConst(-n))
	}
	return e
}

// put is e with the number n in the place of i.
func put(e ir.Expr, i *ir.Var, n ir.Expr) ir.Expr {
	return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
		if r, ok := e.(*ir.Ref); ok && r.Var == i {
			return n
		}
		if b, ok := e.(*ir.Binary); ok && b.Typ == ir.Int && isConst(b.Y) != nil {
			base, m := offset(b)
			if base == nil {
				return e
			}
			under, k := offset(base)
			if under == nil {
				return ir.IntConst(m + k)
			}
			if _, nested := base.(*ir.Binary); nested && under != base {
				return plusConst(under, m+k)
			}
			if isConst(base) == nil && m == 0 {
				return base
			}
		}
		return e
	})
}

package adjoint

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// An adjoint that is exactly zero contributes zero, also where the partial derivative is infinite or not a number: what does
// not matter to the result must not spoil its gradient. Multiplication alone doesn't do that, so contributions stand
// under `if d != 0` where a partial derivative may fail to be finite though the function's results are finite. Those of sums and
// of bounded functions don't, nor do factors that are constants, converted integers, or made of those; for products, quotients
// and regular functions flow.Exposed tells: where the value is exposed it is finite, and so are then what it is made of and
// its partial derivatives.

// contribute adds to the operands of e, guarded where a partial derivative may be infinite.
func (l *local) contribute(e, a ir.Expr) {
	if !l.singular(e) {
		l.adj(e, a)
		return
	}
	if r := l.regionFor(e, l.singular); r != nil {
		l.underRegion(r, e, a)
		return
	}
	a = l.bind(a, l.b.dname(valueName(e)))
	at, outer := len(l.out), l.guarded
	l.guarded = true
	l.adj(e, a)
	l.guarded = outer
	l.guardFrom(at, a)
}

// underRegion is contribute under the guard of the region r, if that doesn't stand yet.
func (l *local) underRegion(r *region, e, a ir.Expr) {
	if l.within == r {
		l.adj(e, a)
		return
	}
	at, outer := len(l.out), l.within
	r.used, l.within = true, r
	l.adj(e, a)
	l.within = outer
	l.guardFrom(at, ir.Use(r.adjoint))
}

// guardFrom puts the statements from at on under the guard that a is not zero.
func (l *local) guardFrom(at int, a ir.Expr) {
	if len(l.out) == at {
		return
	}
	body := &ir.Block{List: append([]ir.Stmt(nil), l.out[at:]...)}
	l.out = append(l.out[:at], &ir.If{At: l.at, Cond: ir.Compare(token.NEQ, a, zero(a)), Then: body, Guard: true})
}

// singular reports whether a partial derivative that the adjoint of e is multiplied by may fail to be finite where the results are. What
// the operands of products, quotients and calls do with their adjoints, where a zero may arise, is for guards of their own.
func (l *local) singular(e ir.Expr) bool {
	if !l.differentiated(e) {
		return false
	}
	switch x := e.(type) {
	case *ir.Call:
		return l.unsafeCall(x)
	case *ir.Binary:
		if x.Op == token.MUL || x.Op == token.QUO {
			return l.unsafe(x)
		}
	}
	for i, o := range e.Operands() {
		found := false
		l.under(e, i, func() { found = l.singular(o) })
		if found {
			return true
		}
	}
	return false
}

// singularBelow is singular for e with its operands and theirs.
func (l *local) singularBelow(e ir.Expr) bool {
	if !l.differentiated(e) {
		return false
	}
	found := l.singular(e)
	for i, o := range e.Operands() {
		l.under(e, i, func() { found = found || l.singularBelow(o) })
	}
	return found
}

// differentiated reports whether e is an operation with partial derivatives.
func (l *local) differentiated(e ir.Expr) bool {
	return !ir.IsPlace(e) && ir.IsFloat(e.Type()) && l.b.act.Varied(e)
}

// unsafeCall reports whether the rule of the call x may multiply by what is not finite.
func (l *local) unsafeCall(x *ir.Call) bool {
	r := l.b.rule(x.Fn)
	return !(r.Bounded || l.exposed && (r.Regular || r.Nonzero && l.nonzeroArgs(x)) || selects(r.Body))
}

// unsafe reports whether the product or quotient x may have a partial derivative that is not finite. Under a guard, a factor that does
// not depend on the inputs counts as finite.
func (l *local) unsafe(x *ir.Binary) bool {
	if l.exposed {
		return false
	}
	if x.Op == token.QUO {
		_, constant := x.Y.(*ir.Const)
		return !constant
	}
	vx, vy := l.b.act.Varied(x.X), l.b.act.Varied(x.Y)
	return (vx && vy || !l.guarded) && (vx && !l.finite(x.Y) || vy && !l.finite(x.X))
}

// expose says that the value that is worked on is the one that the statement stores to dst.
func (l *local) expose(dst ir.Expr) {
	l.exposed = l.b.exposed.Stores(l.stmt, dst)
	l.inRegion = nil
	for _, r := range l.b.regions[l.stmt] {
		l.inRegion = append(l.inRegion, l.exposed || r.exposed.Stores(l.stmt, dst))
	}
}

// under does f for the operand i of e: that is exposed if e is and doesn't mask it.
func (l *local) under(e ir.Expr, i int, f func()) {
	exposed, inRegion := l.exposed, l.inRegion
	if !flow.Propagates(e, i, l.b.strict) {
		l.exposed, l.inRegion = false, make([]bool, len(inRegion))
	}
	f()
	l.exposed, l.inRegion = exposed, inRegion
}

// regionFor is the region whose guard serves for e instead of one of its own, if test says no of e then; or nil.
func (l *local) regionFor(e ir.Expr, test func(ir.Expr) bool) *region {
	if len(l.inRegion) == 0 {
		return nil
	}
	exposed := l.exposed
	defer func() { l.exposed, l.region = exposed, nil }()
	for i, r := range l.b.regions[l.stmt] {
		l.exposed, l.region = l.inRegion[i], r
		if !test(e) {
			return r
		}
	}
	return nil
}

// strict reports whether no value of f is finite where an argument is not.
func (b *builder) strict(f ir.FuncRef) bool { return b.rule(f).Strict }

// findExposed finds what must be finite where the results are.
func (b *builder) findExposed() {
	x := flow.NewExposed(b.prog, b.g, b.strict)
	b.exposed = x
	switch b.req.Guard {
	case GuardAll:
		return
	case GuardNone:
		x.All()
		return
	}
	for i, r := range b.fn.Results {
		if b.isOutput(i) {
			x.Output(ir.Use(b.results[r]))
		}
	}
	for _, w := range b.req.Wrt {
		if p := b.wrtPlace(w); b.req.VJP && ir.Refers(p.Type()) {
			x.Output(p)
		}
	}
	x.Solve()
	b.findRegions()
}

// selects reports whether a rule only passes its cotangent on, or not.
func selects(f *ir.Func) bool {
	if f == nil {
		return true
	}
	ok := true
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		a, assign := s.(*ir.Assign)
		ok = ok && (!assign || isAtom(a.Src))
		return ok
	})
	return ok
}

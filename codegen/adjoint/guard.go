package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// An adjoint that is exactly zero contributes zero, also where the partial derivative is infinite or not a number: what does
// not matter to the result must not spoil its gradient. Multiplication alone doesn't do that, so contributions stand
// under `if d != 0` where a partial derivative may fail to be finite though the function's results are finite. Those of sums and
// of bounded functions don't, nor do factors that are constants, converted integers, or made of those; for products, quotients
// and regular functions flow.Exposed tells: where the value is exposed it is finite, and so are then what it is made of and
// its partial derivatives.

// guardFrom puts the statements from at on under a guard, if e asks for one.
func (l *local) guardFrom(at int, e, a ir.Expr) {
	if len(l.out) == at || !l.singular(e) {
		return
	}
	body := &ir.Block{List: append([]ir.Stmt(nil), l.out[at:]...)}
	l.out = append(l.out[:at], &ir.If{At: l.at, Cond: ir.Compare(token.NEQ, a, zero(a)), Then: body})
}

// singular reports whether a partial derivative of e may fail to be finite where the results are finite.
func (l *local) singular(e ir.Expr) bool { return l.singularIn(e, l.exposed, false) }

// singularIn is singular for an e that is exposed or not. Inside an expression, what is multiplied by something that does not depend on
// the inputs does not count: the guard of the statement serves for that.
func (l *local) singularIn(e ir.Expr, exposed, inside bool) bool {
	b := l.b
	if ir.IsPlace(e) || !ir.IsFloat(e.Type()) || !b.act.Varied(e) {
		return false
	}
	switch x := e.(type) {
	case *ir.Call:
		if r := b.rule(x.Fn); !(r.Bounded || exposed && r.Regular || selects(r.Body)) {
			return true
		}
	case *ir.Binary:
		if !exposed && l.unsafe(x, inside) {
			return true
		}
	}
	for i, o := range e.Operands() {
		if l.singularIn(o, exposed && flow.Propagates(e, i, b.strict), inside) {
			return true
		}
	}
	return false
}

// unsafe reports whether the product or quotient x, which is not exposed, may have a partial derivative that is not finite.
func (l *local) unsafe(x *ir.Binary, inside bool) bool {
	switch x.Op {
	case token.QUO:
		_, constant := x.Y.(*ir.Const)
		return !constant
	case token.MUL:
		vx, vy := l.b.act.Varied(x.X), l.b.act.Varied(x.Y)
		return (vx && vy || !inside) && (vx && !l.finite(x.Y) || vy && !l.finite(x.X))
	}
	return false
}

// under does f for the operand i of e: that is exposed if e is and doesn't mask it.
func (l *local) under(e ir.Expr, i int, f func()) {
	exposed := l.exposed
	l.exposed = exposed && flow.Propagates(e, i, l.b.strict)
	f()
	l.exposed = exposed
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
		if b.req.VJP || i == b.lossIndex() {
			x.Output(ir.Use(b.results[r]))
		}
	}
	written := b.g.Written(b.fn.Body)
	if b.req.VJP {
		for _, w := range b.req.Wrt {
			p := b.wrtPlace(w)
			if s, ok := p.Type().Underlying().(*types.Slice); ok && ir.IsFloat(s.Elem()) && written[b.g.Pointee(p)] {
				x.Output(p)
			}
		}
	}
	x.Solve()
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

// finite reports whether the value of e, where the statement reads it, is known to be finite if the results are.
func (l *local) finite(e ir.Expr) bool {
	if l.b.finite(e) {
		return true
	}
	if u, ok := e.(*ir.Unary); ok {
		return l.finite(u.X)
	}
	return ir.IsPlace(e) && ir.IsFloat(e.Type()) && l.b.exposed.Finite(l.stmt, e)
}

// finite reports whether the value of e is known to be finite.
func (b *builder) finite(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		return true
	case *ir.Unary:
		return b.finite(e.X)
	case *ir.Binary:
		return e.Op != token.QUO && b.finite(e.X) && b.finite(e.Y)
	case *ir.Conv:
		return ir.IsInteger(e.X.Type()) || ir.IsFloat(e.X.Type()) && ir.IsFloat(e.Typ) && b.finite(e.X)
	case *ir.Call:
		return e.Fn.Pkg != "" && b.rule(e.Fn).Bounded
	case *ir.Ref:
		return b.finiteVars[e.Var]
	}
	return false
}

// findFinite marks the variables that get their only value where they are declared, if that is finite.
func (b *builder) findFinite(body *ir.Block) {
	assigned := normal.Assigned(body)
	ir.Walk(body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok && d.Init != nil && !assigned[d.Var] && ir.IsFloat(d.Var.Type) && b.finite(d.Init) {
			b.finiteVars[d.Var] = true
		}
		return true
	})
}

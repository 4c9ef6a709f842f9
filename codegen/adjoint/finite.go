package adjoint

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// What is known to be finite: constants, converted integers, values of bounded functions, and what is made of those. A number divided by the
// trip count of a loop, a mean's 1/n, a step's h, is finite inside of that loop: where it runs at all, the count is not zero.

// finite reports whether the value of e, where the statement reads it, is known to be finite if the results are.
func (l *local) finite(e ir.Expr) bool {
	if l.b.finite(e) {
		return true
	}
	switch e := e.(type) {
	case *ir.Unary:
		return l.finite(e.X)
	case *ir.Binary:
		return e.Op == token.QUO && l.finite(e.X) && l.enlarges(e.Y)
	case *ir.Ref:
		if init := l.b.inits[e.Var]; init != nil && l.finite(init) {
			return true
		}
	}
	return ir.IsPlace(e) && ir.IsFloat(e.Type()) &&
		(l.b.exposed.Finite(l.stmt, e) || l.region != nil && l.region.exposed.Finite(l.stmt, e))
}

// enlarges reports whether the divisor e is at least 1, up to its sign: a constant, or the trip count of a loop around the statement.
func (l *local) enlarges(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		x, _ := constant.Float64Val(constant.ToFloat(e.Val))
		return x >= 1 || x <= -1
	case *ir.Conv:
		if !ir.IsInteger(e.X.Type()) || !l.b.unassigned(e.X) {
			return false
		}
		for _, c := range l.b.around[l.stmt] {
			lo, ok := intConst(c.Lo)
			if ok && lo >= 0 && c.Step > 0 && ir.Equal(c.Hi, e.X) {
				return true
			}
		}
	}
	return false
}

// unassigned reports whether e is a variable that is not assigned to, or the length of one.
func (b *builder) unassigned(e ir.Expr) bool {
	if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == "" && c.Fn.Name == "len" {
		e = c.Args[0]
	}
	r, ok := e.(*ir.Ref)
	return ok && !b.assigned[r.Var]
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

// findFinite marks the variables that get their only value where they are declared, if that is finite, and notes what the others get,
// and the loops around each statement.
func (b *builder) findFinite(body *ir.Block) {
	for v := range normal.Assigned(body) {
		b.assigned[v] = true
	}
	ir.Walk(body, func(s ir.Stmt) bool {
		if c, ok := s.(*ir.Count); ok {
			ir.Walk(c.Body, func(t ir.Stmt) bool { b.around[t] = append(b.around[t], c); return true })
		}
		d, ok := s.(*ir.Decl)
		if !ok || d.Init == nil || b.assigned[d.Var] || !ir.IsFloat(d.Var.Type) {
			return true
		}
		b.inits[d.Var] = d.Init
		if b.finite(d.Init) {
			b.finiteVars[d.Var] = true
		}
		return true
	})
}

package adjoint

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// The adjoint of Log(x/y) is a/x for x and -a/y for y. By the rules of Log and of the quotient q it would be (a/q)/y, and that times q: two divisions
// too, but one after the other. Where the logarithm is finite, x and y are finite, and not zero.

// logOfQuotient is x/y where e is Log(x/y); else nil.
func logOfQuotient(e *ir.Call) *ir.Binary {
	if e.Fn.Pkg != "math" || e.Fn.Name != "Log" {
		return nil
	}
	q, ok := e.Args[0].(*ir.Binary)
	if !ok || q.Op != token.QUO {
		return nil
	}
	return q
}

// logQuotient writes the adjoint of the logarithm of a quotient. It reports false for other calls.
func (l *local) logQuotient(e *ir.Call, a ir.Expr) bool {
	q := logOfQuotient(e)
	if q == nil {
		return false
	}
	if l.b.act.Varied(q.X) && l.b.act.Varied(q.Y) {
		a = l.bind(a, l.b.dname(valueName(e)))
	}
	l.under(e, 0, func() {
		l.under(q, 0, func() { l.inner(q.X, quo(a, q.X)) })
		l.under(q, 1, func() { l.inner(q.Y, neg(quo(a, q.Y))) })
	})
	return true
}

// logQuotient names what the adjoint of the logarithm of the quotient q divides by.
func (h *hoister) logQuotient(e *ir.Call, q *ir.Binary) ir.Expr {
	x, y := h.sub(q.X), h.sub(q.Y)
	if h.b.act.Varied(q.X) {
		x = h.need(x)
	}
	if h.b.act.Varied(q.Y) {
		y = h.need(y)
	}
	return &ir.Call{Fn: e.Fn, Args: []ir.Expr{&ir.Binary{Op: q.Op, X: x, Y: y, Typ: q.Typ}}, Typ: e.Typ}
}

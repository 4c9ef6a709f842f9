package adjoint

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// An adjoint that is exactly zero contributes zero, also where the partial derivative is infinite or not a number: what does
// not matter to the result must not spoil its gradient. Multiplication alone doesn't do that, so contributions stand
// under `if d != 0` where a partial derivative may fail to be finite, as far as can be told: constants, converted integers, and
// what is made of those and of bounded functions, are finite.

// guardFrom puts the statements from at on under a guard, if e asks for one.
func (l *local) guardFrom(at int, e, a ir.Expr) {
	if len(l.out) == at || !l.b.singular(e) {
		return
	}
	body := &ir.Block{List: append([]ir.Stmt(nil), l.out[at:]...)}
	l.out = append(l.out[:at], &ir.If{At: l.at, Cond: ir.Compare(token.NEQ, a, zero(a)), Then: body})
}

// singular reports whether a partial derivative of e may fail to be finite.
func (b *builder) singular(e ir.Expr) bool { return b.singularIn(e, false) }

// singularIn is singular; inside an expression, what is multiplied by something that does not depend on the inputs does not
// count: the guard of the statement serves for that.
func (b *builder) singularIn(e ir.Expr, inside bool) bool {
	if ir.IsPlace(e) || !ir.IsFloat(e.Type()) || !b.act.Varied(e) {
		return false
	}
	switch x := e.(type) {
	case *ir.Call:
		if !b.rule(x.Fn).Bounded && !selects(b.rule(x.Fn).Body) {
			return true
		}
	case *ir.Binary:
		switch x.Op {
		case token.QUO:
			if _, constant := x.Y.(*ir.Const); !constant {
				return true
			}
		case token.MUL:
			vx, vy := b.act.Varied(x.X), b.act.Varied(x.Y)
			if (vx && vy || !inside) && (vx && !b.finite(x.Y) || vy && !b.finite(x.X)) {
				return true
			}
		}
	}
	for _, o := range e.Operands() {
		if b.singularIn(o, inside) {
			return true
		}
	}
	return false
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

package adjoint

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Running indices. An int variable that a counting loop advances by the same amount in each iteration is known from the
// loop's own variable:
//
//	for j := lo; j < hi; j++ {        for j := lo; j < hi; j++ {
//		… tri[t] …                        … tri[t+(j-lo)] …
//		t++                           }
//	}                                 t += max(hi-lo, 0)
//
// So it is no value that each iteration overwrites, and that would have to be saved for the reverse sweep. Int arithmetic is that of the
// integers modulo 2⁶⁴, in which both come to the same.

// runningIndices takes what s advances out of it; its bounds must be such that they can be read again behind it. It gives the statements that follow s.
func runningIndices(s *ir.Count) []ir.Stmt {
	if s.Step != 1 && s.Step != -1 || hasBreak(s) {
		return nil
	}
	var after []ir.Stmt
	for i := 0; i < len(s.Body.List); i++ {
		a, ok := s.Body.List[i].(*ir.Assign)
		if !ok || !advances(a, s) {
			continue
		}
		v, step := a.Dst.(*ir.Ref).Var, constantStep(a.Src)
		done, all := ir.Op(token.SUB, ir.Use(s.Var), s.Lo), ir.Op(token.SUB, s.Hi, s.Lo)
		if s.Step < 0 {
			done, all = ir.Op(token.SUB, s.Lo, ir.Use(s.Var)), ir.Op(token.SUB, s.Lo, s.Hi)
		}
		now := ir.Op(token.ADD, ir.Use(v), times(step, difference(done)))
		replaceReads(s.Body.List[:i], v, now)
		replaceReads(s.Body.List[i+1:], v, ir.Op(token.ADD, now, step))
		s.Body.List = append(s.Body.List[:i:i], s.Body.List[i+1:]...)
		i--
		trips := &ir.Call{Fn: ir.FuncRef{Name: "max"}, Args: []ir.Expr{difference(all), ir.IntConst(0)}, Typ: ir.Int}
		after = append(after, &ir.Assign{At: a.At, Dst: ir.Use(v), Add: true, Src: times(step, trips)})
	}
	return after
}

// advances reports whether a adds a constant to an int variable from outside the loop s, that nothing else in s stores to.
func advances(a *ir.Assign, s *ir.Count) bool {
	r, ok := a.Dst.(*ir.Ref)
	if !ok || !a.Add || r.Var.Type != ir.Int || r.Var.Kind != ir.Local {
		return false
	}
	if constantStep(a.Src) == nil {
		return false
	}
	ok = true
	ir.Walk(s, func(t ir.Stmt) bool {
		if _, exit := t.(*ir.Exit); exit { // an iteration that may end early
			ok = false
		}
		for _, d := range ir.Dsts(t) {
			ok = ok && (t == ir.Stmt(a) || ir.Root(d) != r.Var)
		}
		return ok
	})
	return ok
}

// constantStep is the constant that e is, or nil.
func constantStep(e ir.Expr) *ir.Const {
	switch e := e.(type) {
	case *ir.Const:
		return e
	case *ir.Unary:
		if c, ok := e.X.(*ir.Const); ok && e.Op == token.SUB {
			return &ir.Const{Val: constant.UnaryOp(token.SUB, c.Val, 0), Typ: c.Typ}
		}
	}
	return nil
}

func replaceReads(list []ir.Stmt, v *ir.Var, by ir.Expr) {
	cl := ir.NewCloner()
	cl.Exprs[v] = by
	for _, s := range list {
		ir.Walk(s, func(t ir.Stmt) bool {
			ir.MapExprs(t, cl.Expr)
			return true
		})
	}
}

// times is c*e.
func times(c *ir.Const, e ir.Expr) ir.Expr {
	if isConst(c, 1) {
		return e
	}
	return ir.Op(token.MUL, c, e)
}

// difference is e, a difference, without a zero.
func difference(e *ir.Binary) ir.Expr {
	if isConst(e.Y, 0) {
		return e.X
	}
	return e
}

package adjoint

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// through is *e for a pointer, else e.
func through(e ir.Expr) ir.Expr {
	if _, ok := e.Type().Underlying().(*types.Pointer); ok {
		return &ir.Deref{X: e}
	}
	return e
}

// mul is x*y, with signs and ones taken out.
func mul(x, y ir.Expr) ir.Expr {
	if isConst(x, 1) {
		return y
	}
	if isConst(y, 1) {
		return x
	}
	if u, ok := x.(*ir.Unary); ok && u.Op == token.SUB {
		return neg(mul(u.X, y))
	}
	if u, ok := y.(*ir.Unary); ok && u.Op == token.SUB {
		return neg(mul(x, u.X))
	}
	return ir.Op(token.MUL, x, y)
}

// quo is x/y, with signs taken out.
func quo(x, y ir.Expr) ir.Expr {
	if u, ok := x.(*ir.Unary); ok && u.Op == token.SUB {
		return neg(quo(u.X, y))
	}
	return ir.Op(token.QUO, x, y)
}

// neg is -x.
func neg(x ir.Expr) ir.Expr {
	if u, ok := x.(*ir.Unary); ok && u.Op == token.SUB {
		return u.X
	}
	if c, ok := x.(*ir.Const); ok {
		return &ir.Const{Val: constant.UnaryOp(token.SUB, c.Val, 0), Typ: c.Typ}
	}
	return ir.Neg(x)
}

// isNumber reports whether e is the integer constant n.
func isNumber(e ir.Expr, n int64) bool {
	c, ok := intConst(e)
	return ok && c == n
}

// isConst reports whether e is the number n.
func isConst(e ir.Expr, n int64) bool {
	c, ok := e.(*ir.Const)
	return ok && (c.Val.Kind() == constant.Int || c.Val.Kind() == constant.Float) &&
		constant.Compare(c.Val, token.EQL, constant.MakeInt64(n))
}

// isAtom reports whether reading e costs no more than a variable.
func isAtom(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const, *ir.Ref:
		return true
	case *ir.Unary:
		return isAtom(e.X)
	case *ir.Conv:
		_, isC := e.X.(*ir.Const)
		return isC
	}
	return false
}

// cost counts the operations in e; calls and divisions count as much.
func cost(e ir.Expr) int {
	n := 0
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Binary:
			n++
			if e.Op == token.QUO && ir.IsFloat(e.Typ) {
				n += 10
			}
		case *ir.Call:
			if e.Fn.Pkg != "" {
				n += 20
			}
			n++
		case *ir.Make, *ir.New, *ir.Composite:
			n += 100
		}
		return true
	})
	return n
}

// simplifyInt folds constants in integer arithmetic: n - 1 + 1 is n.
func simplifyInt(e *ir.Binary) ir.Expr {
	x, xc := intConst(e.X)
	y, yc := intConst(e.Y)
	c := func(n int64) ir.Expr { return &ir.Const{Val: constant.MakeInt64(n), Typ: e.Typ} }
	switch {
	case xc && yc && e.Op == token.ADD:
		return c(x + y)
	case xc && yc && e.Op == token.SUB:
		return c(x - y)
	case yc && y == 0:
		return e.X
	}
	if in, ok := e.X.(*ir.Binary); ok && yc {
		if z, zc := intConst(in.Y); zc && (in.Op == token.ADD || in.Op == token.SUB) {
			if in.Op == token.SUB {
				z = -z
			}
			if e.Op == token.SUB {
				y = -y
			}
			switch sum := z + y; {
			case sum == 0:
				return in.X
			case sum > 0:
				return &ir.Binary{Op: token.ADD, X: in.X, Y: c(sum), Typ: e.Typ}
			default:
				return &ir.Binary{Op: token.SUB, X: in.X, Y: c(-sum), Typ: e.Typ}
			}
		}
	}
	return e
}

// intConst is the value of an integer constant.
func intConst(e ir.Expr) (int64, bool) {
	c, ok := e.(*ir.Const)
	if !ok || c.Val.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c.Val)
}

package pass

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Algebra that is exact in floating point: a factor of one, a double negation, a sum with a negated term. Nothing is
// reassociated, and no 0*x is made 0: that is the business of zeros, which knows an adjoint when it sees one.
func simplify(u *unit) bool {
	changed := false
	f := func(e ir.Expr) ir.Expr {
		return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			n := simpler(e)
			changed = changed || n != e
			return n
		})
	}
	for _, fn := range u.prog.Funcs {
		ir.Walk(fn.Body, func(s ir.Stmt) bool {
			if adjoint(s) { // the primal's expressions stay as the user wrote them
				ir.MapExprs(s, f)
			}
			return true
		})
		changed = branches(fn.Body) || changed
	}
	return changed
}

// simpler is e, or something that says the same in fewer words.
func simpler(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Unary:
		return simplerUnary(e)
	case *ir.Binary:
		switch {
		case ir.IsFloat(e.X.Type()) && !isComparison(e.Op):
			return simplerFloat(e)
		case isConst(e.X) != nil && isConst(e.Y) != nil:
			return foldConst(e)
		case isBool(e.X.Type()):
			return simplerBool(e)
		case ir.IsInteger(e.X.Type()):
			return simplerInt(e)
		}
	case *ir.Deref:
		if a, ok := e.X.(*ir.Addr); ok {
			return a.X
		}
	case *ir.Conv:
		if types.Identical(e.Typ, e.X.Type()) && !ir.IsFloat(e.Typ) {
			return e.X
		}
	}
	return e
}

func simplerUnary(e *ir.Unary) ir.Expr {
	switch x := e.X.(type) {
	case *ir.Unary:
		if x.Op == e.Op && e.Op != token.ADD {
			return x.X
		}
	case *ir.Const:
		if e.Op == token.NOT {
			return &ir.Const{Val: constant.UnaryOp(e.Op, x.Val, 0), Typ: x.Typ}
		}
		if e.Op == token.SUB && !isNumber(x, 0) {
			return &ir.Const{Val: constant.UnaryOp(e.Op, x.Val, 0), Typ: x.Typ}
		}
	}
	return e
}

func simplerFloat(e *ir.Binary) ir.Expr {
	if c := exact(e); c != nil {
		return c
	}
	nx, ny := negated(e.X), negated(e.Y)
	switch e.Op {
	case token.MUL:
		switch {
		case isNumber(e.X, 1):
			return e.Y
		case isNumber(e.Y, 1):
			return e.X
		case isNumber(e.X, -1):
			return ir.Neg(e.Y)
		case isNumber(e.Y, -1):
			return ir.Neg(e.X)
		case nx != nil && ny != nil:
			return ir.Op(token.MUL, nx, ny)
		case nx != nil:
			return ir.Neg(ir.Op(token.MUL, nx, e.Y))
		case ny != nil:
			return ir.Neg(ir.Op(token.MUL, e.X, ny))
		}
	case token.QUO:
		switch {
		case isNumber(e.Y, 1):
			return e.X
		case nx != nil:
			return ir.Neg(ir.Op(token.QUO, nx, e.Y))
		case ny != nil:
			return ir.Neg(ir.Op(token.QUO, e.X, ny))
		}
	case token.ADD:
		if ny != nil {
			return ir.Op(token.SUB, e.X, ny)
		}
		if nx != nil {
			return ir.Op(token.SUB, e.Y, nx)
		}
	case token.SUB:
		if ny != nil {
			return ir.Op(token.ADD, e.X, ny)
		}
	}
	return e
}

// exact is the value of an operation on constants where no rounding is involved, so that it is the machine's; else nil.
func exact(e *ir.Binary) ir.Expr {
	x, y := isConst(e.X), isConst(e.Y)
	if x == nil || y == nil || !representable(x.Val, e.Typ) || !representable(y.Val, e.Typ) {
		return nil
	}
	if e.Op == token.QUO && constant.Sign(y.Val) == 0 || constant.Sign(x.Val) == 0 { // the sign of a zero
		return nil
	}
	v := constant.BinaryOp(constant.ToFloat(x.Val), e.Op, constant.ToFloat(y.Val))
	if constant.Sign(v) == 0 || !representable(v, e.Typ) {
		return nil
	}
	return &ir.Const{Val: v, Typ: e.Typ}
}

// representable reports whether the number v is a normal value of the float type t.
func representable(v constant.Value, t types.Type) bool {
	if v.Kind() != constant.Int && v.Kind() != constant.Float {
		return false
	}
	v = constant.ToFloat(v)
	if types.Identical(t.Underlying(), types.Typ[types.Float32]) {
		_, ok := constant.Float32Val(v)
		return ok
	}
	_, ok := constant.Float64Val(v)
	return ok
}

// negated is x where e is -x, else nil.
func negated(e ir.Expr) ir.Expr {
	if u, ok := e.(*ir.Unary); ok && u.Op == token.SUB {
		return u.X
	}
	return nil
}

func simplerBool(e *ir.Binary) ir.Expr {
	for _, side := range [][2]ir.Expr{{e.X, e.Y}, {e.Y, e.X}} {
		c := isConst(side[0])
		if c == nil || c.Val.Kind() != constant.Bool {
			continue
		}
		v := constant.BoolVal(c.Val)
		switch {
		case e.Op == token.LAND && v, e.Op == token.LOR && !v:
			return side[1]
		case side[0] == e.X && (e.Op == token.LAND || e.Op == token.LOR):
			return c
		}
	}
	return e
}

func simplerInt(e *ir.Binary) ir.Expr {
	switch e.Op {
	case token.ADD:
		if isNumber(e.X, 0) {
			return e.Y
		}
		if isNumber(e.Y, 0) {
			return e.X
		}
	case token.SUB:
		if isNumber(e.Y, 0) {
			return e.X
		}
	case token.MUL:
		if isNumber(e.X, 1) {
			return e.Y
		}
		if isNumber(e.Y, 1) {
			return e.X
		}
	}
	return e
}

// foldConst computes an operation on constants, but for floats, whose rounding is the machine's.
func foldConst(e *ir.Binary) ir.Expr {
	x, y := isConst(e.X), isConst(e.Y)
	if isComparison(e.Op) {
		if x.Val.Kind() == constant.Unknown || y.Val.Kind() == constant.Unknown {
			return e
		}
		return &ir.Const{Val: constant.MakeBool(constant.Compare(x.Val, e.Op, y.Val)), Typ: e.Typ}
	}
	switch e.Op {
	case token.ADD, token.SUB, token.MUL:
		if e.Typ == ir.Int {
			v := constant.BinaryOp(x.Val, e.Op, y.Val)
			if _, exact := constant.Int64Val(v); exact {
				return &ir.Const{Val: v, Typ: e.Typ}
			}
		}
	case token.LAND, token.LOR:
		return &ir.Const{Val: constant.BinaryOp(x.Val, e.Op, y.Val), Typ: e.Typ}
	}
	return e
}

func isComparison(op token.Token) bool {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// isNumber reports whether e is the number n.
func isNumber(e ir.Expr, n int64) bool {
	c := isConst(e)
	return c != nil && (c.Val.Kind() == constant.Int || c.Val.Kind() == constant.Float) &&
		constant.Compare(c.Val, token.EQL, constant.MakeInt64(n))
}

// branches replaces an if on a constant by the branch that is taken.
func branches(blk *ir.Block) bool {
	changed := false
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = branches(in) || changed
		}
		f, ok := s.(*ir.If)
		if !ok {
			out = append(out, s)
			continue
		}
		c := isConst(f.Cond)
		switch {
		case c == nil:
			out = append(out, s)
			continue
		case constant.BoolVal(c.Val):
			out = append(out, f.Then.List...)
		case f.Else != nil:
			out = append(out, f.Else.List...)
		}
		changed = true
	}
	blk.List = out
	return changed
}

package emit

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"

	"github.com/gograd/gograd/analyzer/ir"
)

// Go evaluates an expression of constants exactly and rounds once; a program evaluates it step by step. So no
// operation on constants alone may be written as such: fold does the steps here.

// fold replaces the operations of e whose operands are constants by what they give, and writes signs as a person would: a - b for
// a + -b. Every value stays what it was to the last bit.
func fold(e ir.Expr) ir.Expr { return ir.MapExpr(e, foldNode) }

func foldNode(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Unary:
		return foldUnary(e)
	case *ir.Binary:
		x, xc := e.X.(*ir.Const)
		y, yc := e.Y.(*ir.Const)
		if xc && yc {
			return foldBinary(e, x, y)
		}
		return foldSigns(e)
	case *ir.Conv:
		if c, ok := e.X.(*ir.Const); ok {
			return foldConv(e, c)
		}
	case *ir.Slice:
		if in, ok := e.X.(*ir.Slice); ok && in.Lo == nil && in.Hi == nil && in.Max == nil {
			return &ir.Slice{X: in.X, Lo: e.Lo, Hi: e.Hi, Max: e.Max} // x[:][:n]
		}
	case *ir.Call:
		if e.Fn.Pkg == "" && (e.Fn.Name == "min" || e.Fn.Name == "max") && len(e.Args) == 1 {
			return e.Args[0]
		}
	case *ir.Addr:
		if d, ok := e.X.(*ir.Deref); ok && types.Identical(d.X.Type(), e.Type()) {
			return d.X
		}
	case *ir.Deref:
		if a, ok := e.X.(*ir.Addr); ok {
			return a.X
		}
	}
	return e
}

func foldUnary(e *ir.Unary) ir.Expr {
	if u, ok := e.X.(*ir.Unary); ok && u.Op == e.Op {
		return u.X // -(-x), !(!x), ^(^x)
	}
	if b, ok := e.X.(*ir.Binary); ok && e.Op == token.SUB {
		if n := signedProduct(b); n != nil {
			return n
		}
	}
	if b, ok := e.X.(*ir.Binary); ok && e.Op == token.NOT {
		if n := negate(b); isComparison(b.Op) && !isNot(n) {
			return n
		}
	}
	c, ok := e.X.(*ir.Const)
	if !ok {
		return e
	}
	switch b := c.Typ.Underlying().(*types.Basic); {
	case e.Op == token.NOT:
		return &ir.Const{Val: constant.UnaryOp(token.NOT, c.Val, 0), Typ: c.Typ}
	case e.Op == token.SUB && b.Info()&types.IsFloat != 0:
		return negated(c, b)
	case b.Info()&types.IsInteger != 0:
		return wrapped(constant.UnaryOp(e.Op, constant.ToInt(c.Val), 0), c.Typ, b)
	}
	return e
}

// signedProduct writes -(x * y) as -x * y, and so for quotients of floats, which is the same to the bit.
func signedProduct(e *ir.Binary) ir.Expr {
	if e.Op != token.MUL && (e.Op != token.QUO || !ir.IsFloat(e.Typ)) {
		return nil
	}
	var x ir.Expr
	switch l := e.X.(type) {
	case *ir.Const:
		x = foldUnary(&ir.Unary{Op: token.SUB, X: l})
		if _, ok := x.(*ir.Const); !ok {
			return nil // zero
		}
	case *ir.Binary:
		if x = signedProduct(l); x == nil {
			return nil
		}
	default:
		x = foldUnary(&ir.Unary{Op: token.SUB, X: l})
	}
	return &ir.Binary{Op: e.Op, X: x, Y: e.Y, Typ: e.Typ}
}

// negated is -c. What the user wrote stays: -math.Pi, -1e-3.
func negated(c *ir.Const, b *types.Basic) ir.Expr {
	x := round(b, c.Val)
	if c.Obj != nil && x != 0 {
		return &ir.Unary{Op: token.SUB, X: c}
	}
	n := float(-x, c.Typ)
	if k, ok := n.(*ir.Const); ok && c.Text != "" {
		if c.Text[0] == '-' {
			k.Text = c.Text[1:]
		} else {
			k.Text = "-" + c.Text
		}
	}
	return n
}

func foldBinary(e *ir.Binary, x, y *ir.Const) ir.Expr {
	xb, _ := x.Typ.Underlying().(*types.Basic)
	yb, _ := y.Typ.Underlying().(*types.Basic)
	if xb == nil || yb == nil {
		return e
	}
	switch e.Op {
	case token.LAND, token.LOR:
		return &ir.Const{Val: constant.BinaryOp(x.Val, e.Op, y.Val), Typ: e.Typ}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		xv, yv := x.Val, y.Val
		if xb.Info()&types.IsFloat != 0 {
			xv, yv = constant.MakeFloat64(round(xb, xv)), constant.MakeFloat64(round(yb, yv))
		}
		return &ir.Const{Val: constant.MakeBool(constant.Compare(xv, e.Op, yv)), Typ: e.Typ}
	}
	switch {
	case xb.Info()&types.IsFloat != 0:
		return foldFloats(e, round(xb, x.Val), round(yb, y.Val), xb.Kind() == types.Float32)
	case xb.Info()&types.IsInteger != 0:
		return foldInts(e, constant.ToInt(x.Val), constant.ToInt(y.Val), xb)
	case e.Op == token.ADD && xb.Info()&types.IsString != 0:
		return &ir.Const{Val: constant.BinaryOp(x.Val, token.ADD, y.Val), Typ: e.Typ}
	}
	return e
}

func foldFloats(e *ir.Binary, x, y float64, single bool) ir.Expr {
	var z float64
	switch e.Op {
	case token.ADD:
		z = x + y
	case token.SUB:
		z = x - y
	case token.MUL:
		z = x * y
	case token.QUO:
		z = x / y
	default:
		return e
	}
	if single { // a float64 has more than twice the bits, so rounding twice is rounding once
		z = float64(float32(z))
	}
	return float(z, e.Typ)
}

// float is x as an expression of the floating-point type t: a constant, or a call for what no constant can be.
func float(x float64, t types.Type) ir.Expr {
	call := func(name string, args ...ir.Expr) ir.Expr {
		var c ir.Expr = &ir.Call{Fn: ir.FuncRef{Pkg: "math", Name: name}, Args: args, Typ: ir.Float64}
		if !types.Identical(t, ir.Float64) {
			c = &ir.Conv{X: c, Typ: t}
		}
		return c
	}
	switch {
	case math.IsNaN(x):
		return call("NaN")
	case math.IsInf(x, 1):
		return call("Inf", ir.IntConst(1))
	case math.IsInf(x, -1):
		return call("Inf", ir.IntConst(-1))
	case x == 0 && math.Signbit(x):
		return call("Copysign", ir.FloatConst(0, ir.Float64), ir.IntConst(-1))
	}
	return ir.FloatConst(x, t)
}

func foldInts(e *ir.Binary, x, y constant.Value, b *types.Basic) ir.Expr {
	switch e.Op {
	case token.QUO, token.REM:
		if constant.Sign(y) == 0 {
			return e
		}
		if e.Op == token.QUO {
			return wrapped(constant.BinaryOp(x, token.QUO_ASSIGN, y), e.Typ, b)
		}
		return wrapped(constant.BinaryOp(x, token.REM, y), e.Typ, b)
	case token.SHL, token.SHR:
		n, ok := constant.Uint64Val(y)
		if !ok || constant.Sign(y) < 0 {
			return e
		}
		return wrapped(constant.Shift(x, e.Op, uint(min(n, 64))), e.Typ, b)
	}
	return wrapped(constant.BinaryOp(x, e.Op, y), e.Typ, b)
}

// wrapped is v reduced to the range of the integer type t.
func wrapped(v constant.Value, t types.Type, b *types.Basic) ir.Expr {
	size := uint(8 * types.SizesFor("gc", "amd64").Sizeof(b))
	one := constant.MakeInt64(1)
	mask := constant.BinaryOp(constant.Shift(one, token.SHL, size), token.SUB, one)
	v = constant.BinaryOp(v, token.AND, mask)
	if b.Info()&types.IsUnsigned == 0 && constant.Sign(constant.BinaryOp(v, token.AND, constant.Shift(one, token.SHL, size-1))) != 0 {
		v = constant.BinaryOp(v, token.SUB, constant.Shift(one, token.SHL, size))
	}
	return &ir.Const{Val: v, Typ: t}
}

// foldConv does T(c) for numeric constants, in the steps of a running program: c is rounded to its own type first.
func foldConv(e *ir.Conv, c *ir.Const) ir.Expr {
	from, ok1 := c.Typ.Underlying().(*types.Basic)
	to, ok2 := e.Typ.Underlying().(*types.Basic)
	if !ok1 || !ok2 {
		return e
	}
	fromFloat, toFloat := from.Info()&types.IsFloat != 0, to.Info()&types.IsFloat != 0
	fromInt, toInt := from.Info()&types.IsInteger != 0, to.Info()&types.IsInteger != 0
	switch {
	case types.Identical(from, to):
		return &ir.Const{Val: c.Val, Typ: e.Typ, Text: c.Text}
	case fromFloat && toFloat:
		x := round(from, c.Val)
		if to.Kind() == types.Float32 {
			x = float64(float32(x))
		}
		if math.IsInf(x, 0) {
			return float(x, e.Typ)
		}
		k := ir.FloatConst(x, e.Typ)
		k.Obj, k.Text = c.Obj, c.Text // if they still say the same
		return k
	case fromInt && toFloat:
		n := constant.ToInt(c.Val)
		return &ir.Const{Val: constant.MakeFloat64(round(to, constant.ToFloat(n))), Typ: e.Typ, Obj: c.Obj, Text: c.Text}
	case fromInt && toInt:
		return wrapped(constant.ToInt(c.Val), e.Typ, to)
	case fromFloat && toInt:
		x := math.Trunc(round(from, c.Val))
		if math.Abs(x) < 1<<31 { // beyond, the result is the machine's own
			return wrapped(constant.MakeInt64(int64(x)), e.Typ, to)
		}
	}
	return e
}

// foldSigns writes x + -y as x - y and x - -y as x + y.
func foldSigns(e *ir.Binary) ir.Expr {
	if e.Op != token.ADD && e.Op != token.SUB {
		return e
	}
	y, ok := unsigned(e.Y)
	if !ok {
		return e
	}
	if e.Op == token.ADD {
		return &ir.Binary{Op: token.SUB, X: e.X, Y: y, Typ: e.Typ}
	}
	return &ir.Binary{Op: token.ADD, X: e.X, Y: y, Typ: e.Typ}
}

// unsigned gives -e where e bears a visible minus sign: -x, -x * y, x * -y, and -x / y of floats. For floats the sign of a product doesn't
// depend on where the minus stands, and integers wrap; only an integer's quotient may overflow in one form and not in the other.
func unsigned(e ir.Expr) (ir.Expr, bool) {
	switch e := e.(type) {
	case *ir.Unary:
		return e.X, e.Op == token.SUB
	case *ir.Const:
		b, ok := e.Typ.Underlying().(*types.Basic)
		if !ok || b.Info()&types.IsNumeric == 0 || constant.Sign(e.Val) >= 0 || e.Obj != nil {
			return nil, false
		}
		if b.Info()&types.IsFloat != 0 {
			n := negated(e, b)
			_, isConst := n.(*ir.Const)
			return n, isConst
		}
		n := wrapped(constant.UnaryOp(token.SUB, constant.ToInt(e.Val), 0), e.Typ, b).(*ir.Const)
		return n, constant.Sign(n.Val) > 0
	case *ir.Binary:
		if e.Op != token.MUL && (e.Op != token.QUO || !ir.IsFloat(e.Typ)) {
			return nil, false
		}
		if x, ok := unsigned(e.X); ok {
			return &ir.Binary{Op: e.Op, X: x, Y: e.Y, Typ: e.Typ}, true
		}
		if y, ok := unsigned(e.Y); ok {
			return &ir.Binary{Op: e.Op, X: e.X, Y: y, Typ: e.Typ}, true
		}
	}
	return nil, false
}

func isNot(e ir.Expr) bool {
	u, ok := e.(*ir.Unary)
	return ok && u.Op == token.NOT
}

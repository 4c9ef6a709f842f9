package pass

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"

	"github.com/gograd/gograd/analyzer/ir"
)

// Numbers: the numbers that are factors or divisors of a product in the adjoint become one, in front:
//
//	-a * x * 0.5 * (1.1283791670955126 * e) / math.Sqrt2        -0.3989422804014327 * a * x * e
//
// This changes the value by rounding only, as long as the numbers are of an ordinary size; float32, where a rounding counts, stays, and so do
// constants that have a name. One number alone stays where it is, so
// that x/3 is still that.
func numbers(u *unit) bool {
	changed := false
	for _, f := range u.prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if !adjoint(s) || s.Origin() == nil {
				return true
			}
			ir.MapExprs(s, func(e ir.Expr) ir.Expr {
				n := numbersIn(e)
				changed = changed || n != e
				return n
			})
			return true
		})
	}
	return changed
}

// numbersIn is e with one number in each product.
func numbersIn(e ir.Expr) ir.Expr {
	if n := oneNumber(e); n != nil {
		e = n
	}
	ops := e.Operands()
	out := make([]ir.Expr, len(ops))
	same := true
	for i, o := range ops {
		out[i] = numbersIn(o)
		same = same && out[i] == o
	}
	if same {
		return e
	}
	return e.WithOperands(out)
}

// oneNumber is the product e with one number for several; nil if there are none.
func oneNumber(e ir.Expr) ir.Expr {
	b, ok := e.(*ir.Binary)
	if !ok || b.Op != token.MUL && b.Op != token.QUO || !isDouble(b.Typ) {
		return nil
	}
	p := &numbered{val: constant.MakeInt64(1), ok: true}
	rest := p.take(e)
	n := &ir.Const{Val: rounded(p.val), Typ: b.Typ}
	switch {
	case !p.ok || p.count < 2 || !ordinary(n):
		return nil
	case rest == nil:
		return n
	case isNumber(n, 1):
		return rest
	case isNumber(n, -1):
		return ir.Neg(rest)
	case constant.Sign(n.Val) < 0:
		return ir.Neg(timesNumber(&ir.Const{Val: constant.UnaryOp(token.SUB, n.Val, 0), Typ: n.Typ}, rest))
	}
	return timesNumber(n, rest)
}

// timesNumber is n*e, with n before all other factors of e.
func timesNumber(n *ir.Const, e ir.Expr) ir.Expr {
	if b, ok := e.(*ir.Binary); ok && (b.Op == token.MUL || b.Op == token.QUO) {
		return &ir.Binary{Op: b.Op, X: timesNumber(n, b.X), Y: b.Y, Typ: b.Typ}
	}
	return ir.Op(token.MUL, n, e)
}

// numbered is the product of the numbers that were taken out of another.
type numbered struct {
	val   constant.Value
	count int
	ok    bool // all are of an ordinary size
}

// take is what is left of the product e without its numbers and its sign; nil for nothing.
func (p *numbered) take(e ir.Expr) ir.Expr {
	switch x := e.(type) {
	case *ir.Const:
		if plainNumber(x) {
			p.number(x, token.MUL)
			return nil
		}
	case *ir.Unary:
		if x.Op == token.SUB {
			p.val = constant.UnaryOp(token.SUB, p.val, 0)
			return p.take(x.X)
		}
	case *ir.Binary:
		switch c := isConst(x.Y); {
		case x.Op == token.MUL:
			return timesRest(p.take(x.X), p.take(x.Y))
		case x.Op == token.QUO && c != nil && plainNumber(c):
			p.number(c, token.QUO)
			return p.take(x.X)
		case x.Op == token.QUO && isConst(x.X) == nil:
			inner := *p
			if rest := inner.take(x.X); rest != nil { // else it would leave a number behind
				*p = inner
				return &ir.Binary{Op: token.QUO, X: rest, Y: x.Y, Typ: x.Typ}
			}
		}
	}
	return e
}

func (p *numbered) number(c *ir.Const, op token.Token) {
	if p.ok = p.ok && ordinary(c); p.ok {
		p.val, p.count = constant.BinaryOp(p.val, op, constant.ToFloat(c.Val)), p.count+1
	}
}

// plainNumber reports whether c has no name that the user has given.
func plainNumber(c *ir.Const) bool {
	return c.Obj == nil || c.Obj.Pkg() != nil && c.Obj.Pkg().Path() == "math"
}

func timesRest(x, y ir.Expr) ir.Expr {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	return ir.Op(token.MUL, x, y)
}

// ordinary reports whether a product with c neither overflows nor underflows where the other factors do not nearly do so.
func ordinary(c *ir.Const) bool {
	x, _ := constant.Float64Val(constant.ToFloat(c.Val))
	return math.Abs(x) >= 0x1p-30 && math.Abs(x) <= 0x1p30
}

// rounded is v as a float64.
func rounded(v constant.Value) constant.Value {
	x, _ := constant.Float64Val(v)
	return constant.MakeFloat64(x)
}

// isDouble reports whether t is float64, or a type like it.
func isDouble(t types.Type) bool { return types.Identical(t.Underlying(), types.Typ[types.Float64]) }

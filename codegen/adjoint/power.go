package adjoint

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// powers writes the adjoint of a product in which a factor occurs several times, c*x*x say, as a person would: 2*c*x, not c*x + x*c.
// It reports false for other products.
func (l *local) powers(e *ir.Binary, a ir.Expr) bool {
	fs := factors(e, nil)
	count := make([]int, len(fs)) // how often a factor occurs, at its first place; 0 at the others
	repeated := false
	for i, f := range fs {
		for j := range fs[:i+1] {
			if ir.Equal(fs[j], f) {
				count[j]++
				repeated = repeated || count[j] > 1 && l.b.act.Varied(f)
				break
			}
		}
	}
	if !repeated {
		return false
	}
	a = l.bind(a, l.b.dname(valueName(e)))
	for i, f := range fs {
		if count[i] == 0 || !l.b.act.Varied(f) {
			continue
		}
		p := mul(number(int64(count[i]), a), a)
		for j, g := range fs {
			if n := count[j]; n > 0 {
				if j == i {
					n--
				}
				for range n {
					p = mulConst(p, g)
				}
			}
		}
		l.inner(f, p)
	}
	return true
}

// smallPower writes the adjoint of math.Pow(x, 2) and math.Pow(x, 3) as a product: 2*x is what a power of x, or the quotient of one with x, would
// give at many times the cost. It reports false for other calls.
func (l *local) smallPower(e *ir.Call, a ir.Expr) bool {
	if e.Fn.Pkg != "math" || e.Fn.Name != "Pow" || !isConst(e.Args[1], 2) && !isConst(e.Args[1], 3) {
		return false
	}
	x := e.Args[0]
	if !isAtom(x) && isConst(e.Args[1], 3) {
		return false
	}
	if isConst(e.Args[1], 2) {
		l.inner(x, mul(mul(number(2, a), a), x))
	} else {
		l.inner(x, mul(mul(mul(number(3, a), a), x), x))
	}
	return true
}

// factors flattens a product.
func factors(e ir.Expr, out []ir.Expr) []ir.Expr {
	if m, ok := e.(*ir.Binary); ok && m.Op == token.MUL {
		return factors(m.Y, factors(m.X, out))
	}
	return append(out, e)
}

func number(n int64, like ir.Expr) ir.Expr {
	return &ir.Const{Val: constant.MakeInt64(n), Typ: like.Type()}
}

// mulConst is p*g, with the number at the head of p multiplied by g where g is one too and the product is exact.
func mulConst(p, g ir.Expr) ir.Expr {
	c, ok := g.(*ir.Const)
	head, rest := leading(p)
	if !ok || head == nil {
		return mul(p, g)
	}
	v := constant.BinaryOp(constant.ToFloat(head.Val), token.MUL, constant.ToFloat(c.Val))
	if _, exact := constant.Float64Val(v); !exact {
		return mul(p, g)
	}
	n := &ir.Const{Val: v, Typ: head.Typ}
	if rest == nil {
		return n
	}
	return mul(n, rest)
}

// leading splits a product into the constant that it starts with and the rest.
func leading(p ir.Expr) (*ir.Const, ir.Expr) {
	if c, ok := p.(*ir.Const); ok {
		return c, nil
	}
	m, ok := p.(*ir.Binary)
	if !ok || m.Op != token.MUL {
		return nil, nil
	}
	c, rest := leading(m.X)
	if c == nil {
		return nil, nil
	}
	if rest == nil {
		return c, m.Y
	}
	return c, ir.Op(token.MUL, rest, m.Y)
}

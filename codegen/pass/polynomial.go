package pass

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// polynomial is an int expression as a sum of products of what can't be taken apart: factors by number → coefficient. Two expressions with
// one polynomial have one value, since the operations are those of the integers modulo 2⁶⁴.
type polynomial map[string]int64

// atoms numbers the expressions that polynomials are made of.
type atoms struct{ list []ir.Expr }

func (a *atoms) number(e ir.Expr) int {
	for i, x := range a.list {
		if ir.Equal(x, e) {
			return i
		}
	}
	a.list = append(a.list, e)
	return len(a.list) - 1
}

// polynomial is that of e.
func (a *atoms) polynomial(e ir.Expr) polynomial {
	if c := isConst(e); c != nil {
		if n, ok := constant.Int64Val(constant.ToInt(c.Val)); ok {
			return polynomial{"": n}
		}
	}
	if u, ok := e.(*ir.Unary); ok && u.Op == token.SUB && u.Type() == ir.Int {
		return polynomial{}.plus(a.polynomial(u.X), -1)
	}
	b, ok := e.(*ir.Binary)
	if !ok || b.Typ != ir.Int {
		return polynomial{fmt.Sprintf("%04d", a.number(e)): 1}
	}
	x, y := a.polynomial, a.polynomial
	switch b.Op {
	case token.ADD:
		return x(b.X).plus(y(b.Y), 1)
	case token.SUB:
		return x(b.X).plus(y(b.Y), -1)
	case token.MUL:
		return x(b.X).times(y(b.Y))
	}
	return polynomial{fmt.Sprintf("%04d", a.number(e)): 1}
}

// plus is p + k*q.
func (p polynomial) plus(q polynomial, k int64) polynomial {
	out := polynomial{}
	for m, c := range p {
		out[m] += c
	}
	for m, c := range q {
		out[m] += k * c
	}
	for m, c := range out {
		if c == 0 {
			delete(out, m)
		}
	}
	return out
}

func (p polynomial) times(q polynomial) polynomial {
	out := polynomial{}
	for m, c := range p {
		for n, d := range q {
			out = out.plus(polynomial{product(m, n): c * d}, 1)
		}
	}
	return out
}

// product puts the factors of two products, four digits each, into one, in order.
func product(m, n string) string {
	var factors []string
	for s := m + n; s != ""; s = s[4:] {
		factors = append(factors, s[:4])
	}
	slices.Sort(factors)
	out := ""
	for _, f := range factors {
		out += f
	}
	return out
}

// constant is the number that p is, if it is one.
func (p polynomial) constant() (n int64, ok bool) {
	return p[""], len(p) == 0 || len(p) == 1 && p[""] != 0
}

// expr is an expression with the value of p, the shortest factors first to be written: what is added, what is subtracted, the constant.
func (a *atoms) expr(p polynomial) ir.Expr {
	var monomials []string
	for m := range p {
		if m != "" {
			monomials = append(monomials, m)
		}
	}
	slices.SortFunc(monomials, func(m, n string) int {
		if (p[m] < 0) != (p[n] < 0) {
			return cmp.Compare(p[n], p[m])
		}
		return strings.Compare(m, n)
	})
	var sum ir.Expr
	add := func(e ir.Expr, minus bool) {
		switch {
		case sum == nil && minus:
			sum = ir.Neg(e)
		case sum == nil:
			sum = e
		case minus:
			sum = ir.Op(token.SUB, sum, e)
		default:
			sum = ir.Op(token.ADD, sum, e)
		}
	}
	for _, m := range monomials {
		n := p[m]
		minus := n < 0 && n != math.MinInt64
		if minus {
			n = -n
		}
		add(a.monomial(m, n), minus)
	}
	switch n := p[""]; {
	case sum == nil:
		return ir.IntConst(n)
	case n > 0 || n == math.MinInt64:
		add(ir.IntConst(n), false)
	case n < 0:
		add(ir.IntConst(-n), true)
	}
	return sum
}

// monomial is n times the atoms that m numbers.
func (a *atoms) monomial(m string, n int64) ir.Expr {
	var e ir.Expr
	if n != 1 {
		e = ir.IntConst(n)
	}
	for ; m != ""; m = m[4:] {
		k, _ := strconv.Atoi(m[:4])
		if e == nil {
			e = a.list[k]
		} else {
			e = ir.Op(token.MUL, e, a.list[k])
		}
	}
	return e
}

package pass

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// divisionCost is how many multiplications a division costs.
const divisionCost = 4

// summand is one of the things that a sum is made of.
type summand struct {
	e   ir.Expr
	neg bool
}

// summands takes the sum e apart.
func summands(e ir.Expr, neg bool, list []summand) []summand {
	switch x := e.(type) {
	case *ir.Unary:
		if x.Op == token.SUB {
			return summands(x.X, !neg, list)
		}
	case *ir.Binary:
		if x.Op == token.ADD || x.Op == token.SUB {
			return summands(x.Y, neg != (x.Op == token.SUB), summands(x.X, neg, list))
		}
	}
	return append(list, summand{e, neg})
}

// productCost is the cost of the operations between the factors of e.
func productCost(e ir.Expr) int {
	switch x := e.(type) {
	case *ir.Unary:
		if x.Op == token.SUB {
			return productCost(x.X)
		}
	case *ir.Binary:
		switch x.Op {
		case token.MUL:
			return 1 + productCost(x.X) + productCost(x.Y)
		case token.QUO:
			return divisionCost + productCost(x.X)
		}
	}
	return 0
}

// product takes the product e in statement k apart; nil if a factor may change later, or could panic.
func (t *terms) product(k int, e ir.Expr, c *certain) *term {
	m := &term{at: k, lead: -1}
	if !t.factors(m, k, e, false, c) {
		return nil
	}
	for _, f := range m.num {
		if isConst(t.atoms[f]) == nil {
			m.lead = f
			break
		}
	}
	if m.lead < 0 {
		return nil
	}
	return m
}

// factors adds those of e to m, or its divisors.
func (t *terms) factors(m *term, k int, e ir.Expr, inverse bool, c *certain) bool {
	switch x := e.(type) {
	case *ir.Unary:
		if x.Op == token.SUB && !inverse {
			m.neg = !m.neg
			return t.factors(m, k, x.X, false, c)
		}
	case *ir.Binary:
		switch {
		case x.Op == token.MUL && !inverse:
			return t.factors(m, k, x.X, false, c) && t.factors(m, k, x.Y, false, c)
		case x.Op == token.QUO && !inverse:
			return t.factors(m, k, x.X, false, c) && t.factors(m, k, x.Y, true, c)
		}
	case *ir.Const:
		if constant.Sign(x.Val) < 0 && !inverse && x.Obj == nil {
			m.neg = !m.neg
			e = &ir.Const{Val: constant.UnaryOp(token.SUB, x.Val, 0), Typ: x.Typ}
		}
	case *ir.Ref:
		if d := t.defs[x.Var]; d != nil && !inverse {
			m.neg = m.neg != d.t.neg
			m.num, m.den = append(m.num, d.t.num...), append(m.den, d.t.den...)
			return true
		}
	}
	if !t.steady(e, k) || !pure(e) || !c.holds(e) {
		return false
	}
	if n := t.number(e); inverse {
		m.den = append(m.den, n)
	} else {
		m.num = append(m.num, n)
	}
	return true
}

// steady reports whether e, which statement k reads, is not changed by that or a later one.
func (t *terms) steady(e ir.Expr, k int) bool {
	ok := true
	t.x.u.graph.Reads(e, func(n *flow.Node) {
		last, written := t.last[n]
		ok = ok && !(written && last >= k)
	})
	return ok
}

// number is that of the factor e.
func (t *terms) number(e ir.Expr) int {
	for i, x := range t.atoms {
		if ir.Equal(x, e) {
			return i
		}
	}
	t.atoms = append(t.atoms, e)
	return len(t.atoms) - 1
}

// monomial is a product without its sign.
type monomial struct{ num, den []int }

// commonFactors is the largest product that divides both.
func commonFactors(a, b *term) monomial {
	num, _ := shared(a.num, b.num)
	den, _ := shared(a.den, b.den)
	return monomial{num, den}
}

// without is what is left of the term divided by c; false if c does not divide it.
func (m *term) without(c monomial) (monomial, bool) {
	_, num := shared(c.num, m.num)
	_, den := shared(c.den, m.den)
	return monomial{num, den}, len(num) == len(m.num)-len(c.num) && len(den) == len(m.den)-len(c.den)
}

// shared gives the factors of b that are in a too, and those that are not.
func shared(a, b []int) (both, rest []int) {
	var used uint64 // of a
	for _, f := range b {
		found := false
		for i, g := range a[:min(len(a), 64)] {
			if g == f && used&(1<<i) == 0 {
				used |= 1 << i
				found = true
				break
			}
		}
		if found {
			both = append(both, f)
		} else {
			rest = append(rest, f)
		}
	}
	return both, rest
}

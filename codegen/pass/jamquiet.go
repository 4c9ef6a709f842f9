package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// quiet reports whether nothing in list, with all inside, can panic under conditions that can be asked at the start of an iteration; these
// it adds to the others. c is what is certain before list; around are the loops around list that are one for all iterations. An
// adjoint repeats accesses that did not panic.
func (b *jamBody) quiet(list []ir.Stmt, c *certain, around []*ir.Count) bool {
	for _, s := range list {
		if !adjoint(s) {
			for _, e := range ir.Exprs(s) {
				if !b.safe(e, c, around) {
					return false
				}
			}
		}
		inner := around
		if n, ok := s.(*ir.Count); ok {
			inner = append(around[:len(around):len(around)], n)
		}
		for _, in := range ir.Blocks(s) {
			if !b.quiet(in.List, c.inside(s), inner) {
				return false
			}
		}
		c = c.past(s)
	}
	return len(b.terms)+len(b.limits) <= maxJamTerms
}

// safe reports whether e can't panic, under conditions that it adds.
func (b *jamBody) safe(e ir.Expr, c *certain, around []*ir.Count) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if !ok || !step(e) || c.step(e) {
			return ok
		}
		x, index := e.(*ir.Index)
		ok = index && b.long(x, around)
		return ok
	})
	return ok
}

// long adds the condition that the slice that e is an element of is long enough for the loop that e's index goes through.
func (b *jamBody) long(e *ir.Index, around []*ir.Count) bool {
	if !ir.IsSlice(e.X.Type()) {
		return false
	}
	x, ok := b.atStart(e.X)
	r, ref := e.I.(*ir.Ref)
	if !ok || !ref || !b.start.holds(x) {
		return false
	}
	if r.Var == b.n.Var {
		if reads(x, b.n.Var) {
			return false
		}
		for _, l := range b.limits {
			if ir.Equal(l, x) {
				return true
			}
		}
		b.limits = append(b.limits, x)
		return true
	}
	for _, c := range around {
		if c.Var != r.Var || c.Step != 1 || !b.j.l.natural(c.Lo, nil) {
			continue
		}
		hi, ok := b.atStart(c.Hi)
		if !ok || !b.start.holds(hi) {
			return false
		}
		each := reads(x, b.n.Var) || reads(hi, b.n.Var) && !b.rows[c]
		b.compare(func(k int64) ir.Expr {
			if k > 0 && !each {
				return nil
			}
			at := k
			if b.rows[c] {
				at = 0
			}
			return ir.Compare(token.LEQ, b.shifted(hi, at), ir.Len(b.shifted(x, k)))
		})
		return true
	}
	return false
}

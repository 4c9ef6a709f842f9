package pass

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// maxDistance bounds the distances that distinct looks at, so that an index and a distance have a sum: the indices of floats in memory are far below
// the largest int.
const maxDistance = 1 << 40

// distinct tells that two places in memory belong to different elements of one slice, since their indices are at a distance that is a constant,
// or are kept apart by the bounds of a loop:
//
//	for i := range s {
//		for j := i + 1; j < len(s); j++ {
//			p, q := &s[i], &s[j] // *p is not *q
//
// Both indices are valid where the places are touched, so that a bound like i+1 does not overflow. What is
// behind a reference in an element, as in s[i].x[0], may be shared by several.
type distinct struct {
	l     *lengths
	atoms *atoms
	loops map[*ir.Var]*ir.Count // by counter; nil for one that several loops have
}

func newDistinct(l *lengths, f *ir.Func) *distinct {
	d := &distinct{l: l, atoms: &atoms{}, loops: map[*ir.Var]*ir.Count{}}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		if c, ok := s.(*ir.Count); ok {
			if _, again := d.loops[c.Var]; again {
				c, d.loops[c.Var] = nil, nil
			} else {
				d.loops[c.Var] = c
			}
		}
		return true
	})
	return d
}

// places reports whether a and b certainly have no memory in common. Variables that they are found by, but for counters, never change.
func (d *distinct) places(a, b ir.Expr) bool {
	x, i, ok1 := d.element(a)
	y, j, ok2 := d.element(b)
	return ok1 && ok2 && ir.Equal(x, y) && d.indices(i, j)
}

// element gives the slice, and the index in it, whose element the place e is or is a part of.
func (d *distinct) element(e ir.Expr) (base ir.Expr, i polynomial, ok bool) {
	e = d.l.resolve(e)
	for {
		switch x := e.(type) {
		case *ir.Field:
			e = x.X
			continue
		case *ir.Index:
			if !ir.IsSlice(x.X.Type()) {
				e = x.X
				continue
			}
			if !d.l.constant(x.X) || !d.l.constant(x.I) {
				return nil, nil, false
			}
			base, i = d.whole(x.X, d.atoms.polynomial(d.l.number(x.I)))
			return base, i, true
		}
		return nil, nil, false
	}
}

// whole gives the slice that x is cut from, and the index in it of what has the index i in x.
func (d *distinct) whole(x ir.Expr, i polynomial) (ir.Expr, polynomial) {
	for {
		s, ok := x.(*ir.Slice)
		if !ok || !ir.IsSlice(s.X.Type()) {
			return x, i
		}
		if s.Lo != nil {
			i = i.plus(d.atoms.polynomial(d.l.number(s.Lo)), 1)
		}
		x = s.X
	}
}

// indices reports whether i and j are certainly different.
func (d *distinct) indices(i, j polynomial) bool {
	gap := j.plus(i, -1)
	if n, ok := gap.constant(); ok {
		return n != 0 && -maxDistance < n && n < maxDistance
	}
	for m, k := range gap {
		if len(m) != 4 || k != 1 && k != -1 {
			continue
		}
		if r, ok := d.atoms.list[index(m)].(*ir.Ref); ok && d.above(gap, m, k, d.loops[r.Var]) {
			return true
		}
	}
	return false
}

// above reports whether gap, in which the counter of c, which is m, is k times, does not become zero while c runs.
func (d *distinct) above(gap polynomial, m string, k int64, c *ir.Count) bool {
	if c == nil || !d.l.constant(c.Lo) || !d.l.constant(c.Hi) {
		return false
	}
	lo, hi := c.Lo, c.Hi
	if c.Step < 0 {
		lo, hi = next(c.Hi), next(c.Lo)
	}
	rest := gap.plus(polynomial{m: 1}, -k)
	if k < 0 { // its negative is as good
		rest = polynomial{}.plus(rest, -1)
	}
	least, ok := rest.plus(d.atoms.polynomial(d.l.number(lo)), 1).constant()
	if ok && 0 < least && least < maxDistance {
		return true
	}
	most, ok := rest.plus(d.atoms.polynomial(d.l.number(hi)), 1).constant() // one more than that
	return ok && -maxDistance < most && most <= 0
}

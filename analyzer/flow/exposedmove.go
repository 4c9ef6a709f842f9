package flow

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// moved is the place e, which lies in or behind the place d, as it is found in src, which is stored to d.
func (a *Exposed) moved(e, d, src ir.Expr) []ir.Expr {
	if key(e) == key(d) {
		if r, ok := src.(*ir.Slice); ok && r.Lo == nil && r.Hi == nil && r.Max == nil {
			src = r.X
		}
		if ir.IsPlace(src) {
			return []ir.Expr{src}
		}
		return nil
	}
	switch e := e.(type) {
	case *ir.Field:
		if c, ok := src.(*ir.Composite); ok && key(e.X) == key(d) {
			return a.element(c.Elems[e.F])
		}
		return each(a.moved(e.X, d, src), func(x ir.Expr) ir.Expr { return &ir.Field{X: x, F: e.F} })
	case *ir.Index:
		if c, ok := src.(*ir.Composite); ok && key(e.X) == key(d) {
			return a.elements(c, e.I)
		}
		if s, ok := e.I.(*span); ok && key(s.hi) == key(a.x.length(e.X)) && pureIndex(s.lo) {
			return each(a.moved(e.X, d, src), func(x ir.Expr) ir.Expr {
				return &ir.Index{X: x, I: &span{s.lo, a.x.length(x)}}
			})
		}
		if normalIndex(e.I, d) {
			return each(a.moved(e.X, d, src), func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: e.I} })
		}
	case *ir.Deref:
		if ad, ok := src.(*ir.Addr); ok && key(e.X) == key(d) {
			return []ir.Expr{ad.X}
		}
		return each(a.moved(e.X, d, src), func(x ir.Expr) ir.Expr { return &ir.Deref{X: x} })
	}
	return nil
}

// normalIndex reports whether the index i says the same before d is stored to.
func normalIndex(i, d ir.Expr) bool {
	ok := true
	ir.WalkExpr(i, func(e ir.Expr) bool {
		ok = ok && key(e) != key(d)
		return ok
	})
	return ok && pureIndex(i)
}

// pureIndex reports whether i reads no memory, but the lengths of variables.
func pureIndex(i ir.Expr) bool {
	ok := true
	ir.WalkExpr(i, func(e ir.Expr) bool {
		switch e.(type) {
		case *ir.Index, *ir.Deref, *ir.Field:
			ok = false
		}
		return ok
	})
	return ok
}

func each(list []ir.Expr, f func(ir.Expr) ir.Expr) []ir.Expr {
	var out []ir.Expr
	for _, e := range list {
		out = append(out, f(e))
	}
	return out
}

// element is what is exposed by the element e of a literal being so.
func (a *Exposed) element(e ir.Expr) []ir.Expr {
	if !ir.IsFloat(e.Type()) {
		return nil
	}
	p := newPlaces()
	a.expose(p, e)
	var out []ir.Expr
	for _, e := range p.m {
		out = append(out, e)
	}
	return out
}

// elements is element for those elements of the array c that the index i names.
func (a *Exposed) elements(c *ir.Composite, i ir.Expr) []ir.Expr {
	lo, hi := i, plusOne(i)
	if s, ok := i.(*span); ok {
		lo, hi = s.lo, s.hi
	}
	m, ok1 := intValue(lo)
	n, ok2 := intValue(hi)
	if !ok1 || !ok2 {
		return nil
	}
	var out []ir.Expr
	for k := max(m, 0); k < min(n, int64(len(c.Elems))); k++ {
		out = append(out, a.element(c.Elems[k])...)
	}
	return out
}

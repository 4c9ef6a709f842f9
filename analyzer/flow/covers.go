package flow

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// covers reports whether e, in the form that place gives it, is in p whatever the indices.
func (x *indexer) covers(p *places, e ir.Expr) bool {
	if p.all || p.m[key(e)] != nil {
		return true
	}
	for _, q := range p.m {
		if x.matches(q, e) {
			return true
		}
	}
	return x.coversEach(p, e)
}

// coversEach is covers for a place with an index of which the few values are known: each of them is in p.
func (x *indexer) coversEach(p *places, e ir.Expr) bool {
	const few = 8
	for _, i := range indices(e) {
		s := x.spanOf(i)
		if s == nil {
			continue
		}
		lo, ok1 := intValue(s.lo)
		hi, ok2 := intValue(s.hi)
		if !ok1 || !ok2 || hi <= lo || hi-lo > few {
			continue
		}
		for k := lo; k < hi; k++ {
			if !x.covers(p, replaceIndex(e, i, ir.IntConst(k))) {
				return false
			}
		}
		return true
	}
	return false
}

// indices are the indices on the way to the place e.
func indices(e ir.Expr) []ir.Expr {
	switch e := e.(type) {
	case *ir.Field:
		return indices(e.X)
	case *ir.Deref:
		return indices(e.X)
	case *ir.Index:
		return append(indices(e.X), e.I)
	}
	return nil
}

// replaceIndex is the place e with j for the index i wherever that stands.
func replaceIndex(e, i, j ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Field:
		return &ir.Field{X: replaceIndex(e.X, i, j), F: e.F}
	case *ir.Deref:
		return &ir.Deref{X: replaceIndex(e.X, i, j)}
	case *ir.Index:
		at := e.I
		if key(at) == key(i) {
			at = j
		}
		return &ir.Index{X: replaceIndex(e.X, i, j), I: at}
	}
	return e
}

// spanOf is what the index i runs through; nil where that is not known.
func (x *indexer) spanOf(i ir.Expr) *span {
	switch i := i.(type) {
	case *span:
		return i
	case *ir.Ref:
		return x.spans[i.Var]
	}
	return nil
}

// matches reports whether the place e is among those that q stands for.
func (x *indexer) matches(q, e ir.Expr) bool {
	switch q := q.(type) {
	case *ir.Field:
		f, ok := e.(*ir.Field)
		return ok && f.F == q.F && x.matches(q.X, f.X)
	case *ir.Deref:
		d, ok := e.(*ir.Deref)
		return ok && x.matches(q.X, d.X)
	case *ir.Index:
		i, ok := e.(*ir.Index)
		return ok && x.matches(q.X, i.X) && x.within(q, i.I)
	}
	return key(q) == key(e)
}

// within reports whether the index i is one of those of q.
func (x *indexer) within(q *ir.Index, i ir.Expr) bool {
	s, ok := q.I.(*span)
	if !ok {
		return key(q.I) == key(i)
	}
	if n, ok := intValue(s.lo); ok && n == 0 && key(s.hi) == key(x.length(q.X)) {
		return true // all that there are
	}
	in := x.spanOf(i)
	if in == nil {
		if _, ok := intValue(i); !ok {
			return false
		}
		in = &span{i, plusOne(i)}
	}
	return notAfter(s.lo, in.lo) && notAfter(in.hi, s.hi)
}

// notAfter reports whether a <= b is known.
func notAfter(a, b ir.Expr) bool {
	m, ok1 := intValue(a)
	n, ok2 := intValue(b)
	return ok1 && ok2 && m <= n || key(a) == key(b)
}

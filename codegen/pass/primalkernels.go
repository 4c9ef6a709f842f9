package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Kernels in a primal, whose bits are the user's. A kernel adds products to the elements of a slice as the loop does, rounding each product and
// each sum, so an element comes out the same if it gets the same summands in the same order:
//
//	for j, v := range x {
//		y[j] += a * v                     kernel.Axpy(a, x, y)
//	}
//
// So no sum of several elements, and no summand that is itself a sum, which would be added in parts; and no two statements that add to elements of one
// slice at different places. A loop that panics has written something before. Where it is not certain that all elements are there, they are asked for:
//
//	if len(x) <= len(y) {
//		kernel.Axpy(a, x, y)
//	} else {
//		for j, v := range x { … }
//	}

// missingNote is for who reads the generated code.
const missingNote = "Where an element is missing, the loop panics as ever."

// exact gives what does what the loop does in a primal, bit for bit; nil if there is nothing that does.
func (w *kernelWriter) exact() []ir.Stmt {
	if !w.bitwise() {
		return nil
	}
	for _, v := range w.vectors() {
		if !w.c.holds(v.slice) || !w.c.l.constant(v.slice) {
			return nil
		}
	}
	for _, e := range w.m.work {
		if e.coef != nil && !w.c.holds(e.coef) {
			return nil
		}
	}
	list := w.calls()
	if list == nil {
		return nil
	}
	cond := w.missing()
	if cond == nil {
		return list
	}
	loop := w.m.loop
	return []ir.Stmt{&ir.If{At: loop.At, Note: missingNote, Cond: cond, Then: &ir.Block{List: list}, Else: &ir.Block{List: []ir.Stmt{loop}}}}
}

// bitwise reports whether each element gets the same summands in the same order when the statements are done one after the other.
func (w *kernelWriter) bitwise() bool {
	to := map[*flow.Node]*vector{}
	for _, e := range w.m.work {
		if e.dst == nil || e.clear || len(e.when.fixed) > 0 {
			return false
		}
		n := w.m.node(e.dst)
		if to[n] != nil && !w.m.same(to[n], e.dst) {
			return false
		}
		to[n] = e.dst
	}
	adds := 0
	ir.Walk(w.m.loop.Body, func(s ir.Stmt) bool {
		if _, ok := s.(*ir.Assign); ok {
			adds++
		}
		return true
	})
	return adds == len(w.m.work)
}

func (w *kernelWriter) vectors() []*vector {
	var out []*vector
	for _, e := range w.m.work {
		for _, v := range []*vector{e.dst, e.x, e.z, e.when.nonzero} {
			if v != nil {
				out = append(out, v)
			}
		}
	}
	return out
}

// missing is a condition under which all elements are there, nil if they are in any case.
func (w *kernelWriter) missing() ir.Expr {
	l := w.c.l
	var terms []ir.Expr
	ask := func(x ir.Expr, op token.Token, y ir.Expr) {
		e := ir.Compare(op, x, y)
		for _, t := range terms {
			if ir.Equal(t, e) {
				return
			}
		}
		terms = append(terms, e)
	}
	if w.uncertain {
		ask(w.low, token.LSS, w.high)
	}
	for _, v := range w.vectors() {
		start, end := w.bounds(v)
		if !l.natural(start, w.c.loops) {
			ask(start, token.GEQ, ir.IntConst(0))
		}
		if !l.covers(l.length(v.slice), end) || !l.constant(end) {
			ask(end, token.LEQ, ir.Len(v.slice))
		}
	}
	var cond ir.Expr
	for _, t := range terms {
		if cond == nil {
			cond = t
		} else {
			cond = &ir.Binary{Op: token.LAND, X: cond, Y: t, Typ: ir.Bool}
		}
	}
	return cond
}

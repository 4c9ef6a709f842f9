package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Regions. Often all that an iteration of a loop computes goes into one float, its head: terms[i] = f(…), by way of variables and scratch
// memory that nothing else reads. Then the adjoints of all that comes before the head are zero where that of the head is. One test of
// the head's adjoint serves for all guards in the region; it does not change on the way, so the passes join the guards and take them
// out of inner loops. Under it, needed is only what may fail to be finite though the head is finite: where the head is not
// finite and its adjoint not zero, the gradient can't be finite either.

// region is the statements of an iteration before its head.
type region struct {
	exposed *flow.Exposed // by the head
	adjoint *ir.Var       // that of the head
	used    bool
}

// findRegions finds the region of each loop that has one.
func (b *builder) findRegions() {
	ir.Walk(b.fn.Body, func(s ir.Stmt) bool {
		if c, ok := s.(*ir.Count); ok {
			b.findRegion(c)
		}
		return true
	})
}

func (b *builder) findRegion(s *ir.Count) {
	list := s.Body.List
	for m := len(list) - 1; m > 0; m-- {
		dst, src := scalarStore(list[m])
		if dst == nil || !b.act.Active(dst) || !b.act.Varied(src) || !b.closed(s, m) {
			continue
		}
		if same, other := b.selfReads(src, dst); same || other {
			continue
		}
		r := &region{adjoint: &ir.Var{Temp: true, Name: b.dname(valueName(src)), Type: dst.Type()}}
		r.exposed = b.exposed.Relative(list[:m+1], dst)
		b.heads[list[m]] = r
		for _, t := range list[:m] {
			ir.Walk(t, func(t ir.Stmt) bool { b.regions[t] = append(b.regions[t], r); return true })
		}
		return
	}
}

// scalarStore is the float place that s stores to, and what.
func scalarStore(s ir.Stmt) (dst, src ir.Expr) {
	switch s := s.(type) {
	case *ir.Decl:
		if s.Init != nil && ir.IsFloat(s.Var.Type) {
			return ir.Use(s.Var), s.Init
		}
	case *ir.Assign:
		if ir.IsFloat(s.Dst.Type()) {
			return s.Dst, s.Src
		}
	}
	return nil, nil
}

// closed reports whether what the statements before number m of the body of s store, as far as derivatives go through it, is read by
// them and by statement m, in the same iteration, and by nothing else.
func (b *builder) closed(s *ir.Count, m int) bool {
	list := s.Body.List
	in := b.inside(s)
	head := b.g.Written(list[m])
	ok := true
	for n := range b.g.Written(list[:m]...) {
		if !b.act.ActiveNode(n) {
			continue
		}
		ok = ok && !head[n] && (in.local(n) || b.private(s, n))
		for _, t := range list[m+1:] {
			ok = ok && !b.touchesNode(t, n)
		}
	}
	return ok
}

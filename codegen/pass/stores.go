package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Stores: of two stores to one place in memory, with nothing between them that may read it, only the second is needed:
//
//	dh[j] = 0
//	c[j] -= dc                     c[j] -= dc
//	dh[j] = dh2                    dh[j] = dh2
//
// That holds for adjoint statements; what a primal leaves in memory when it panics in between can be seen.
func stores(u *unit) bool {
	return u.each(func(f *ir.Func) bool { return storesIn(u.graph, f.Body) })
}

func storesIn(g *flow.Graph, blk *ir.Block) bool {
	changed := false
	var out []ir.Stmt
	for i, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = storesIn(g, in) || changed
		}
		if a, ok := s.(*ir.Assign); ok && adjoint(a) && overwritten(g, a, blk.List[i+1:]) {
			changed = true
			continue
		}
		out = append(out, s)
	}
	blk.List = out
	return changed
}

// overwritten reports whether what a stores to memory is replaced before it may be read.
func overwritten(g *flow.Graph, a *ir.Assign, list []ir.Stmt) bool {
	if !inMemory(a.Dst) || !pure(a.Src) {
		return false
	}
	n := g.Node(a.Dst)
	if g.Changes(map[*flow.Node]bool{n: true}, &ir.Addr{X: a.Dst}) {
		return false
	}
	for _, s := range list {
		acc := accessesOf(g, s)
		if acc.calls || acc.leaves || acc.loaded[n] {
			return false
		}
		for _, add := range acc.adds {
			if g.Node(add.Dst) == n && !apart(add.Dst, a.Dst) {
				return false
			}
		}
		if b, ok := s.(*ir.Assign); ok && !b.Add && ir.Equal(a.Dst, b.Dst) && adjoint(b) {
			return true
		}
		if g.Changes(g.Written(s), &ir.Addr{X: a.Dst}) {
			return false
		}
		if _, stops := s.(*ir.Panic); stops {
			return false
		}
	}
	return false
}

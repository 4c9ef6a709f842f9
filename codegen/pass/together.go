package pass

import (
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Together brings the contributions of one source statement together, where a loop that was written out has mixed them with those
// of others: what only adds, and reads nothing that its neighbours add to, may stand in any order. A reader then sees one
// comment for each source statement, and not one for each line.
func together(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if u.comparesAliases() { // two destinations may be one memory
			return false
		}
		return togetherIn(u.graph, f.Body)
	})
}

func togetherIn(g *flow.Graph, blk *ir.Block) bool {
	changed := false
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = togetherIn(g, in) || changed
		}
	}
	for i := 0; i < len(blk.List); i++ {
		n := independent(g, blk.List[i:])
		changed = n > 2 && byOrigin(blk.List[i:i+n]) || changed
		i += max(0, n-1)
	}
	return changed
}

// independent is how many statements at the start of list are contributions that may stand in any order.
func independent(g *flow.Graph, list []ir.Stmt) int {
	written := map[*flow.Node]bool{}
	for n, s := range list {
		a, ok := s.(*ir.Assign)
		if !ok || !a.Add || !adjoint(s) || s.Origin() == nil || !ir.IsFloat(a.Dst.Type()) || !pure(a.Src) {
			return n
		}
		g.Writes(s, func(w *flow.Node) { written[w] = true })
		for _, t := range list[:n+1] {
			free := true
			g.PathReads(t.(*ir.Assign).Dst, func(r *flow.Node) { free = free && !written[r] })
			if !free || g.Changes(written, t.(*ir.Assign).Src) {
				return n
			}
		}
	}
	return len(list)
}

// byOrigin sorts list by where the origins of the statements come first; it reports whether that changed anything.
func byOrigin(list []ir.Stmt) bool {
	order := map[*ir.Origin]int{}
	for i, s := range list {
		if _, ok := order[s.Origin()]; !ok {
			order[s.Origin()] = i
		}
	}
	less := func(a, b ir.Stmt) int { return order[a.Origin()] - order[b.Origin()] }
	if slices.IsSortedFunc(list, less) {
		return false
	}
	slices.SortStableFunc(list, less)
	return true
}

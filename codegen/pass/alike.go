package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Alike: two branches that follow each other on one condition, of which the first leaves alone what the condition reads, are one. So a
// branch of the primal and its adjoint come together, where nothing stands between them:
//
//	if i%2 == 0 {                    if i%2 == 0 {
//		s += x                           s += x
//	} else {                             dx += ds
//		s -= x                       } else {
//	}                                    s -= x
//	if i%2 == 0 {                        dx -= ds
//		dx += ds                     }
//	} else {
//		dx -= ds
//	}
//
// What is done, and in which order, stays as it is.
func alike(u *unit) bool {
	return u.each(func(f *ir.Func) bool { return alikeIn(u.graph, f.Body) })
}

func alikeIn(g *flow.Graph, blk *ir.Block) bool {
	changed := false
	var out []ir.Stmt
	for _, s := range blk.List {
		if b, ok := s.(*ir.If); ok && len(out) > 0 {
			if a, ok := out[len(out)-1].(*ir.If); ok && oneBranch(g, a, b) {
				n := &ir.If{At: a.At, Cond: a.Cond, Then: joinedBlock(a.Then, b.Then), Else: joinedBlock(a.Else, b.Else)}
				out[len(out)-1], changed = n, true
				continue
			}
		}
		out = append(out, s)
	}
	blk.List = out
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = alikeIn(g, in) || changed
		}
	}
	return changed
}

// oneBranch reports whether b, which stands behind a, takes the branch that a has taken.
func oneBranch(g *flow.Graph, a, b *ir.If) bool {
	return ir.Equal(a.Cond, b.Cond) && pure(a.Cond) && !leaves(a) && !callsOut(a) && !g.Changes(g.Written(a), a.Cond)
}

// joinedBlock is a followed by b; either may be nil.
func joinedBlock(a, b *ir.Block) *ir.Block {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return &ir.Block{At: a.At, List: append(a.List[:len(a.List):len(a.List)], b.List...)}
}

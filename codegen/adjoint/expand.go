package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Expansion of scratch memory. Where each iteration of a loop sets a buffer anew before it reads it (see private), the iterations may as
// well have a buffer each: then the reverse sweep finds in it what the iteration left, and nothing need be saved before the next
// one overwrites it, nor brought back. The adjoints need no such room, they are zero between the iterations.
//
// Where something may go from one iteration to the next in a buffer that only the loop touches, the reverse sweep gets a copy of what it
// was at the end of each iteration. That is less than saving what is overwritten if a loop inside overwrites all of it.

// expansion is a buffer of which each iteration of a loop has its own part.
type expansion struct {
	node   *flow.Node
	base   *ir.Var // its one name in the loop
	size   ir.Expr // its length
	copied bool    // the forward sweep works on one buffer, the reverse sweep on copies
	asked  bool    // a candidate: the recorder is to find out whether it would serve
}

// findExpansions finds the buffers to be expanded, each for the innermost loop that it is private to.
func (b *builder) findExpansions() {
	f := &expander{w: &sweeper{b: b}, done: map[*flow.Node]bool{}}
	b.expand = map[*ir.Count][]*expansion{}
	f.visit(b.fn.Body)
}

// expander visits loops as the sweeper will.
type expander struct {
	w    *sweeper
	done map[*flow.Node]bool
}

func (f *expander) visit(blk *ir.Block) {
	for _, s := range blk.List {
		loop, ok := s.(*ir.Count)
		if ok && hasBreak(loop) {
			loop = nil
		}
		if ir.IsLoop(s) {
			f.w.enter(loop, f.w.b.fused[loop])
		}
		for _, in := range ir.Blocks(s) {
			f.visit(in)
		}
		if loop != nil && !f.w.b.fused[loop] {
			f.loop(loop)
		}
		if ir.IsLoop(s) {
			f.w.leave(nil)
		}
	}
}

// loop finds the buffers that are private to c.
func (f *expander) loop(c *ir.Count) {
	b := f.w.b
	for _, n := range sortedNodes(b.g, c) {
		if f.done[n] || n.One() || n.External || b.touchedOutside(c, n) {
			continue
		}
		base := b.onlyName(c, n)
		if base == nil || !ir.IsSlice(base.Type) {
			continue
		}
		e := &expansion{node: n, base: base, size: b.lengths.of(base), copied: !b.private(c, n), asked: true}
		if level, _ := f.w.reach(e.size); level < 0 || ir.Refers(elemType(base.Type)) || e.copied && !b.overwritten(c, e) {
			continue
		}
		f.done[n] = true
		b.expand[c] = append(b.expand[c], e)
	}
}

// overwritten reports whether a loop in c stores to all elements of the buffer of e.
func (b *builder) overwritten(c *ir.Count, e *expansion) bool {
	for _, s := range c.Body.List {
		in, ok := s.(*ir.Count)
		if !ok || !isNumber(in.Lo, 0) || in.Step != 1 || hasBreak(in) || !ir.Equal(b.lengths.trace(in.Hi), e.size) {
			continue
		}
		for _, t := range in.Body.List {
			a, ok := t.(*ir.Assign)
			if !ok {
				continue
			}
			if x, ok := a.Dst.(*ir.Index); ok && isVar(x.I, in.Var) && b.g.Node(a.Dst) == e.node {
				return true
			}
		}
	}
	return false
}

// chooseExpansions keeps those that save something: r, for which none was made, says which buffers the reverse sweep reads.
func (b *builder) chooseExpansions(r *recorder) {
	for c, list := range b.expand {
		var kept []*expansion
		for _, e := range list {
			if r.wanted[e.node] {
				e.asked = false
				kept = append(kept, e)
			}
		}
		b.expand[c] = kept
	}
}

// sortedNodes are the cells that s stores to, in the order in which it does.
func sortedNodes(g *flow.Graph, s ir.Stmt) []*flow.Node {
	seen := map[*flow.Node]bool{}
	var out []*flow.Node
	ir.Walk(s, func(t ir.Stmt) bool {
		g.Writes(t, func(n *flow.Node) {
			if !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		})
		return true
	})
	return out
}

// expand gives each iteration of the innermost loop, whose body became both, its own part of the buffers that are private to it.
func (w *sweeper) expand(both *sweep) {
	in := w.nests[len(w.nests)-1]
	for _, e := range w.b.expand[in.loop] {
		level, dims := w.reach(e.size)
		rows, index := w.extent(dims)
		all := &ir.Var{Name: rowName(e.base.Name, e.base.Type), Type: types.NewSlice(elemType(e.base.Type)), Temp: true}
		size := ir.Op(token.MUL, rows, e.size)
		w.nests[level].add(&ir.Decl{Var: all, Init: &ir.Make{Typ: all.Type, Len: size, Buf: w.b.arenaOf(elemType(all.Type)), Raw: true}})
		part := &ir.Slice{X: &ir.Slice{X: ir.Use(all), Lo: ir.Op(token.MUL, index, e.size)}, Hi: e.size}
		lists := []*[]ir.Stmt{&both.fwd, &both.rev}
		if e.copied {
			both.fwd = append(both.fwd, &ir.Copy{Dst: part, Src: ir.Use(e.base)})
			lists = lists[1:]
		}
		for _, list := range lists {
			if !mentioned(*list, e.base) {
				continue
			}
			own := &ir.Var{Name: e.base.Name, Type: e.base.Type}
			cl := ir.NewCloner()
			cl.Exprs[e.base] = ir.Use(own)
			d := &ir.Decl{Var: own, Init: conv(part, own.Type)}
			*list = append([]ir.Stmt{d}, cl.Block(&ir.Block{List: *list}).List...)
		}
	}
}

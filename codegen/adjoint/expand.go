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

// expansion is a buffer of which each iteration of a loop has its own part.
type expansion struct {
	node *flow.Node
	base *ir.Var // its one name in the loop
	size ir.Expr // its length
}

// findExpansions finds the buffers to be expanded, each for the innermost loop that it is private to.
func (b *builder) findExpansions() {
	f := &expander{w: &sweeper{b: b}, done: map[*flow.Node]bool{}}
	b.expand = map[*ir.Count][]expansion{}
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
		if isLoop(s) {
			f.w.enter(loop, f.w.b.fused[loop])
		}
		for _, in := range ir.Blocks(s) {
			f.visit(in)
		}
		if loop != nil && !f.w.b.fused[loop] {
			f.loop(loop)
		}
		if isLoop(s) {
			f.w.leave(nil)
		}
	}
}

func isLoop(s ir.Stmt) bool {
	switch s.(type) {
	case *ir.Count, *ir.While:
		return true
	}
	return false
}

// loop finds the buffers that are private to c.
func (f *expander) loop(c *ir.Count) {
	b := f.w.b
	for _, n := range sortedNodes(b.g, c) {
		if f.done[n] || !b.private(c, n) {
			continue
		}
		base := b.onlyName(c, n)
		size := b.lengthOf(base)
		if level, _ := f.w.reach(size); level < 0 || ir.Refers(elemType(base.Type)) {
			continue
		}
		f.done[n] = true
		b.expand[c] = append(b.expand[c], expansion{n, base, size})
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

// lengthOf is an expression for the length of the buffer v: what it was made with, where that is still the same.
func (b *builder) lengthOf(v *ir.Var) ir.Expr {
	if m := b.madeBy(v); m != nil && plain(m.Len) && !b.g.Changes(b.assignedCells(), m.Len) {
		return m.Len
	}
	return ir.Len(ir.Use(v))
}

// madeBy is the make that gives the variable v its only value, nil if there is none.
func (b *builder) madeBy(v *ir.Var) *ir.Make {
	var m *ir.Make
	stores := 0
	ir.Walk(b.fn.Body, func(s ir.Stmt) bool {
		for _, d := range ir.Dsts(s) {
			if ir.Root(d) == v {
				stores++
			}
		}
		if d, ok := s.(*ir.Decl); ok && d.Var == v {
			m, _ = d.Init.(*ir.Make)
		}
		return true
	})
	if stores != 1 || m == nil || m.Cap != nil {
		return nil
	}
	return m
}

// assignedCells are the cells that the function stores to otherwise than by declarations.
func (b *builder) assignedCells() map[*flow.Node]bool {
	out := map[*flow.Node]bool{}
	ir.Walk(b.fn.Body, func(s ir.Stmt) bool {
		if _, ok := s.(*ir.Decl); !ok {
			b.g.Writes(s, func(n *flow.Node) { out[n] = true })
		}
		return true
	})
	return out
}

// expand gives each iteration of the innermost loop, whose body became both, its own part of the buffers that are private to it.
func (w *sweeper) expand(both *sweep) {
	in := w.nests[len(w.nests)-1]
	for _, e := range w.b.expand[in.loop] {
		level, dims := w.reach(e.size)
		rows, index := extent(dims)
		all := &ir.Var{Name: rowName(e.base.Name, e.base.Type), Type: types.NewSlice(elemType(e.base.Type)), Temp: true}
		size := ir.Op(token.MUL, rows, e.size)
		w.nests[level].add(&ir.Decl{Var: all, Init: &ir.Make{Typ: all.Type, Len: size, Buf: w.b.arenaOf(elemType(all.Type)), Raw: true}})
		part := &ir.Slice{X: &ir.Slice{X: ir.Use(all), Lo: ir.Op(token.MUL, index, e.size)}, Hi: e.size}
		for _, list := range []*[]ir.Stmt{&both.fwd, &both.rev} {
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

package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Webs. A scratch buffer that an iteration sets anew several times is as many buffers as it is set: what is left of the one before is
// never read again. With a name for each of them, each can be expanded, and none needs to be saved before the next is set. (In a
// compiler, the uses that belong to one definition are its web.)

// splitWebs gives the buffers that are private to a loop of the function a variable for each time that the loop's body sets all of them.
func (b *builder) splitWebs() {
	b.findLengths()
	var visit func(blk *ir.Block)
	visit = func(blk *ir.Block) {
		for _, s := range blk.List {
			for _, in := range ir.Blocks(s) {
				visit(in)
			}
			if c, ok := s.(*ir.Count); ok && !hasBreak(c) {
				for _, n := range sortedNodes(b.g, c) {
					if b.private(c, n) {
						b.splitWeb(c, n)
					}
				}
			}
		}
	}
	visit(b.fn.Body)
}

// splitWeb splits the buffer at n, private to the loop c, where all that touches it stands directly in the loop's body.
func (b *builder) splitWeb(c *ir.Count, n *flow.Node) {
	base := b.onlyName(c, n)
	if !ir.IsSlice(base.Type) || ir.Refers(elemType(base.Type)) {
		return
	}
	var heads []int // statements that set all of it
	for i, s := range c.Body.List {
		if d, ok := s.(*ir.Decl); ok && b.refersTo(d.Var, n) {
			return // a part of it has a name of its own, which may be used later
		}
		if in, ok := s.(*ir.Count); ok && b.touchesNode(in, n) && b.setsAll(in, n, base) {
			heads = append(heads, i)
		}
	}
	if len(heads) < 2 || !b.hasOwnMemory(base) {
		return
	}
	last := base
	for k, from := range heads[1:] {
		to := len(c.Body.List)
		if k+2 < len(heads) {
			to = heads[k+2]
		}
		web := &ir.Var{Name: base.Name, Type: base.Type}
		cl := ir.NewCloner()
		cl.Exprs[base] = ir.Use(web)
		for _, s := range c.Body.List[from:to] {
			ir.Walk(s, func(s ir.Stmt) bool { ir.MapExprs(s, cl.Expr); return true })
		}
		b.declareAfter(b.fn.Body, last, &ir.Decl{Var: web, Init: &ir.Make{Typ: base.Type, Len: b.lengths.only[base].(*ir.Make).Len}})
		last = web
	}
}

// hasOwnMemory reports whether the only value that v ever has is memory that is made for it.
func (b *builder) hasOwnMemory(v *ir.Var) bool {
	m, ok := b.lengths.only[v].(*ir.Make)
	return ok && m.Cap == nil && plain(m.Len)
}

// declareAfter puts the declaration own after that of v.
func (b *builder) declareAfter(blk *ir.Block, v *ir.Var, own *ir.Decl) bool {
	for i, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && d.Var == v {
			own.At = d.At
			blk.List = append(blk.List[:i+1:i+1], append([]ir.Stmt{own}, blk.List[i+1:]...)...)
			return true
		}
		for _, in := range ir.Blocks(s) {
			if b.declareAfter(in, v, own) {
				return true
			}
		}
	}
	return false
}

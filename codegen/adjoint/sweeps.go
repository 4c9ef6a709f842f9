package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// sweeps makes the sweeps of the function, with as many loops fused as can be.
func (b *builder) sweeps() (*sweeper, []ir.Stmt) {
	b.findLengths()
	b.fused = b.fusable(b.fn.Body)
	for {
		b.findExpansions()
		b.chooseExpansions(b.record(b.fn.Body, false))
		b.forget()
		w := &sweeper{b: b, rec: b.record(b.fn.Body, false), redo: &redo{}}
		if bad := b.savesOutside(); len(bad) > 0 {
			for _, c := range bad {
				b.unfuse(c)
			}
		} else if body := w.joint(b.fn.Body, b.turn); w.wrong == nil {
			return w, body
		} else if s := b.inTheWay(b.fn.Body, w.wrong); s != nil {
			b.unfuse(s)
		} else {
			b.unfuse(w.wrong)
		}
		b.bufs, b.records, b.bufName = nil, nil, map[string]int{}
		b.forget()
	}
}

// forget takes back what a recorder has decided.
func (b *builder) forget() {
	for _, n := range b.notes {
		n.save, n.hasRev = false, false
	}
}

// unfuse gives up fusing c, and with it what is inside: those loops no longer run once.
func (b *builder) unfuse(c *ir.Count) {
	ir.Walk(c, func(s ir.Stmt) bool {
		if in, ok := s.(*ir.Count); ok {
			delete(b.fused, in)
		}
		return true
	})
}

// inTheWay gives a fused loop that follows c in blk or a block inside, and need not be fused because its adjoint reads nothing that it
// computes; nil where there is none. On its own that adjoint may run before c, which may wait for it.
func (b *builder) inTheWay(blk *ir.Block, c *ir.Count) *ir.Count {
	found := false
	for _, s := range blk.List {
		if in, ok := s.(*ir.Count); ok && found && b.fused[in] && b.readsNoneOfItsOwn(in) {
			return in
		}
		found = found || s == ir.Stmt(c)
		for _, in := range ir.Blocks(s) {
			if l := b.inTheWay(in, c); l != nil {
				return l
			}
		}
	}
	return nil
}

// readsNoneOfItsOwn reports whether the adjoint of the loop c reads nothing that c computes, but for copies and addresses of places.
func (b *builder) readsNoneOfItsOwn(c *ir.Count) bool {
	computed := b.g.Written(c.Body)
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		d, ok := s.(*ir.Decl)
		if _, address := addressOf(d); ok && (address || d.Init != nil && ir.IsPlace(d.Init)) && !b.g.Changes(computed, d.Init) {
			flow.Leaves(b.g.Root(d.Var), d.Var.Type, func(n *flow.Node) { delete(computed, n) })
		}
		if in, ok := s.(*ir.Count); ok {
			delete(computed, b.g.Root(in.Var))
		}
		return true
	})
	reads := false
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		n := b.notes[s]
		for i := 0; n != nil && i < len(n.rev); i++ {
			reads = reads || b.readsAny(n.rev[i], computed)
		}
		if _, branch := s.(*ir.If); branch {
			reads = true
		}
		return !reads
	})
	return !reads
}

// addressOf is the place whose address d gives its variable.
func addressOf(d *ir.Decl) (ir.Expr, bool) {
	if d == nil {
		return nil, false
	}
	a, ok := d.Init.(*ir.Addr)
	if !ok {
		return nil, false
	}
	return a.X, true
}

// savesOutside gives the fused loops that would have to save what does not belong to their iteration alone. Where one of them is no
// longer fused, more is saved than before, so that the others have to all the same.
func (b *builder) savesOutside() []*ir.Count {
	var out []*ir.Count
	for c := range b.fused {
		in := b.inside(c)
		bad := false
		ir.Walk(c.Body, func(s ir.Stmt) bool {
			if n := b.notes[s]; n != nil && n.save {
				b.g.Writes(s, func(cell *flow.Node) { bad = bad || !in.local(cell) })
			}
			return !bad
		})
		if bad {
			out = append(out, c)
		}
	}
	return out
}

// coalesceResults computes each result in the result itself, unless the reverse sweep sets what it was computed in back.
func (b *builder) coalesceResults(f *ir.Func) {
	cl := ir.NewCloner()
	from := map[*ir.Var]bool{}
	for _, r := range b.fn.Results {
		v := b.results[r]
		back := false
		for s, n := range b.notes {
			for _, d := range ir.Dsts(s) {
				back = back || n.save && ir.Root(d) == v
			}
		}
		if !back {
			cl.Exprs[v] = ir.Use(r)
			from[v] = true
		}
	}
	dropCopies(f.Body, cl, from)
}

// dropCopies replaces variables by what cl says, and drops their declarations and what then copies a variable to itself.
func dropCopies(blk *ir.Block, cl *ir.Cloner, from map[*ir.Var]bool) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && from[d.Var] {
			continue
		}
		ir.MapExprs(s, cl.Expr)
		if a, ok := s.(*ir.Assign); ok && !a.Add && ir.Equal(a.Dst, a.Src) && ir.Root(a.Dst) != nil {
			continue
		}
		for _, in := range ir.Blocks(s) {
			dropCopies(in, cl, from)
		}
		out = append(out, s)
	}
	blk.List = out
}

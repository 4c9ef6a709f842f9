package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// sweepsOf makes the sweeps of the function with the given body, with as many loops fused and calls joint as can be; turn comes between.
func (b *builder) sweepsOf(body *ir.Block, turn func() []ir.Stmt) (*sweeper, []ir.Stmt) {
	b.findLengths()
	b.parted = map[*ir.If]bool{}
	b.jointCalls, b.tails = map[*ir.CallStmt]bool{}, map[*ir.Count]int{}
	b.scratch = map[*ir.Count]map[*flow.Node]bool{}
	b.fused = b.fusable(body)
	for {
		b.forget()
		b.findExpansions()
		b.chooseExpansions(b.record(body, false))
		b.forget()
		w := &sweeper{b: b, rec: b.record(body, false), redo: &redo{}}
		if b.overwrites(w.rec) {
			continue
		}
		out := w.joint(body, turn)
		if !w.failed() {
			return w, out
		}
		switch {
		case w.held != nil && simple(w.held):
			b.parted[w.held] = true
		case w.wrongCall != nil:
			b.notJoint(body, w.wrongCall)
		default:
			c := w.wrong
			if s := b.inTheWay(body, c); s != nil {
				c = s
			}
			b.unfuse(c)
		}
		b.bufs, b.records, b.bufName = nil, nil, map[string]int{}
	}
}

// overwrites gives up what the recorder r found to be impossible, and reports whether there was anything.
func (b *builder) overwrites(r *recorder) bool {
	given := false
	for _, c := range b.savesOutside() {
		given = true
		if !b.cutTail(c) {
			b.unfuse(c)
		}
	}
	for c := range b.fused {
		if b.tailReadsRestored(c) {
			b.unfuse(c)
			given = true
		}
	}
	for _, s := range r.overwritten {
		if b.jointCalls[s] {
			b.notJoint(b.fn.Body, s)
			given = true
		}
	}
	return given
}

// notJoint gives up calling s jointly, and with it fusing the loops around it.
func (b *builder) notJoint(body *ir.Block, s *ir.CallStmt) {
	delete(b.jointCalls, s)
	ir.Walk(body, func(t ir.Stmt) bool {
		if c, ok := t.(*ir.Count); ok && b.fused[c] && within(c, s) {
			b.unfuse(c)
			return false
		}
		return true
	})
}

// simple reports whether no loop and no call of the program is inside s.
func simple(s ir.Stmt) bool {
	ok := !calls(s)
	ir.Walk(s, func(t ir.Stmt) bool { ok = ok && !ir.IsLoop(t); return ok })
	return ok
}

func within(c *ir.Count, s ir.Stmt) bool {
	found := false
	ir.Walk(c, func(t ir.Stmt) bool {
		found = found || t == s
		return !found
	})
	return found
}

// forget takes back what a recorder has decided.
func (b *builder) forget() {
	for _, n := range b.notes {
		n.save, n.hasRev = false, false
	}
}

// forgetIn takes back what a recorder has decided in body.
func (b *builder) forgetIn(body *ir.Block) {
	ir.Walk(body, func(s ir.Stmt) bool {
		if n := b.notes[s]; n != nil {
			n.save, n.hasRev = false, false
		}
		return true
	})
}

// unfuse gives up fusing c, and with it what is inside: those loops no longer run once.
func (b *builder) unfuse(c *ir.Count) {
	ir.Walk(c, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Count:
			delete(b.fused, s)
		case *ir.CallStmt:
			delete(b.jointCalls, s)
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

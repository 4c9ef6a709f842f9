package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Fusing loops. Where no iteration of a loop reads what another one computed, but for sums that it only adds to, the
// adjoint of an iteration depends on that iteration alone and on the adjoints of the sums. If these are known before the loop,
// because the adjoint of what follows reads nothing that the loop or what follows it computes, each iteration can run forward and
// backward at once: nothing is saved, nothing computed twice. The statements that give the adjoints of the sums then move in front
// of the loop.

// fusable are the loops to be fused. They are found on the way that joint takes: what runs once, and bodies of fused loops.
func (b *builder) fusable(body *ir.Block) map[*ir.Count]bool {
	out := map[*ir.Count]bool{}
	b.findFusable(body, out)
	return out
}

func (b *builder) findFusable(blk *ir.Block, out map[*ir.Count]bool) {
	for i, s := range blk.List {
		switch s := s.(type) {
		case *ir.Count:
			if b.independent(s) {
				out[s] = true
				b.findFusable(b.main(s), out)
			}
		case *ir.CallStmt:
			if s.Callee != nil && b.callees[s.Callee].joint != nil {
				b.jointCalls[s] = true
			}
		case *ir.If:
			if i == len(blk.List)-1 {
				for _, in := range ir.Blocks(s) {
					b.findFusable(in, out)
				}
			}
		}
	}
}

// independent reports whether no iteration of s reads what another one stored, other than by adding to it.
func (b *builder) independent(s *ir.Count) bool {
	if hasBreak(s) || !b.hasAdjoint(s) {
		return false
	}
	in := b.inside(s)
	ok := true
	touched := map[*flow.Node]bool{} // stored to in s, from outside of it
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		if c, call := t.(*ir.CallStmt); call && c.Callee != nil && b.callees[c.Callee].joint == nil {
			ok = false
		}
		b.g.Writes(t, func(n *flow.Node) {
			if !in.local(n) {
				touched[n] = true
			}
		})
		return ok
	})
	if !ok {
		return false
	}
	for n := range touched {
		if b.onlyAdded(s, n) || b.ownElement(s, n) {
			continue
		}
		if !b.private(s, n) {
			if b.leadsToActive(n) {
				return false
			}
			continue // no adjoint goes from one iteration to another by what has none, and leads to none
		}
		if b.scratch[s] == nil {
			b.scratch[s] = map[*flow.Node]bool{}
		}
		b.scratch[s][n] = true
	}
	return true
}

// hasAdjoint reports whether a statement in s has an adjoint.
func (b *builder) hasAdjoint(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		if n := b.notes[t]; n != nil && len(n.rev) > 0 {
			found = true
		}
		return !found
	})
	return found
}

// inner is what belongs to one iteration of a loop.
type inner struct {
	cells   map[*flow.Node]bool // of variables declared inside
	reached map[*flow.Node]bool // from variables declared outside
	scratch map[*flow.Node]bool // memory that each iteration sets anew
}

// local reports whether the cell n is lost with the iteration: a variable of it, or memory that nothing outside refers to.
func (in inner) local(n *flow.Node) bool {
	return in.cells[n] || in.scratch[n] || !n.One() && !n.External && !in.reached[n]
}

func (b *builder) inside(s *ir.Count) inner {
	in := inner{cells: map[*flow.Node]bool{}, reached: map[*flow.Node]bool{}, scratch: b.scratch[s]}
	vars := map[*ir.Var]bool{s.Var: true}
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		switch t := t.(type) {
		case *ir.Decl:
			vars[t.Var] = true
		case *ir.Count:
			vars[t.Var] = true
		}
		return true
	})
	for v := range vars {
		flow.Leaves(b.g.Root(v), v.Type, func(n *flow.Node) { in.cells[n] = true })
	}
	ir.Walk(b.fn.Body, func(t ir.Stmt) bool {
		for _, e := range ir.Exprs(t) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if r, ok := e.(*ir.Ref); ok && !vars[r.Var] {
					b.g.Reach(r.Var, func(n *flow.Node) { in.reached[n] = true })
				}
				return true
			})
		}
		return true
	})
	return in
}

// onlyAdded reports whether all that s does with the cell n is to add to it.
func (b *builder) onlyAdded(s *ir.Count, n *flow.Node) bool {
	ok := true
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		a, add := t.(*ir.Assign)
		add = add && a.Add && b.g.Node(a.Dst) == n
		if !add {
			b.g.Writes(t, func(c *flow.Node) { ok = ok && c != n })
		}
		for _, e := range sources(t) {
			b.g.Reads(e, func(c *flow.Node) { ok = ok && c != n })
		}
		for _, d := range ir.Dsts(t) {
			b.g.PathReads(d, func(c *flow.Node) { ok = ok && c != n })
		}
		return ok
	})
	return ok
}

// ownElement reports whether each iteration of s touches the memory of n only at x[i], for one slice or array x
// that the loop leaves alone and its variable i.
func (b *builder) ownElement(s *ir.Count, n *flow.Node) bool {
	if n.One() && n.External {
		return false
	}
	written := b.g.Written(s.Body)
	var base ir.Expr
	ok := true
	check := func(e ir.Expr) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if !ir.IsPlace(e) {
				return true
			}
			hit := false
			flow.Leaves(b.g.Node(e), e.Type(), func(c *flow.Node) { hit = hit || c == n })
			if !hit {
				return true
			}
			x, index := e.(*ir.Index)
			if !index || !isVar(x.I, s.Var) || b.g.Changes(written, x.X) && !isAssignedOnly(x.X, n, b) {
				ok = false
				return false
			}
			if base == nil {
				base = x.X
			}
			ok = ok && ir.Equal(base, x.X)
			return false
		})
	}
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		switch t.(type) {
		case *ir.Copy, *ir.Clear:
			b.g.Writes(t, func(c *flow.Node) { ok = ok && c != n })
		}
		for _, e := range ir.Exprs(t) {
			check(e)
		}
		return ok
	})
	return ok && base != nil
}

func isVar(e ir.Expr, v *ir.Var) bool {
	r, ok := e.(*ir.Ref)
	return ok && r.Var == v
}

// isAssignedOnly reports whether what changes about the base x, an array, is the element itself.
func isAssignedOnly(x ir.Expr, n *flow.Node, b *builder) bool {
	r, ok := x.(*ir.Ref)
	return ok && ir.Root(x) != nil && b.g.Node(r).Elem() == n
}

// givenBy are the variables, and nil for memory, to which the adjoint of the loop s adds.
func (b *builder) givenBy(s ir.Stmt) map[*ir.Var]bool {
	given := map[*ir.Var]bool{}
	ir.Walk(s, func(t ir.Stmt) bool {
		if n := b.notes[t]; n != nil {
			for _, r := range n.rev {
				ir.Walk(r, func(r ir.Stmt) bool {
					for _, d := range ir.Dsts(r) {
						given[ir.Root(d)] = true
					}
					if _, call := r.(*ir.CallStmt); call {
						given[nil] = true
					}
					return true
				})
			}
		}
		return true
	})
	return given
}

// disturbed reports whether t, which is to run after a loop that it ran before, does anything but add to the adjoints
// that the loop adds to.
func (b *builder) disturbed(given map[*ir.Var]bool, t ir.Stmt) bool {
	hit := false
	adjointOf := func(e ir.Expr) bool {
		v := ir.Root(e)
		return given[v] && (v != nil || b.ofShadow(e))
	}
	ir.Walk(t, func(t ir.Stmt) bool {
		a, assign := t.(*ir.Assign)
		for _, d := range ir.Dsts(t) {
			hit = hit || !(assign && a.Add) && adjointOf(d)
		}
		for _, x := range rangeOf(t) {
			hit = hit || given[nil] && b.ofShadow(x)
		}
		for _, e := range sources(t) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				hit = hit || ir.IsPlace(e) && ir.HoldsFloat(e.Type()) && adjointOf(e)
				return !hit
			})
		}
		return !hit
	})
	return hit
}

// effects are what statements read and store to: variables one by one, the memory of the primal as a whole, and that of adjoints.
type effects struct {
	reads, writes map[*ir.Var]bool
	loads, stores [2]bool
}

// The kinds of memory.
const (
	primalMemory = iota
	adjointMemory
)

func newEffects() *effects { return &effects{reads: map[*ir.Var]bool{}, writes: map[*ir.Var]bool{}} }

func (e *effects) add(o *effects) {
	for v := range o.reads {
		e.reads[v] = true
	}
	for v := range o.writes {
		e.writes[v] = true
	}
	for k := range e.loads {
		e.loads[k] = e.loads[k] || o.loads[k]
		e.stores[k] = e.stores[k] || o.stores[k]
	}
}

// storesMemory reports whether anything is stored to memory.
func (e *effects) storesMemory() bool { return e.stores[primalMemory] || e.stores[adjointMemory] }

// conflicts reports whether e and o do not commute.
func (e *effects) conflicts(o *effects) bool {
	for k := range e.loads {
		if e.stores[k] && (o.loads[k] || o.stores[k]) || e.loads[k] && o.stores[k] {
			return true
		}
	}
	for v := range e.writes {
		if o.reads[v] || o.writes[v] {
			return true
		}
	}
	for v := range e.reads {
		if o.writes[v] {
			return true
		}
	}
	return false
}

// memoryOf is the kind of memory that the place e is in.
func (b *builder) memoryOf(e ir.Expr) int {
	if b.ofShadow(e) {
		return adjointMemory
	}
	return primalMemory
}

// effectsOf gives the effects of t with all inside.
func (b *builder) effectsOf(t ir.Stmt) *effects {
	e := newEffects()
	ir.Walk(t, func(t ir.Stmt) bool {
		for _, d := range ir.Dsts(t) {
			if v := ir.Root(d); v != nil {
				e.writes[v] = true
			} else {
				e.stores[b.memoryOf(d)] = true
			}
		}
		switch t.(type) {
		case *ir.Copy, *ir.Clear, *ir.CallStmt:
			e.loads, e.stores = [2]bool{true, true}, [2]bool{true, true}
		}
		for _, x := range ir.Exprs(t) {
			ir.WalkExpr(x, func(x ir.Expr) bool {
				switch x := x.(type) {
				case *ir.Ref:
					e.reads[x.Var] = true
				case *ir.Index, *ir.Deref:
					e.loads[b.memoryOf(x)] = true
				}
				return true
			})
		}
		return true
	})
	return e
}

// readsAny reports whether t, with all inside, reads one of the cells.
func (b *builder) readsAny(t ir.Stmt, computed map[*flow.Node]bool) bool {
	hit := false
	ir.Walk(t, func(t ir.Stmt) bool {
		for _, e := range sources(t) {
			hit = hit || b.g.Changes(computed, e)
		}
		for _, d := range ir.Dsts(t) {
			b.g.PathReads(d, func(c *flow.Node) { hit = hit || computed[c] })
		}
		return !hit
	})
	return hit
}

// calls reports whether t calls a split function.
func calls(t ir.Stmt) bool {
	found := false
	ir.Walk(t, func(t ir.Stmt) bool {
		c, ok := t.(*ir.CallStmt)
		found = found || ok && c.Callee != nil
		return !found
	})
	return found
}

// tied reports whether t must stay where it is: it works on a buffer, or calls a split function, which does.
func tied(t ir.Stmt) bool {
	found := false
	ir.Walk(t, func(t ir.Stmt) bool {
		switch t := t.(type) {
		case *ir.Push, *ir.Pop:
			found = true
		case *ir.CallStmt:
			found = found || t.Callee != nil
		}
		return !found
	})
	return found
}

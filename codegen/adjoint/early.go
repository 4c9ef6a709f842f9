package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// What is to run forward and backward at once, a loop or a call, waits for the adjoints of what it computes. The statements that give
// them move in front of it; of a branch, those that can.

// mover parts the adjoint of what follows s, a loop to be fused or a call to be joint, into what can run before s and the rest.
type mover struct {
	b        *builder
	computed map[*flow.Node]bool // by s and what follows it
	late     *effects            // of what stays behind
	all      *effects            // of what follows s
	given    map[*ir.Var]bool    // what the adjoint of s adds to
	ok       bool
}

// early finds what of rev, the adjoint of what follows s, can run before s and all that follows: first. What then stays of a statement of
// rev that is parted, or moves as a whole, is in rest. ok says whether the adjoints of all that s computes are then known. between
// are the forward statements that follow s; statements of rev that are among them stay where they are.
func (b *builder) early(s ir.Stmt, between, rev []ir.Stmt) (first []ir.Stmt, rest map[ir.Stmt]ir.Stmt, ok bool) {
	stays := map[ir.Stmt]bool{}
	for _, t := range between {
		stays[t] = true
		if calls(t) {
			return nil, nil, false
		}
	}
	m := &mover{b: b, computed: b.g.Written(append([]ir.Stmt{s}, between...)...), late: newEffects(), given: b.givenBy(s), ok: true}
	all := newEffects()
	for _, t := range append(append([]ir.Stmt(nil), between...), rev...) {
		all.add(b.effectsOf(t))
	}
	m.all = all
	rest = map[ir.Stmt]ir.Stmt{}
	for _, t := range rev {
		if stays[t] {
			m.stay(t)
			continue
		}
		before, behind := m.part(t, m.late)
		if before != nil {
			first = append(first, before)
			rest[t] = behind
		}
	}
	return first, rest, m.ok && b.settled(s, m.late)
}

// repeats reports whether the condition e reads only variables that neither s nor anything of what follows stores to.
func (m *mover) repeats(e ir.Expr) bool {
	ok := !m.b.g.Changes(m.computed, e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Ref:
			ok = ok && !m.all.writes[e.Var] && !m.given[e.Var]
		case *ir.Index, *ir.Deref, *ir.Slice, *ir.Make, *ir.New:
			ok = false
		}
		return ok
	})
	return ok
}

// stay notes that t stays behind s.
func (m *mover) stay(t ir.Stmt) {
	m.late.add(m.b.effectsOf(t))
	m.ok = m.ok && !m.b.disturbed(m.given, t)
}

// part gives what of t can run before s, and what stays; late has the effects of what stays before t, and gets those of t's part.
func (m *mover) part(t ir.Stmt, late *effects) (before, behind ir.Stmt) {
	if !m.b.effectsOf(t).conflicts(late) && !m.b.readsAny(t, m.computed) && !tied(t) {
		return t, nil
	}
	if f, ok := t.(*ir.If); ok && m.repeats(f.Cond) && !m.b.effectsOf(&ir.If{Cond: f.Cond, Then: &ir.Block{}}).conflicts(late) {
		before, behind = m.branch(f, late)
	} else {
		behind = t
	}
	if behind != nil {
		late.add(m.b.effectsOf(behind))
		m.ok = m.ok && !m.b.disturbed(m.given, behind)
	}
	return before, behind
}

// branch parts both branches of f.
func (m *mover) branch(f *ir.If, late *effects) (before, behind ir.Stmt) {
	thenFirst, thenRest := m.list(f.Then.List, late)
	elseFirst, elseRest := m.list(elseList(f), late)
	if len(thenFirst)+len(elseFirst) > 0 {
		before = branchOf(f.At, f.Cond, thenFirst, elseFirst)
	}
	if len(thenRest)+len(elseRest) > 0 {
		behind = branchOf(f.At, f.Cond, thenRest, elseRest)
	}
	return before, behind
}

// list parts the statements of a branch.
func (m *mover) list(list []ir.Stmt, late *effects) (first, rest []ir.Stmt) {
	own := newEffects()
	own.add(late)
	for _, t := range list {
		before, behind := m.part(t, own)
		if before != nil {
			first = append(first, before)
		}
		if behind != nil {
			rest = append(rest, behind)
		}
	}
	return first, rest
}

// settled reports whether the adjoints of all that s stores to, but for what is lost with each iteration of a loop, are final
// when the statements with the effects late have not run.
func (b *builder) settled(s ir.Stmt, late *effects) bool {
	in := b.insideOf(s)
	ok := true
	ir.Walk(s, func(t ir.Stmt) bool {
		for _, d := range ir.Dsts(t) {
			b.eachRow(func() {
				if sh, found := b.shadows[ir.Root(d)]; found {
					ok = ok && !late.writes[ir.Base(sh)]
				}
			})
		}
		open := func(n *flow.Node) {
			ok = ok && !(late.storesMemory() && !n.One() && !in.local(n) && b.activeCell(n))
		}
		b.g.Writes(t, open)
		for _, e := range ir.Exprs(t) {
			if n, made := e.(*ir.New); made {
				flow.Leaves(b.g.Pointee(n), n.Elem, open)
			}
		}
		return ok
	})
	return ok
}

// leadsToActive reports whether the cell n is active, or refers to something that is.
func (b *builder) leadsToActive(n *flow.Node) bool {
	found := false
	b.g.Below(n, func(n *flow.Node) { found = found || b.activeCell(n) })
	return found
}

// activeCell reports whether the cell n is active in one of the rows.
func (b *builder) activeCell(n *flow.Node) bool {
	active := false
	b.eachRow(func() { active = active || b.act.ActiveNode(n) })
	return active
}

// insideOf is what belongs to one iteration of s, a loop; to a call, nothing does.
func (b *builder) insideOf(s ir.Stmt) inner {
	if c, ok := s.(*ir.Count); ok {
		return b.inside(c)
	}
	return b.inside(&ir.Count{Var: &ir.Var{Name: "none", Type: ir.Int}, Body: &ir.Block{}})
}

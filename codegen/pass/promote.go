package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Promote: a loop that adds to one place in memory all the while (dcam[6] += …, dw[i] += … in a loop over j) adds to a local
// variable, and that is added to memory once, behind the loop. What goes through memory waits for the store of the iteration before.
//
//	for j := range x {               dwi := 0.0
//		dw[i] += dy[j] * x[j]        for j := range x {
//	}                                    dwi += dy[j] * x[j]
//	                                 }
//	                                 if dwi != 0 {
//	                                     dw[i] += dwi
//	                                 }
//
// This holds where nothing in the loop reads the place under whatever name, or stores to it otherwise than by an adjoint
// statement that adds: sums of adjoints may be added up in another order, so that others that add to the same memory do not matter. What the
// place is found by must not change in the loop. The loop may have no iterations, or none that gets to the statement, and then the place need not
// exist: so it is touched only if there is something to add, or if other statements show that it is there.
func promote(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		p := &promoter{u: u}
		p.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)})
		return p.changed
	})
}

// maxSums bounds how many variables one loop gets: there are sixteen registers.
const maxSums = 10

type promoter struct {
	u       *unit
	changed bool
}

func (p *promoter) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		var before, after []ir.Stmt
		if ir.IsLoop(s) { // outer loops first: one variable serves all loops inside
			before, after = p.loop(s, c)
		}
		for _, in := range ir.Blocks(s) {
			p.block(in, c.inside(s))
		}
		c = c.past(s)
		out = append(append(append(out, before...), s), after...)
	}
	blk.List = out
}

// loop gives the statements that stand before and behind the loop s when its sums live in variables.
func (p *promoter) loop(s ir.Stmt, c *certain) (before, after []ir.Stmt) {
	a := accessesOf(p.u.graph, s)
	inner := innermost(s)
	var places [][]*ir.Assign // by place
	for _, add := range a.adds {
		if !a.sumOf(add.Dst) {
			continue
		}
		places = byPlace(places, add)
	}
	e := ending{behind: c.past(s), run: c.run(s), ran: ran(s, c)}
	for _, adds := range places {
		if !hot(adds, inner) || len(before) == maxSums {
			continue
		}
		at := ir.At{Orig: s.Origin()}
		if at.Orig == nil || !at.Orig.Adjoint {
			at.Orig = adds[0].Orig
		}
		place := adds[0].Dst
		v := &ir.Var{Name: sumName(place), Type: place.Type()}
		for _, add := range adds {
			add.Dst = ir.Use(v)
		}
		before = append(before, &ir.Decl{At: at, Var: v, Init: ir.ZeroOf(v.Type)})
		e.add(&ir.Assign{At: at, Dst: place, Add: true, Src: ir.Use(v)}, v)
		p.changed = true
	}
	return before, e.list
}

// sumOf reports whether what is added to the place may be added up in a variable meanwhile.
func (a *accesses) sumOf(place ir.Expr) bool {
	n := a.g.Node(place)
	return !a.calls && !a.leaves && !a.loaded[n] && !a.stored[n] && a.fixed(place)
}

// hot reports whether one of adds stands in an innermost loop.
func hot(adds []*ir.Assign, inner map[ir.Stmt]bool) bool {
	for _, add := range adds {
		if inner[add] {
			return true
		}
	}
	return false
}

// ending makes the statements behind a loop.
type ending struct {
	behind *certain // behind the loop
	run    *certain // behind the loop, if it had an iteration; may be nil
	ran    ir.Expr  // whether it had; may be nil
	list   []ir.Stmt
	guard  *ir.Block // what happens if it had
}

// add puts s, which adds the sum v to memory, behind the loop. If it is not certain that the memory is there, it does so only if the loop had an iteration
// that shows that, or else if there is something to add.
func (e *ending) add(s *ir.Assign, v *ir.Var) {
	switch {
	case e.behind.holds(s.Dst):
		e.list = append(e.list, s)
		return
	case e.ran == nil || e.run == nil || !e.run.holds(s.Dst):
		some := ir.Compare(token.NEQ, ir.Use(v), ir.ZeroOf(v.Type))
		e.list = append(e.list, &ir.If{At: s.At, Cond: some, Then: &ir.Block{List: []ir.Stmt{s}}})
		return
	case e.guard == nil:
		e.guard = &ir.Block{}
		e.list = append(e.list, &ir.If{At: s.At, Cond: e.ran, Then: e.guard})
	}
	e.guard.List = append(e.guard.List, s)
}

// ran tells from the bounds of the loop s, read behind it, whether it had an iteration; nil if that can't be told.
func ran(s ir.Stmt, c *certain) ir.Expr {
	n, ok := s.(*ir.Count)
	if !ok || !c.l.constant(n.Lo) || !c.l.constant(n.Hi) {
		return nil
	}
	if n.Step < 0 {
		return ir.Compare(token.GTR, next(n.Lo), next(n.Hi))
	}
	return ir.Compare(token.GTR, n.Hi, n.Lo)
}

// byPlace adds s to the list of those that add to the same place.
func byPlace(places [][]*ir.Assign, s *ir.Assign) [][]*ir.Assign {
	for i, adds := range places {
		if ir.Equal(adds[0].Dst, s.Dst) {
			places[i] = append(adds, s)
			return places
		}
	}
	return append(places, []*ir.Assign{s})
}

// innermost gives the statements that stand in a loop with no loop inside it.
func innermost(s ir.Stmt) map[ir.Stmt]bool {
	out := map[ir.Stmt]bool{}
	ir.Walk(s, func(t ir.Stmt) bool {
		if !ir.IsLoop(t) {
			return true
		}
		nested := false
		ir.Walk(ir.Blocks(t)[0], func(u ir.Stmt) bool { nested = nested || ir.IsLoop(u); return !nested })
		if _, while := t.(*ir.While); while && !nested {
			out[t] = true
		}
		if !nested {
			ir.Walk(ir.Blocks(t)[0], func(u ir.Stmt) bool { out[u] = true; return true })
		}
		return true
	})
	return out
}

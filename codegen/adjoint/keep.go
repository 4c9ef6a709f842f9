package adjoint

import (
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// What a variable of a loop body holds at the end of an iteration is lost with it. If it is wanted then, it is kept: saved, or declared again.

// keep is how the value of a variable gets from the end of its scope to the start of the reverse of it.
type keep int

const (
	lost  keep = iota // nobody wants it
	saved             // saved at the end of the scope
	again             // its declaration is repeated at the start of the reverse of the scope
	later             // its declaration is repeated once what it was made of is there again
)

// endOfScope decides what becomes of the variable of d.
func (r *recorder) endOfScope(d *ir.Decl, rest []ir.Stmt, want cells) {
	wanted := false
	flow.Leaves(r.g.Root(d.Var), d.Var.Type, func(n *flow.Node) {
		wanted = wanted || want[n]
		delete(want, n)
	})
	if !wanted || r.kept[d.Var] != lost {
		return
	}
	r.kept[d.Var] = saved
	if r.repeatable(d) && !r.readsLater(d) {
		switch s, ok := r.firstChange(d, rest); {
		case s == nil:
			r.kept[d.Var] = again
			r.repeated = append(r.repeated, d)
		case ok && !r.readByRepeated(d.Var):
			r.kept[d.Var] = later
			r.redo[s] = append(r.redo[s], d)
			r.repeated = append(r.repeated, d)
		}
	}
	r.changed = true
}

// readsLater reports whether d is made of a variable that is not there yet when the reverse of the scope starts.
func (r *recorder) readsLater(d *ir.Decl) bool {
	found := false
	ir.WalkExpr(d.Init, func(e ir.Expr) bool {
		v, ok := e.(*ir.Ref)
		found = found || ok && r.kept[v.Var] == later
		return !found
	})
	return found
}

// readByRepeated reports whether a declaration that is repeated reads v: that may happen before v is there again.
func (r *recorder) readByRepeated(v *ir.Var) bool {
	return slices.ContainsFunc(r.repeated, func(d *ir.Decl) bool { return normal.Mentions(d.Init, v) })
}

// maxAgain is the cost up to which a declaration is repeated rather than its value saved.
const maxAgain = 3

// repeatable reports whether it is worth while to evaluate the initial value of d again: if it costs little, and nobody need save
// anything for it but for a place that is read, which is then saved where it is overwritten rather than where it is read.
func (r *recorder) repeatable(d *ir.Decl) bool {
	if d.Init == nil || r.assigned[d.Var] || cost(d.Init) > maxAgain || opaque(d.Init) || comparesFloats(d.Init) {
		return false
	}
	return ir.IsPlace(d.Init) && !ir.Refers(d.Init.Type()) || !r.g.Changes(r.written, d.Init)
}

// firstChange gives the first of the statements rest, which follow d, that changes what its initial value reads, nil if none does.
// The reverse sweep brings that back, so that d can be repeated after the reverse of that statement; ok says whether that
// is early enough.
func (r *recorder) firstChange(d *ir.Decl, rest []ir.Stmt) (s ir.Stmt, ok bool) {
	for i, s := range rest {
		if !r.g.Changes(r.g.Written(s), d.Init) {
			continue
		}
		for _, t := range rest[i:] {
			if breaks(t) || r.adjointMentions(t, d.Var) {
				return s, false
			}
		}
		return s, true
	}
	return nil, true
}

// adjointMentions reports whether the reverse sweep reads v for s or for what is inside it.
func (r *recorder) adjointMentions(s ir.Stmt, v *ir.Var) bool {
	cells := map[*flow.Node]bool{}
	flow.Leaves(r.g.Root(v), v.Type, func(n *flow.Node) { cells[n] = true })
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		for _, c := range r.adjointReads(t, r.b.notes[t]) {
			found = found || cells[c]
		}
		if len(ir.Blocks(t)) > 0 { // its condition or bounds
			for _, e := range ir.Exprs(t) {
				r.g.Reads(e, func(c *flow.Node) { found = found || cells[c] })
			}
		}
		for _, d := range ir.Dsts(t) { // which may have to be restored
			r.g.PathReads(d, func(c *flow.Node) { found = found || cells[c] })
		}
		if d, ok := t.(*ir.Decl); ok && d.Init != nil && d.Var != v { // which may be repeated
			r.g.Reads(d.Init, func(c *flow.Node) { found = found || cells[c] })
		}
		for _, e := range rangeOf(t) {
			r.g.Reads(e, func(c *flow.Node) { found = found || cells[c] })
		}
		return !found
	})
	return found
}

// comparesFloats reports whether e compares floats: that is never repeated.
func comparesFloats(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		c, ok := e.(*ir.Binary)
		found = found || ok && ir.IsFloat(c.X.Type()) && !ir.IsFloat(c.Typ)
		return !found
	})
	return found
}

// opaque reports whether e calls anything that is no plain function of its arguments.
func opaque(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Call:
			found = found || e.Fn.Pkg != "" && e.Fn.Pkg != "math"
		case *ir.Make, *ir.New:
			found = true
		}
		return !found
	})
	return found
}

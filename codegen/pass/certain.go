package pass

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// certain knows which expressions can't panic at a point in the program: those of which each step was taken before, on
// every way there; those whose index is within the bounds of what a loop runs over; and those that follow a pointer to a variable.
type certain struct {
	g     *flow.Graph
	l     *lengths
	taken []takenStep // indexings, dereferences and slicings that were evaluated, and would be what they were
	end   *int        // how much of the array that taken is in is in use: only who has all of it may append to it; nil if it may be anybody's
	loops []*ir.Count // around the point
}

// takenStep is a step that was taken, and the cells that decide whether it panics.
type takenStep struct {
	ir.Expr
	reads []*flow.Node
}

// holds reports whether e can't panic.
func (c *certain) holds(e ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		ok = ok && (!step(e) || c.step(e))
		return ok
	})
	return ok
}

// step reports whether evaluating e itself, not its operands, may panic.
func step(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Index, *ir.Deref, *ir.Slice:
		return true
	case *ir.Binary:
		return (e.Op == token.QUO || e.Op == token.REM) && ir.IsInteger(e.Typ) && (isConst(e.Y) == nil || isNumber(e.Y, 0)) ||
			(e.Op == token.SHL || e.Op == token.SHR)
	case *ir.Conv:
		_, array := e.Typ.Underlying().(*types.Array)
		return array
	}
	return false
}

func (c *certain) step(e ir.Expr) bool {
	for _, t := range c.taken {
		if ir.Equal(t.Expr, e) {
			return true
		}
	}
	switch e := e.(type) {
	case *ir.Index:
		for _, t := range c.taken { // of a slice of the same length
			x, ok := t.Expr.(*ir.Index)
			if ok && ir.Equal(x.I, e.I) && c.l.constant(x.X) && c.l.constant(e.X) && c.l.equal(x.X, e.X) {
				return true
			}
		}
		if k := isConst(e.I); k != nil && ir.IsSlice(e.X.Type()) && c.l.constant(e.X) {
			_, n := offset(k)
			return c.l.within(k, e.X, nil) || n >= 0 && c.atLeast(ir.Len(e.X), n+1)
		}
		return c.l.within(e.I, e.X, c.loops)
	case *ir.Slice:
		if _, slice := e.X.Type().Underlying().(*types.Slice); !slice || e.Lo != nil || e.Max != nil || e.Hi == nil {
			return false
		}
		return c.l.constant(e.X) && c.l.constant(e.Hi) && c.l.natural(c.l.number(e.Hi), c.loops) && c.l.covers(c.l.length(e.X), e.Hi)
	case *ir.Deref:
		r, ok := e.X.(*ir.Ref)
		if !ok || !c.l.use.single(r.Var) || c.l.use.decls[r.Var].Init == nil {
			return false
		}
		switch c.l.use.decls[r.Var].Init.(type) {
		case *ir.Addr, *ir.New:
			return true
		}
	}
	return false
}

// atLeast reports whether the int n is certainly no less than k, since an element is there: an index is not negative, and less than the length.
func (c *certain) atLeast(n ir.Expr, k int64) bool {
	a := &atoms{}
	size := a.polynomial(c.l.number(n))
	for _, t := range c.taken {
		e, ok := t.Expr.(*ir.Index)
		if !ok || !ir.IsSlice(e.X.Type()) || !c.l.constant(e.I) {
			continue
		}
		i := a.polynomial(c.l.number(e.I))
		if over, ok := size.plus(i, -1).constant(); ok && over >= k {
			return true
		}
		if !c.l.constant(e.X) {
			continue
		}
		at, fixed := i.constant()
		if !fixed {
			at = 0
		}
		if room, ok := size.plus(a.polynomial(c.l.number(ir.Len(e.X))), -1).constant(); ok && room+at+1 >= k {
			return true
		}
	}
	return false
}

// past is what is certain behind s.
func (c *certain) past(s ir.Stmt) *certain {
	n := c.with(s)
	written := c.g.Written(s)
	if len(written) == 0 {
		return n
	}
	hit := func(t takenStep) bool { return flow.Hit(written, t.reads) }
	first := slices.IndexFunc(n.taken, hit)
	if first < 0 {
		return n
	}
	kept := slices.Clone(n.taken[:first])
	for _, t := range n.taken[first+1:] {
		if !hit(t) {
			kept = append(kept, t)
		}
	}
	n.taken, n.end = kept, new(int)
	*n.end = len(kept)
	return n
}

// with is c with the steps of s that were not taken before.
func (c *certain) with(s ir.Stmt) *certain {
	n := *c
	for _, e := range stepsOf(s) {
		if slices.ContainsFunc(n.taken, func(t takenStep) bool { return ir.Equal(t.Expr, e) }) {
			continue
		}
		if n.end == nil || *n.end != len(n.taken) {
			n.taken, n.end = slices.Clip(n.taken), new(int)
		}
		n.taken = append(n.taken, takenStep{e, c.g.ReadSet(found(e))})
		*n.end = len(n.taken)
	}
	return &n
}

// inside is what is certain at the start of a block inside s.
func (c *certain) inside(s ir.Stmt) *certain {
	if !ir.IsLoop(s) {
		return c.with(s)
	}
	n := c.past(s)
	if count, ok := s.(*ir.Count); ok {
		n.loops = append(c.loops[:len(c.loops):len(c.loops)], count)
	}
	return n
}

// run is what is certain at the end of the first iteration of the loop s, of what nothing in s changes; nil if that iteration may leave early.
func (c *certain) run(s ir.Stmt) *certain {
	early := false
	ir.Walk(s, func(t ir.Stmt) bool {
		_, exit := t.(*ir.Exit)
		early = early || exit
		return !early
	})
	if early {
		return nil
	}
	n := c.inside(s)
	for _, t := range ir.Blocks(s)[0].List {
		n = n.past(t)
	}
	return n
}

// found is an expression that reads what decides whether the step e panics, not what is read at its end.
func found(e ir.Expr) ir.Expr {
	if ir.IsPlace(e) {
		return &ir.Addr{X: e}
	}
	return e
}

// stepsOf are the steps that s takes before anything inside it.
func stepsOf(s ir.Stmt) []ir.Expr {
	var out []ir.Expr
	var visit func(e ir.Expr)
	visit = func(e ir.Expr) {
		if step(e) {
			out = append(out, e)
		}
		if b, ok := e.(*ir.Binary); ok && (b.Op == token.LAND || b.Op == token.LOR) {
			visit(b.X)
			return
		}
		for _, o := range e.Operands() {
			visit(o)
		}
	}
	for _, e := range ir.Exprs(s) {
		visit(e)
	}
	return out
}

package pass

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// Dead code: going backward with the set of variables that are read later on, a store to one that is not goes, and so
// does a branch or loop with nothing left in it. What the primal itself computes stays where it may panic: the
// generated function panics where the primal does. (Adjoint statements repeat accesses that did not.)
func dead(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		d := &deadCode{breaks: map[ir.Stmt]*liveSet{}, use: usageOf(f)}
		d.block(f.Body, newLiveSet(f.Results...))
		return d.changed
	})
}

type deadCode struct {
	changed bool
	dry     bool                   // look, but leave everything in place
	breaks  map[ir.Stmt]*liveSet   // what is live after a loop
	ends    map[*ir.Block]*liveSet // what is live behind a block; may be nil
	use     *usage

	before, behind ir.Stmt // the neighbours of the statement that is looked at
}

// block goes backward through blk; it returns what is live at its start.
func (d *deadCode) block(blk *ir.Block, after *liveSet) *liveSet {
	if d.ends != nil {
		d.ends[blk] = after.clone()
	}
	now := after.clone()
	var kept []ir.Stmt
	for i := len(blk.List) - 1; i >= 0; i-- {
		s := blk.List[i]
		d.before, d.behind = nil, nil
		if i > 0 {
			d.before = blk.List[i-1]
		}
		if len(kept) > 0 {
			d.behind = kept[len(kept)-1]
		}
		keep := d.stmt(s, &now)
		if keep || d.dry {
			kept = append(kept, s)
		} else {
			d.changed = true
		}
	}
	if d.dry {
		return now
	}
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	blk.List = kept
	return now
}

// stmt changes now to what is live before s, and reports whether s is to be kept.
func (d *deadCode) stmt(s ir.Stmt, now **liveSet) bool {
	switch s := s.(type) {
	case *ir.Decl:
		if !(*now).has(s.Var) && d.removable(s, s.Init) {
			if d.use.reads[s.Var] == 0 && d.use.stores[s.Var] <= storesOf(s) {
				return false
			}
			if s.Init != nil && !d.dry { // the declaration stays for the stores that follow
				s.Init, d.changed = nil, true
			}
			(*now).drop(s.Var)
			return true
		}
		(*now).drop(s.Var)
		(*now).read(s.Init)
		return true
	case *ir.Assign:
		return d.assign(s, *now)
	case *ir.If:
		return d.branch(s, now)
	case *ir.Count, *ir.While:
		return d.loop(s, now)
	case *ir.Exit:
		if s.Kind == ir.Break {
			*now = d.breaks[s.Target].clone()
		}
		return true
	case *ir.Panic:
		*now = (*now).empty()
		(*now).read(s.X)
		return true
	case *ir.Block:
		d.breaks[s] = *now // block returns another
		*now = d.block(s, *now)
		return true
	}
	for _, t := range ir.Dsts(s) {
		if r, ok := t.(*ir.Ref); ok {
			(*now).drop(r.Var)
		} else {
			(*now).read(t)
		}
	}
	dsts := ir.Dsts(s)
	for _, e := range ir.Exprs(s) {
		if !slices.Contains(dsts, e) {
			(*now).read(e)
		}
	}
	return true
}

func (d *deadCode) assign(s *ir.Assign, now *liveSet) bool {
	v := ir.Root(s.Dst)
	if v == nil {
		now.read(s.Dst)
		now.read(s.Src)
		return true
	}
	if !now.has(v) && d.removable(s, s.Src) && v.Kind != ir.Global {
		return false
	}
	if _, whole := s.Dst.(*ir.Ref); whole && !s.Add {
		now.drop(v)
	} else {
		now.read(s.Dst)
	}
	now.read(s.Src)
	return true
}

// storesOf is how many stores to its variable s itself is.
func storesOf(s *ir.Decl) int {
	if s.Init != nil {
		return 1
	}
	return 0
}

// removable reports whether the value e need not be computed for anything but itself.
func (d *deadCode) removable(s ir.Stmt, e ir.Expr) bool {
	if e == nil {
		return true
	}
	switch m := e.(type) {
	case *ir.Make:
		return m.Buf != nil || adjoint(s)
	case *ir.New:
		return m.Init == nil || pure(m.Init)
	}
	return pure(e) && (adjoint(s) || !mayPanic(e) || panicsToo(d.before, e, false) || panicsToo(d.behind, e, true))
}

// panicsToo reports whether s, one of the user's declarations next to the evaluation of e, panics as e does wherever e panics. Behind e the
// same has to go wrong first.
func panicsToo(s ir.Stmt, e ir.Expr, behind bool) bool {
	d, ok := s.(*ir.Decl)
	if !ok || d.Init == nil || adjoint(s) || !pure(d.Init) || reads(e, d.Var) {
		return false
	}
	have, wanted, all := panicking(d.Init, nil), panicking(e, nil), 0
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if panics(e) {
			all++
		}
		return true
	})
	if all != len(wanted) {
		return false
	}
	for i, x := range wanted {
		at := slices.IndexFunc(have, func(h ir.Expr) bool { return ir.Equal(h, x) })
		if at < 0 || behind && at != i {
			return false
		}
	}
	return true
}

// panicking adds to out what may panic in e, in the order of evaluation, but for what is evaluated only on some condition.
func panicking(e ir.Expr, out []ir.Expr) []ir.Expr {
	ops := e.Operands()
	if b, ok := e.(*ir.Binary); ok && (b.Op == token.LAND || b.Op == token.LOR) {
		ops = ops[:1]
	}
	for _, o := range ops {
		out = panicking(o, out)
	}
	if panics(e) {
		out = append(out, e)
	}
	return out
}

func adjoint(s ir.Stmt) bool { o := s.Origin(); return o == nil || o.Adjoint }

// mayPanic reports whether evaluating e may panic.
func mayPanic(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool { found = found || panics(e); return !found })
	return found
}

// panics reports whether e may panic where its operands do not.
func panics(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Index:
		_, array := e.X.Type().Underlying().(*types.Array)
		return !array || isConst(e.I) == nil || !indexFits(e.I, e.X.Type())
	case *ir.Deref, *ir.Slice:
		return true
	case *ir.Binary:
		return (e.Op == token.QUO || e.Op == token.REM) && ir.IsInteger(e.Typ)
	}
	return false
}

func (d *deadCode) branch(s *ir.If, now **liveSet) bool {
	then := d.block(s.Then, *now)
	els := *now
	if s.Else != nil {
		els = d.block(s.Else, *now)
		if len(s.Else.List) == 0 && !d.dry {
			s.Else = nil
			d.changed = true
		}
	}
	if len(s.Then.List) == 0 && s.Else == nil && d.removable(s, s.Cond) {
		return false
	}
	then.add(els)
	then.read(s.Cond)
	*now = then
	return true
}

func (d *deadCode) loop(s ir.Stmt, now **liveSet) bool {
	after := *now
	d.breaks[s] = after
	head := func(l *liveSet) {
		switch s := s.(type) {
		case *ir.Count:
			l.drop(s.Var)
		case *ir.While:
			l.read(s.Cond)
		}
	}
	body := children(s)[0]
	// What is live at the end of the body is what is live at its start, or after the loop.
	was := d.dry
	d.dry = true
	in := after.clone()
	head(in)
	for {
		b := d.block(body, in)
		head(b)
		if !in.add(b) {
			break
		}
	}
	if d.dry = was; !was { // a dry run has been there with just this
		b := d.block(body, in)
		head(b)
		in.add(b)
	}
	if c, ok := s.(*ir.Count); ok {
		if len(body.List) == 0 && d.removable(s, c.Lo) && d.removable(s, c.Hi) {
			*now = after
			return false
		}
		in.read(c.Lo)
		in.read(c.Hi)
	}
	*now = in
	return true
}

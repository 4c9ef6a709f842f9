package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Common subexpressions: where a variable holds the value of a call or a quotient, and neither it nor what that was made of has
// changed since, the same call or quotient is that variable. Transcendentals and divisions are the dearest thing in an
// adjoint.
//
// What a branch leaves in variables it leaves to a later branch on the same condition: the reverse of a branch finds there what its forward
// has computed.
func common(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		c := &commoner{u: u, read: map[*flow.Node]bool{}, unions: u.graph.Unions()}
		c.block(f.Body, facts{})
		return c.changed
	})
}

// facts are what is known at a point of the program.
type facts struct {
	have  []available
	after []branched
}

// available is a variable with the expression whose value it holds, and the cells that both are read from.
type available struct {
	v     *ir.Var
	e     ir.Expr
	reads []*flow.Node
}

// branched is what is known where a condition, that of a branch that has run, holds, and where it does not.
type branched struct {
	cond      ir.Expr
	reads     []*flow.Node // the cells that it reads
	then, els facts
}

// and is k with what is known besides.
func (k facts) and(more facts) facts {
	return facts{slices.Concat(k.have, more.have), slices.Concat(k.after, more.after)}
}

// filter keeps what names only what the two accept. What it leaves as it is, it does not copy.
func (k facts) filter(have func(available) bool, after func(branched) bool) facts {
	if i := slices.IndexFunc(k.have, func(a available) bool { return !have(a) }); i >= 0 {
		kept := slices.Clone(k.have[:i])
		for _, a := range k.have[i+1:] {
			if have(a) {
				kept = append(kept, a)
			}
		}
		k.have = kept
	}
	if len(k.after) == 0 {
		return k
	}
	var kept []branched
	for _, b := range k.after {
		if after(b) {
			b.then, b.els = b.then.filter(have, after), b.els.filter(have, after)
			kept = append(kept, b)
		}
	}
	k.after = kept
	return k
}

type commoner struct {
	u       *unit
	changed bool
	read    map[*flow.Node]bool // cells that something known has been read from, as they were named when there were so many unions
	unions  int
}

// reads is the cells that e reads, which c.read has from now on.
func (c *commoner) reads(e ir.Expr) []*flow.Node {
	cells := c.u.graph.ReadSet(e)
	for _, n := range cells {
		c.read[n] = true
	}
	return cells
}

// block goes through blk with what is known at its start, and gives what is known at its end besides.
func (c *commoner) block(blk *ir.Block, outer facts) facts {
	var own facts
	for _, s := range blk.List {
		written := c.u.graph.Written(s)
		outside, before := outer, own
		outer, own = c.without(outer, written), c.without(own, written)
		switch s := s.(type) {
		case *ir.If:
			own = own.and(c.branch(s, outside.and(before), written))
		case *ir.Count:
			c.replace(s, outside.have, before.have)
			c.block(s.Body, outer.and(own))
		case *ir.While:
			c.replace(s, outer.have, own.have)
			c.block(s.Body, outer.and(own))
		case *ir.Block:
			c.block(s, outside.and(before))
		default:
			d, ok := s.(*ir.Decl)
			computed := ok && d.Init != nil && dear(d.Init)
			c.replace(s, outside.have, before.have)
			if computed && isRef(d.Init) {
				d.Var.Temp = true // nobody wrote this copy
			}
			if v, e := held(s); v != nil {
				own = own.and(facts{have: []available{{v, e, append(c.reads(e), c.reads(ir.Use(v))...)}}})
			}
		}
	}
	return own
}

// held is the variable that s leaves the value of a dear expression in, with that.
func held(s ir.Stmt) (*ir.Var, ir.Expr) {
	var v *ir.Var
	var e ir.Expr
	switch s := s.(type) {
	case *ir.Decl:
		v, e = s.Var, s.Init
	case *ir.Assign:
		if r, ok := s.Dst.(*ir.Ref); ok && !s.Add {
			v, e = r.Var, s.Src
		}
	}
	if v == nil || v.Name == "_" || v.Kind == ir.Global || e == nil || !dear(e) || !pure(e) || reads(e, v) {
		return nil, nil
	}
	return v, e
}

// branch goes through s, and gives what is known of a later branch on its condition.
func (c *commoner) branch(s *ir.If, known facts, written map[*flow.Node]bool) facts {
	c.replace(s, known.have, nil)
	then, els := known, known
	for _, b := range known.after {
		if ir.Equal(b.cond, s.Cond) {
			then, els = then.and(b.then), els.and(b.els)
		}
	}
	out := branched{cond: s.Cond, reads: c.reads(s.Cond), then: visible(c.block(s.Then, then), s.Then)}
	if s.Else != nil {
		out.els = visible(c.block(s.Else, els), s.Else)
	}
	if !pure(s.Cond) || c.u.graph.Changes(written, s.Cond) {
		return facts{}
	}
	return facts{after: []branched{out}}
}

// visible is what of known names no variable that blk declares.
func visible(known facts, blk *ir.Block) facts {
	own := map[*ir.Var]bool{}
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok {
			own[d.Var] = true
		}
	}
	outside := func(e ir.Expr) bool {
		ok := true
		ir.WalkExpr(e, func(e ir.Expr) bool {
			r, ref := e.(*ir.Ref)
			ok = ok && !(ref && own[r.Var])
			return ok
		})
		return ok
	}
	return known.filter(
		func(a available) bool { return outside(a.e) && outside(ir.Use(a.v)) },
		func(b branched) bool { return outside(b.cond) })
}

// without drops what depends on a cell that was written.
func (c *commoner) without(known facts, written map[*flow.Node]bool) facts {
	matters := c.unions != c.u.graph.Unions()
	for n := range written {
		matters = matters || c.read[n]
	}
	if !matters {
		return known
	}
	return known.filter(
		func(a available) bool { return !flow.Hit(written, a.reads) },
		func(b branched) bool { return !flow.Hit(written, b.reads) })
}

func (c *commoner) replace(s ir.Stmt, outer, own []available) {
	if len(outer)+len(own) == 0 {
		return
	}
	ir.MapExprs(s, func(e ir.Expr) ir.Expr {
		return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			if !dear(e) {
				return e
			}
			for _, have := range [2][]available{outer, own} {
				for _, a := range have {
					if ir.Equal(a.e, e) {
						c.changed = true
						return ir.Use(a.v)
					}
				}
			}
			return e
		})
	})
}

// dear reports whether e itself is a call of package math or a division of floats.
func dear(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Call:
		return e.Fn.Pkg != ""
	case *ir.Binary:
		return e.Op == token.QUO && ir.IsFloat(e.Typ)
	}
	return false
}

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
		c := &commoner{u: u}
		c.block(f.Body, facts{})
		return c.changed
	})
}

// facts are what is known at a point of the program.
type facts struct {
	have  []available
	after []branched
}

// available is a variable with the expression whose value it holds.
type available struct {
	v *ir.Var
	e ir.Expr
}

// branched is what is known where a condition, that of a branch that has run, holds, and where it does not.
type branched struct {
	cond      ir.Expr
	then, els facts
}

// and is k with what is known besides.
func (k facts) and(more facts) facts {
	return facts{slices.Concat(k.have, more.have), slices.Concat(k.after, more.after)}
}

// filter keeps what names only what ok accepts.
func (k facts) filter(ok func(ir.Expr) bool) facts {
	var out facts
	for _, a := range k.have {
		if ok(a.e) && ok(ir.Use(a.v)) {
			out.have = append(out.have, a)
		}
	}
	for _, b := range k.after {
		if ok(b.cond) {
			out.after = append(out.after, branched{b.cond, b.then.filter(ok), b.els.filter(ok)})
		}
	}
	return out
}

type commoner struct {
	u       *unit
	changed bool
}

// block goes through blk with what is known at its start, and gives what is known at its end besides.
func (c *commoner) block(blk *ir.Block, outer facts) facts {
	var own facts
	for _, s := range blk.List {
		written := c.u.graph.Written(s)
		before := outer.and(own)
		outer, own = c.without(outer, written), c.without(own, written)
		switch s := s.(type) {
		case *ir.If:
			own = own.and(c.branch(s, before, written))
		case *ir.Count:
			c.replace(s, before.have)
			c.block(s.Body, outer.and(own))
		case *ir.While:
			c.replace(s, outer.and(own).have)
			c.block(s.Body, outer.and(own))
		case *ir.Block:
			c.block(s, before)
		default:
			d, ok := s.(*ir.Decl)
			computed := ok && d.Init != nil && dear(d.Init)
			c.replace(s, before.have)
			if computed && isRef(d.Init) {
				d.Var.Temp = true // nobody wrote this copy
			}
			if v, e := held(s); v != nil {
				own = own.and(facts{have: []available{{v, e}}})
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
	c.replace(s, known.have)
	then, els := known, known
	for _, b := range known.after {
		if ir.Equal(b.cond, s.Cond) {
			then, els = then.and(b.then), els.and(b.els)
		}
	}
	out := branched{cond: s.Cond, then: visible(c.block(s.Then, then), s.Then)}
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
	return known.filter(func(e ir.Expr) bool {
		ok := true
		ir.WalkExpr(e, func(e ir.Expr) bool {
			r, ref := e.(*ir.Ref)
			ok = ok && !(ref && own[r.Var])
			return ok
		})
		return ok
	})
}

// without drops what depends on a cell that was written.
func (c *commoner) without(known facts, written map[*flow.Node]bool) facts {
	return known.filter(func(e ir.Expr) bool { return !c.u.graph.Changes(written, e) })
}

func (c *commoner) replace(s ir.Stmt, have []available) {
	if len(have) == 0 {
		return
	}
	ir.MapExprs(s, func(e ir.Expr) ir.Expr {
		return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			if !dear(e) {
				return e
			}
			for _, a := range have {
				if ir.Equal(a.e, e) {
					c.changed = true
					return ir.Use(a.v)
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

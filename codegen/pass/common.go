package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Common subexpressions: where a variable holds the value of a call or a quotient, and what that was made of has not
// changed, the same call or quotient is that variable. Transcendentals and divisions are the dearest thing in an
// adjoint.
func common(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		c := &commoner{u: u, use: usageOf(f)}
		c.block(f.Body, nil)
		return c.changed
	})
}

// available is a variable with the expression whose value it holds.
type available struct {
	v *ir.Var
	e ir.Expr
}

type commoner struct {
	u       *unit
	use     *usage
	changed bool
}

func (c *commoner) block(blk *ir.Block, have []available) {
	for _, s := range blk.List {
		if inner := children(s); len(inner) > 0 {
			written := c.u.graph.Written(s)
			inside := have
			switch s.(type) {
			case *ir.Count, *ir.While:
				inside = c.without(have, written)
			}
			if _, loop := s.(*ir.While); !loop {
				c.replace(s, have)
			} else {
				c.replace(s, inside)
			}
			for _, in := range inner {
				c.block(in, inside[:len(inside):len(inside)])
			}
			have = c.without(have, written)
			continue
		}
		c.replace(s, have)
		have = c.without(have, c.u.graph.Written(s))
		if d, ok := s.(*ir.Decl); ok && d.Init != nil && dear(d.Init) && pure(d.Init) && c.use.single(d.Var) {
			have = append(have[:len(have):len(have)], available{d.Var, d.Init})
		}
	}
}

// without drops what depends on a cell that was written.
func (c *commoner) without(have []available, written map[*flow.Node]bool) []available {
	var out []available
	for _, a := range have {
		if !c.u.graph.Changes(written, a.e) {
			out = append(out, a)
		}
	}
	return out
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

package pass

import (
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Firsts: the first contribution to an element of a destination assigns, and what is assigned need not be cleared before:
//
//	clear(dx)                       if len(dx) > 2 {
//	y := x[0] * x[1]                    clear(dx[2:])
//	dx[0] += x[1]                   }
//	dx[1] += x[0]                   y := x[0] * x[1]
//	                                dx[0] = x[1]
//	                                dx[1] = x[0]
//
// and where a loop over all of dx is the first that touches it, and adds to each element before it reads it, there is nothing left to clear.
// Elements with other indices than constants, or whose first contribution stands in a branch, must be zero before: see eachElement.
//
// Hazard: destinations of arguments that overlap may overlap too, and then hold the sum of what both get. An assignment would lose
// what the other one has got already. So in that time no other destination of the same type is touched, unless the function
// checks that the two are disjoint; additions to others that come earlier are moved behind the last first one, where they can be.
// Where that fails, and for the other destinations, the elements are cleared as an array is, just before the first is touched: Go clears a few
// elements, whose number it knows, without a call.
//
//	clear(dx[:2])
//	dx[0] += x[1]
func firsts(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if f != u.prog.Funcs[0] || u.comparesAliases() { // there are no destinations, or two of them are one memory on purpose
			return false
		}
		changed := false
		for at := 0; at < len(f.Body.List); at++ {
			c := clearedAt(u, f, at)
			switch {
			case c == nil:
			case c.loop():
				changed, at = true, at-1
			case c.eachElement() || c.few():
				changed = true
			}
		}
		return changed
	})
}

// cleared is a destination, a slice of floats that a statement at the function's start clears.
type cleared struct {
	u     *unit
	l     *lengths
	f     *ir.Func
	at    int // the number of the statement that clears it
	place ir.Expr
	node  *flow.Node // its elements
	apart []ir.Expr  // slices that are checked to be disjoint from it

	stored map[*flow.Node]bool // cells that adjoint statements store to
}

// clearedAt is the destination that statement number at of f clears, or nil.
func clearedAt(u *unit, f *ir.Func, at int) *cleared {
	s, ok := f.Body.List[at].(*ir.Clear)
	if !ok || !adjoint(s) || !ir.IsFloat(elemOf(s.X)) {
		return nil
	}
	c := &cleared{u: u, l: newLengths(u, f), f: f, at: at, place: s.X, node: u.graph.Pointee(s.X), stored: map[*flow.Node]bool{}}
	if !c.l.constant(s.X) || !ir.IsPlace(s.X) || !c.node.External {
		return nil
	}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		if k, ok := s.(*ir.CallStmt); ok && k.Fn.Name == "CheckDisjoint" {
			switch x, y := k.Args[2], k.Args[4]; {
			case ir.Equal(x, c.place):
				c.apart = append(c.apart, y)
			case ir.Equal(y, c.place):
				c.apart = append(c.apart, x)
			}
		}
		if adjoint(s) {
			u.graph.Writes(s, func(n *flow.Node) { c.stored[n] = true })
		}
		return true
	})
	return c
}

// root follows the slice x to what it is cut from, up to the destination, with the number of the element at which it begins; ok is false where it is
// not cut from that at a constant.
func (c *cleared) root(x ir.Expr) (from ir.Expr, lo int64, ok bool) {
	for !ir.Equal(x, c.place) {
		switch e := x.(type) {
		case *ir.Ref:
			d := c.l.use.decls[e.Var]
			if d == nil || d.Init == nil || !c.l.use.single(e.Var) || !c.l.constant(d.Init) {
				return x, lo, false
			}
			x = d.Init
		case *ir.Slice:
			if !ir.IsSlice(e.X.Type()) {
				return x, lo, false
			}
			if e.Lo != nil {
				b, n := offset(e.Lo)
				if b != nil {
					return x, lo, false
				}
				lo += n
			}
			x = e.X
		default:
			return x, lo, false
		}
	}
	return x, lo, true
}

// touch tells where s, with all inside, touches the destination: it calls elem with each element. It gives false where it does so otherwise,
// or the primal does.
func (c *cleared) touch(s ir.Stmt, elem func(*ir.Index) bool) bool {
	ok := true
	var visit func(t ir.Stmt, e ir.Expr)
	visit = func(t ir.Stmt, e ir.Expr) {
		switch x := e.(type) {
		case *ir.Index:
			if ir.IsSlice(x.X.Type()) && c.u.graph.Node(x) == c.node {
				ok = ok && adjoint(t) && elem(x)
				visit(t, x.I)
				return
			}
		case *ir.Call:
			if x.Fn.Pkg == "" && (x.Fn.Name == "len" || x.Fn.Name == "cap") {
				return
			}
		}
		if ir.IsSlice(e.Type()) && c.u.graph.Pointee(e) == c.node {
			ok = false
			return
		}
		for _, o := range e.Operands() {
			visit(t, o)
		}
	}
	ir.Walk(s, func(t ir.Stmt) bool {
		if d, decl := t.(*ir.Decl); decl && d.Init != nil && ir.IsSlice(d.Var.Type) {
			if _, _, cut := c.root(ir.Use(d.Var)); cut {
				return true
			}
		}
		for _, e := range ir.Exprs(t) {
			visit(t, e)
		}
		return ok
	})
	return ok
}

// other reports whether e is in memory to which adjoint statements store, and which may be that of the destination, when arguments overlap, though it
// is not known as that.
func (c *cleared) other(e ir.Expr) bool {
	n := c.u.graph.Node(e)
	if ir.Root(e) != nil || n == c.node || !n.External || !c.stored[n] {
		return false
	}
	if x, ok := e.(*ir.Index); ok && ir.IsSlice(x.X.Type()) && ir.IsFloat(e.Type()) {
		from := c.base(x.X)
		return types.Identical(e.Type(), elemOf(c.place)) && !slices.ContainsFunc(c.apart, func(p ir.Expr) bool { return ir.Equal(p, from) })
	}
	return ir.HoldsFloat(e.Type())
}

// base is what the slice x is cut from.
func (c *cleared) base(x ir.Expr) ir.Expr {
	from, _, _ := c.root(x)
	for {
		s, ok := from.(*ir.Slice)
		if !ok {
			return from
		}
		from, _, _ = c.root(s.X)
	}
}

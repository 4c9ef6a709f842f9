package pass

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// Previous: what an iteration stores to an element and the next iteration reads there goes from one to the other in a variable. Through
// memory it would wait for the store.
//
//	                                  zPrev := z[0]
//	for i := 1; i < n; i++ {          for i := 1; i < n; i++ {
//		z[i] = x[i] * z[i-1]              zPrev = x[i] * zPrev
//	}                                     z[i] = zPrev
//	                                  }
//
// The one store must be the only one in the loop to that memory, and each iteration must get to it. The element that the first iteration
// reads must certainly be there.
func previous(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if u.comparesAliases() {
			return false
		}
		c := &follower{u: u, l: newLengths(u, f)}
		c.block(f.Body, &certain{g: u.graph, l: c.l})
		return c.changed
	})
}

// maxCarried bounds how many variables a loop gets.
const maxCarried = 6

type follower struct {
	u       *unit
	l       *lengths
	changed bool
}

func (r *follower) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if n, ok := s.(*ir.Count); ok && s.Origin() != nil {
			for range maxCarried {
				d := r.loop(n, c)
				if d == nil {
					break
				}
				out = append(out, d)
				r.changed = true
			}
		}
		for _, in := range ir.Blocks(s) {
			r.block(in, c.inside(s))
		}
		c = c.past(s)
		out = append(out, s)
	}
	blk.List = out
}

// loop carries what one statement of n stores, and gives the declaration of the variable, or nil.
func (r *follower) loop(n *ir.Count, c *certain) *ir.Decl {
	if n.Step != 1 && n.Step != -1 || !r.l.constant(n.Lo) {
		return nil
	}
	x := newSubscripts(r.u, r.l)
	all, ok := x.touches(n.Var, n.Body.List...)
	if !ok {
		return nil
	}
	for k, s := range n.Body.List {
		a, ok := s.(*ir.Assign)
		if !ok || a.Add || !ir.IsFloat(a.Dst.Type()) {
			continue
		}
		at, ok := a.Dst.(*ir.Index)
		if !ok {
			continue
		}
		dst, ok := (&toucher{x: x, i: n.Var}).element(at)
		if !ok || !dst.moves {
			continue
		}
		prev, only := touch{}, 0
		for _, t := range all {
			if t.node != dst.node {
				continue
			}
			if t.kind != load {
				only++
			}
			if d, ok := distance(dst, t); ok && t.kind == load && d == -n.Step {
				prev = t
			}
		}
		if only != 1 || prev.at == nil {
			continue
		}
		first := put(prev.at, n.Var, n.Lo)
		if !c.holds(first) {
			continue
		}
		return carry(x, n, k, prev, first)
	}
	return nil
}

// carry lets the element that statement k of n stores to the next iteration, which reads it at prev, go there in a variable.
func carry(x *subscripts, n *ir.Count, k int, prev touch, first ir.Expr) *ir.Decl {
	a := n.Body.List[k].(*ir.Assign)
	v := &ir.Var{Name: short(pathWords(prev.at.X)+"Prev", "prev"), Type: prev.at.Type()}
	now := &ir.Var{Name: hoistName(a.Dst), Type: v.Type, Temp: true}
	tr := &toucher{x: x, i: n.Var}
	ir.Walk(n.Body, func(s ir.Stmt) bool {
		dst := map[ir.Expr]bool{}
		for _, d := range ir.Dsts(s) {
			dst[d] = true
		}
		ir.MapExprs(s, func(e ir.Expr) ir.Expr {
			return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
				if at, ok := e.(*ir.Index); ok && !dst[e] {
					o, ok := tr.element(at)
					if d, same := distance(prev, o); ok && same && d == 0 {
						return ir.Use(v)
					}
				}
				return e
			})
		})
		return true
	})
	list := append(n.Body.List[:k:k], &ir.Decl{At: a.At, Var: now, Init: a.Src}, &ir.Assign{At: a.At, Dst: a.Dst, Src: ir.Use(now)})
	list = append(list, n.Body.List[k+1:]...)
	n.Body.List = append(list, &ir.Assign{At: a.At, Dst: ir.Use(v), Src: ir.Use(now)})
	return &ir.Decl{At: ir.At{Orig: n.Origin()}, Var: v, Init: first}
}

package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Refills: where a loop of the adjoint has put back what was saved into memory of the function's own, what reads it behind that in the same block reads
// what was saved:
//
//	for i := range y {               for i := range y {
//		y[i] = saved[k*n+i]              y[i] = saved[k*n+i]
//	}                                }
//	for i := 1; i < n; i++ {         for i := 1; i < n; i++ {
//		dx[i] += dk[i] * y[i-1]          dx[i] += dk[i] * saved[k*n+i-1]
//	}                                }
//
// If all do, nobody needs y, and the loops may be merged in whatever way they touch it.
func refills(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if u.comparesAliases() {
			return false
		}
		r := &refiller{u: u, x: newSubscripts(u, newLengths(u, f))}
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			for _, in := range ir.Blocks(s) {
				r.block(in)
			}
			return true
		})
		return r.changed
	})
}

type refiller struct {
	u       *unit
	x       *subscripts
	changed bool
}

// refill says that the elements of a slice, as many as span says, are what is saved: dst and src in iteration i.
type refill struct {
	i    *ir.Var
	span span
	dst  touch
	src  *ir.Index
	from *flow.Node
}

func (r *refiller) block(blk *ir.Block) {
	for k, s := range blk.List {
		n, ok := s.(*ir.Count)
		if !ok {
			continue
		}
		for _, t := range n.Body.List {
			if f, ok := r.refill(n, t); ok {
				r.follow(f, blk.List[k+1:])
			}
		}
	}
}

// refill tells what the statement s of the loop n puts back.
func (r *refiller) refill(n *ir.Count, s ir.Stmt) (refill, bool) {
	a, ok := s.(*ir.Assign)
	if !ok || a.Add || !adjointOnly(n) || n.Step != 1 && n.Step != -1 || !r.x.l.constant(n.Lo) || !r.x.l.constant(n.Hi) {
		return refill{}, false
	}
	dst, ok1 := a.Dst.(*ir.Index)
	src, ok2 := a.Src.(*ir.Index)
	if !ok1 || !ok2 {
		return refill{}, false
	}
	all, ok := r.x.touches(n.Var, n.Body.List...)
	tr := &toucher{x: r.x, i: n.Var}
	d, ok1 := tr.element(dst)
	e, ok2 := tr.element(src)
	if !ok || !ok1 || !ok2 || !d.moves || !e.moves || d.node.External || d.node == e.node {
		return refill{}, false
	}
	stores := 0
	for _, t := range all {
		if t.kind != load && (t.node == d.node || t.node == e.node) {
			stores++
		}
	}
	return refill{n.Var, r.x.span(n), d, src, e.node}, stores == 1
}

// follow puts what was saved into the statements behind the loop, as long as it and what was put back stay.
func (r *refiller) follow(f refill, list []ir.Stmt) {
	for _, s := range list {
		var i *ir.Var
		var in span
		body := []ir.Stmt{s}
		if n, ok := s.(*ir.Count); ok {
			if n.Step != 1 && n.Step != -1 {
				return
			}
			i, in, body = n.Var, r.x.span(n), n.Body.List
		}
		all, ok := r.x.touches(i, body...)
		if !ok {
			return
		}
		for _, t := range all {
			if t.kind != load && (t.node == f.dst.node || t.node == f.from) {
				return
			}
		}
		for _, t := range body {
			ir.Walk(t, func(t ir.Stmt) bool { r.replace(f, t, i, in); return true })
		}
	}
}

func (r *refiller) replace(f refill, s ir.Stmt, i *ir.Var, in span) {
	tr := &toucher{x: r.x, i: i}
	ir.MapExprs(s, func(e ir.Expr) ir.Expr {
		return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			at, ok := e.(*ir.Index)
			if !ok {
				return e
			}
			t, ok := tr.element(at)
			if !ok || t.node != f.dst.node || !ir.Equal(t.base, f.dst.base) {
				return e
			}
			d := t.rest.plus(f.dst.rest, -1)
			if !t.moves { // the iteration of the refill is d
				below, ok1 := d.plus(f.span.low, -1).constant()
				above, ok2 := f.span.high.plus(d, -1).constant()
				if ok1 && ok2 && below >= 0 && above > 0 {
					if k, ok := d.constant(); ok {
						r.changed = true
						return put(f.src, f.i, ir.IntConst(k))
					}
				}
				return e
			}
			k, ok := d.constant()
			below, ok1 := in.low.plus(f.span.low, -1).constant()
			above, ok2 := f.span.high.plus(in.high, -1).constant()
			if !ok || !ok1 || !ok2 || below+k < 0 || above-k < 0 {
				return e
			}
			r.changed = true
			moved := shifted(f.src, f.i, k)
			return ir.MapExpr(moved, func(e ir.Expr) ir.Expr {
				if v, ok := e.(*ir.Ref); ok && v.Var == f.i {
					return ir.Use(i)
				}
				return e
			})
		})
	})
}

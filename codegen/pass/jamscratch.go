package pass

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Scratch: memory of the function's own that each iteration fills before it reads any of it. That one iteration overwrites what the one before has left
// there is no dependence, since nobody reads that; so each of the iterations that run together gets memory of its own:
//
//	                                          powers1 := ws.mem.Raw(len(x))
//	for i := range n {                        …
//		…                                     for j := range x {
//		for j := range x {                        powers[j] = power0
//			powers[j] = power                     powers1[j] = power1
//			power *= t                            …
//		}                                     }
//		kernel.Axpy(-r, powers, dx)           kernel.Axpy(-r0, powers, dx)
//	}                                         kernel.Axpy(-r1, powers1, dx)
//
// What has to hold: one variable, and nothing else in the program, leads to the memory; nothing outside the loop touches it; and the first that does
// so in an iteration is a loop, run by every iteration, that stores to all of its elements.

// findScratch finds the scratch of the body.
func (b *jamBody) findScratch() {
	for _, s := range b.j.f.Body.List {
		d, ok := s.(*ir.Decl)
		if !ok {
			continue
		}
		m, ok := d.Init.(*ir.Make)
		if ok && isBasicType(elemOf(m)) && m.Buf != nil && m.Cap == nil && pure(m.Len) && b.j.l.use.single(d.Var) && b.j.l.constant(m.Len) &&
			b.onlyHere(d) && b.filled(d.Var) {
			b.scratch[d.Var] = d
		}
	}
}

// onlyHere reports whether the elements of what d declares are found by its variable alone, and touched in this loop alone.
func (b *jamBody) onlyHere(d *ir.Decl) bool {
	node := b.j.g.Pointee(ir.Use(d.Var))
	inLoop := map[ir.Stmt]bool{}
	ir.Walk(b.n.Body, func(s ir.Stmt) bool { inLoop[s] = true; return true })
	ok := true
	for _, f := range b.j.prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if s == ir.Stmt(d) {
				return true
			}
			used := 0 // as ways to the elements
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if lenOf(e) != nil {
						return false
					}
					if r, ref := e.(*ir.Ref); ref && r.Var == d.Var {
						used++
					}
					ok = ok && (!leadsToCells(b.j.g, e, node) || namesVar(e, d.Var))
					return ok
				})
			}
			ok = ok && (used == 0 || inLoop[s] && used == throughElements(s, d.Var))
			return ok
		})
	}
	return ok
}

// leadsToCells reports whether e is a slice or a pointer by which the cells n are found.
func leadsToCells(g *flow.Graph, e ir.Expr, n *flow.Node) bool {
	if !ir.Refers(e.Type()) {
		return false
	}
	found := false
	g.Below(g.Node(e), func(m *flow.Node) { found = found || m == n })
	return found
}

func isBasicType(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

func namesVar(e ir.Expr, v *ir.Var) bool {
	r, ok := e.(*ir.Ref)
	return ok && r.Var == v
}

// throughElements is how often s itself indexes the slice v, or gives it to a kernel.
func throughElements(s ir.Stmt, v *ir.Var) int {
	n := 0
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if x, ok := e.(*ir.Index); ok && namesVar(x.X, v) {
				n++
			}
			return true
		})
	}
	if c, ok := s.(*ir.CallStmt); ok && c.Callee == nil {
		if _, kernel := ir.KernelArgs(c.Fn); kernel {
			for _, a := range c.Args {
				if namesVar(a, v) {
					n++
				}
			}
		}
	}
	return n
}

// filled reports whether the first statement of the body that names the slice v is a loop that stores to all of its elements, and reads in each
// iteration only the one that it has stored.
func (b *jamBody) filled(v *ir.Var) bool {
	for _, s := range b.n.Body.List {
		if !mentions(s, v) {
			continue
		}
		c, ok := s.(*ir.Count)
		return ok && c.Step == 1 && isNumber(c.Lo, 0) && ir.Equal(b.j.l.number(c.Hi), b.j.l.length(ir.Use(v))) && b.fills(c, v)
	}
	return false
}

func (b *jamBody) fills(c *ir.Count, v *ir.Var) bool {
	element := &ir.Index{X: ir.Use(v), I: ir.Use(c.Var)}
	stored := false
	for _, s := range c.Body.List {
		if a, ok := s.(*ir.Assign); ok && !stored && !a.Add && ir.Equal(a.Dst, element) && !reads(a.Src, v) {
			stored = true
			continue
		}
		ok := true
		ir.Walk(s, func(t ir.Stmt) bool {
			for _, e := range ir.Exprs(t) {
				ok = ok && (stored || !reads(e, v)) && onlyElement(e, v, element)
			}
			return ok
		})
		if !ok {
			return false
		}
	}
	return stored
}

// onlyElement reports whether e names the slice v only in element.
func onlyElement(e ir.Expr, v *ir.Var, element ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if ir.Equal(e, element) {
			return false
		}
		ok = ok && !namesVar(e, v)
		return ok
	})
	return ok
}

// ownScratch gives copies of the body, but for the first, scratch of their own, and declares it.
func (w *jamWriter) ownScratch(k int64) {
	for v, d := range w.b.scratch {
		if k == 0 || !mentions(w.b.n, v) {
			continue
		}
		own := &ir.Var{Name: laneName(v.Name, k), Type: v.Type, Temp: v.Temp}
		w.copies[k].Vars[v] = own
		w.b.j.more[d] = append(w.b.j.more[d], &ir.Decl{At: d.At, Var: own, Init: ir.NewCloner().Expr(d.Init)})
	}
}

// declareMore puts the declarations that jamming has asked for behind those that they follow.
func (j *jammer) declareMore() {
	var out []ir.Stmt
	for _, s := range j.f.Body.List {
		out = append(out, s)
		if d, ok := s.(*ir.Decl); ok {
			out = append(out, j.more[d]...)
		}
	}
	j.f.Body.List = out
}

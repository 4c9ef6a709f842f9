package pass

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// detours changes the loops so that no dependence stands in the way of merging them, as far as that is possible.
func (p *pairing) detours() bool {
	for range 8 {
		ta, _ := p.x.touches(p.a.Var, p.a.Body.List...)
		tb, _ := p.x.touches(p.b.Var, p.b.Body.List...)
		a, b, found := p.span.disordered(ta, tb)
		if !found {
			return true
		}
		d, ok := distance(a, b)
		if !ok || d != p.span.step {
			return false
		}
		switch {
		case a.kind == load && p.carryOld(a, ta):
		case b.kind == add && p.delay(b, tb):
		default:
			return false
		}
	}
	return false
}

func (s span) disordered(a, b []touch) (x, y touch, found bool) {
	for _, x := range a {
		for _, y := range b {
			if !s.ordered(x, y) {
				return x, y, true
			}
		}
	}
	return touch{}, touch{}, false
}

// carryOld makes a read in each iteration what b is going to replace, and carry it to the next iteration, which reads it from the variable:
//
//	                                  yPrev := y[0]
//	for i := 1; i < n; i++ {          for i := 1; i < n; i++ {
//		k[i] = x[i] * y[i-1]              yi := y[i]
//	}                                     k[i] = x[i] * yPrev
//	                                      yPrev = yi
//	                                  }
//
// t is one of the reads at y[i-1].
func (p *pairing) carryOld(t touch, all []touch) bool {
	step := p.span.step
	for _, o := range all {
		if o.node == t.node {
			d, ok := distance(t, o)
			if o.kind != load || !ok || d != 0 && d != step {
				return false
			}
		}
	}
	i := p.a.Var
	now := &ir.Index{X: t.at.X, I: shifted(t.at.I, i, step)}
	first := put(t.at, i, p.a.Lo)
	inside := p.c.inside(p.a)
	always := p.nonempty(p.a) && adjointOnly(p.a)
	if !p.c.holds(first) && !(always && p.each(p.a, t)) || !inside.holds(now) && !(adjointOnly(p.a) && p.each(p.a, p.element(now))) {
		return false
	}
	at := ir.At{Orig: p.a.Origin()}
	prev := &ir.Var{Name: short(pathWords(t.at.X)+"Prev", "prev"), Type: t.at.Type()}
	cur := &ir.Var{Name: short(joinWords(pathWords(t.at.X), i.Name), "v"), Type: t.at.Type()}
	p.replaceLoads(p.a, p.element(now), cur)
	p.replaceLoads(p.a, t, prev)
	p.carry = append(p.carry, &ir.Decl{At: at, Var: prev, Init: first})
	list := append([]ir.Stmt{&ir.Decl{At: at, Var: cur, Init: now}}, p.a.Body.List...)
	p.a.Body.List = append(list, &ir.Assign{At: at, Dst: ir.Use(prev), Src: ir.Use(cur)})
	return true
}

// element is the access to e in a.
func (p *pairing) element(e *ir.Index) touch {
	t := &toucher{x: p.x, i: p.a.Var, own: map[*ir.Var]bool{}, ok: true}
	out, _ := t.element(e)
	return out
}

// each reports whether each iteration of c touches the element.
func (p *pairing) each(c *ir.Count, t touch) bool {
	for _, s := range c.Body.List {
		for _, e := range stepsOf(s) {
			if at, ok := e.(*ir.Index); ok && p.same(at, t) {
				return true
			}
		}
	}
	return false
}

func (p *pairing) same(e *ir.Index, t touch) bool {
	o := p.element(e)
	d, ok := distance(t, o)
	return ok && d == 0
}

// replaceLoads puts v in the place of t, which the loop only reads.
func (p *pairing) replaceLoads(c *ir.Count, t touch, v *ir.Var) {
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		ir.MapExprs(s, func(e ir.Expr) ir.Expr {
			return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
				if at, ok := e.(*ir.Index); ok && p.same(at, t) {
					return ir.Use(v)
				}
				return e
			})
		})
		return true
	})
}

// delay lets b add to an element in the next iteration, when a has read it. t is one of the additions.
func (p *pairing) delay(t touch, all []touch) bool {
	for _, o := range all {
		if o.node == t.node && o.kind != add {
			return false
		}
	}
	now := ir.Expr(&ir.Index{X: t.at.X, I: shifted(t.at.I, p.b.Var, -p.span.step)})
	sure := p.c.inside(p.a).holds(now) || p.each(p.a, p.element(now.(*ir.Index)))
	w := p.x.wait(p.b, p.c, t, sure)
	if w == nil {
		return false
	}
	w.decl.At = ir.At{Orig: p.a.Origin()}
	p.carry = append(p.carry, w.decl)
	p.flush = append(p.flush, w.flush)
	return true
}

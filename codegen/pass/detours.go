package pass

import (
	"go/token"

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

// delay makes b add in the next iteration what it adds to an element that a reads then:
//
//	                                  dyNext := 0.0
//	for i := n - 1; i >= 1; i-- {     for i := n - 1; i >= 1; i-- {
//		dy[i-1] += dk[i] * x[i]           dy[i] += dyNext
//	}                                     dyNext = 0
//	                                      dyNext += dk[i] * x[i]
//	                                  }
//	                                  dy[0] += dyNext
//
// It adds nothing where the variable holds zero: the element may not be there. t is one of the additions to dy[i-1].
func (p *pairing) delay(t touch, all []touch) bool {
	step := p.span.step
	for _, o := range all {
		if o.node == t.node {
			d, ok := distance(t, o)
			if o.kind != add || !ok || d != 0 && d != -step {
				return false
			}
		}
	}
	i := p.b.Var
	now := &ir.Index{X: t.at.X, I: shifted(t.at.I, i, -step)}
	last := next(p.b.Hi)
	if step > 0 {
		last = put(ir.Op(token.SUB, p.b.Hi, ir.IntConst(1)), i, p.b.Hi)
	}
	at := ir.At{Orig: p.b.Origin()}
	wait := &ir.Var{Name: short(pathWords(t.at.X)+"Next", "waiting"), Type: t.at.Type()}
	ir.Walk(p.b.Body, func(s ir.Stmt) bool {
		if a, ok := s.(*ir.Assign); ok && a.Add {
			if e, ok := a.Dst.(*ir.Index); ok && p.same(e, t) {
				a.Dst = ir.Use(wait)
				at = a.At
			}
		}
		return true
	})
	put := func(place ir.Expr, holds bool) ir.Stmt {
		s := &ir.Assign{At: at, Dst: place, Add: true, Src: ir.Use(wait)}
		if holds {
			return s
		}
		return &ir.If{At: at, Cond: ir.Compare(token.NEQ, ir.Use(wait), ir.ZeroOf(wait.Type)), Then: &ir.Block{List: []ir.Stmt{s}}}
	}
	end := putIndex(t.at, i, last)
	p.carry = append(p.carry, &ir.Decl{At: ir.At{Orig: p.a.Origin()}, Var: wait, Init: ir.ZeroOf(wait.Type)})
	p.b.Body.List = append([]ir.Stmt{
		put(now, p.c.inside(p.a).holds(now) || p.each(p.a, p.element(now))),
		&ir.Assign{At: at, Dst: ir.Use(wait), Src: ir.ZeroOf(wait.Type)},
	}, p.b.Body.List...)
	p.flush = append(p.flush, put(end, p.c.holds(end)))
	return true
}

func putIndex(e *ir.Index, i *ir.Var, n ir.Expr) *ir.Index { return put(e, i, n).(*ir.Index) }

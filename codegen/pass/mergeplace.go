package pass

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// place lets each statement between the loops go before or behind the merged loop, and reports whether that leaves the order of all that matters.
func (p *pairing) place() bool {
	ta, _ := p.x.touches(p.a.Var, p.a.Body.List...)
	tb, _ := p.x.touches(p.b.Var, p.b.Body.List...)
	if !p.span.allOrdered(ta, tb) {
		return false
	}
	var behind []touch // what goes behind accesses
	for _, s := range p.between {
		ts, ok := p.x.touches(nil, s)
		if !ok {
			return false
		}
		var own []touch
		if d, ok := s.(*ir.Decl); ok {
			own = []touch{{node: p.x.g.Root(d.Var), kind: store}}
		}
		all := append(ts[:len(ts):len(ts)], own...)
		up := p.span.allOrdered(ta, all) && p.span.allOrdered(behind, all)
		down := p.span.allOrdered(all, tb)
		wanted := p.pinned[s]
		if wanted == 0 && adjoint(s) {
			wanted = 1
		}
		switch {
		case up && (wanted <= 0 || !down):
			p.before = append(p.before, s)
		case down:
			p.after = append(p.after, s)
			behind = append(behind, all...)
		default:
			return false
		}
	}
	return true
}

// quiet reports whether nothing that changes its place may panic, but for adjoint statements.
func (p *pairing) quiet() bool {
	for _, c := range []*ir.Count{p.a, p.b} {
		if !p.certain(p.c.inside(c), c.Body.List) {
			return false
		}
	}
	return p.certain(p.c, p.before) && p.certain(p.c, p.after)
}

func (p *pairing) certain(c *certain, list []ir.Stmt) bool {
	ok := true
	for _, s := range list {
		ir.Walk(s, func(t ir.Stmt) bool {
			if !adjoint(t) {
				for _, e := range stepsOf(t) {
					ok = ok && (p.saved(e) || c.step(e))
				}
			}
			return ok
		})
		c = c.past(s)
	}
	return ok
}

// saved reports whether e is an element of memory that was made to save values in: it is made as large as the values are many.
func (p *pairing) saved(e ir.Expr) bool {
	at, ok := e.(*ir.Index)
	if !ok {
		return false
	}
	r, ok := at.X.(*ir.Ref)
	if !ok {
		return false
	}
	mk := p.x.made(r.Var)
	return mk != nil && mk.Raw
}

// list is what the loops and what stood between them become.
func (p *pairing) list() []ir.Stmt {
	body := append(p.a.Body.List, p.b.Body.List...)
	loop := &ir.Count{At: p.a.At, Label: p.a.Label, Var: p.a.Var, Lo: p.a.Lo, Hi: p.a.Hi, Step: p.a.Step, Body: &ir.Block{At: p.a.Body.At, List: body}}
	var out []ir.Stmt
	for _, part := range [][]ir.Stmt{p.front, p.carry, p.before, {loop}, p.after, p.flush, p.back} {
		out = append(out, part...)
	}
	return out
}

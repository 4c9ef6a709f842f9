package tape

import "github.com/gograd/gograd/runtime/tape/internal/nd"

// pull is what an operation is given to pass its adjoint on: its pullback is a function of it, in pulls.
type pull struct {
	s  *sweep
	t  *Tape
	n  int32
	dy Var // the adjoint of the result
}

// pulls are the pullbacks of the operations, in terms of operations: so they can be differentiated again.
var pulls [firstElementary]func(p *pull)

func (p *pull) node() *node { return &p.t.nodes[p.n] }

// out is the operation's result.
func (p *pull) out() Var { return p.t.handle(p.n) }

// index is the node of operand k.
func (p *pull) index(k int) int32 {
	n := p.node()
	if n.ext >= 0 {
		if args := p.t.exts[n.ext].args; args != nil {
			return args[k]
		}
	}
	if k == 0 {
		return n.a
	}
	return n.b
}

// in is operand k.
func (p *pull) in(k int) Var { return p.t.handle(p.index(k)) }

// ints are the whole numbers that the operation took.
func (p *pull) ints() []int { return p.t.exts[p.node().ext].ints }

// needs tells whether operand k has a use for an adjoint.
func (p *pull) needs(k int) bool { return p.t.nodes[p.index(k)].flags&flagActive != 0 }

// add adds v to the adjoint of operand k.
func (p *pull) add(k int, v Var) { p.s.add(p.index(k), v) }

// first prepares the contribution to operand k that is computed next: if there is none yet, and the user has said where
// that operand's adjoint is to be, it is computed there.
func (p *pull) first(k int) {
	for _, d := range p.s.into {
		if i := p.index(k); d.i == i && p.s.vars[i] == 0 {
			p.t.adj.next = d.data
		}
	}
}

// elementary passes the adjoint on by the rules of package math.
func (p *pull) elementary() {
	e := p.node().op.elementary()
	if p.s.recorded {
		p.record(e)
		return
	}
	x, y, dy := p.in(0), p.out(), p.dy
	if e.rule2 != nil {
		p.numbers2(e)
		return
	}
	i, dst := p.t.result(opLeaf, x.i, -1, x.shape())
	xs, ys, ds, n := x.data(), y.data(), dy.data(), int(p.node().b)
	for k, d := range ds {
		switch {
		case d == 0:
			dst[k] = 0
		case e.rule1 != nil:
			dst[k] = e.rule1(xs[k], ys[k], d)
		default:
			dst[k] = e.rulen(n, xs[k], ys[k], d)
		}
	}
	p.add(0, p.t.handle(i))
}

// numbers2 is elementary for two operands.
func (p *pull) numbers2(e *elementary) {
	y, dy := p.out(), p.dy
	a, b := broadcastTo(p.in(0), y.shape()), broadcastTo(p.in(1), y.shape())
	ia, _ := p.t.result(opLeaf, y.i, -1, y.shape())
	ib, _ := p.t.result(opLeaf, y.i, -1, y.shape())
	as, bs, ys, ds, da, db := a.data(), b.data(), y.data(), dy.data(), p.t.data(ia), p.t.data(ib)
	for k, d := range ds {
		if d == 0 {
			da[k], db[k] = 0, 0
			continue
		}
		da[k], db[k] = e.rule2(as[k], bs[k], ys[k], d)
	}
	p.add(0, p.t.handle(ia))
	p.add(1, p.t.handle(ib))
}

// record is elementary with operations that are recorded.
func (p *pull) record(e *elementary) {
	x, y, dy := p.in(0), p.out(), p.dy
	switch {
	case e.record1 != nil:
		p.add(0, e.record1(x, y, dy))
	case e.recordn != nil:
		p.add(0, e.recordn(int(p.node().b), x, y, dy))
	default:
		da, db := e.record2(x, p.in(1), y, dy)
		if p.needs(0) {
			p.add(0, da)
		}
		if p.needs(1) {
			p.add(1, db)
		}
	}
}

// times returns dy·x: the contribution of an adjoint by way of a partial derivative x. Where the adjoint is zero, so is that, even
// if x is infinite or not a number. Taking care of that takes time; so a sweep that is not recorded does it only when
// one without has met a NaN.
func (p *pull) times(dy, x Var) Var { return p.watch(dy, Mul(dy, x)) }

// over is times for the quotient dy/x.
func (p *pull) over(dy, x Var) Var { return p.watch(dy, Div(dy, x)) }

// watch looks for NaN in dx, which dy contributes.
func (p *pull) watch(dy, dx Var) Var {
	if dx.t == nil {
		return dx
	}
	if p.s.recorded || p.s.masked {
		return absorbed(dy, dx)
	}
	p.s.nan = p.s.nan || nd.HasNaN(dx.data())
	return dx
}

// absorbed returns dx with zeros for what is not a number in it where dy is zero. Most often there is nothing to do.
func absorbed(dy, dx Var) Var {
	t := tapeOf(dy, dx)
	if t == nil {
		return Var{}
	}
	if nd.HasNaN(dx.data()) {
		return absorb(dy, dx)
	}
	return dx
}

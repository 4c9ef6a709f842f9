package tape

func init() {
	pulls[opAdd] = func(p *pull) {
		p.add(0, p.dy)
		p.add(1, p.dy)
	}
	pulls[opSub] = func(p *pull) {
		p.add(0, p.dy)
		if p.needs(1) {
			p.add(1, Neg(p.dy))
		}
	}
	pulls[opMul] = func(p *pull) {
		for k := range 2 {
			if p.needs(k) {
				p.add(k, p.times(p.dy, p.in(1-k)))
			}
		}
	}
	pulls[opDiv] = func(p *pull) {
		if p.needs(0) {
			p.add(0, p.over(p.dy, p.in(1)))
		}
		if p.needs(1) {
			p.add(1, Neg(p.times(p.dy, Div(p.out(), p.in(1)))))
		}
	}
	pulls[opNeg] = func(p *pull) { p.add(0, Neg(p.dy)) }
	pulls[opScale] = func(p *pull) {
		c := p.t.data(p.index(1))[0]
		if dx := Scale(p.dy, c); finite(c) {
			p.add(0, dx)
		} else {
			p.add(0, p.watch(p.dy, dx))
		}
	}
	pulls[opAddScalar] = func(p *pull) { p.add(0, p.dy) }
	pulls[opPow] = func(p *pull) {
		switch e := p.t.data(p.index(1))[0]; e {
		case 0:
			p.add(0, Scale(p.dy, 0))
		case 1:
			p.add(0, p.dy)
		case 2:
			p.add(0, p.times(p.dy, Scale(p.in(0), 2)))
		default:
			p.add(0, p.times(p.dy, Scale(Pow(p.in(0), e-1), e)))
		}
	}
	pulls[opLeaf] = func(*pull) {}
	pulls[opNoGradient] = func(p *pull) {
		p.t.fail(&NoGradientError{Op: p.t.opName(p.n), Pos: p.t.place(p.n).String()})
	}
}

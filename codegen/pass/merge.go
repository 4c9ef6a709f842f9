package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Merge: a loop that makes elements and the next one, that takes them, become one loop, which has them in registers:
//
//	for i := range k {               for i := range k {
//		k[i] = x[i] * y[i]               k[i] = x[i] * y[i]
//	}                                    z[i] = y[i] + h*k[i]
//	for i := range z {               }
//		z[i] = y[i] + h*k[i]
//	}
//
// What the second loop does in iteration i then happens before what the first does in later iterations. So no element that the second
// touches in iteration i may be touched by the first in a later one, unless both only read it, or both only add to an adjoint. Subscripts tell: both
// loops must find the element at a constant distance from i in the same slice, or at a fixed index that the other does not get to.
// Two kinds of dependence that stand in the way can be taken out of it (see detours):
// a value that the first loop reads one iteration after the second would have replaced it is carried in a variable, and what
// the second adds to an element before the first has read it waits in a variable for one iteration.
//
// Where one loop has an iteration more at one end, that is taken off and stands before or behind the loop. Statements between the loops move to where
// they disturb nobody. What panics may not change: a primal's loops and the statements that move must be certain not to. An
// adjoint repeats accesses that did not panic.
func merge(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if u.comparesAliases() {
			return false
		}
		m := &merger{u: u, l: newLengths(u, f)}
		m.block(f.Body, &certain{g: u.graph, l: m.l})
		return m.changed
	})
}

// The limits of a merged loop: registers are few, and statements that move far are hard to follow.
const (
	maxMerged  = 12 // slices that it runs along
	maxBetween = 64 // statements that move out of the way
)

type merger struct {
	u       *unit
	l       *lengths
	changed bool
}

func (m *merger) block(blk *ir.Block, c *certain) {
	for i := 0; i < len(blk.List); i++ {
		s := blk.List[i]
		if list := m.at(blk.List[i:], c); list != nil {
			blk.List = append(blk.List[:i:i], list...)
			m.changed = true
			i--
			continue
		}
		for _, in := range ir.Blocks(s) {
			m.block(in, c.inside(s))
		}
		c = c.past(s)
	}
}

// at merges the loop that list begins with and the next one, and gives the list that comes of it, or nil.
func (m *merger) at(list []ir.Stmt, c *certain) []ir.Stmt {
	a, ok := list[0].(*ir.Count)
	if !ok || a.Step != 1 && a.Step != -1 || a.Origin() == nil {
		return nil
	}
	for k, s := range list[1:min(len(list), maxBetween)] {
		b, ok := s.(*ir.Count)
		if !ok {
			if _, ok := newSubscripts(m.u, m.l).touches(nil, s); !ok {
				return nil
			}
			continue
		}
		if b.Step != a.Step || adjoint(a) != adjoint(b) || !m.l.constant(b.Lo) || !m.l.constant(b.Hi) || !m.l.constant(a.Lo) || !m.l.constant(a.Hi) {
			return nil
		}
		p := &pairing{x: newSubscripts(m.u, m.l), c: c, rest: list[1:], between: list[1 : k+1 : k+1]}
		p.a, p.b = withVar(a, a.Var), withVar(b, a.Var)
		if !p.bounded() || !p.try() {
			return nil
		}
		return append(p.list(), list[k+2:]...)
	}
	return nil
}

// withVar is a copy of the loop c, with the variables declared in it, over v.
func withVar(c *ir.Count, v *ir.Var) *ir.Count {
	cl := ir.NewCloner()
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok {
			cl.Vars[d.Var] = d.Var
		}
		return true
	})
	cl.Vars[c.Var] = v
	return cl.Stmt(c).(*ir.Count)
}

// pairing merges two loops a and b with the statements between them.
type pairing struct {
	x       *subscripts
	c       *certain // before a
	a, b    *ir.Count
	rest    []ir.Stmt // the statements behind a
	between []ir.Stmt
	span    span // of the merged loop

	front  []ir.Stmt       // before everything
	carry  []ir.Stmt       // sets variables for a
	before []ir.Stmt       // from between
	after  []ir.Stmt       // from between
	flush  []ir.Stmt       // puts away what variables still hold behind b
	back   []ir.Stmt       // behind everything
	pinned map[ir.Stmt]int // statements that should go before (-1) or behind (1) the loop
}

// bounded reports whether the bounds of b can be named before a.
func (p *pairing) bounded() bool {
	for _, s := range p.between {
		if d, ok := s.(*ir.Decl); ok && (reads(p.b.Lo, d.Var) || reads(p.b.Hi, d.Var)) {
			return false
		}
	}
	return true
}

func (p *pairing) try() bool {
	ta, ok1 := p.x.touches(p.a.Var, p.a.Body.List...)
	tb, ok2 := p.x.touches(p.b.Var, p.b.Body.List...)
	if !ok1 || !ok2 || !feeds(ta, tb) || p.x.wide(append(ta, tb...)) > maxMerged {
		return false
	}
	p.pinned = map[ir.Stmt]int{}
	return p.ends() && p.detours() && p.place() && p.quiet()
}

// feeds reports whether what a stores is loaded or added to in b not far from there.
func feeds(a, b []touch) bool {
	for _, s := range a {
		for _, t := range b {
			d, ok := distance(s, t)
			if ok && s.node == t.node && s.kind != load && t.kind != store && d >= -1 && d <= 1 {
				return true
			}
		}
	}
	return false
}

// wide is how many slices the loop with these accesses runs along, without those that may live in registers.
func (x *subscripts) wide(list []touch) int {
	var bases []ir.Expr
next:
	for _, t := range list {
		if t.at == nil || !t.moves {
			continue
		}
		if r, ok := t.base.(*ir.Ref); ok && !t.node.External {
			if mk := x.made(r.Var); mk != nil && !mk.Raw {
				continue
			}
		}
		for _, b := range bases {
			if ir.Equal(b, t.base) {
				continue next
			}
		}
		bases = append(bases, t.base)
	}
	return len(bases)
}

// made is the allocation that the slice variable v is declared with, or nil.
func (x *subscripts) made(v *ir.Var) *ir.Make {
	d := x.l.use.decls[v]
	if d == nil || !x.l.use.single(v) {
		return nil
	}
	mk, _ := d.Init.(*ir.Make)
	return mk
}

// ends takes the iteration off that one loop has more than the other.
func (p *pairing) ends() bool {
	a, b := p.x.span(p.a), p.x.span(p.b)
	low, ok1 := b.low.plus(a.low, -1).constant()
	high, ok2 := b.high.plus(a.high, -1).constant()
	p.span = a
	switch {
	case !ok1 || !ok2:
		return false
	case low == 0 && high == 0:
		return true
	case low*low+high*high != 1:
		return false
	}
	longer, shorter := p.a, p.b
	if low == -1 || high == 1 {
		longer, shorter = p.b, p.a
	} else {
		p.span = b
	}
	first := (low != 0) == (p.a.Step > 0)
	list := p.iteration(longer, first)
	longer.Lo, longer.Hi = shorter.Lo, shorter.Hi
	switch {
	case longer == p.a && first:
		p.front = list
	case longer == p.a:
		p.between = append(list, p.between...)
		p.pin(list, 1)
	case first:
		p.between = append(p.between[:len(p.between):len(p.between)], list...)
		p.pin(list, -1)
	default:
		p.back = list
	}
	return true
}

func (p *pairing) pin(list []ir.Stmt, where int) {
	for _, s := range list {
		p.pinned[s] = where
	}
}

// iteration is the first or last iteration of c.
func (p *pairing) iteration(c *ir.Count, first bool) []ir.Stmt {
	i := c.Lo
	switch {
	case !first && c.Step > 0:
		i = put(ir.Op(token.SUB, c.Hi, ir.IntConst(1)), c.Var, c.Hi)
	case !first:
		i = next(c.Hi)
	}
	cl := ir.NewCloner()
	list := cl.Block(c.Body).List
	for _, s := range list {
		ir.Walk(s, func(s ir.Stmt) bool {
			ir.MapExprs(s, func(e ir.Expr) ir.Expr { return put(e, c.Var, i) })
			return true
		})
	}
	if p.nonempty(c) {
		return list
	}
	some := ir.Compare(token.GTR, c.Hi, c.Lo)
	if c.Step < 0 {
		some = ir.Compare(token.GTR, next(c.Lo), next(c.Hi))
	}
	return []ir.Stmt{&ir.If{At: c.At, Cond: some, Then: &ir.Block{List: list}}}
}

// nonempty reports whether the loop c certainly has an iteration, since an element has been found where it begins, or will be by an
// adjoint statement that is certain to run.
func (p *pairing) nonempty(c *ir.Count) bool {
	size := ir.Op(token.SUB, c.Hi, c.Lo)
	if c.Step < 0 {
		size = ir.Op(token.SUB, c.Lo, c.Hi)
	}
	if k, ok := p.x.polynomial(size).constant(); ok {
		return k > 0
	}
	known := p.c
	for _, t := range p.rest {
		if !adjoint(t) {
			break
		}
		if _, simple := t.(*ir.Assign); simple {
			known = known.with(t)
		}
	}
	return known.atLeast(size, 1)
}

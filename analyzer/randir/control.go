package randir

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

func (g *gen) branch() bool {
	if g.depth >= g.o.Depth {
		return false
	}
	s := &ir.If{Cond: g.cond(1), Then: &ir.Block{}}
	g.inner(s.Then, func() { g.fill(g.some()) })
	if g.chance(45) {
		s.Else = g.inner(&ir.Block{}, func() { g.fill(g.some()) })
	}
	g.emit(s)
	return true
}

// freeze keeps v from being assigned while write writes.
func (g *gen) freeze(v *ir.Var, write func()) {
	was := g.frozen[v]
	g.frozen[v] = true
	write()
	g.frozen[v] = was
}

// sliceVar gives a slice variable; one that a field or element refers to is bound to a variable first.
func (g *gen) sliceVar() *ir.Var {
	if g.chance(50) {
		p, ok := g.find(func(p place) bool { _, v := p.e.(*ir.Ref); return isSlice(p.t) && !v })
		if ok {
			return g.declare(p.t, p.e)
		}
	}
	return g.variable(isSlice)
}

// guarded looks whether an index is in range, and uses it where it is.
func (g *gen) guarded() bool {
	s := g.sliceVar()
	if s == nil || g.depth >= g.o.Depth+1 {
		return false
	}
	n := ir.Len(ir.Use(s))
	var facts []fact
	var cond ir.Expr
	if k := g.variable(identical(ir.Int)); k != nil && !g.frozen[k] && g.chance(40) {
		cond = ir.Op(token.LAND, ir.Compare(token.GEQ, ir.Use(k), ir.IntConst(0)), ir.Compare(token.LSS, ir.Use(k), n))
		facts = []fact{{s, ir.Use(k)}}
	} else {
		c := g.r.IntN(3)
		cond = ir.Compare(token.GTR, n, ir.IntConst(int64(c)))
		for i := range c + 1 {
			facts = append(facts, fact{s, ir.IntConst(int64(i))})
		}
	}
	then := &ir.Block{}
	body := func() {
		g.facts = append(g.facts, facts...)
		g.freeze(s, func() { g.fill(g.some()) })
	}
	if r, ok := facts[0].i.(*ir.Ref); ok {
		inner := body
		body = func() { g.freeze(r.Var, inner) }
	}
	g.emit(&ir.If{Cond: cond, Then: g.inner(then, body)})
	return true
}

const trips = 3 // about how often a loop runs its body

// loopBody writes the body of loop s; it may begin with what first writes.
func (g *gen) loopBody(s ir.Stmt, b *ir.Block, first func()) {
	g.targets = append(g.targets, s)
	g.weight *= trips
	g.inner(b, func() {
		first()
		g.fill(g.some())
		if g.has(TailBreak) && g.chance(20) {
			g.tailBreak(s)
		}
	})
	g.weight /= trips
	g.targets = g.targets[:len(g.targets)-1]
}

func (g *gen) tailBreak(loop ir.Stmt) {
	then := &ir.Block{}
	g.emit(&ir.If{Cond: g.cond(1), Then: then})
	if g.chance(50) {
		g.inner(then, func() { g.fill(1) })
	}
	then.List = append(then.List, &ir.Exit{Kind: ir.Break, Target: loop})
}

// count writes a loop over a slice or an array, over part of what an outer loop runs over, or over a few numbers.
func (g *gen) count() bool {
	if g.depth >= g.o.Depth || g.weight > trips*trips*trips {
		return false
	}
	s := &ir.Count{Var: g.newVar("i", ir.Int, ir.Local), Lo: ir.IntConst(0), Step: 1, Body: &ir.Block{}}
	var facts []fact
	var over *ir.Var
	switch n := g.r.IntN(10); {
	case n < 6:
		if over = g.sliceVar(); over == nil {
			return false
		}
		s.Hi = ir.Len(ir.Use(over))
		facts = []fact{{over, ir.Use(s.Var)}}
		g.triangular(s, over)
	case n < 8:
		s.Hi = ir.IntConst(arrayLen)
		for _, v := range g.vars {
			if a, ok := v.Type.Underlying().(*types.Array); ok && a.Len() == arrayLen {
				facts = append(facts, fact{v, ir.Use(s.Var)})
			}
		}
	default:
		s.Hi = ir.Op(token.REM, g.intExpr(1), ir.IntConst(4))
	}
	g.direction(s)
	write := func() {
		g.loopBody(s, s.Body, func() {
			g.vars = append(g.vars, s.Var)
			g.facts = append(g.facts, facts...)
			if over != nil && g.chance(50) {
				g.element(&ir.Index{X: ir.Use(over), I: ir.Use(s.Var)})
			}
		})
	}
	g.frozen[s.Var] = true
	if over != nil {
		inner := write
		write = func() { g.freeze(over, inner) }
	}
	write()
	g.emit(s)
	return true
}

// element changes the element that a loop is at, or adds it to something.
func (g *gen) element(e ir.Expr) {
	switch {
	case !ir.IsFloat(e.Type()):
	case g.chance(50):
		g.update(e)
	default:
		if p, ok := g.floatPlace(); ok {
			g.emit(&ir.Assign{Dst: p.e, Add: true, Src: mul(g.squash(convert(e, p.t)), g.squash(g.leaf(p.t)))})
		}
	}
}

// triangular narrows a loop over s to before or after an index that is known to be in range.
func (g *gen) triangular(c *ir.Count, s *ir.Var) {
	for _, k := range g.facts {
		if r, ok := k.i.(*ir.Ref); !ok || k.s != s || r.Var == c.Var || !g.chance(60) {
			continue
		}
		switch g.r.IntN(3) {
		case 0:
			c.Hi = k.i
		case 1:
			c.Lo = k.i
		case 2:
			c.Lo = plus(k.i, ir.IntConst(1))
		}
		return
	}
}

// direction turns a loop that counts up by one into one with another step, over numbers of the same range.
func (g *gen) direction(c *ir.Count) {
	switch g.r.IntN(6) {
	case 0: // the same numbers, downwards
		one := ir.IntConst(1)
		c.Lo, c.Hi, c.Step = ir.Op(token.SUB, c.Hi, one), ir.Op(token.SUB, c.Lo, one), -1
	case 1:
		c.Step = 2
	case 2:
		if g.chance(30) {
			one := ir.IntConst(1)
			c.Lo, c.Hi, c.Step = ir.Op(token.SUB, c.Hi, one), ir.Op(token.SUB, c.Lo, one), -2
		}
	}
}

// while writes a loop that a float decides about, and fuel that keeps it from running for long.
func (g *gen) while() bool {
	if g.depth >= g.o.Depth || g.weight > trips*trips*trips {
		return false
	}
	fuel := g.newVar("fuel", ir.Int, ir.Local)
	g.emit(&ir.Decl{Var: fuel, Init: ir.IntConst(0)})
	g.vars = append(g.vars, fuel)
	g.frozen[fuel] = true
	burn := &ir.Assign{Dst: ir.Use(fuel), Add: true, Src: ir.IntConst(1)}
	limit := ir.IntConst(int64(1 + g.r.IntN(4)))
	s := &ir.While{Body: &ir.Block{}}
	left := ir.Compare(token.LSS, ir.Use(fuel), limit)
	switch g.r.IntN(3) {
	case 0:
		s.Cond = left
	case 1:
		s.Cond = ir.Op(token.LAND, left, g.cond(1))
	case 2: // the decision is at the end of the body
		if !g.has(TailBreak) {
			s.Cond = left
			break
		}
		s.Cond = ir.BoolConst(true)
		g.loopBody(s, s.Body, func() { g.emit(burn) })
		stop := ir.Op(token.LOR, ir.Compare(token.GEQ, ir.Use(fuel), limit), g.cond(1))
		g.endWith(s, stop)
		g.emit(s)
		return true
	}
	g.loopBody(s, s.Body, func() { g.emit(burn) })
	g.emit(s)
	return true
}

// endWith makes sure that an iteration of an endless loop looks whether to go on before anything else may continue it.
func (g *gen) endWith(s *ir.While, stop ir.Expr) {
	out := &ir.If{Cond: stop, Then: &ir.Block{List: []ir.Stmt{&ir.Exit{Kind: ir.Break, Target: s}}}}
	if continues(s) {
		// A continue would skip the end of the body: the decision moves to its beginning, behind the fuel.
		s.Body.List = append([]ir.Stmt{s.Body.List[0], out}, s.Body.List[1:]...)
		return
	}
	if n := len(s.Body.List); endsWithBreak(s.Body.List[n-1]) {
		// Only one statement can be last: the other break gets the rest.
		s.Body.List[n-1].(*ir.If).Else = &ir.Block{List: []ir.Stmt{out}}
		return
	}
	s.Body.List = append(s.Body.List, out)
}

func endsWithBreak(s ir.Stmt) bool {
	c, ok := s.(*ir.If)
	if !ok || c.Else != nil || len(c.Then.List) == 0 {
		return false
	}
	_, exit := c.Then.List[len(c.Then.List)-1].(*ir.Exit)
	return exit
}

func continues(loop ir.Stmt) bool {
	found := false
	ir.Walk(loop, func(s ir.Stmt) bool {
		if x, ok := s.(*ir.Exit); ok && x.Kind == ir.Continue && x.Target == loop {
			found = true
		}
		return true
	})
	return found
}

// block writes a block, which exits inside it may leave.
func (g *gen) block() bool {
	if g.depth >= g.o.Depth {
		return false
	}
	s := &ir.Block{}
	g.targets = append(g.targets, s)
	g.inner(s, func() {
		g.fill(g.some())
		g.exitTo(ir.Break, s)
		g.fill(g.some())
	})
	g.targets = g.targets[:len(g.targets)-1]
	g.emit(s)
	return true
}

// exit leaves something that is around it, under a condition.
func (g *gen) exit() bool {
	if len(g.targets) == 0 || g.chance(15) {
		if g.depth == 0 && !g.chance(25) {
			return false
		}
		g.exitTo(ir.Return, nil)
		return true
	}
	t := pick(g, g.targets)
	kind := ir.Break
	if _, block := t.(*ir.Block); !block && g.chance(50) {
		kind = ir.Continue
	}
	g.exitTo(kind, t)
	return true
}

func (g *gen) exitTo(kind ir.ExitKind, t ir.Stmt) {
	then := &ir.Block{}
	cond := g.cond(1)
	if g.chance(50) {
		depth := g.depth
		g.depth = g.o.Depth // nothing nested
		g.inner(then, func() { g.fill(1) })
		g.depth = depth
	}
	then.List = append(then.List, &ir.Exit{Kind: kind, Target: t})
	g.emit(&ir.If{Cond: cond, Then: then})
}

package randir

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// smallArrays computes with an array of three numbers that nothing indexes by what is not known: loops of three trips, literals made of its own
// elements, whole copies, comparisons. Numerical code is full of points and colours.
func (g *gen) smallArrays() bool {
	if g.depth >= g.o.Depth {
		return false
	}
	a := g.newVar("vec", triple, ir.Local)
	var init ir.Expr
	if g.chance(60) {
		init = &ir.Composite{Typ: triple, Elems: []ir.Expr{g.squash(g.leaf(ir.Float64)), g.leaf(ir.Float64), g.constant(ir.Float64)}}
	}
	g.emit(&ir.Decl{Var: a, Init: init})
	b := g.newVar("vec", triple, ir.Local)
	g.emit(&ir.Decl{Var: b, Init: pick(g, []ir.Expr{ir.Use(a), nil, g.value(triple, 1)})})
	for range 1 + g.r.IntN(4) {
		if g.chance(50) {
			a, b = b, a
		}
		pick(g, []func(a, b *ir.Var){g.overThree, g.overThree, g.shuffle, g.choose})(a, b)
	}
	if p, ok := g.floatPlace(); ok {
		sum := plus(mul(at(a, g.r.IntN(arrayLen)), at(b, g.r.IntN(arrayLen))), at(a, g.r.IntN(arrayLen)))
		g.emit(&ir.Assign{Dst: p.e, Add: true, Src: mul(number(0.25, p.t), g.squash(convert(sum, p.t)))})
	}
	if p, ok := g.findWritable(triple); ok && g.chance(30) {
		g.emit(&ir.Assign{Dst: p.e, Src: ir.Use(a)})
	}
	return true
}

func at(v *ir.Var, i int) ir.Expr { return &ir.Index{X: ir.Use(v), I: ir.IntConst(int64(i))} }

// overThree writes a loop over the elements of a.
func (g *gen) overThree(a, b *ir.Var) {
	i := g.newVar("i", ir.Int, ir.Local)
	s := &ir.Count{Var: i, Lo: ir.IntConst(0), Hi: ir.IntConst(arrayLen), Step: 1, Body: &ir.Block{}}
	if g.chance(30) {
		s.Lo, s.Hi, s.Step = ir.IntConst(arrayLen-1), ir.IntConst(-1), -1
	}
	g.inner(s.Body, func() {
		ai, bi := &ir.Index{X: ir.Use(a), I: ir.Use(i)}, &ir.Index{X: ir.Use(b), I: ir.Use(i)}
		if g.chance(30) {
			g.emit(&ir.If{Cond: g.cond(0), Then: g.inner(&ir.Block{}, func() { g.update(bi) })})
		}
		g.emit(&ir.Assign{Dst: ai, Add: g.chance(50), Src: g.squash(plus(bi, g.leaf(ir.Float64)))})
		if g.chance(30) {
			g.emit(&ir.Assign{Dst: at(b, 1), Src: mul(number(0.5, ir.Float64), ai)})
		}
	})
	g.emit(s)
}

// shuffle stores to a what is made of its own elements and those of b.
func (g *gen) shuffle(a, b *ir.Var) {
	lit := &ir.Composite{Typ: triple}
	for range arrayLen {
		e := at(pick(g, []*ir.Var{a, a, b}), g.r.IntN(arrayLen))
		if g.chance(40) {
			e = ir.Neg(e)
		}
		lit.Elems = append(lit.Elems, e)
	}
	g.emit(&ir.Assign{Dst: ir.Use(a), Src: lit})
}

// choose copies b to a, or changes one element, where they are not equal.
func (g *gen) choose(a, b *ir.Var) {
	s := &ir.If{Cond: &ir.Unary{Op: token.NOT, X: ir.Compare(token.EQL, ir.Use(a), ir.Use(b))}, Then: &ir.Block{}}
	g.inner(s.Then, func() {
		if g.chance(50) {
			g.emit(&ir.Assign{Dst: ir.Use(a), Src: ir.Use(b)})
		} else {
			g.update(at(a, g.r.IntN(arrayLen)))
		}
	})
	g.emit(s)
}

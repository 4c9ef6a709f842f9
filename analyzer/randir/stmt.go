package randir

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// statement is one kind of statement: how often it is wanted, what it needs, and how it is written. write
// reports whether it wrote anything.
type statement struct {
	freq  int
	needs Feature
	write func(g *gen) bool
}

// statements is filled by init, since writing a loop writes statements.
var statements []statement

func init() {
	statements = []statement{
		{14, 0, (*gen).assignFloat},
		{12, 0, (*gen).accumulate},
		{6, 0, (*gen).updateChain},
		{8, 0, (*gen).declareAny},
		{6, Pointers | Reslicing, (*gen).alias},
		{4, Ints, (*gen).assignInt},
		{2, Ints, (*gen).assignBool},
		{4, Structs | Arrays, (*gen).assignAggregate},
		{4, Arrays, (*gen).smallArrays},
		{4, Pointers, (*gen).assignPointer},
		{5, Reslicing, (*gen).assignSlice},
		{4, Reslicing, (*gen).swap},
		{3, Reslicing, (*gen).copySlice},
		{1, Reslicing, (*gen).clearSlice},
		{8, Branches, (*gen).branch},
		{8, Branches, (*gen).guarded},
		{16, Counts, (*gen).count},
		{4, Whiles, (*gen).while},
		{3, Exits, (*gen).block},
		{7, Exits, (*gen).exit},
		{8, Calls, (*gen).call},
		{8, Recursion, (*gen).callSelf},
		{4, Lists, (*gen).list},
		{1, Oddities, (*gen).unused},
		{1, Oddities, (*gen).guardPanic},
	}
}

// fill writes up to n statements.
func (g *gen) fill(n int) {
	total := 0
	for _, s := range statements {
		total += s.freq
	}
	for tries := 0; n > 0 && g.budget > 0 && tries < 100; tries++ {
		k := g.r.IntN(total)
		for _, s := range statements {
			if k -= s.freq; k >= 0 {
				continue
			}
			if s.needs == 0 || g.o.Features&s.needs != 0 {
				if s.write(g) {
					n--
					g.budget--
					g.cost[g.f] += g.weight
				}
			}
			break
		}
	}
}

// inner writes the statements of write into b, in a scope of its own.
func (g *gen) inner(b *ir.Block, write func()) *ir.Block {
	out, vars, facts := g.out, len(g.vars), len(g.facts)
	g.out = &b.List
	g.depth++
	write()
	g.depth--
	g.out, g.vars, g.facts = out, g.vars[:vars:vars], g.facts[:facts:facts]
	return b
}

// some is a number of statements for an inner block.
func (g *gen) some() int { return 1 + g.r.IntN(4) }

func (g *gen) floatPlace() (place, bool) {
	return g.find(func(p place) bool { return p.writable && ir.IsFloat(p.t) })
}

// assignFloat stores a value that is bounded.
func (g *gen) assignFloat() bool {
	p, ok := g.floatPlace()
	if !ok {
		return false
	}
	e := g.floatExpr(p.t, 2)
	if g.chance(60) || g.weight > 1 {
		e = g.squash(e)
	}
	g.emit(&ir.Assign{Dst: p.e, Src: e})
	return true
}

func (g *gen) accumulate() bool {
	p, ok := g.floatPlace()
	if !ok {
		return false
	}
	e := g.squash(g.floatExpr(p.t, 2))
	if g.chance(50) {
		e = mul(g.constant(p.t), e)
	}
	if g.weight > 1 {
		e = mul(number(0.375, p.t), e)
	}
	g.emit(&ir.Assign{Dst: p.e, Add: g.chance(80), Src: e})
	return true
}

// updateChain overwrites a place with functions of itself, several times.
func (g *gen) updateChain() bool {
	p, ok := g.floatPlace()
	if !ok {
		return false
	}
	set := func(e ir.Expr) { g.emit(&ir.Assign{Dst: p.e, Src: e}) }
	set(g.squash(p.e))
	for range 1 + g.r.IntN(3) {
		switch g.r.IntN(5) {
		case 0, 1:
			set(mul(p.e, p.e))
		case 2:
			set(mul(p.e, g.squash(g.leaf(p.t))))
		case 3:
			set(ir.Neg(mul(p.e, plus(p.e, number(0.25, p.t)))))
		default:
			g.emit(&ir.Assign{Dst: p.e, Add: true, Src: mul(number(0.5, p.t), p.e)})
		}
	}
	set(g.squash(p.e))
	return true
}

func (g *gen) declareAny() bool {
	t := pick(g, g.paramTypes())
	switch t.Underlying().(type) {
	case *types.Slice, *types.Pointer:
		g.declare(t, g.value(t, 1))
	default:
		if g.chance(10) {
			g.declare(t, nil)
			return true
		}
		g.declare(t, g.value(t, 2))
	}
	return true
}

func (g *gen) assignInt() bool {
	p, ok := g.findWritable(ir.Int)
	if !ok {
		return false
	}
	if g.chance(30) {
		g.emit(&ir.Assign{Dst: p.e, Add: true, Src: ir.IntConst(int64(1 + g.r.IntN(2)))})
		return true
	}
	g.emit(&ir.Assign{Dst: p.e, Src: g.intExpr(2)})
	return true
}

func (g *gen) assignBool() bool {
	p, ok := g.findWritable(ir.Bool)
	if ok {
		g.emit(&ir.Assign{Dst: p.e, Src: g.cond(2)})
	}
	return ok
}

// assignAggregate copies a struct or an array.
func (g *gen) assignAggregate() bool {
	p, ok := g.find(func(p place) bool {
		switch p.t.Underlying().(type) {
		case *types.Struct, *types.Array:
			return p.writable
		}
		return false
	})
	return ok && g.store(p, g.value(p.t, 2))
}

// store writes an assignment, but seldom of a place to itself.
func (g *gen) store(p place, e ir.Expr) bool {
	if ir.ExprString(p.e) == ir.ExprString(e) && !g.chance(5) {
		return false
	}
	g.emit(&ir.Assign{Dst: p.e, Src: e})
	return true
}

func (g *gen) assignPointer() bool {
	p, ok := g.find(func(p place) bool { _, ptr := p.t.Underlying().(*types.Pointer); return p.writable && ptr })
	return ok && g.store(p, g.value(p.t, 1))
}

// alias makes a second name for memory, changes it by that name and reads it by the first.
func (g *gen) alias() bool {
	p, ok := g.find(func(p place) bool { return p.memory && ir.IsFloat(p.t) })
	if !ok || !g.has(Pointers) || g.has(Reslicing) && g.chance(50) {
		return g.aliasSlice()
	}
	ptr := g.declare(types.NewPointer(p.t), &ir.Addr{X: p.e})
	g.emit(&ir.Assign{Dst: &ir.Deref{X: ir.Use(ptr)}, Src: g.squash(plus(p.e, g.leaf(p.t)))})
	if q, ok := g.find(func(q place) bool { return q.writable && ir.IsFloat(q.t) && q.root != ptr }); ok {
		g.emit(&ir.Assign{Dst: q.e, Add: true, Src: mul(number(0.375, q.t), g.squash(convert(p.e, q.t)))})
	}
	return true
}

func (g *gen) aliasSlice() bool {
	p, ok := g.find(func(p place) bool { return isSlice(p.t) && ir.IsFloat(p.t.Underlying().(*types.Slice).Elem()) })
	if !ok {
		return false
	}
	e := g.part(p.t)
	if e == nil {
		return false
	}
	g.overwrite(g.declare(p.t, e))
	return true
}

// overwrite changes each element of s.
func (g *gen) overwrite(s *ir.Var) {
	i := g.newVar("i", ir.Int, ir.Local)
	c := &ir.Count{Var: i, Lo: ir.IntConst(0), Hi: ir.Len(ir.Use(s)), Step: 1, Body: &ir.Block{}}
	g.inner(c.Body, func() { g.update(&ir.Index{X: ir.Use(s), I: ir.Use(i)}) })
	g.emit(c)
}

// update stores a value that depends on the old one.
func (g *gen) update(e ir.Expr) {
	t := e.Type()
	switch g.r.IntN(4) {
	case 0:
		g.emit(&ir.Assign{Dst: e, Src: g.squash(plus(e, g.leaf(t)))})
	case 1:
		g.emit(&ir.Assign{Dst: e, Add: true, Src: mul(number(0.25, t), g.squash(g.leaf(t)))})
	case 2:
		g.emit(&ir.Assign{Dst: e, Src: mul(e, g.squash(g.leaf(t)))})
	default:
		g.emit(&ir.Assign{Dst: e, Src: mul(g.squash(e), g.squash(e))})
	}
}

func (g *gen) slicePlace() (place, bool) {
	return g.find(func(p place) bool { return p.writable && isSlice(p.t) })
}

func (g *gen) assignSlice() bool {
	p, ok := g.slicePlace()
	return ok && g.store(p, g.sliceExpr(p.t))
}

// swap exchanges two places of the same type by way of a third.
func (g *gen) swap() bool {
	p, ok := g.find(func(p place) bool {
		return p.writable && !ir.IsInteger(p.t) && !isPointer(p.t) && (isSlice(p.t) || g.chance(20))
	})
	if !ok {
		return false
	}
	q, ok := g.findWritable(p.t)
	if !ok || ir.ExprString(q.e) == ir.ExprString(p.e) {
		return false
	}
	tmp := g.declare(p.t, p.e)
	g.emit(&ir.Assign{Dst: p.e, Src: q.e})
	g.emit(&ir.Assign{Dst: q.e, Src: ir.Use(tmp)})
	return true
}

func (g *gen) copySlice() bool {
	p, ok := g.find(func(p place) bool { return isSlice(p.t) })
	if ok {
		src := g.sliceExpr(p.t)
		dst := p.e
		if e := g.part(p.t); e != nil && g.chance(50) {
			dst = e
		}
		g.emit(&ir.Copy{Dst: dst, Src: src})
	}
	return ok
}

func (g *gen) clearSlice() bool {
	p, ok := g.find(func(p place) bool { return isSlice(p.t) })
	if ok {
		x := p.e
		if e := g.part(p.t); e != nil {
			x = e
		}
		g.emit(&ir.Clear{X: x})
	}
	return ok
}

package randir

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// constant is a float constant in ±2 that generic inputs never hit exactly.
func (g *gen) constant(t types.Type) ir.Expr {
	n := int64(g.r.IntN(4000)) - 2000
	return &ir.Const{Val: constant.BinaryOp(constant.MakeInt64(2*n+1), token.QUO, constant.MakeInt64(2000)), Typ: t}
}

func number(x float64, t types.Type) ir.Expr { return ir.FloatConst(x, t) }

func mul(x, y ir.Expr) ir.Expr  { return ir.Op(token.MUL, x, y) }
func plus(x, y ir.Expr) ir.Expr { return ir.Op(token.ADD, x, y) }

// apply is a function of package math in the float type t.
func apply(name string, t types.Type, args ...ir.Expr) ir.Expr {
	in := make([]ir.Expr, len(args))
	for i, a := range args {
		in[i] = convert(a, ir.Float64)
	}
	return convert(&ir.Call{Fn: ir.FuncRef{Pkg: "math", Name: name}, Args: in, Typ: ir.Float64}, t)
}

func convert(e ir.Expr, t types.Type) ir.Expr {
	if types.Identical(e.Type(), t) {
		return e
	}
	return &ir.Conv{X: e, Typ: t}
}

// gentle are functions whose slope is at most about 1 and whose value is small.
var gentle = []string{"Sin", "Cos", "Tanh", "Atan", "Asinh", "Erf", "Tanh", "Sin"}

// squash is e brought to about ±1.
func (g *gen) squash(e ir.Expr) ir.Expr {
	t := e.Type()
	if g.o.Wild && g.chance(85) {
		return e
	}
	if ir.IsPlace(e) && g.chance(30) {
		return ir.Op(token.QUO, e, plus(number(1.25, t), mul(e, e)))
	}
	return apply(pick(g, gentle[:3]), t, e)
}

// small is e brought to ±1, in wild programs too.
func (g *gen) small(e ir.Expr) ir.Expr {
	if g.o.Wild {
		return apply("Tanh", e.Type(), e)
	}
	return g.squash(e)
}

func (g *gen) leaf(t types.Type) ir.Expr {
	if g.chance(12) {
		return g.constant(t)
	}
	return g.read(t)
}

// read is a place of float type t, if there is one, converted if need be. What depends on the parameters is preferred.
func (g *gen) read(t types.Type) ir.Expr {
	hot := func(p place) bool { return g.warm[p.root] && ir.IsFloat(p.t) }
	of := func(p place) bool { return types.Identical(p.t, t) }
	for _, want := range []func(place) bool{
		func(p place) bool { return hot(p) && of(p) && !g.chance(10) },
		func(p place) bool { return hot(p) && !g.chance(10) },
		of, func(p place) bool { return ir.IsFloat(p.t) },
	} {
		if p, ok := g.find(want); ok {
			return convert(p.e, t)
		}
	}
	return g.constant(t)
}

// floatExpr is an expression of float type t that neither grows nor changes fast.
func (g *gen) floatExpr(t types.Type, depth int) ir.Expr {
	if depth <= 0 {
		return g.leaf(t)
	}
	sub := func() ir.Expr { return g.floatExpr(t, depth-1-g.r.IntN(2)) }
	if g.o.Wild && g.chance(60) {
		return g.wild(t, sub)
	}
	switch g.r.IntN(14) {
	case 0, 1:
		return g.leaf(t)
	case 2:
		return plus(mul(number(0.5, t), sub()), g.leaf(t))
	case 3:
		return ir.Op(token.SUB, mul(number(0.75, t), sub()), mul(number(0.375, t), sub()))
	case 4, 5:
		return mul(g.squash(sub()), g.squash(sub()))
	case 6:
		b := sub()
		return ir.Op(token.QUO, sub(), plus(number(1.5, t), mul(b, b)))
	case 7, 8:
		return apply(pick(g, gentle), t, sub())
	case 9:
		return g.positive(t, sub())
	case 10:
		return g.twoArgs(t, sub(), sub())
	case 11:
		return ir.Neg(sub())
	case 12:
		return &ir.Conv{X: mul(g.squash(sub()), g.squash(sub())), Typ: t} // rounds, and changes nothing else
	default:
		if p, ok := g.findType(ir.Int); ok && g.has(Ints) {
			return mul(number(0.125, t), plus(g.leaf(t), convert(ir.Op(token.REM, p.e, ir.IntConst(5)), t)))
		}
		return g.leaf(t)
	}
}

// wild is an expression that may overflow or be undefined.
func (g *gen) wild(t types.Type, sub func() ir.Expr) ir.Expr {
	switch g.r.IntN(8) {
	case 0, 1, 2:
		return mul(sub(), sub())
	case 3:
		return ir.Op(token.QUO, sub(), sub())
	case 4:
		return ir.Op(token.SUB, sub(), sub())
	case 5:
		return plus(sub(), mul(g.leaf(t), g.leaf(t)))
	}
	return apply(pick(g, []string{"Exp", "Exp", "Log", "Sqrt", "Sin", "Cos", "Log1p", "Abs"}), t, sub())
}

// positive applies a function that wants its argument away from some points.
func (g *gen) positive(t types.Type, x ir.Expr) ir.Expr {
	square := plus(number(1.125, t), mul(x, x))
	switch g.r.IntN(8) {
	case 6:
		return ir.Op(token.QUO, number(1, t), square)
	case 7: // x away from 0, where a quotient with it would be far off
		return apply("Pow", t, plus(number(1.25, t), mul(number(0.5, t), g.squash(x))), number(float64(2+g.r.IntN(2)), t))
	case 0:
		return apply("Sqrt", t, square)
	case 1:
		return apply("Log", t, square)
	case 2:
		return apply("Exp", t, apply("Tanh", t, x))
	case 3:
		return apply("Expm1", t, apply("Sin", t, x))
	case 4:
		return apply("Log1p", t, mul(x, x))
	}
	return apply("Abs", t, plus(x, g.constant(t)))
}

func (g *gen) twoArgs(t types.Type, x, y ir.Expr) ir.Expr {
	away := plus(number(1.375, t), mul(y, y))
	switch g.r.IntN(6) {
	case 0:
		return apply("Hypot", t, x, away)
	case 1:
		return apply("Atan2", t, x, away)
	case 2:
		return apply("Max", t, x, y)
	case 3:
		return apply("Min", t, x, plus(y, g.constant(t)))
	case 4:
		return apply("Pow", t, plus(number(1.625, t), apply("Sin", t, x)), apply("Tanh", t, y))
	}
	return &ir.Call{Fn: ir.FuncRef{Name: pick(g, []string{"min", "max"})}, Args: []ir.Expr{x, plus(y, g.constant(t))}, Typ: t}
}

// intExpr is an int that is small and not negative only where its parts are.
func (g *gen) intExpr(depth int) ir.Expr {
	if depth <= 0 {
		if p, ok := g.findType(ir.Int); ok && g.chance(60) {
			return p.e
		}
		if v := g.variable(isSlice); v != nil && g.chance(40) {
			return ir.Len(ir.Use(v))
		}
		return ir.IntConst(int64(g.r.IntN(5)))
	}
	x, y := g.intExpr(depth-1), g.intExpr(depth-1)
	switch g.r.IntN(6) {
	case 0:
		return ir.Op(token.REM, plus(x, y), ir.IntConst(int64(2+g.r.IntN(4))))
	case 1:
		return plus(x, y)
	case 2:
		return ir.Op(token.SUB, x, y)
	case 3:
		return mul(ir.Op(token.REM, x, ir.IntConst(3)), ir.Op(token.REM, y, ir.IntConst(4)))
	case 4:
		return &ir.Conv{X: mul(number(2.5, ir.Float64), g.small(g.leaf(ir.Float64))), Typ: ir.Int}
	}
	return &ir.Call{Fn: ir.FuncRef{Name: "min"}, Args: []ir.Expr{x, y}, Typ: ir.Int}
}

var relations = []token.Token{token.LSS, token.GTR, token.LEQ, token.GEQ}

// cond is a boolean expression.
func (g *gen) cond(depth int) ir.Expr {
	switch n := g.r.IntN(10); {
	case n < 5 || !g.has(Ints):
		t := pick(g, g.scalars())
		if g.chance(30) {
			return ir.Compare(pick(g, relations), plus(g.read(t), g.constant(t)), g.leaf(t))
		}
		return ir.Compare(pick(g, relations), g.read(t), g.constant(t))
	case n < 7:
		op := pick(g, append([]token.Token{token.EQL, token.NEQ}, relations...))
		return ir.Compare(op, g.intExpr(1), ir.IntConst(int64(g.r.IntN(4))))
	case n < 8:
		if p, ok := g.findType(ir.Bool); ok {
			return p.e
		}
	case n < 9 && depth > 0:
		return &ir.Unary{Op: token.NOT, X: g.cond(depth - 1)}
	}
	if depth == 0 {
		return ir.Compare(token.LSS, g.read(ir.Float64), g.constant(ir.Float64))
	}
	return ir.Op(pick(g, []token.Token{token.LAND, token.LOR}), g.cond(depth-1), g.cond(depth-1))
}

// value is an expression of any type; what it needs is declared before. Pointers are never nil but in a list.
func (g *gen) value(t types.Type, depth int) ir.Expr {
	p, ok := g.findType(t)
	if _, field := p.e.(*ir.Field); field && isPointer(t) {
		ok = false // may be nil
	}
	if ok && !ir.IsFloat(t) && g.chance(70) {
		return p.e
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsFloat != 0:
			return g.floatExpr(t, depth)
		case u.Info()&types.IsBoolean != 0:
			return g.cond(1)
		}
		return g.intExpr(1)
	case *types.Slice:
		return g.sliceExpr(t)
	case *types.Pointer:
		return g.pointerExpr(u)
	case *types.Array:
		elems := make([]ir.Expr, u.Len())
		for i := range elems {
			elems[i] = g.value(u.Elem(), depth-1)
		}
		return &ir.Composite{Typ: t, Elems: elems}
	case *types.Struct:
		elems := make([]ir.Expr, u.NumFields())
		for i := range elems {
			if f := u.Field(i).Type(); isPointer(f) && (depth <= 0 || g.chance(50)) {
				elems[i] = &ir.Zero{Typ: f}
				continue
			}
			elems[i] = g.value(u.Field(i).Type(), depth-1)
		}
		return &ir.Composite{Typ: t, Elems: elems}
	}
	return &ir.Zero{Typ: t}
}

// sliceExpr is a slice: one that there is, a part of one, or one made for it.
func (g *gen) sliceExpr(t types.Type) ir.Expr {
	if g.vec != nil && g.chance(25) {
		other := map[bool]types.Type{true: vector, false: g.vec}[types.Identical(t, g.vec)]
		if p, ok := g.findType(other); ok && types.Identical(t.Underlying(), vector) {
			return &ir.Conv{X: p.e, Typ: t}
		}
	}
	if e := g.part(t); e != nil && g.chance(60) {
		return e
	}
	if p, ok := g.findType(t); ok && g.chance(60) {
		return p.e
	}
	return ir.Use(g.made(t))
}

// part is a subslice: within the bounds that are known, or within bounds that always hold; nil if there is nothing to cut.
func (g *gen) part(t types.Type) ir.Expr {
	if !g.has(Reslicing) {
		return nil
	}
	var fit []fact
	for _, k := range g.facts {
		if types.Identical(k.s.Type, t) {
			fit = append(fit, k)
		}
	}
	if len(fit) > 0 && g.chance(70) {
		k := pick(g, fit)
		x, next := ir.Use(k.s), plus(k.i, ir.IntConst(1))
		return pick(g, []ir.Expr{
			&ir.Slice{X: x, Lo: k.i}, &ir.Slice{X: x, Hi: k.i}, &ir.Slice{X: x, Hi: next}, &ir.Slice{X: x, Lo: next},
			&ir.Slice{X: x, Lo: k.i, Hi: next, Max: next},
		})
	}
	p, ok := g.findType(t)
	if !ok {
		return nil
	}
	half := ir.Op(token.QUO, ir.Len(p.e), ir.IntConst(2))
	one := &ir.Call{Fn: ir.FuncRef{Name: "min"}, Args: []ir.Expr{ir.IntConst(1), ir.Len(p.e)}, Typ: ir.Int}
	return pick(g, []ir.Expr{
		&ir.Slice{X: p.e, Lo: one}, &ir.Slice{X: p.e, Lo: half}, &ir.Slice{X: p.e, Hi: half},
		&ir.Slice{X: p.e, Hi: ir.Op(token.SUB, ir.Len(p.e), one)}, &ir.Slice{X: p.e},
	})
}

// made declares a slice with memory of its own. Rows of a matrix come out of a loop: each of its own, or all the same.
func (g *gen) made(t types.Type) *ir.Var {
	var n ir.Expr = ir.IntConst(int64(1 + g.r.IntN(3)))
	if v := g.variable(isSlice); v != nil && g.chance(40) {
		n = ir.Len(ir.Use(v))
	}
	v := g.declare(t, &ir.Make{Typ: t, Len: n})
	if row := t.Underlying().(*types.Slice).Elem(); isSlice(row) && g.chance(80) {
		i := g.newVar("i", ir.Int, ir.Local)
		s := &ir.Count{Var: i, Lo: ir.IntConst(0), Hi: ir.Len(ir.Use(v)), Step: 1, Body: &ir.Block{}}
		g.inner(s.Body, func() {
			g.emit(&ir.Assign{Dst: &ir.Index{X: ir.Use(v), I: ir.Use(i)}, Src: g.sliceExpr(row)})
		})
		g.emit(s)
	}
	return v
}

// pointerExpr is the address of something in memory, or of a new variable.
func (g *gen) pointerExpr(t *types.Pointer) ir.Expr {
	p, ok := g.find(func(p place) bool { return p.memory && types.Identical(p.t, t.Elem()) })
	if ok && g.chance(70) {
		return &ir.Addr{X: p.e}
	}
	init := g.value(t.Elem(), 1)
	return ir.Use(g.declare(t, &ir.New{Elem: t.Elem(), Init: init}))
}

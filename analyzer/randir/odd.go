package randir

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

func isPointer(t types.Type) bool { _, ok := t.Underlying().(*types.Pointer); return ok }

// list builds a list in front of what there is, or walks along one and changes it.
func (g *gen) list() bool {
	if g.node == nil || g.depth >= g.o.Depth || g.weight > trips*trips {
		return false
	}
	ptr := types.NewPointer(g.node)
	head := g.variable(identical(ptr))
	switch {
	case head == nil:
		g.declare(ptr, &ir.New{Elem: g.node, Init: &ir.Composite{Typ: g.node, Elems: []ir.Expr{g.floatExpr(ir.Float64, 1), &ir.Zero{Typ: ptr}}}})
	case g.chance(50):
		cell := &ir.Composite{Typ: g.node, Elems: []ir.Expr{g.squash(g.floatExpr(ir.Float64, 1)), ir.Use(head)}}
		v := g.declare(ptr, &ir.New{Elem: g.node, Init: cell})
		g.emit(&ir.Assign{Dst: ir.Use(head), Src: ir.Use(v)})
	default:
		g.walk(head)
	}
	return true
}

// walk follows the pointers from head on, for at most a few steps: lists may be circular.
func (g *gen) walk(head *ir.Var) {
	at := g.newVar("at", head.Type, ir.Local)
	fuel := g.newVar("fuel", ir.Int, ir.Local)
	g.emit(&ir.Decl{Var: at, Init: ir.Use(head)})
	g.emit(&ir.Decl{Var: fuel, Init: ir.IntConst(0)})
	g.frozen[fuel], g.frozen[at] = true, true
	val := func(f int) ir.Expr { return &ir.Field{X: &ir.Deref{X: ir.Use(at)}, F: f} }
	s := &ir.While{Body: &ir.Block{}, Cond: ir.Op(token.LAND,
		ir.Compare(token.NEQ, ir.Use(at), &ir.Zero{Typ: at.Type}), ir.Compare(token.LSS, ir.Use(fuel), ir.IntConst(4)))}
	g.loopBody(s, s.Body, func() {
		cur := g.declare(at.Type, ir.Use(at)) // at itself may be nil behind the loop
		g.emit(&ir.Assign{Dst: ir.Use(at), Src: val(1)})
		g.emit(&ir.Assign{Dst: ir.Use(fuel), Add: true, Src: ir.IntConst(1)})
		if p, ok := g.floatPlace(); ok && types.Identical(p.t, ir.Float64) {
			x := &ir.Field{X: &ir.Deref{X: ir.Use(cur)}, F: 0}
			g.emit(&ir.Assign{Dst: p.e, Add: true, Src: mul(number(0.375, p.t), g.squash(x))})
		}
	})
	g.emit(s)
}

// unused declares a variable that is NaN and that nothing reads.
func (g *gen) unused() bool {
	x := g.read(ir.Float64)
	outside := map[string]ir.Expr{
		"Acos": plus(number(2, ir.Float64), mul(x, x)), "Log": ir.Op(token.SUB, number(-1, ir.Float64), mul(x, x)),
		"Sqrt": ir.Op(token.SUB, number(-0.5, ir.Float64), mul(x, x)),
	}
	fn := pick(g, []string{"Acos", "Log", "Sqrt"})
	g.emit(&ir.Decl{Var: g.newVar("nan", ir.Float64, ir.Local), Init: apply(fn, ir.Float64, outside[fn])})
	return true
}

// guardPanic panics where an argument is as it never is.
func (g *gen) guardPanic() bool {
	s := g.variable(isSlice)
	if s == nil {
		return false
	}
	message := &ir.Const{Val: constant.MakeString("too long"), Typ: types.Typ[types.String]}
	then := &ir.Block{List: []ir.Stmt{&ir.Panic{X: message}}}
	g.emit(&ir.If{Cond: ir.Compare(token.GTR, ir.Len(ir.Use(s)), ir.IntConst(1000)), Then: then})
	return true
}

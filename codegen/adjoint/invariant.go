package adjoint

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// Invariants. A variable that each iteration of a loop declares with the same value would be kept for each iteration. So its declaration moves
// before the loop, in the primal: then there is one value to keep, and one adjoint, to which all iterations add and which is passed on once.
//
// The loop may have no iterations. So only what can't panic moves: arithmetic on floats that are in variables, and functions of package math.
// An adjoint to which nobody has added is 0, as it is of any variable that is not used.

// moveInvariants moves the declarations of floats that are the same in each iteration of a loop before it.
func (b *builder) moveInvariants() {
	b.g = flow.NewGraph(b.prog, b.outside...)
	for _, f := range b.prog.Funcs {
		m := &invariantMover{g: b.g, fixed: fixedVars(f.Body)}
		m.block(f.Body)
	}
}

type invariantMover struct {
	g     *flow.Graph
	fixed map[*ir.Var]bool // variables that hold what they are declared with
}

// fixedVars are the variables of body that hold what they are declared with.
func fixedVars(body *ir.Block) map[*ir.Var]bool {
	fixed := map[*ir.Var]bool{}
	ir.Walk(body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok && d.Init != nil {
			fixed[d.Var] = true
		}
		return true
	})
	for v := range normal.Assigned(body) {
		delete(fixed, v)
	}
	return fixed
}

// block moves declarations out of the loops in blk, those inside first, so that a value may leave several.
func (m *invariantMover) block(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			m.block(in)
		}
		if ir.IsLoop(s) {
			out = append(out, m.loop(s)...)
		}
		out = append(out, s)
	}
	blk.List = out
}

// loop takes from the body of s, and gives, the declarations that may stand before it.
func (m *invariantMover) loop(s ir.Stmt) (moved []ir.Stmt) {
	inside := declared(s)
	written := map[*flow.Node]bool{}
	ir.Walk(s, func(t ir.Stmt) bool {
		if _, decl := t.(*ir.Decl); !decl { // which concerns what is inside
			m.g.Writes(t, func(n *flow.Node) { written[n] = true })
		}
		return true
	})
	var rest []ir.Stmt
	for _, t := range ir.Blocks(s)[0].List {
		d, ok := t.(*ir.Decl)
		if !ok || !m.fixed[d.Var] || !invariantFloat(d.Init, inside) || m.g.Changes(written, d.Init) {
			rest = append(rest, t)
			continue
		}
		moved = append(moved, d)
		delete(inside, d.Var)
	}
	ir.Blocks(s)[0].List = rest
	return moved
}

// invariantFloat reports whether e is a float computed of variables other than those inside, and can't panic.
func invariantFloat(e ir.Expr, inside map[*ir.Var]bool) bool {
	ok := ir.IsFloat(e.Type())
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Const:
		case *ir.Ref:
			ok = ok && !inside[e.Var] && e.Var.Kind != ir.Global
		case *ir.Unary:
		case *ir.Conv:
			ok = ok && (ir.IsFloat(e.X.Type()) || ir.IsInteger(e.X.Type()))
		case *ir.Binary:
			ok = ok && e.Op != token.REM && (ir.IsFloat(e.Typ) || e.Op != token.QUO && e.Op != token.SHL && e.Op != token.SHR)
		case *ir.Call:
			ok = ok && e.Fn.Pkg == "math"
		default:
			ok = false
		}
		return ok
	})
	return ok
}

package flow

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Activity. A float is varied if it depends differentiably on an input, useful if an output depends
// differentiably on it, active if both. The facts are kept for each node of the graph, whatever the
// point in the program; a variable is declared for each purpose anew, so little is lost by that.
type Activity struct {
	g    *Graph
	diff func(ir.FuncRef) bool
	prog *ir.Program

	changed bool
}

// NewActivity solves for the program. Mark inputs and outputs with Input and Output, then call Solve.
// diff says which outside functions have a derivative.
func NewActivity(prog *ir.Program, g *Graph, diff func(ir.FuncRef) bool) *Activity {
	return &Activity{g: g, prog: prog, diff: diff}
}

// Input marks all floats at and below the place e as varied.
func (a *Activity) Input(e ir.Expr) {
	a.g.Below(a.g.Node(e), func(n *Node) { n.varied, n.variedBelow = true, true })
}

// Output marks all floats at and below the place e as useful.
func (a *Activity) Output(e ir.Expr) {
	a.g.Below(a.g.Node(e), func(n *Node) { n.useful, n.usefulBelow = true, true })
}

// Solve spreads the marks until nothing changes.
func (a *Activity) Solve() {
	for _, pass := range []func(ir.Stmt){a.forward, a.backward} {
		for a.changed = true; a.changed; {
			a.changed = false
			for _, f := range a.prog.Funcs {
				ir.Walk(f.Body, func(s ir.Stmt) bool { pass(s); return true })
			}
		}
	}
}

// Active reports whether the float place e is active.
func (a *Activity) Active(e ir.Expr) bool { n := a.g.Node(e); return n.varied && n.useful }

// ActiveNode reports whether the float cells of n are active.
func (a *Activity) ActiveNode(n *Node) bool { n = n.find(); return n.varied && n.useful }

// Floats calls f for each place that the float expression e depends on differentiably.
func (a *Activity) Floats(e ir.Expr, f func(place ir.Expr)) {
	if !ir.IsFloat(e.Type()) {
		return
	}
	if ir.IsPlace(e) {
		f(e)
		return
	}
	if c, ok := e.(*ir.Call); ok && !a.diff(c.Fn) {
		return
	}
	for _, o := range e.Operands() {
		a.Floats(o, f)
	}
}

// ActiveBelow reports whether some float at or below the place e is active.
func (a *Activity) ActiveBelow(e ir.Expr) bool {
	found := false
	a.g.Below(a.g.Node(e), func(n *Node) { found = found || n.varied && n.useful })
	return found
}

// Varied reports whether the value of the float expression e depends differentiably on an input.
func (a *Activity) Varied(e ir.Expr) bool {
	found := false
	a.floats(e, func(n *Node) { found = found || n.varied })
	return found
}

// floats calls f for the node of each such place.
func (a *Activity) floats(e ir.Expr, f func(*Node)) {
	a.Floats(e, func(p ir.Expr) { f(a.g.Node(p)) })
}

// pairs calls f for each float that the value of src brings to the place dst: the two nodes.
func (a *Activity) pairs(dst *Node, src ir.Expr, f func(dst, src *Node)) {
	switch e := src.(type) {
	case *ir.Composite:
		for i, x := range e.Elems {
			a.pairs(dst.kid(compositeStep(e, i)), x, f)
		}
		return
	case *ir.New:
		if e.Init != nil {
			a.pairs(dst.kid(deref), e.Init, f)
		}
		return
	}
	if ir.IsFloat(src.Type()) {
		a.floats(src, func(n *Node) { f(dst, n) })
	} else if ir.IsPlace(src) {
		a.leaves(dst, a.g.Node(src), src.Type(), f)
	}
}

// leaves calls f for the floats that values of type t in a and b hold themselves.
func (a *Activity) leaves(x, y *Node, t types.Type, f func(x, y *Node)) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if ir.IsFloat(t) {
			f(x.find(), y.find())
		}
	case *types.Array:
		a.leaves(x.kid(elem), y.kid(elem), u.Elem(), f)
	case *types.Struct:
		for i := range u.NumFields() {
			a.leaves(x.kid(i), y.kid(i), u.Field(i).Type(), f)
		}
	}
}

// transfers calls f for each pair of nodes between which s moves a derivative.
func (a *Activity) transfers(s ir.Stmt, f func(dst, src *Node)) {
	switch s := s.(type) {
	case *ir.Decl:
		if s.Init != nil {
			a.pairs(a.g.Root(s.Var), s.Init, f)
		}
	case *ir.Assign:
		a.pairs(a.g.Node(s.Dst), s.Src, f)
	case *ir.Copy:
		if t, ok := s.Src.Type().Underlying().(*types.Slice); ok {
			a.leaves(a.g.Node(s.Dst).kid(elem), a.g.Node(s.Src).kid(elem), t.Elem(), f)
		}
	case *ir.CallStmt:
		a.call(s, f)
	}
}

func (a *Activity) call(s *ir.CallStmt, f func(dst, src *Node)) {
	if s.Callee != nil {
		for i, p := range s.Callee.Params {
			a.pairs(a.g.Root(p), s.Args[i], f)
		}
		for i, d := range s.Dsts {
			if d != nil {
				a.pairs(a.g.Node(d), ir.Use(s.Callee.Results[i]), f)
			}
		}
		return
	}
	if !a.diff(s.Fn) {
		return
	}
	for _, d := range s.Dsts {
		if d == nil || !ir.IsFloat(d.Type()) {
			continue
		}
		for _, x := range s.Args {
			a.floats(x, func(n *Node) { f(a.g.Node(d), n) })
		}
	}
}

func (a *Activity) forward(s ir.Stmt) {
	a.transfers(s, func(dst, src *Node) {
		dst = dst.find()
		if src.find().varied && !dst.varied {
			dst.varied, a.changed = true, true
		}
	})
}

func (a *Activity) backward(s ir.Stmt) {
	a.transfers(s, func(dst, src *Node) {
		src = src.find()
		if dst.find().useful && !src.useful {
			src.useful, a.changed = true, true
		}
	})
}

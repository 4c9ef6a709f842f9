package pass

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// accesses is what a list of statements, with all inside them, does to memory.
type accesses struct {
	g      *flow.Graph
	loaded map[*flow.Node]bool // cells that are read; what an adjoint statement adds to is not read by that
	stored map[*flow.Node]bool // cells that are stored to otherwise than by an adjoint statement that adds
	adds   []*ir.Assign        // the adjoint statements that add to a float in memory
	own    map[*ir.Var]bool    // variables declared in them
	calls  bool                // there is a call that may reach memory which does not stand here
	leaves bool                // control may leave the list otherwise than at its end
}

func accessesOf(g *flow.Graph, list ...ir.Stmt) *accesses {
	a := &accesses{g: g, loaded: map[*flow.Node]bool{}, stored: map[*flow.Node]bool{}, own: map[*ir.Var]bool{}}
	inside := map[ir.Stmt]bool{}
	for _, s := range list {
		ir.Walk(s, func(t ir.Stmt) bool {
			inside[t] = true
			if x, ok := t.(*ir.Exit); ok && !inside[x.Target] {
				a.leaves = true
			}
			a.stmt(t)
			return true
		})
	}
	return a
}

func (a *accesses) stmt(s ir.Stmt) {
	load := func(n *flow.Node) { a.loaded[n] = true }
	switch s := s.(type) {
	case *ir.Decl:
		a.own[s.Var] = true
	case *ir.Count:
		a.own[s.Var] = true
	case *ir.CallStmt:
		a.calls = true
	case *ir.Copy:
		flow.Leaves(a.g.Pointee(s.Dst), elemOf(s.Dst), func(n *flow.Node) { a.stored[n] = true })
		if _, ok := s.Src.Type().Underlying().(*types.Slice); ok {
			flow.Leaves(a.g.Pointee(s.Src), elemOf(s.Src), load)
		}
	case *ir.Clear:
		flow.Leaves(a.g.Pointee(s.X), elemOf(s.X), func(n *flow.Node) { a.stored[n] = true })
	}
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
		a.g.PathReads(d, load)
		if as, ok := s.(*ir.Assign); ok && accumulates(as) {
			a.adds = append(a.adds, as)
			continue
		} else if ok && as.Add {
			a.g.Reads(d, load)
		}
		flow.Leaves(a.g.Node(d), d.Type(), func(n *flow.Node) { a.stored[n] = true })
	}
	for _, e := range ir.Exprs(s) {
		if !dst[e] {
			a.g.Reads(e, load)
		}
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if c, ok := e.(*ir.Call); ok && c.Fn.Pkg != "" && c.Fn.Pkg != "math" {
				a.calls = true
			}
			return true
		})
	}
}

func elemOf(e ir.Expr) types.Type { return e.Type().Underlying().(*types.Slice).Elem() }

// accumulates reports whether s is an adjoint statement that adds to a float in memory.
func accumulates(s *ir.Assign) bool {
	_, local := s.Dst.(*ir.Ref)
	return s.Add && !local && adjoint(s) && ir.IsFloat(s.Dst.Type())
}

// fixed reports whether the place e is the same one all the while: nothing that it is found by is declared or stored to.
func (a *accesses) fixed(e ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ref := e.(*ir.Ref)
		ok = ok && !(ref && a.own[r.Var])
		return ok
	})
	a.g.PathReads(e, func(n *flow.Node) { ok = ok && !a.stored[n] })
	for _, s := range a.adds {
		n := a.g.Node(s.Dst)
		a.g.PathReads(e, func(m *flow.Node) { ok = ok && m != n })
	}
	return ok
}

package pass

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// private knows the memory that a function has to itself: it is made there, nothing that goes out of the function leads to it, and no other function
// sees it.
type private struct {
	g    *flow.Graph
	from map[*flow.Node]*ir.Make // what the elements are made by, if one expression makes them
	out  map[*flow.Node]bool
	ok   bool
}

func privateOf(u *unit, f *ir.Func) *private {
	p := &private{g: u.graph, from: map[*flow.Node]*ir.Make{}, out: map[*flow.Node]bool{}, ok: f == u.prog.Funcs[0]}
	for _, v := range append(f.Results[:len(f.Results):len(f.Results)], f.Params...) {
		p.g.Reach(v, func(n *flow.Node) { p.out[n] = true })
	}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		p.stmt(s)
		return true
	})
	return p
}

func (p *private) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.CallStmt:
		if onlyChecks(s) {
			return
		}
		for _, e := range append(s.Args[:len(s.Args):len(s.Args)], s.Dsts...) {
			if e == nil {
				continue
			}
			if _, basic := e.Type().Underlying().(*types.Basic); !basic {
				p.ok = false
			}
		}
	case *ir.Push, *ir.Pop:
		p.ok = false
	}
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			switch e := e.(type) {
			case *ir.Ref:
				if e.Var.Kind == ir.Global {
					p.g.Reach(e.Var, func(n *flow.Node) { p.out[n] = true })
				}
			case *ir.Make:
				n := p.g.Node(e).Elem()
				if p.from[n] != nil {
					p.out[n] = true
				}
				p.from[n] = e
			case *ir.Call:
				p.ok = p.ok && (e.Fn.Pkg == "" || e.Fn.Pkg == "math")
			case *ir.Addr: // an element may be reached by the pointer
				flow.Leaves(p.g.Node(e.X), e.X.Type(), func(n *flow.Node) { p.out[n] = true })
			}
			return true
		})
	}
}

// has reports whether the elements n are the function's own, and what makes them.
func (p *private) has(n *flow.Node) (*ir.Make, bool) {
	m := p.from[n]
	if m == nil || !p.ok || p.out[n] || n.External {
		return nil, false
	}
	_, basic := m.Typ.Underlying().(*types.Slice).Elem().Underlying().(*types.Basic)
	return m, basic
}

package pass

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Upward: a loop of the reverse sweep that runs down although its iterations can run in any order, since they do nothing but add
// to what none of them reads, runs up: that is how a person writes it, and what the hardware prefetches best. The sums are
// those of the adjoint, whose order is free.
func upward(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if u.comparesAliases() { // two destinations may be one memory
			return false
		}
		return upwardIn(u, f.Body)
	})
}

func upwardIn(u *unit, blk *ir.Block) bool {
	changed := false
	for i, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = upwardIn(u, in) || changed
		}
		c, ok := s.(*ir.Count)
		if !ok || c.Step != -1 || !adjoint(s) || !commutes(u.graph, c) {
			continue
		}
		n := *c
		n.Lo, n.Hi, n.Step = next(c.Hi), next(c.Lo), 1
		blk.List[i] = &n
		changed = true
	}
	return changed
}

// commutes reports whether the iterations of c can run in any order.
func commutes(g *flow.Graph, c *ir.Count) bool {
	own := map[*ir.Var]bool{c.Var: true}
	added := map[*flow.Node]bool{}
	ok := true
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Decl:
			own[s.Var] = true
			switch s.Init.(type) {
			case *ir.Make, *ir.New:
				ok = false
			}
		case *ir.Count:
			own[s.Var] = true
		case *ir.If, *ir.Block:
		case *ir.Assign:
			if own[ir.Root(s.Dst)] && ir.Root(s.Dst) != nil {
				break
			}
			ok = ok && s.Add && ir.IsFloat(s.Dst.Type())
			added[g.Node(s.Dst)] = true
		default:
			ok = false
		}
		return ok
	})
	if !ok {
		return false
	}
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		dst := map[ir.Expr]bool{}
		for _, d := range ir.Dsts(s) {
			dst[d] = true
			g.PathReads(d, func(n *flow.Node) { ok = ok && !added[n] })
		}
		for _, e := range ir.Exprs(s) {
			if !dst[e] {
				g.Reads(e, func(n *flow.Node) { ok = ok && !added[n] })
			}
		}
		return ok
	})
	return ok
}

// next is e + 1.
func next(e ir.Expr) ir.Expr {
	if c := isConst(e); c != nil {
		return &ir.Const{Val: constant.BinaryOp(c.Val, token.ADD, constant.MakeInt64(1)), Typ: c.Typ}
	}
	if b, ok := e.(*ir.Binary); ok && b.Op == token.SUB && isNumber(b.Y, 1) {
		return b.X
	}
	return ir.Op(token.ADD, e, &ir.Const{Val: constant.MakeInt64(1), Typ: e.Type()})
}

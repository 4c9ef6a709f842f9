package adjoint

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// lengths traces lengths and bounds back to what they come from: a buffer made with n elements has the length n, what is cut from it
// by x[1:] one less. So lengths can be compared, and evaluated before what they belong to is declared.
type lengths struct {
	g    *flow.Graph
	only map[*ir.Var]ir.Expr // the only value of variables that have one
}

// findLengths looks at all variables of the function.
func (b *builder) findLengths() {
	l := &lengths{g: b.g, only: map[*ir.Var]ir.Expr{}}
	stores := map[*ir.Var]int{}
	assigned := map[*flow.Node]bool{}
	ir.Walk(b.fn.Body, func(s ir.Stmt) bool {
		for _, d := range ir.Dsts(s) {
			stores[ir.Root(d)]++
		}
		if d, ok := s.(*ir.Decl); ok {
			l.only[d.Var] = d.Init
		} else {
			b.g.Writes(s, func(n *flow.Node) { assigned[n] = true })
		}
		return true
	})
	for v, e := range l.only {
		if e == nil || stores[v] != 1 || b.g.Changes(assigned, e) {
			delete(l.only, v)
		}
	}
	b.lengths = l
}

// of is the length of the slice variable v.
func (l *lengths) of(v *ir.Var) ir.Expr { return l.trace(ir.Len(ir.Use(v))) }

// trace gives an expression for the integer e that is made of parameters and other variables as early as possible.
func (l *lengths) trace(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Ref:
		if x := l.only[e.Var]; x != nil && plain(x) && ir.IsInteger(e.Var.Type) {
			return l.trace(x)
		}
	case *ir.Binary:
		if plain(e) {
			n := ir.Op(e.Op, l.trace(e.X), l.trace(e.Y))
			if e.Op == token.ADD || e.Op == token.SUB {
				return simplifyInt(n)
			}
			return n
		}
	case *ir.Call:
		if e.Fn.String() != "len" {
			break
		}
		if r, ok := e.Args[0].(*ir.Ref); ok {
			if n := l.length(l.only[r.Var]); n != nil {
				return n
			}
		}
	}
	return e
}

// length is the length of the slice value x, nil where nothing is known of it.
func (l *lengths) length(x ir.Expr) ir.Expr {
	switch x := x.(type) {
	case *ir.Make:
		if plain(x.Len) {
			return l.trace(x.Len)
		}
	case *ir.Ref:
		return l.trace(ir.Len(x))
	case *ir.Slice:
		hi := x.Hi
		if hi == nil {
			if _, ok := x.X.(*ir.Ref); !ok || x.Lo == nil {
				return nil
			}
			hi = l.length(x.X)
		}
		if x.Lo == nil {
			return l.trace(hi)
		}
		if plain(hi) && plain(x.Lo) {
			return sub(l.trace(hi), l.trace(x.Lo))
		}
	}
	return nil
}

package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// season puts into a random program what adjoints have many of and random programs few: neighbours with one guard, guards at the end of
// a loop, and calls and quotients that a variable holds already, or holds where a condition is true.
func season(r randir.Source, f *ir.Func) {
	seasonBlock(r, f.Body)
}

func seasonBlock(r randir.Source, blk *ir.Block) {
	var out []ir.Stmt
	for i := 0; i < len(blk.List); i++ {
		s := blk.List[i]
		for _, in := range ir.Blocks(s) {
			seasonBlock(r, in)
		}
		if e := repeated(s); e != nil && r.IntN(2) == 0 {
			held := &ir.Var{Name: "held", Type: e.Type()}
			a, ok := s.(*ir.Assign)
			if v := floatVar(e); ok && v != nil && r.IntN(2) == 0 { // in a branch, for a later one on the same condition
				store := &ir.Assign{Dst: ir.Use(held), Src: e}
				out = append(out, &ir.Decl{Var: held}, guarded(v, store), guarded(v, a))
				continue
			}
			out = append(out, &ir.Decl{Var: held, Init: e})
		}
		a, ok := s.(*ir.Assign)
		if !ok || r.IntN(2) == 0 {
			out = append(out, s)
			continue
		}
		v := floatVar(a.Src)
		if v == nil {
			out = append(out, s)
			continue
		}
		out = append(out, guarded(v, s))
		if i+1 < len(blk.List) {
			if b, ok := blk.List[i+1].(*ir.Assign); ok {
				out = append(out, guarded(v, b))
				i++
			}
		}
	}
	blk.List = out
}

// guarded is s under a condition on v that is true about as often as not: v is hardly ever zero.
func guarded(v *ir.Var, s ir.Stmt) ir.Stmt {
	return &ir.If{Cond: ir.Compare(token.GTR, ir.Use(v), ir.FloatConst(0.25, v.Type)), Then: &ir.Block{List: []ir.Stmt{s}}}
}

// floatVar is a float variable that e reads, or nil.
func floatVar(e ir.Expr) *ir.Var {
	var v *ir.Var
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok && ir.IsFloat(r.Var.Type) && r.Var.Kind != ir.Global {
			v = r.Var
		}
		return v == nil
	})
	return v
}

// repeated is a call or quotient in s that can be computed before it too, or nil.
func repeated(s ir.Stmt) ir.Expr {
	var found ir.Expr
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if found == nil && dear(e) && pure(e) && !mayPanic(e) {
				found = e
			}
			return found == nil
		})
	}
	return found
}

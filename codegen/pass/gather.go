package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Gather makes one sum of contributions that follow each other: v := a; v += b becomes v := a + b.
func gather(u *unit) bool {
	return u.each(func(f *ir.Func) bool { return gatherBlock(f.Body) })
}

func gatherBlock(blk *ir.Block) bool {
	changed := false
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = gatherBlock(in) || changed
		}
		if n := len(out); n > 0 {
			if m := gathered(out[n-1], s); m != nil {
				out[n-1], changed = m, true
				continue
			}
		}
		out = append(out, s)
	}
	blk.List = out
	return changed
}

// gathered is the statement that does what a and b, one after the other, do; nil if there is none.
func gathered(a, b ir.Stmt) ir.Stmt {
	s, ok := b.(*ir.Assign)
	if !ok || !s.Add || !adjoint(a) || !adjoint(b) || a.Origin() != b.Origin() {
		return nil
	}
	r, ok := s.Dst.(*ir.Ref)
	if !ok || reads(s.Src, r.Var) || !pure(s.Src) {
		return nil
	}
	switch a := a.(type) {
	case *ir.Decl:
		if a.Var == r.Var && a.Init != nil && pure(a.Init) && ops(a.Init)+ops(s.Src) < maxFolded {
			return &ir.Decl{At: a.At, Var: a.Var, Init: sum(a.Init, s.Src)}
		}
	case *ir.Assign:
		if ir.Equal(a.Dst, s.Dst) && pure(a.Src) && ops(a.Src)+ops(s.Src) < maxFolded {
			return &ir.Assign{At: a.At, Dst: a.Dst, Add: a.Add, Src: sum(a.Src, s.Src)}
		}
	}
	return nil
}

func sum(x, y ir.Expr) ir.Expr {
	if n := negated(y); n != nil {
		return ir.Op(token.SUB, x, n)
	}
	return ir.Op(token.ADD, x, y)
}

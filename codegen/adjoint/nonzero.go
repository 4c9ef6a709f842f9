package adjoint

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// What is known not to be zero: what a branch around has found so. The partial derivatives of a root are infinite at zero alone, so a user who
// writes
//
//	if sq == 0 {
//		return p
//	}
//	theta := math.Sqrt(sq)
//
// has done what a guard would do. A comparison with NaN tells nothing, but then the root is NaN too: that is for flow.Exposed to see.

// findNonzero notes, for the statements of blk, which of the places that conditions around compare with zero are not zero before them; known
// are those before blk.
func (b *builder) findNonzero(blk *ir.Block, known []ir.Expr) {
	for i, s := range blk.List {
		b.nonzero[s] = known
		written := b.g.Written(s)
		inside := known
		if ir.IsLoop(s) {
			inside = b.unchanged(known, written)
		}
		if f, ok := s.(*ir.If); ok {
			cond := f.Cond
			if d := declaredBefore(blk.List[:i], cond); d != nil {
				cond = d.Init
			}
			b.findNonzero(f.Then, append(inside[:len(inside):len(inside)], nonzeros(cond, true)...))
			if f.Else != nil {
				b.findNonzero(f.Else, append(inside[:len(inside):len(inside)], nonzeros(cond, false)...))
			}
		} else {
			for _, in := range ir.Blocks(s) {
				b.findNonzero(in, inside)
			}
		}
		known = b.unchanged(known, written)
	}
}

// declaredBefore is the last statement of list, if that declares the variable cond.
func declaredBefore(list []ir.Stmt, cond ir.Expr) *ir.Decl {
	r, ok := cond.(*ir.Ref)
	if !ok || len(list) == 0 {
		return nil
	}
	d, ok := list[len(list)-1].(*ir.Decl)
	if !ok || d.Var != r.Var || d.Init == nil {
		return nil
	}
	return d
}

// unchanged are those of the places that a store to the cells written leaves as they are.
func (b *builder) unchanged(places []ir.Expr, written map[*flow.Node]bool) []ir.Expr {
	var out []ir.Expr
	for _, e := range places {
		if !b.g.Changes(written, e) {
			out = append(out, e)
		}
	}
	return out
}

// nonzeros are the float places that are not zero, unless they are NaN, where the condition is as holds says.
func nonzeros(cond ir.Expr, holds bool) []ir.Expr {
	switch e := cond.(type) {
	case *ir.Unary:
		if e.Op == token.NOT {
			return nonzeros(e.X, !holds)
		}
	case *ir.Binary:
		switch {
		case e.Op == token.LAND && holds, e.Op == token.LOR && !holds:
			return append(nonzeros(e.X, holds), nonzeros(e.Y, holds)...)
		case excludesZero(e.Op, e.Y, holds) && ir.IsPlace(e.X) && ir.IsFloat(e.X.Type()):
			return []ir.Expr{e.X}
		case excludesZero(mirrored[e.Op], e.X, holds) && ir.IsPlace(e.Y) && ir.IsFloat(e.Y.Type()):
			return []ir.Expr{e.Y}
		}
	}
	return nil
}

// mirrored are the comparisons with their sides changed.
var mirrored = map[token.Token]token.Token{
	token.EQL: token.EQL, token.NEQ: token.NEQ, token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ,
}

// excludesZero reports whether x op c can't be as holds says where x is zero: a constant c is compared with zero in its place.
func excludesZero(op token.Token, c ir.Expr, holds bool) bool {
	k, ok := c.(*ir.Const)
	if !ok || !ir.IsFloat(k.Typ) {
		return false
	}
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return constant.Compare(constant.MakeInt64(0), op, k.Val) != holds
	}
	return false
}

// nonzeroArgs reports whether no float argument of the call x, which the statement makes, is zero.
func (l *local) nonzeroArgs(x *ir.Call) bool {
	for _, a := range x.Args {
		if !ir.IsFloat(a.Type()) {
			continue
		}
		found := false
		for _, e := range l.b.nonzero[l.stmt] {
			found = found || ir.Equal(e, a)
		}
		if !found {
			return false
		}
	}
	return true
}

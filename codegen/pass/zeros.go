package pass

import (
	"go/token"
	"maps"

	"github.com/gograd/gograd/analyzer/ir"
)

// Zeros: going forward with the set of float variables that are known to hold zero. The first contribution to an
// adjoint that is still zero assigns (Go does not turn 0 + x into x, because of -0), and what a zero adjoint
// contributes is nothing: an adjoint that is exactly zero contributes zero, whatever the partial derivative (see the
// table of kinks in the contract). Both hold for adjoint statements only.
func zeros(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		z := &zeroState{}
		known := zeroVars{}
		for _, r := range f.Results {
			if ir.IsFloat(r.Type) {
				known[r] = true
			}
		}
		z.block(f.Body, known)
		return z.changed
	})
}

// zeroVars is a set of variables.
type zeroVars map[*ir.Var]bool

type zeroState struct{ changed bool }

// block goes forward through blk, changing known to what is known at its end.
func (z *zeroState) block(blk *ir.Block, known zeroVars) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if z.stmt(s, known) {
			out = append(out, s)
		} else {
			z.changed = true
		}
	}
	blk.List = out
}

// stmt reports whether s is to be kept.
func (z *zeroState) stmt(s ir.Stmt, known zeroVars) bool {
	switch s := s.(type) {
	case *ir.Decl:
		z.read(s, known)
		if ir.IsFloat(s.Var.Type) && (s.Init == nil || isNumber(s.Init, 0)) {
			known[s.Var] = true
		} else {
			delete(known, s.Var)
		}
		return true
	case *ir.Assign:
		return z.assign(s, known)
	case *ir.If:
		z.read(s, known)
		then, els := maps.Clone(known), maps.Clone(known)
		z.block(s.Then, then)
		if s.Else != nil {
			z.block(s.Else, els)
		}
		for v := range known {
			if !then[v] || !els[v] {
				delete(known, v)
			}
		}
		return true
	case *ir.Count, *ir.While:
		for v := range storedIn(s) {
			delete(known, v)
		}
		z.read(s, known)
		z.block(children(s)[0], maps.Clone(known))
		return true
	}
	z.read(s, known)
	for _, d := range ir.Dsts(s) {
		delete(known, ir.Root(d))
	}
	return true
}

func (z *zeroState) assign(s *ir.Assign, known zeroVars) bool {
	z.read(s, known)
	r, whole := s.Dst.(*ir.Ref)
	if s.Add && adjoint(s) && isNumber(s.Src, 0) {
		return false
	}
	if !whole {
		delete(known, ir.Root(s.Dst))
		return true
	}
	if s.Add && adjoint(s) && known[r.Var] {
		s.Add, z.changed = false, true
	}
	switch {
	case s.Add && known[r.Var], !s.Add && !isNumber(s.Src, 0):
		delete(known, r.Var)
	case !s.Add && ir.IsFloat(r.Var.Type):
		if known[r.Var] && adjoint(s) {
			return false // zero already
		}
		known[r.Var] = true
	}
	return true
}

// read replaces known zeros in what an adjoint statement reads.
func (z *zeroState) read(s ir.Stmt, known zeroVars) {
	if !adjoint(s) || s.Origin() == nil {
		return
	}
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
	}
	ir.MapExprs(s, func(e ir.Expr) ir.Expr {
		if dst[e] {
			return e
		}
		n := ir.MapExpr(e, func(e ir.Expr) ir.Expr { return zeroExpr(e, known) })
		z.changed = z.changed || n != e
		return n
	})
}

func zeroExpr(e ir.Expr, known zeroVars) ir.Expr {
	switch e := e.(type) {
	case *ir.Ref:
		if known[e.Var] {
			return ir.ZeroOf(e.Var.Type)
		}
	case *ir.Unary:
		if e.Op == token.SUB && ir.IsFloat(e.X.Type()) && isNumber(e.X, 0) {
			return e.X
		}
	case *ir.Conv:
		if isNumber(e.X, 0) && ir.IsFloat(e.Typ) && ir.IsFloat(e.X.Type()) {
			return ir.ZeroOf(e.Typ)
		}
	case *ir.Binary:
		if !ir.IsFloat(e.Typ) {
			return e
		}
		switch {
		case e.Op == token.MUL && (isNumber(e.X, 0) || isNumber(e.Y, 0)), e.Op == token.QUO && isNumber(e.X, 0):
			return ir.ZeroOf(e.Typ)
		case e.Op == token.ADD && isNumber(e.X, 0):
			return e.Y
		case (e.Op == token.ADD || e.Op == token.SUB) && isNumber(e.Y, 0):
			return e.X
		case e.Op == token.SUB && isNumber(e.X, 0):
			return ir.Neg(e.Y)
		}
	}
	return e
}

// storedIn are the variables that s, with all inside, stores to.
func storedIn(s ir.Stmt) zeroVars {
	out := zeroVars{}
	ir.Walk(s, func(t ir.Stmt) bool {
		for _, d := range ir.Dsts(t) {
			if v := ir.Root(d); v != nil {
				out[v] = true
			}
		}
		return true
	})
	return out
}

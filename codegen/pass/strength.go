package pass

import (
	"go/constant"
	"go/token"
	"math"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// Strength does in adjoint code with cheap operations what dear ones do: several divisions by one value are products with its reciprocal,
// which is off by a rounding, and so is each division by a constant in a loop; the absolute value of what has no sign is that. The user's own
// statements stay, since their values are promised to the last bit.
//
// Hazard: the reciprocal of a denormal overflows where the quotient is an ordinary number, as in x/Hypot(x, y). Only divisors that are
// known to be zero or large enough have one.
func strength(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		s := &strengthener{u: u, stores: storesOfAll(f)}
		ir.Walk(f.Body, func(st ir.Stmt) bool {
			if adjoint(st) && st.Origin() != nil {
				ir.MapExprs(st, func(e ir.Expr) ir.Expr { return ir.MapExpr(e, s.unsigned) })
			}
			return true
		})
		s.block(f.Body)
		s.constants(f.Body)
		return s.changed
	})
}

type strengthener struct {
	u       *unit
	stores  map[*ir.Var][]ir.Expr // all that is stored to a variable; with nil, where that is not known
	changed bool
}

// storesOfAll are the values that f stores to its variables.
func storesOfAll(f *ir.Func) map[*ir.Var][]ir.Expr {
	out := map[*ir.Var][]ir.Expr{}
	for _, p := range f.Params {
		out[p] = []ir.Expr{nil}
	}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Decl:
			if s.Init != nil {
				out[s.Var] = append(out[s.Var], s.Init)
			}
			return true
		case *ir.Assign:
			if r, ok := s.Dst.(*ir.Ref); ok {
				out[r.Var] = append(out[r.Var], s.Src)
				return true
			}
		}
		for _, d := range ir.Dsts(s) {
			if v := ir.Root(d); v != nil {
				out[v] = append(out[v], nil)
			}
		}
		return true
	})
	return out
}

// unsigned is x for the absolute value of an x that has no sign.
func (s *strengthener) unsigned(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok || c.Fn.Pkg != "math" || c.Fn.Name != "Abs" || !s.noSign(c.Args[0], map[*ir.Var]bool{}) {
		return e
	}
	s.changed = true
	return c.Args[0]
}

// noSign reports whether e is NaN or has no sign: it is not negative, and not -0. The variables of seen are taken to have none: if all that is
// stored to them has none as long as they have none, they have none.
func (s *strengthener) noSign(e ir.Expr, seen map[*ir.Var]bool) bool {
	switch e := e.(type) {
	case *ir.Const:
		return ir.IsFloat(e.Typ) && constant.Sign(e.Val) >= 0
	case *ir.Conv:
		return ir.IsFloat(e.Typ) && ir.IsFloat(e.X.Type()) && s.noSign(e.X, seen)
	case *ir.Ref:
		if e.Var.Kind == ir.Global || !ir.IsFloat(e.Var.Type) {
			return false
		}
		if seen[e.Var] {
			return true
		}
		seen[e.Var] = true
		return !slices.ContainsFunc(s.stores[e.Var], func(x ir.Expr) bool { return x == nil || !s.noSign(x, seen) })
	case *ir.Call:
		if e.Fn.Pkg != "math" {
			return false
		}
		switch e.Fn.Name {
		case "Abs", "Exp", "Exp2", "Cosh", "Hypot":
			return true
		case "Sqrt":
			return s.noSign(e.Args[0], seen)
		}
	case *ir.Binary:
		switch {
		case !ir.IsFloat(e.Typ):
		case e.Op == token.MUL && ir.Equal(e.X, e.Y):
			return true
		case e.Op == token.MUL, e.Op == token.ADD, e.Op == token.QUO:
			return s.noSign(e.X, seen) && s.noSign(e.Y, seen)
		}
	}
	return false
}

// normal reports whether e is zero or so large that its reciprocal is a number; seen is as for noSign.
func (s *strengthener) normal(e ir.Expr, seen map[*ir.Var]bool) bool {
	const smallest = 0x1p-100 // in float32 too
	switch e := e.(type) {
	case *ir.Const:
		x, _ := constant.Float64Val(constant.ToFloat(e.Val))
		return x == 0 || math.Abs(x) >= smallest
	case *ir.Conv:
		return ir.IsInteger(e.X.Type()) || ir.IsFloat(e.X.Type()) && s.normal(e.X, seen)
	case *ir.Ref:
		if e.Var.Kind == ir.Global || !ir.IsFloat(e.Var.Type) {
			return false
		}
		if seen[e.Var] {
			return true
		}
		seen[e.Var] = true
		return !slices.ContainsFunc(s.stores[e.Var], func(x ir.Expr) bool { return x == nil || !s.normal(x, seen) })
	case *ir.Call:
		return e.Fn.Pkg == "math" && (e.Fn.Name == "Cosh" || e.Fn.Name == "Sqrt" && s.normal(e.Args[0], seen))
	case *ir.Binary: // a sum with a number that is large enough already
		for _, side := range [][2]ir.Expr{{e.X, e.Y}, {e.Y, e.X}} {
			c := isConst(side[0])
			if e.Op == token.ADD && ir.IsFloat(e.Typ) && c != nil && constant.Sign(c.Val) > 0 && s.normal(c, seen) && s.noSign(side[1], map[*ir.Var]bool{}) {
				return true
			}
		}
	}
	return false
}

// block gives the reciprocals that pay a name, in the innermost block first.
func (s *strengthener) block(blk *ir.Block) {
	for _, st := range blk.List {
		for _, in := range ir.Blocks(st) {
			s.block(in)
		}
	}
	for i := 0; i < len(blk.List); i++ {
		for _, y := range s.divisors(blk.List[i]) {
			n := s.steady(blk.List[i:], y)
			times := 0
			for _, st := range blk.List[i : i+n] {
				times += divisions(st, y)
			}
			if times < 2 {
				continue
			}
			d := &ir.Decl{At: ir.At{Orig: firstAdjoint(blk.List[i])}, Var: &ir.Var{Name: "inv", Type: y.Type()}}
			d.Init = ir.Op(token.QUO, ir.FloatConst(1, y.Type()), y)
			for _, st := range blk.List[i : i+n] {
				multiply(st, y, d.Var)
			}
			blk.List = append(append(blk.List[:i:i], d), blk.List[i:]...)
			s.changed = true
			break // the same statement again, one further
		}
	}
}

// constants makes products of the divisions by constants in the loops of blk. What is divided by a power of two, Go's compiler multiplies already.
func (s *strengthener) constants(blk *ir.Block) {
	for _, st := range blk.List {
		if !ir.IsLoop(st) {
			for _, in := range ir.Blocks(st) {
				s.constants(in)
			}
			continue
		}
		quotients(st, func(q *ir.Binary) ir.Expr {
			c := isConst(q.Y)
			if c == nil || isConst(q.X) != nil || constant.Sign(c.Val) == 0 || !s.normal(c, nil) {
				return q
			}
			x, _ := constant.Float64Val(constant.ToFloat(c.Val))
			if m, _ := math.Frexp(x); math.Abs(m) == 0.5 || math.Abs(x) > largest {
				return q
			}
			s.changed = true
			return ir.Op(token.MUL, q.X, ir.FloatConst(1/x, q.Typ))
		})
	}
}

// largest is the size up to which a number has a reciprocal that is no denormal, in float32 too.
const largest = 0x1p100

// divisors are the values that adjoint statements of st, with those inside it, divide by.
func (s *strengthener) divisors(st ir.Stmt) []ir.Expr {
	var out []ir.Expr
	quotients(st, func(q *ir.Binary) ir.Expr {
		if isName(q.Y) && s.normal(q.Y, map[*ir.Var]bool{}) {
			out = append(out, q.Y)
		}
		return q
	})
	return out
}

// isName reports whether e is a variable, or the number that an int or a length is.
func isName(e ir.Expr) bool {
	if c, ok := e.(*ir.Conv); ok {
		e = c.X
	}
	if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == "" && c.Fn.Name == "len" {
		e = c.Args[0]
	}
	return isRef(e)
}

// steady is how many statements at the start of list leave y as it is.
func (s *strengthener) steady(list []ir.Stmt, y ir.Expr) int {
	for n, st := range list {
		if s.u.graph.Changes(s.u.graph.Written(st), y) {
			return n
		}
	}
	return len(list)
}

// divisions is how often, at least about, st divides by y when all its guards hold; a loop does it more than once.
func divisions(st ir.Stmt, y ir.Expr) int {
	n := 0
	ownQuotients(st, func(q *ir.Binary) ir.Expr {
		if q.Op == token.QUO && ir.Equal(q.Y, y) && !isNumber(q.X, 1) {
			n++
		}
		return q
	})
	inner := 0
	for _, b := range ir.Blocks(st) {
		m := 0
		for _, t := range b.List {
			m += divisions(t, y)
		}
		inner = max(inner, m)
	}
	switch st.(type) {
	case *ir.Count, *ir.While:
		inner *= 2
	}
	return n + inner
}

// multiply makes products with inv of the quotients with y in st.
func multiply(st ir.Stmt, y ir.Expr, inv *ir.Var) {
	quotients(st, func(q *ir.Binary) ir.Expr {
		switch {
		case !ir.Equal(q.Y, y):
			return q
		case isNumber(q.X, 1):
			return ir.Use(inv)
		}
		return ir.Op(token.MUL, q.X, ir.Use(inv))
	})
}

// quotients replaces the quotients of floats in the adjoint statements of st by f of them.
func quotients(st ir.Stmt, f func(*ir.Binary) ir.Expr) {
	ir.Walk(st, func(t ir.Stmt) bool { ownQuotients(t, f); return true })
}

func ownQuotients(st ir.Stmt, f func(*ir.Binary) ir.Expr) {
	if !adjoint(st) || st.Origin() == nil {
		return
	}
	ir.MapExprs(st, func(e ir.Expr) ir.Expr {
		return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			if q, ok := e.(*ir.Binary); ok && q.Op == token.QUO && ir.IsFloat(q.Typ) {
				return f(q)
			}
			return e
		})
	})
}

// firstAdjoint is the origin of the first statement in st that belongs to an adjoint.
func firstAdjoint(st ir.Stmt) *ir.Origin {
	var out *ir.Origin
	ir.Walk(st, func(t ir.Stmt) bool {
		if out == nil && adjoint(t) {
			out = t.Origin()
		}
		return out == nil
	})
	return out
}

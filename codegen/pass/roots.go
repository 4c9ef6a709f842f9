package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Roots: the adjoint of s = Sqrt(x) divides by s. Where what it divides has the factor x, as the adjoint of x*Sqrt(x) has, that is a product with s:
//
//	if dp != 0 {                       if dp != 0 {
//		dx = dp * s                        dx = dp * s
//		ds = dp * x                        dx += 0.5 * dp * s
//	}                                  }
//	if ds != 0 {
//		dx += ds / (2 * s)
//	}
//
// For x > 0 both are the same but for rounding, and dp*x may overflow or underflow where dp*s does not. For x = 0 the guard has given 0, and the product is 0. For x < 0 both are NaN unless
// dp is 0, for which the guard on dp stands.
func roots(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		r := &rooter{u: u, l: newLengths(u, f)}
		r.block(f.Body)
		return r.changed
	})
}

type rooter struct {
	u       *unit
	l       *lengths
	changed bool
}

func (r *rooter) block(blk *ir.Block) {
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			r.block(in)
		}
	}
	for i := 1; i < len(blk.List); i++ {
		g, ok := blk.List[i].(*ir.If)
		if !ok || g.Else != nil || !adjoint(g) {
			continue
		}
		d := guardedVar(g.Cond)
		if d == nil {
			continue
		}
		switch s := blk.List[i-1].(type) {
		case *ir.Decl:
			if n := r.declared(s, d, g); n != nil {
				blk.List[i], r.changed = n, true
			}
		case *ir.If:
			if r.assigned(s, d, g, blk.List[:i-1]) {
				blk.List, r.changed = append(blk.List[:i:i], blk.List[i+1:]...), true
			}
		}
	}
}

// guardedVar is v where cond is v != 0; else nil.
func guardedVar(cond ir.Expr) *ir.Var {
	c, ok := cond.(*ir.Binary)
	if !ok || c.Op != token.NEQ || !isNumber(c.Y, 0) || !ir.IsFloat(c.X.Type()) {
		return nil
	}
	if v, ok := c.X.(*ir.Ref); ok && v.Var.Kind != ir.Global {
		return v.Var
	}
	return nil
}

// declared is the branch that does what g does if d, which s declares, is not zero; nil if that is not to be had.
func (r *rooter) declared(s *ir.Decl, d *ir.Var, g *ir.If) ir.Stmt {
	if s.Var != d || s.Init == nil || !adjoint(s) || !r.l.use.single(d) {
		return nil
	}
	list, a := r.products(g.Then, d, s.Init, nil)
	if len(list) == 0 {
		return nil
	}
	return &ir.If{At: g.At, Cond: ir.Compare(token.NEQ, ir.Use(a), ir.ZeroOf(a.Type)), Then: &ir.Block{List: list}}
}

// assigned puts what g does if d is not zero behind the statements of the branch f before it, which is the only one that sets d, and reports
// whether it has.
func (r *rooter) assigned(f *ir.If, d *ir.Var, g *ir.If, before []ir.Stmt) bool {
	if f.Else != nil || !adjoint(f) || guardedVar(f.Cond) == nil || !zeroAt(before, d) {
		return false
	}
	a := guardedVar(f.Cond)
	for i, s := range f.Then.List {
		set, ok := s.(*ir.Assign)
		if !ok || !ir.Equal(set.Dst, ir.Use(d)) {
			continue
		}
		for _, t := range f.Then.List[i+1:] {
			if mentions(t, d) {
				return false
			}
		}
		u := r.u.graph
		if set.Add || !adjoint(set) || u.Changes(u.Written(f.Then.List[i:]...), set.Src) || u.Changes(u.Written(f.Then), ir.Use(a)) {
			return false
		}
		list, _ := r.products(g.Then, d, set.Src, a)
		if len(list) == 0 {
			return false
		}
		f.Then.List = append(f.Then.List[:len(f.Then.List):len(f.Then.List)], list...)
		return true
	}
	return false
}

// zeroAt reports whether v is declared in list as zero, and not named after that.
func zeroAt(list []ir.Stmt, v *ir.Var) bool {
	g := &guarder{}
	return g.zeroBefore(list, v)
}

// products are the statements of blk with products for the quotients of d, which is the product p, by roots; nil if that is not all there is.
// It gives the variable that is a factor of all of them, which has to be a, if that is not nil.
func (r *rooter) products(blk *ir.Block, d *ir.Var, p ir.Expr, a *ir.Var) ([]ir.Stmt, *ir.Var) {
	var out []ir.Stmt
	for _, s := range blk.List {
		add, ok := s.(*ir.Assign)
		if !ok || !adjoint(s) || reads(add.Dst, d) || ir.Equal(add.Dst, ir.Use(d)) || a != nil && ir.Root(add.Dst) == a {
			return nil, nil
		}
		src, neg := add.Src, false
		if n := negated(src); n != nil {
			src, neg = n, true
		}
		e, first := r.product(src, d, p)
		if e == nil || first == nil || a != nil && first != a || r.u.graph.Changes(r.u.graph.Written(s), p) {
			return nil, nil
		}
		if a = first; neg {
			e = ir.Neg(e)
		}
		out = append(out, &ir.Assign{At: add.At, Dst: add.Dst, Add: add.Add, Src: e})
	}
	return out, a
}

// product is the quotient e = d / (2*s) with d = p, a product of a variable, a root's argument and numbers, as a product with the root s; with the variable.
//
// Another factor would need a guard of its own.
func (r *rooter) product(e ir.Expr, d *ir.Var, p ir.Expr) (ir.Expr, *ir.Var) {
	q, ok := e.(*ir.Binary)
	if !ok || q.Op != token.QUO || !ir.Equal(q.X, ir.Use(d)) {
		return nil, nil
	}
	by, ok := q.Y.(*ir.Binary)
	if !ok || by.Op != token.MUL || !isNumber(by.X, 2) {
		return nil, nil
	}
	s := by.Y
	if abs, ok := s.(*ir.Call); ok && abs.Fn.Pkg == "math" && abs.Fn.Name == "Abs" {
		s = abs.Args[0]
	}
	root := r.rootOf(s)
	if root == nil {
		return nil, nil
	}
	rest, neg, found := withoutFactor(p, root)
	if !found || rest == nil {
		return nil, nil
	}
	out := ir.Op(token.MUL, ir.Op(token.MUL, ir.FloatConst(0.5, s.Type()), rest), s)
	a := onlyVar(rest)
	if neg {
		return ir.Neg(out), a
	}
	return out, a
}

// rootOf is x where the variable s holds Sqrt(x), of an x that does not change; else nil.
func (r *rooter) rootOf(s ir.Expr) ir.Expr {
	v, ok := s.(*ir.Ref)
	if !ok || !r.l.use.single(v.Var) {
		return nil
	}
	c, ok := r.l.use.decls[v.Var].Init.(*ir.Call)
	if !ok || c.Fn.Pkg != "math" || c.Fn.Name != "Sqrt" || !r.l.constant(c.Args[0]) {
		return nil
	}
	return c.Args[0]
}

// withoutFactor is the product p without the factor x, up to its sign, nil for one; found says whether it has it.
func withoutFactor(p, x ir.Expr) (rest ir.Expr, neg, found bool) {
	if ir.Equal(p, x) {
		return nil, false, true
	}
	if n := negated(p); n != nil {
		rest, neg, found = withoutFactor(n, x)
		return rest, !neg, found
	}
	b, ok := p.(*ir.Binary)
	if !ok || b.Op != token.MUL {
		return p, false, false
	}
	for i, side := range []ir.Expr{b.X, b.Y} {
		rest, neg, found := withoutFactor(side, x)
		other := []ir.Expr{b.Y, b.X}[i]
		switch {
		case !found:
		case rest == nil:
			return other, neg, true
		case i == 0:
			return ir.Op(token.MUL, rest, other), neg, true
		default:
			return ir.Op(token.MUL, other, rest), neg, true
		}
	}
	return p, false, false
}

// onlyVar is v where e is v, or that times numbers; else nil.
func onlyVar(e ir.Expr) *ir.Var {
	switch x := e.(type) {
	case *ir.Ref:
		return x.Var
	case *ir.Unary:
		return onlyVar(x.X)
	case *ir.Binary:
		switch {
		case x.Op != token.MUL:
		case isConst(x.X) != nil:
			return onlyVar(x.Y)
		case isConst(x.Y) != nil:
			return onlyVar(x.X)
		}
	}
	return nil
}

package pass

import (
	"go/constant"
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Guards, `if d != 0 { … }` round the contributions of an adjoint, cost least where there are few of them: one that can't
// fail falls away, neighbours with one condition are joined, and a guard that is all there is in a loop goes round the loop.
func guards(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		g := &guarder{u: u, use: usageOf(f)}
		g.block(f.Body)
		return g.changed
	})
}

type guarder struct {
	u       *unit
	use     *usage
	changed bool
}

func (g *guarder) block(blk *ir.Block) {
	var out []ir.Stmt
	for i, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			g.block(in)
		}
		if g.absorb(out, s, blk.List[i+1:]) {
			continue
		}
		if f, ok := s.(*ir.If); ok && isConst(f.Cond) == nil && g.certain(f.Cond) {
			f.Cond, g.changed = ir.BoolConst(true), true
		}
		if n := len(out); n > 0 && g.joinable(out[n-1], s) {
			a, b := out[n-1].(*ir.If), s.(*ir.If)
			out[n-1] = &ir.If{At: a.At, Cond: a.Cond, Then: &ir.Block{List: append(a.Then.List[:len(a.Then.List):len(a.Then.List)], b.Then.List...)}, Guard: a.Guard && b.Guard}
			g.changed = true
			continue
		}
		out = append(out, g.outOfLoop(s))
	}
	blk.List = out
}

// absorb moves s, which adds what the branch before it computes and is zero otherwise, into that branch.
func (g *guarder) absorb(out []ir.Stmt, s ir.Stmt, rest []ir.Stmt) bool {
	a, ok := s.(*ir.Assign)
	if !ok || !a.Add || !adjoint(s) || len(out) == 0 {
		return false
	}
	f, ok := out[len(out)-1].(*ir.If)
	if !ok || f.Else != nil || !adjoint(f) {
		return false
	}
	r, ok := a.Src.(*ir.Ref)
	if !ok {
		if r, ok = negated(a.Src).(*ir.Ref); !ok {
			return false
		}
	}
	if reads(f.Cond, r.Var) || reads(a.Dst, r.Var) || !g.zeroBefore(out[:len(out)-1], r.Var) {
		return false
	}
	for _, t := range rest {
		if mentions(t, r.Var) {
			return false
		}
	}
	f.Then.List = append(f.Then.List, s)
	g.changed = true
	return true
}

// zeroBefore reports whether v is declared in list as zero, and not named after that.
func (g *guarder) zeroBefore(list []ir.Stmt, v *ir.Var) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if d, ok := list[i].(*ir.Decl); ok && d.Var == v {
			return d.Init == nil || isNumber(d.Init, 0)
		}
		if mentions(list[i], v) {
			return false
		}
	}
	return false
}

// certain reports whether the condition is that something is not zero which can't be zero.
func (g *guarder) certain(e ir.Expr) bool {
	c, ok := e.(*ir.Binary)
	return ok && c.Op == token.NEQ && ir.IsFloat(c.X.Type()) && isNumber(c.Y, 0) && g.nonzero(c.X)
}

func (g *guarder) nonzero(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		return constant.Sign(e.Val) != 0
	case *ir.Unary:
		return g.nonzero(e.X)
	case *ir.Binary: // an integer is far from where a quotient would underflow
		conv, ok := e.Y.(*ir.Conv)
		return e.Op == token.QUO && isConst(e.X) != nil && g.nonzero(e.X) && ok && ir.IsInteger(conv.X.Type())
	case *ir.Ref:
		d := g.use.decls[e.Var]
		return d != nil && g.use.single(e.Var) && d.Init != nil && g.nonzero(d.Init)
	}
	return false
}

// joinable reports whether the branches a and b, one after the other, can be one.
func (g *guarder) joinable(a, b ir.Stmt) bool {
	x, ok1 := a.(*ir.If)
	y, ok2 := b.(*ir.If)
	if !ok1 || !ok2 || x.Else != nil || y.Else != nil || !adjoint(a) || !adjoint(b) || !ir.Equal(x.Cond, y.Cond) || !pure(x.Cond) {
		return false
	}
	return !g.u.graph.Changes(g.u.graph.Written(x.Then), x.Cond)
}

// outOfLoop moves a guard that does not change in the loop s, and is all that the loop does, round it.
func (g *guarder) outOfLoop(s ir.Stmt) ir.Stmt {
	c, ok := s.(*ir.Count)
	if !ok || len(c.Body.List) == 0 || !adjoint(s) {
		return s
	}
	last := len(c.Body.List) - 1
	f, ok := c.Body.List[last].(*ir.If)
	if !ok || f.Else != nil || reads(f.Cond, c.Var) || g.u.graph.Changes(g.u.graph.Written(c.Body), f.Cond) || !pure(f.Cond) || mayPanic(f.Cond) {
		return s
	}
	for _, t := range c.Body.List[:last] {
		d, ok := t.(*ir.Decl)
		if !ok || !adjoint(t) || d.Init != nil && !pure(d.Init) || reads(f.Cond, d.Var) {
			return s
		}
	}
	c.Body.List = append(c.Body.List[:last:last], f.Then.List...)
	g.changed = true
	return &ir.If{At: c.At, Cond: f.Cond, Then: &ir.Block{List: []ir.Stmt{s}}, Guard: f.Guard}
}

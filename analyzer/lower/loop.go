package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// maxStep bounds the steps of counted loops, so that stepping past the bound never wraps around.
const maxStep = 1 << 30

// forStmt lowers a for statement: to a Count where its variable is stepped by a constant towards a bound, else to a While.
func (b *body) forStmt(s *ast.ForStmt, label string) {
	b.refuseBoxedLoopVars(s)
	if b.countedFor(s, label) {
		return
	}
	if s.Init != nil {
		b.stmt(s.Init, "")
	}
	w := &ir.While{Label: label, Body: &ir.Block{At: ir.At{Orig: b.orig}}}
	b.emit(w)
	b.into(w.Body, func() { b.whileBody(s, w, label) })
}

func (b *body) refuseBoxedLoopVars(s *ast.ForStmt) {
	a, ok := s.Init.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE {
		return
	}
	for _, e := range a.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			continue
		}
		if v, ok := b.info.Defs[id].(*types.Var); ok {
			if at, boxed := b.boxed[v]; boxed {
				b.refuse(at, "GG047", "the address of the loop variable %s", v.Name())
			}
		}
	}
}

// whileBody lowers condition, body and post statement. A condition that makes calls moves into the body.
func (b *body) whileBody(s *ast.ForStmt, w *ir.While, label string) {
	w.Cond = ir.BoolConst(true)
	if s.Cond != nil {
		b.begin(s.Cond)
		cond := b.expr(s.Cond)
		b.flush()
		if len(w.Body.List) == 0 {
			w.Cond = cond
		} else {
			out := b.block(func() { b.emit(&ir.Exit{Kind: ir.Break, Target: w}) })
			b.emit(&ir.If{Cond: not(cond), Then: out})
		}
	}
	if s.Post == nil {
		b.exits = append(b.exits, exit{label: label, loop: true, brk: w, cont: w})
		b.stmts(s.Body.List)
		b.exits = b.exits[:len(b.exits)-1]
		trimContinues(w.Body, w)
		return
	}
	blk := &ir.Block{}
	b.inBlock(blk, exit{label: label, loop: true, brk: w, cont: blk}, func() {
		b.stmts(s.Body.List)
		trimBreaks(blk, blk)
	})
	if !endsInExit(*b.list) {
		b.stmt(s.Post, "")
	}
}

func not(x ir.Expr) ir.Expr {
	return &ir.Unary{Op: token.NOT, X: x}
}

// trimContinues drops the continues of loop after which the iteration ends anyway.
func trimContinues(blk *ir.Block, loop ir.Stmt) { trimTail(blk, ir.Continue, loop) }

// trimBreaks drops the breaks out of target after which its end is reached anyway.
func trimBreaks(blk *ir.Block, target ir.Stmt) { trimTail(blk, ir.Break, target) }

func trimTail(blk *ir.Block, kind ir.ExitKind, target ir.Stmt) {
	if blk == nil || len(blk.List) == 0 {
		return
	}
	last := len(blk.List) - 1
	switch s := blk.List[last].(type) {
	case *ir.Exit:
		if s.Kind == kind && s.Target == target {
			blk.List = blk.List[:last]
		}
	case *ir.If:
		trimTail(s.Then, kind, target)
		trimTail(s.Else, kind, target)
		if s.Else != nil && len(s.Else.List) == 0 {
			s.Else = nil
		}
	case *ir.Block:
		trimTail(s, kind, target)
	}
}

// countedFor lowers s as a Count, if it has the form of one. Whether the bound stays the same is settled later.
func (b *body) countedFor(s *ast.ForStmt, label string) bool {
	h := b.countHead(s)
	if h == nil {
		return false
	}
	b.begin(s.Cond)
	lo := b.to(h.lo, ir.Int)
	b.flush()
	v := &ir.Var{Name: h.v.Name(), Type: ir.Int}
	b.vars[h.v] = v
	before := len(*b.list)
	hi := b.to(h.hi, ir.Int)
	b.flush()
	if len(*b.list) != before || mentions(hi, v) {
		*b.list = (*b.list)[:before] // the bound makes calls
		delete(b.vars, h.v)
		return false
	}
	switch {
	case h.orEqual && h.step > 0:
		hi = plus(hi, 1)
	case h.orEqual:
		hi = plus(hi, -1)
	}
	if h.shift != 0 {
		hi = plus(hi, -h.shift)
	}
	c := &ir.Count{Label: label, Var: v, Lo: lo, Hi: hi, Step: h.step, Body: &ir.Block{At: ir.At{Orig: b.orig}}}
	b.emit(c)
	b.countBody(c, label, func() { b.stmts(s.Body.List) })
	b.l.counts = append(b.l.counts, &pending{count: c, in: b.in})
	return true
}

// countBody lowers what f does as the body of c.
func (b *body) countBody(c *ir.Count, label string, f func()) {
	b.exits = append(b.exits, exit{label: label, loop: true, brk: c, cont: c})
	b.into(c.Body, f)
	b.exits = b.exits[:len(b.exits)-1]
	trimContinues(c.Body, c)
}

// mentions reports whether e reads v.
func mentions(e ir.Expr, v *ir.Var) bool { return reads(e, ir.Use(v)) }

// plus is x+d, folded where that is obvious.
func plus(x ir.Expr, d int64) ir.Expr {
	if n, ok := isIntConst(x); ok {
		return ir.IntConst(n + d)
	}
	if y, ok := x.(*ir.Binary); ok && (y.Op == token.ADD || y.Op == token.SUB) {
		if n, ok := isIntConst(y.Y); ok {
			if y.Op == token.SUB {
				n = -n
			}
			return plusOnly(y.X, n+d)
		}
	}
	return plusOnly(x, d)
}

func plusOnly(x ir.Expr, d int64) ir.Expr {
	switch {
	case d == 0:
		return x
	case d < 0:
		return ir.Op(token.SUB, x, ir.IntConst(-d))
	}
	return ir.Op(token.ADD, x, ir.IntConst(d))
}

// head is what makes a for statement a counted loop.
type head struct {
	v       *types.Var
	lo, hi  ast.Expr
	step    int64
	orEqual bool  // the bound itself is reached
	shift   int64 // what is added to the variable before it is compared
}

// countHead recognizes `for i := lo; i < hi; i += c` and its variants, for an i of type int that the body leaves alone.
func (b *body) countHead(s *ast.ForStmt) *head {
	a, ok := s.Init.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE || len(a.Lhs) != 1 || s.Cond == nil || s.Post == nil {
		return nil
	}
	v, ok := b.info.Defs[a.Lhs[0].(*ast.Ident)].(*types.Var)
	if !ok || b.typ(v.Type()) != ir.Int || assigned(b.info, s.Body)[v] {
		return nil
	}
	if _, boxed := b.boxed[v]; boxed {
		return nil
	}
	h := &head{v: v, lo: a.Rhs[0]}
	if !b.countStep(s.Post, h) || !b.countCond(s.Cond, h) || b.callsAny(h.lo, h.hi) {
		return nil
	}
	return h
}

// callsAny reports whether es make calls that have to be taken out.
func (b *body) callsAny(es ...ast.Expr) bool {
	found := false
	for _, e := range es {
		ast.Inspect(e, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			found = found || ok && b.hasEffect(c)
			return !found
		})
	}
	return found
}

// is reports whether e is the variable v.
func (b *body) is(e ast.Expr, v *types.Var) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && b.info.Uses[id] == v
}

func (b *body) countStep(post ast.Stmt, h *head) bool {
	switch p := post.(type) {
	case *ast.IncDecStmt:
		h.step = 1
		if p.Tok == token.DEC {
			h.step = -1
		}
		return b.is(p.X, h.v)
	case *ast.AssignStmt:
		if len(p.Lhs) != 1 || !b.is(p.Lhs[0], h.v) {
			return false
		}
		by, neg := p.Rhs[0], p.Tok == token.SUB_ASSIGN
		if p.Tok == token.ASSIGN { // i = i + c
			x, ok := ast.Unparen(by).(*ast.BinaryExpr)
			if !ok || !b.is(x.X, h.v) || x.Op != token.ADD && x.Op != token.SUB {
				return false
			}
			by, neg = x.Y, x.Op == token.SUB
		} else if p.Tok != token.ADD_ASSIGN && !neg {
			return false
		}
		val := b.info.Types[by].Value
		if val == nil {
			return false
		}
		n, ok := constant.Int64Val(constant.ToInt(val))
		if neg {
			n = -n
		}
		h.step = n
		return ok && n != 0 && n > -maxStep && n < maxStep
	}
	return false
}

// shifted reports whether e is v, v+d or v-d for a constant d, and gives d.
func (b *body) shifted(e ast.Expr, v *types.Var) (d int64, ok bool) {
	if b.is(e, v) {
		return 0, true
	}
	x, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok || x.Op != token.ADD && x.Op != token.SUB || !b.is(x.X, v) {
		return 0, false
	}
	tv := b.in.pkg.Info.Types[x.Y]
	if tv.Value == nil {
		return 0, false
	}
	d, ok = constant.Int64Val(constant.ToInt(tv.Value))
	if x.Op == token.SUB {
		d = -d
	}
	return d, ok && -maxStep < d && d < maxStep
}

// mirrored is the comparison with its operands exchanged.
var mirrored = map[token.Token]token.Token{
	token.LSS: token.GTR, token.LEQ: token.GEQ, token.GTR: token.LSS, token.GEQ: token.LEQ, token.NEQ: token.NEQ,
}

func (b *body) countCond(cond ast.Expr, h *head) bool {
	c, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	op, hi := c.Op, c.Y
	if d, ok := b.shifted(c.Y, h.v); ok {
		op, hi, h.shift = mirrored[c.Op], c.X, d
	} else if d, ok := b.shifted(c.X, h.v); ok {
		h.shift = d
	} else {
		return false
	}
	h.hi = hi
	up := h.step > 0
	switch op {
	case token.LSS, token.GTR:
		return up == (op == token.LSS)
	case token.LEQ, token.GEQ:
		h.orEqual = true
		return up == (op == token.LEQ)
	case token.NEQ:
		return h.step == 1 || h.step == -1
	}
	return false
}

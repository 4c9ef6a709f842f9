package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// target is what one side of an assignment stores to.
type target struct {
	decl  *types.Var // a variable declared here
	place ir.Expr    // or a place; with neither it is _
}

// typ is the type that is stored; nil for _.
func (b *body) targetType(t target) types.Type {
	switch {
	case t.decl != nil:
		return b.typ(t.decl.Type())
	case t.place != nil:
		return t.place.Type()
	}
	return nil
}

// store stores x.
func (b *body) store(t target, x ir.Expr) {
	switch {
	case t.decl != nil:
		b.declare(t.decl, b.implicit(x, b.targetType(t)))
	case t.place != nil:
		b.emit(&ir.Assign{Dst: t.place, Src: b.implicit(x, t.place.Type())})
	case mayPanic(x):
		b.emit(&ir.Decl{Var: &ir.Var{Name: "_", Type: x.Type()}, Init: x})
	}
}

// mayPanic reports whether the evaluation of x can be observed.
func mayPanic(x ir.Expr) bool {
	found := false
	ir.WalkExpr(x, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Index, *ir.Deref, *ir.Slice, *ir.Make:
			found = true
		case *ir.Call:
			found = found || !e.Fn.Pure()
		case *ir.Binary:
			found = found || (e.Op == token.QUO || e.Op == token.REM) && ir.IsInteger(e.Typ)
		}
		return !found
	})
	return found
}

// targetOf lowers the left side e.
func (b *body) targetOf(e ast.Expr, define bool) target {
	e = ast.Unparen(e)
	if id, ok := e.(*ast.Ident); ok {
		if id.Name == "_" {
			return target{}
		}
		if v, ok := b.info.Defs[id].(*types.Var); ok && define {
			return target{decl: v}
		}
	}
	x := b.expr(e)
	b.writable(e.Pos(), x)
	return target{place: x}
}

// writable refuses a store into package-level memory.
func (b *body) writable(pos token.Pos, x ir.Expr) {
	var name string
	for e := x; e != nil; {
		switch y := e.(type) {
		case *ir.Ref:
			if y.Var.Kind == ir.Global {
				name = y.Var.Name
			}
			e = nil
		case *ir.Index:
			e = y.X
		case *ir.Field:
			e = y.X
		case *ir.Deref:
			e = y.X
		case *ir.Slice:
			e = y.X
		case *ir.Addr:
			e = y.X
		default:
			e = nil
		}
	}
	if name != "" {
		b.refuse(pos, "GG043", "a write to the package-level variable %s", name)
	}
}

// assignStmt lowers =, := and the assignments with an operation.
func (b *body) assignStmt(s *ast.AssignStmt) {
	b.begin(append(append([]ast.Expr(nil), s.Lhs...), s.Rhs...)...)
	switch {
	case s.Tok != token.ASSIGN && s.Tok != token.DEFINE:
		b.opAssign(s.Lhs[0], opOf(s.Tok), s.Rhs[0])
	case len(s.Lhs) == 1:
		b.assignOne(s.Lhs[0], s.Rhs[0], s.Tok == token.DEFINE)
	default:
		b.assignAll(s.Lhs, s.Rhs, s.Tok == token.DEFINE)
	}
}

// opOf is the operation of an assignment token: + for +=.
func opOf(t token.Token) token.Token { return t - token.ADD_ASSIGN + token.ADD }

// opAssign lowers x op= y.
func (b *body) opAssign(lhs ast.Expr, op token.Token, rhs ast.Expr) {
	x := b.targetOf(lhs, false).place
	var y ir.Expr
	if op == token.SHL || op == token.SHR {
		y = b.expr(rhs)
	} else {
		y = b.to(rhs, x.Type())
	}
	b.flush()
	b.update(x, op, y)
}

// update emits x op= y.
func (b *body) update(x ir.Expr, op token.Token, y ir.Expr) {
	switch {
	case op == token.ADD && !isString(x.Type()):
		b.emit(&ir.Assign{Dst: x, Add: true, Src: y})
	case op == token.SUB && ir.IsFloat(x.Type()):
		b.emit(&ir.Assign{Dst: x, Add: true, Src: negated(y)}) // the same bits as x - y
	default:
		b.emit(&ir.Assign{Dst: x, Src: &ir.Binary{Op: op, X: x, Y: y, Typ: x.Type()}})
	}
}

// negated is -x, a constant if x is one.
func negated(x ir.Expr) ir.Expr {
	if c, ok := x.(*ir.Const); ok && constant.Sign(c.Val) != 0 {
		return &ir.Const{Val: constant.UnaryOp(token.SUB, c.Val, 0), Typ: c.Typ}
	}
	return ir.Neg(x)
}

func isString(t types.Type) bool {
	u, ok := t.Underlying().(*types.Basic)
	return ok && u.Info()&types.IsString != 0
}

func (b *body) incDec(s *ast.IncDecStmt) {
	b.begin(s.X)
	x := b.targetOf(s.X, false).place
	b.flush()
	op := token.ADD
	if s.Tok == token.DEC {
		op = token.SUB
	}
	b.update(x, op, one(x.Type()))
}

// assignOne lowers the assignment of one value.
func (b *body) assignOne(lhs, rhs ast.Expr, define bool) {
	t := b.targetOf(lhs, define)
	name := ""
	if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
		name = id.Name
	}
	b.hints = append(b.hints, name)
	defer func() { b.hints = b.hints[:len(b.hints)-1] }()
	b.assignTo(t, rhs)
}

// assignTo stores the value of rhs to t, directly where nothing can come between.
func (b *body) assignTo(t target, rhs ast.Expr) {
	if c := b.userCall(rhs); c != nil {
		b.assignCall([]target{t}, c)
		return
	}
	want := b.targetType(t)
	if lit, ok := ast.Unparen(rhs).(*ast.CompositeLit); ok && t.decl != nil && len(lit.Elts) > 0 {
		_, boxed := b.boxed[t.decl]
		if st, ok := b.typeOf(lit).Underlying().(*types.Slice); ok && !boxed && types.Identical(want, b.typeOf(lit)) {
			list, n := b.elements(lit, st.Elem())
			b.flush()
			b.setElements(b.declare(t.decl, &ir.Make{Typ: want, Len: ir.IntConst(n)}), list)
			return
		}
	}
	var x ir.Expr
	if want != nil && types.Identical(b.typeOf(rhs), want) && !b.isBoxed(t) {
		x = b.rhs(rhs)
	} else {
		x = b.expr(rhs)
	}
	b.flush()
	if t.place != nil && b.accumulate(t.place, x) {
		return
	}
	b.store(t, x)
}

// accumulate emits p = p + y, p = y + p and, of floats, p = p - y as p += y and p -= y, which are the same.
func (b *body) accumulate(p, x ir.Expr) bool {
	sum, ok := x.(*ir.Binary)
	switch {
	case !ok || !isNumber(p.Type()):
		return false
	case sum.Op == token.ADD && ir.Equal(sum.X, p), sum.Op == token.SUB && ir.IsFloat(p.Type()) && ir.Equal(sum.X, p):
		b.update(p, sum.Op, sum.Y)
	case sum.Op == token.ADD && ir.Equal(sum.Y, p):
		b.update(p, token.ADD, sum.X)
	default:
		return false
	}
	return true
}

func (b *body) isBoxed(t target) bool {
	_, ok := b.boxed[t.decl]
	return t.decl != nil && ok
}

// assignCall stores the results of a call. They go straight to new variables and to variables that nothing else can see.
func (b *body) assignCall(ts []target, c *ast.CallExpr) {
	k := b.resolve(c)
	if k == nil {
		b.problemsIn(c.Args)
		for _, t := range ts {
			if t.decl != nil {
				b.declare(t.decl, nil)
			}
		}
		return
	}
	args := b.args(k, c)
	b.flush()
	rs := k.results()
	for i, t := range ts {
		if !b.direct(t, b.typ(rs.At(i).Type())) {
			b.assignCallThrough(k, ts, args)
			return
		}
	}
	if k.in == nil && rs.Len() == 1 {
		b.store(ts[0], &ir.Call{Fn: k.ref, Args: args, Typ: b.typ(rs.At(0).Type())})
		return
	}
	dsts := make([]ir.Expr, len(ts))
	for i, t := range ts {
		switch {
		case t.decl != nil:
			dsts[i] = ir.Use(b.declare(t.decl, nil))
		case t.place != nil:
			dsts[i] = t.place
		}
	}
	b.emitCall(k, dsts, args)
}

// direct reports whether a call's result of type rt can be stored to t by the call itself.
func (b *body) direct(t target, rt types.Type) bool {
	want := b.targetType(t)
	if want == nil {
		return true
	}
	_, local := t.place.(*ir.Ref)
	return types.Identical(want, rt) && (local || t.decl != nil && !b.isBoxed(t))
}

package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// expr lowers e to a pure expression. What can't stand in one is put in a variable first. An addressable e gives a place.
func (b *body) expr(e ast.Expr) ir.Expr {
	x := b.rhs(e)
	switch y := x.(type) {
	case *ir.Make:
		return ir.Use(b.fresh(b.hint("s"), y.Typ, y))
	case *ir.New:
		var v *ir.Var
		put := func() { v = b.fresh(b.hint(pointerName(y.Elem)), y.Type(), y) }
		if y.Init == nil {
			put()
		} else {
			b.later(put)
		}
		return ir.Use(v)
	case *ir.Call:
		if !y.Fn.Pure() {
			name := lowerFirst(baseOf(y.Fn))
			if y.Typ == types.Universe.Lookup("error").Type() {
				name = "err"
			}
			return ir.Use(b.fresh(b.hint(name), y.Typ, y))
		}
	}
	return x
}

// pointerName names a pointer that nothing else names.
func pointerName(elem types.Type) string {
	if n := baseName(elem); n != "" {
		return lowerFirst(n)
	}
	return "p"
}

// to lowers e as a value of type t, to which it is assigned.
func (b *body) to(e ast.Expr, t types.Type) ir.Expr { return b.implicit(b.expr(e), t) }

// implicit is x as a value of type t, to which it can be assigned.
func (b *body) implicit(x ir.Expr, t types.Type) ir.Expr {
	if t == nil || types.Identical(x.Type(), t) {
		return x
	}
	switch x := x.(type) {
	case *ir.Zero:
		if x.Typ == types.Typ[types.UntypedNil] {
			return &ir.Zero{Typ: t}
		}
	case *ir.Const:
		if _, ok := t.Underlying().(*types.Basic); ok {
			return &ir.Const{Val: x.Val, Typ: t, Obj: x.Obj, Text: x.Text}
		}
	case *ir.Binary: // a comparison that gives a named boolean
		if isBool(x.Typ) && isBool(t) && x.Op.Precedence() == token.EQL.Precedence() {
			return &ir.Binary{Op: x.Op, X: x.X, Y: x.Y, Typ: t}
		}
	}
	return &ir.Conv{X: x, Typ: t}
}

func isBool(t types.Type) bool {
	u, ok := t.Underlying().(*types.Basic)
	return ok && u.Info()&types.IsBoolean != 0
}

// rhs lowers e where it stands as the whole right-hand side of a declaration or assignment: a Make, a New or a call of
// a function outside the program may be the result itself.
func (b *body) rhs(e ast.Expr) ir.Expr {
	e = ast.Unparen(e)
	tv := b.info.Types[e]
	if tv.Value != nil {
		return b.constant(e, tv)
	}
	if tv.IsNil() {
		return &ir.Zero{Typ: types.Typ[types.UntypedNil]}
	}
	if !b.supported(e) {
		return &ir.Zero{Typ: b.typeOf(e)}
	}
	switch e := e.(type) {
	case *ast.Ident:
		return b.ident(e)
	case *ast.SelectorExpr:
		return b.selector(e)
	case *ast.StarExpr:
		return &ir.Deref{X: b.expr(e.X)}
	case *ast.UnaryExpr:
		return b.unary(e)
	case *ast.BinaryExpr:
		return b.binary(e)
	case *ast.IndexExpr:
		return b.index(e)
	case *ast.SliceExpr:
		return b.slice(e)
	case *ast.CompositeLit:
		return b.composite(e)
	case *ast.CallExpr:
		return b.callExpr(e)
	}
	b.refuse(e.Pos(), "GG051", "this expression is not supported")
	return &ir.Zero{Typ: b.typeOf(e)}
}

// constant lowers a constant expression as a whole.
func (b *body) constant(e ast.Expr, tv types.TypeAndValue) ir.Expr {
	c := &ir.Const{Val: tv.Value, Typ: b.typ(tv.Type)}
	b.needType(e.Pos(), c.Typ)
	if t, ok := c.Typ.Underlying().(*types.Basic); ok && t.Info()&types.IsComplex != 0 {
		b.refuse(e.Pos(), "GG041", "a complex constant")
		return &ir.Zero{Typ: c.Typ}
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		c.Text = e.Value
	case *ast.Ident:
		c.Obj = b.namedConst(b.info.Uses[e])
	case *ast.SelectorExpr:
		c.Obj = b.namedConst(b.info.Uses[e.Sel])
	}
	return c
}

// namedConst is the constant that obj is, if the generated code can write its name.
func (b *body) namedConst(obj types.Object) *types.Const {
	c, ok := obj.(*types.Const)
	if !ok || c.Pkg() == nil || c.Parent() != c.Pkg().Scope() || !b.l.canName(c) {
		return nil
	}
	return c
}

func (b *body) ident(e *ast.Ident) ir.Expr {
	v, ok := objectOf(b.info, e).(*types.Var)
	if !ok {
		b.refuse(e.Pos(), "GG051", "%s can't be used as a value here", e.Name)
		return &ir.Zero{Typ: b.typeOf(e)}
	}
	return b.variable(e, v)
}

// variable is the place that v is.
func (b *body) variable(e ast.Expr, v *types.Var) ir.Expr {
	if w := b.vars[v]; w != nil {
		if _, ok := b.boxed[v]; ok {
			return &ir.Deref{X: ir.Use(w)}
		}
		return ir.Use(w)
	}
	if v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		if !b.l.canName(v) {
			if c := b.l.fixed(v); c != nil {
				return c
			}
			b.refuse(e.Pos(), "GG046", "generated code in package %s can't name the variable %s.%s", b.l.from.Name(), v.Pkg().Name(), v.Name())
		}
		b.needType(e.Pos(), v.Type())
		return ir.Use(b.l.global(v))
	}
	// Its declaration was refused.
	return &ir.Zero{Typ: b.typ(v.Type())}
}

func (b *body) selector(e *ast.SelectorExpr) ir.Expr {
	sel := b.info.Selections[e]
	if sel == nil {
		return b.ident(e.Sel)
	}
	return b.fields(e.Sel.Pos(), b.expr(e.X), sel.Index())
}

// fields follows a path of fields from x, through embedded pointers too.
func (b *body) fields(pos token.Pos, x ir.Expr, path []int) ir.Expr {
	for _, i := range path {
		if isPointer(x.Type()) {
			x = &ir.Deref{X: x}
		}
		s, ok := x.Type().Underlying().(*types.Struct)
		if !ok {
			return x
		}
		b.needField(pos, s.Field(i), x.Type())
		b.needType(pos, s.Field(i).Type())
		x = &ir.Field{X: x, F: i}
	}
	return x
}

func (b *body) unary(e *ast.UnaryExpr) ir.Expr {
	switch e.Op {
	case token.AND:
		if lit, ok := ast.Unparen(e.X).(*ast.CompositeLit); ok {
			return b.newOf(b.typeOf(lit), b.composite(lit))
		}
		return b.address(e.Pos(), b.expr(e.X))
	case token.ADD:
		return b.expr(e.X)
	}
	return &ir.Unary{Op: e.Op, X: b.expr(e.X)}
}

// newOf is a new variable of type t that holds x.
func (b *body) newOf(t types.Type, x ir.Expr) ir.Expr {
	if _, ok := x.(*ir.Zero); ok {
		return &ir.New{Elem: t}
	}
	return &ir.New{Elem: t, Init: x}
}

// address is &x for a place x.
func (b *body) address(pos token.Pos, x ir.Expr) ir.Expr {
	if d, ok := x.(*ir.Deref); ok {
		return d.X
	}
	if v := ir.Root(x); v != nil && v.Kind == ir.Global {
		b.refuse(pos, "GG048", "the address of the package-level variable %s", v.Name)
		return &ir.Zero{Typ: types.NewPointer(x.Type())}
	}
	return &ir.Addr{X: x}
}

func (b *body) binary(e *ast.BinaryExpr) ir.Expr {
	switch e.Op {
	case token.LAND, token.LOR:
		return b.logic(e)
	case token.SHL, token.SHR:
		x := b.to(e.X, b.typeOf(e))
		return &ir.Binary{Op: e.Op, X: x, Y: b.expr(e.Y), Typ: x.Type()}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return b.compare(e)
	}
	t := b.typeOf(e)
	x := b.to(e.X, t)
	return &ir.Binary{Op: e.Op, X: x, Y: b.to(e.Y, t), Typ: t}
}

func (b *body) compare(e *ast.BinaryExpr) ir.Expr {
	x, y := b.expr(e.X), b.expr(e.Y)
	return &ir.Binary{Op: e.Op, X: b.matching(x, y), Y: b.matching(y, x), Typ: b.typeOf(e)}
}

// matching is x in the type in which it is compared with y.
func (b *body) matching(x, y ir.Expr) ir.Expr {
	untyped := func(e ir.Expr) bool { return e.Type() == types.Typ[types.UntypedNil] }
	if untyped(x) || types.IsInterface(y.Type()) && !types.IsInterface(x.Type()) && !untyped(y) {
		return b.implicit(x, y.Type())
	}
	if !untyped(y) && types.AssignableTo(x.Type(), y.Type()) && !types.AssignableTo(y.Type(), x.Type()) {
		return b.implicit(x, y.Type())
	}
	return x
}

// logic lowers && and ||. Where the right operand makes calls, it is reached by an If.
func (b *body) logic(e *ast.BinaryExpr) ir.Expr {
	t := b.typeOf(e)
	x := b.to(e.X, t)
	var y ir.Expr
	late := b.late
	b.late = nil
	blk := b.block(func() {
		y = b.to(e.Y, t)
		b.flush()
	})
	b.late = late
	return b.joined(e.Op, x, y, t, blk, b.calls > e.End())
}

// joined is x op y, where y needs the statements of blk. The result gets a variable where it needs one or is asked to.
func (b *body) joined(op token.Token, x, y ir.Expr, t types.Type, blk *ir.Block, keep bool) ir.Expr {
	both := &ir.Binary{Op: op, X: x, Y: y, Typ: t}
	if len(blk.List) == 0 {
		if !keep {
			return both
		}
		b.flush()
		return ir.Use(b.fresh("cond", t, both))
	}
	b.flush()
	v := b.fresh("cond", t, x)
	cond := ir.Expr(ir.Use(v))
	if op == token.LOR {
		cond = &ir.Unary{Op: token.NOT, X: cond}
	}
	b.into(blk, func() { b.emit(&ir.Assign{Dst: ir.Use(v), Src: y}) })
	b.emit(&ir.If{Cond: cond, Then: blk})
	return ir.Use(v)
}

func (b *body) index(e *ast.IndexExpr) ir.Expr {
	x := b.throughArrayPointer(b.expr(e.X))
	return &ir.Index{X: x, I: b.expr(e.Index)}
}

// throughArrayPointer is *x for a pointer to an array, which Go indexes, slices and ranges over like the array.
func (b *body) throughArrayPointer(x ir.Expr) ir.Expr {
	if p, ok := x.Type().Underlying().(*types.Pointer); ok {
		if _, ok := p.Elem().Underlying().(*types.Array); ok {
			return &ir.Deref{X: x}
		}
	}
	return x
}

func (b *body) slice(e *ast.SliceExpr) ir.Expr {
	x := b.throughArrayPointer(b.expr(e.X))
	if v := ir.Root(x); v != nil && v.Kind == ir.Global {
		if _, ok := x.Type().Underlying().(*types.Array); ok {
			b.refuse(e.Pos(), "GG048", "a slice of the package-level array %s", v.Name)
			return &ir.Zero{Typ: b.typeOf(e)}
		}
	}
	s := &ir.Slice{X: x}
	for _, p := range []struct {
		e   ast.Expr
		dst *ir.Expr
	}{{e.Low, &s.Lo}, {e.High, &s.Hi}, {e.Max, &s.Max}} {
		if p.e != nil {
			*p.dst = b.expr(p.e)
		}
	}
	return s
}

// isIntConst reports whether x is an integer constant, and which.
func isIntConst(x ir.Expr) (int64, bool) {
	c, ok := x.(*ir.Const)
	if !ok || !ir.IsInteger(c.Typ) {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(c.Val))
}

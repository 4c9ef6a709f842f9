package emit

import (
	"go/token"
	"go/types"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// How tightly expressions bind: binary operators from 1 to 5 as in package token, then:
const (
	unaryPrec   = 6
	primaryPrec = 7
)

// expr writes e for a place that binds as tightly as prec.
func (w *fn) expr(e ir.Expr, prec int, ctx context) *jen.Statement {
	s, own := w.tree(e, ctx)
	if own < prec {
		return jen.Parens(s)
	}
	return s
}

// value writes e where its type is given.
func (w *fn) value(e ir.Expr) *jen.Statement { return w.expr(e, 0, typed) }

// tree writes e and says how tightly the text binds.
func (w *fn) tree(e ir.Expr, ctx context) (*jen.Statement, int) {
	switch e := e.(type) {
	case *ir.Const:
		s := w.constant(e, ctx)
		return s, primaryPrec
	case *ir.Zero:
		return w.zero(e.Typ, ctx), primaryPrec
	case *ir.Ref:
		return w.ref(e.Var), primaryPrec
	case *ir.Index:
		return w.base(e.X).Index(w.expr(e.I, 0, infer)), primaryPrec
	case *ir.Field:
		return w.field(e), primaryPrec
	case *ir.Deref:
		return jen.Op("*").Add(w.expr(e.X, unaryPrec, infer)), unaryPrec
	case *ir.Addr:
		return jen.Op("&").Add(w.expr(e.X, unaryPrec, infer)), unaryPrec
	case *ir.Slice:
		return w.slice(e), primaryPrec
	case *ir.Unary:
		return jen.Op(e.Op.String()).Add(w.expr(e.X, unaryPrec, ctx)), unaryPrec
	case *ir.Binary:
		return w.binary(e, ctx)
	case *ir.Conv:
		return w.convert(e.Typ, w.expr(e.X, 0, operand)), primaryPrec
	case *ir.Call:
		return w.call(e, ctx), primaryPrec
	case *ir.Composite:
		return w.composite(e), primaryPrec
	case *ir.Make:
		return w.make(e), primaryPrec
	case *ir.New:
		return w.new(e)
	case *popExpr:
		return w.buffer(e.buf).Dot("Pop").Call(), primaryPrec
	}
	w.fail("expression %T can't be written", e)
	return jen.Id("_"), primaryPrec
}

// ref writes a variable.
func (w *fn) ref(v *ir.Var) *jen.Statement {
	if v.Kind == ir.Global {
		if v.Obj == nil || !w.visible(v.Obj) {
			w.fail("variable %s can't be named in package %s", v.Name, w.Pkg.Name())
			return jen.Id("_")
		}
		return w.object(v.Obj, w.refer)
	}
	name, ok := w.names[v]
	if !ok {
		w.fail("func %s: variable %s is used but not declared", w.src.Name, v.Name)
		return jen.Id("_")
	}
	return jen.Id(name)
}

// base writes x as what an index, a slice expression or a selector stands on, where Go dereferences by itself.
func (w *fn) base(x ir.Expr) *jen.Statement {
	if d, ok := x.(*ir.Deref); ok {
		switch x.Type().Underlying().(type) {
		case *types.Array, *types.Struct:
			return w.base(d.X)
		}
	}
	return w.expr(x, primaryPrec, infer)
}

// field writes x.f, leaving out the embedded structs that Go finds by itself.
func (w *fn) field(e *ir.Field) *jen.Statement {
	st := e.X.Type().Underlying().(*types.Struct)
	f := st.Field(e.F)
	if !w.visible(f) {
		w.fail("field %s of %s can't be named in package %s", f.Name(), e.X.Type(), w.Pkg.Name())
	}
	x := e.X
	for {
		y := x
		if d, ok := y.(*ir.Deref); ok {
			y = d.X
		}
		in, ok := y.(*ir.Field)
		if !ok || !in.X.Type().Underlying().(*types.Struct).Field(in.F).Embedded() {
			break
		}
		if obj, _, _ := types.LookupFieldOrMethod(in.X.Type(), true, w.Pkg, f.Name()); obj != f {
			break
		}
		x = in.X
	}
	return w.base(x).Dot(f.Name())
}

func (w *fn) slice(e *ir.Slice) *jen.Statement {
	bound := func(b ir.Expr) jen.Code {
		if b == nil {
			return jen.Empty()
		}
		return w.expr(b, 0, infer)
	}
	if e.Max != nil {
		return w.base(e.X).Index(bound(e.Lo), bound(e.Hi), bound(e.Max))
	}
	return w.base(e.X).Index(bound(e.Lo), bound(e.Hi))
}

func (w *fn) binary(e *ir.Binary, ctx context) (*jen.Statement, int) {
	own := e.Op.Precedence()
	left, right := own, own+1
	cx, cy := typed, typed
	_, xc := e.X.(*ir.Const)
	_, yc := e.Y.(*ir.Const)
	switch {
	case e.Op == token.SHL || e.Op == token.SHR:
		if cx = ctx; xc && ctx != typed {
			return w.convert(e.X.Type(), w.expr(e.X, 0, typed)).Op(e.Op.String()).Add(w.expr(e.Y, right, infer)), own
		}
		cy = infer
	case e.Op == token.LAND || e.Op == token.LOR:
		if y, ok := e.Y.(*ir.Binary); ok && y.Op == e.Op {
			right = own // && and || don't mind
		}
		cx, cy = ctx, ctx
	case xc && yc:
		cx, cy = infer, infer
	case isComparison(e.Op):
		// The other operand gives a constant its type, unless that is itself one without.
	default:
		cx, cy = ctx, ctx
		if !untyped(e.X) || !untyped(e.Y) {
			cx, cy = typed, typed
		}
	}
	return w.compared(e, e.X, left, cx).Op(e.Op.String()).Add(w.compared(e, e.Y, right, cy)), own
}

// compared writes an operand. A composite literal in a condition needs parentheses, or its brace would open the block.
func (w *fn) compared(e *ir.Binary, x ir.Expr, prec int, ctx context) *jen.Statement {
	s := w.expr(x, prec, ctx)
	if !isComparison(e.Op) {
		return s
	}
	switch x := x.(type) {
	case *ir.Composite:
		return jen.Parens(s)
	case *ir.Zero:
		switch x.Typ.Underlying().(type) {
		case *types.Struct, *types.Array:
			return jen.Parens(s)
		}
	}
	return s
}

func isComparison(op token.Token) bool {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

// untyped reports whether the text of e, where its surroundings are to give it a type, is an untyped constant or a shift of one.
func untyped(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		return true
	case *ir.Unary:
		return untyped(e.X)
	case *ir.Binary:
		if e.Op == token.SHL || e.Op == token.SHR {
			return untyped(e.X)
		}
		return !isComparison(e.Op) && untyped(e.X) && untyped(e.Y)
	}
	return false
}

// convert writes T(x).
func (w *fn) convert(t types.Type, x *jen.Statement) *jen.Statement {
	s := w.typ(t, w.refer)
	switch t.(type) {
	case *types.Pointer, *types.Signature, *types.Chan:
		s = jen.Parens(s)
	}
	return s.Call(x)
}

// zero writes the zero value of t.
func (w *fn) zero(t types.Type, ctx context) *jen.Statement {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if c, ok := ir.ZeroOf(t).(*ir.Const); ok {
			return w.constant(c, ctx)
		}
	case *types.Struct, *types.Array:
		return w.typ(t, w.refer).Values()
	case *types.Slice, *types.Pointer, *types.Map, *types.Signature, *types.Chan, *types.Interface:
		w.refer("nil")
		if ctx != typed {
			return w.convert(t, jen.Nil())
		}
		return jen.Nil()
	default:
		w.fail("zero value of type %s can't be written", u)
	}
	return jen.Nil()
}

// composite writes a struct with its field names, and without the fields that are zero; an array with all its elements.
func (w *fn) composite(e *ir.Composite) *jen.Statement {
	s := w.typ(e.Typ, w.refer)
	st, ok := e.Typ.Underlying().(*types.Struct)
	var elems []jen.Code
	for i, x := range e.Elems {
		if !ok {
			elems = append(elems, w.value(x))
			continue
		}
		f := st.Field(i)
		if isZero(x) {
			continue
		}
		if !w.visible(f) {
			w.fail("field %s of %s can't be named in package %s", f.Name(), e.Typ, w.Pkg.Name())
		}
		elems = append(elems, jen.Id(f.Name()).Op(":").Add(w.value(x)))
	}
	return s.Values(elems...)
}

func (w *fn) make(e *ir.Make) *jen.Statement {
	args := []jen.Code{w.expr(e.Len, 0, infer)}
	if e.Cap != nil {
		args = append(args, w.expr(e.Cap, 0, infer))
	}
	if e.Buf == nil {
		w.refer("make")
		return jen.Id("make").Call(append([]jen.Code{w.typ(e.Typ, w.refer)}, args...)...)
	}
	method := "Make"
	if e.Cap != nil {
		method = "MakeCap"
	}
	if e.Raw {
		method = "Raw"
	}
	s := w.buffer(e.Buf).Dot(method).Call(args...)
	if _, named := e.Typ.(*types.Slice); !named {
		return w.convert(e.Typ, s)
	}
	return s
}

func (w *fn) new(e *ir.New) (*jen.Statement, int) {
	switch {
	case e.Buf != nil && e.Init == nil:
		return w.buffer(e.Buf).Dot("New").Call(), primaryPrec
	case e.Buf == nil && e.Init == nil:
		if _, ok := e.Elem.Underlying().(*types.Struct); ok {
			return jen.Op("&").Add(w.zero(e.Elem, infer)), unaryPrec
		}
		w.refer("new")
		return jen.Id("new").Call(w.typ(e.Elem, w.refer)), primaryPrec
	case e.Buf == nil:
		if c, ok := e.Init.(*ir.Composite); ok && types.Identical(c.Typ, e.Elem) {
			return jen.Op("&").Add(w.composite(c)), unaryPrec
		}
	}
	w.fail("func %s: new with an initial value that is not a declaration or an assignment", w.src.Name)
	return jen.Id("_"), primaryPrec
}

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// supported refuses e where its form or type is one that is not lowered at all.
func (b *body) supported(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.FuncLit:
		b.refuse(e.Pos(), "GG036", "a function literal")
		return false
	case *ast.TypeAssertExpr:
		b.refuse(e.Pos(), "GG039", "a type assertion")
		return false
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			b.refuse(e.Pos(), "GG031", "a receive from a channel")
			return false
		}
	case *ast.IndexExpr:
		if _, ok := b.typeOf(e.X).Underlying().(*types.Map); ok {
			b.refuse(e.Pos(), "GG034", "an element of a map")
			return false
		}
	}
	switch t := b.typeOf(e).Underlying().(type) {
	case *types.Map:
		b.refuse(e.Pos(), "GG034", "a value of type %s", b.typeString(b.typeOf(e)))
		return false
	case *types.Chan:
		b.refuse(e.Pos(), "GG031", "a value of type %s", b.typeString(b.typeOf(e)))
		return false
	case *types.Signature:
		b.functionValue(e)
		return false
	case *types.Basic:
		if t.Info()&types.IsComplex != 0 {
			b.refuse(e.Pos(), "GG041", "a value of type %s", b.typeString(b.typeOf(e)))
			return false
		}
		if t.Kind() == types.UnsafePointer {
			b.refuse(e.Pos(), "GG042", "an unsafe.Pointer")
			return false
		}
	}
	return true
}

// functionValue refuses a function that is used other than by calling it.
func (b *body) functionValue(e ast.Expr) {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if sel := b.info.Selections[s]; sel != nil && sel.Kind() == types.MethodVal {
			b.refuse(e.Pos(), "GG037", "the method value %s", oneLine(render(b.l.src.Fset, e)))
			return
		}
	}
	b.refuse(e.Pos(), "GG036", "the function value %s", oneLine(render(b.l.src.Fset, e)))
}

// typeString writes t as the user would.
func (b *body) typeString(t types.Type) string {
	return types.TypeString(t, types.RelativeTo(b.in.pkg.Types))
}

// zeroable refuses variables of types that have no place in the IR.
func (b *body) zeroable(id *ast.Ident, v *types.Var) bool {
	switch u := b.typ(v.Type()).Underlying().(type) {
	case *types.Map:
		b.refuse(id.Pos(), "GG034", "a variable of type %s", b.typeString(v.Type()))
		return false
	case *types.Chan:
		b.refuse(id.Pos(), "GG031", "a variable of type %s", b.typeString(v.Type()))
		return false
	case *types.Signature:
		b.refuse(id.Pos(), "GG036", "a variable of type %s", b.typeString(v.Type()))
		return false
	case *types.Basic:
		if u.Info()&types.IsComplex != 0 {
			b.refuse(id.Pos(), "GG041", "a variable of type %s", b.typeString(v.Type()))
			return false
		}
	}
	return true
}

package lower

import (
	"go/ast"
	"go/constant"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// maxArrayLiteral is how many elements an array may have to be written as a composite value.
const maxArrayLiteral = 64

// composite lowers T{…}; for an elided &T{…} inside another literal, the pointer.
func (b *body) composite(e *ast.CompositeLit) ir.Expr {
	t := b.typeOf(e)
	b.needType(e.Pos(), t)
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return b.newOf(u.Elem(), b.compositeOf(e, u.Elem()))
	case *types.Map:
		b.refuse(e.Pos(), "GG034", "a map literal")
		return &ir.Zero{Typ: t}
	}
	return b.compositeOf(e, t)
}

func (b *body) compositeOf(e *ast.CompositeLit, t types.Type) ir.Expr {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return b.structLit(e, t, u)
	case *types.Array:
		return b.arrayLit(e, t, u)
	case *types.Slice:
		return b.sliceLit(e, t, u)
	}
	b.refuse(e.Pos(), "GG051", "a literal of type %s", b.typeString(t))
	return &ir.Zero{Typ: t}
}

func (b *body) structLit(e *ast.CompositeLit, t types.Type, u *types.Struct) ir.Expr {
	if len(e.Elts) == 0 {
		return ir.ZeroOf(t)
	}
	c := &ir.Composite{Typ: t, Elems: make([]ir.Expr, u.NumFields())}
	for i, elt := range e.Elts {
		f, val := i, elt
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			f, val = fieldNumber(u, kv.Key.(*ast.Ident).Name), kv.Value
		}
		field := u.Field(f)
		b.needField(elt.Pos(), field, t)
		c.Elems[f] = hinted(b, lowerFirst(field.Name()), func() ir.Expr { return b.to(val, field.Type()) })
	}
	for i := range c.Elems {
		if c.Elems[i] == nil {
			c.Elems[i] = ir.ZeroOf(u.Field(i).Type())
		}
	}
	return c
}

func fieldNumber(u *types.Struct, name string) int {
	for i := range u.NumFields() {
		if u.Field(i).Name() == name {
			return i
		}
	}
	return 0
}

// element is one element of an array or slice literal.
type element struct {
	at  int64
	val ir.Expr
}

// elements lowers those that are written, and gives the length that they ask for.
func (b *body) elements(e *ast.CompositeLit, t types.Type) (list []element, n int64) {
	at := int64(0)
	for _, elt := range e.Elts {
		val := elt
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			at, _ = constant.Int64Val(constant.ToInt(b.info.Types[kv.Key].Value))
			val = kv.Value
		}
		list = append(list, element{at, hinted(b, b.hint("elem"), func() ir.Expr { return b.to(val, t) })})
		at++
		n = max(n, at)
	}
	return list, n
}

func (b *body) arrayLit(e *ast.CompositeLit, t types.Type, u *types.Array) ir.Expr {
	list, _ := b.elements(e, u.Elem())
	if len(list) == 0 {
		return &ir.Zero{Typ: t}
	}
	if u.Len() > maxArrayLiteral {
		var v *ir.Var
		b.later(func() {
			v = b.fresh(b.hint("arr"), t, nil)
			b.setElements(v, list)
		})
		return ir.Use(v)
	}
	c := &ir.Composite{Typ: t, Elems: make([]ir.Expr, u.Len())}
	for _, el := range list {
		c.Elems[el.at] = el.val
	}
	for i := range c.Elems {
		if c.Elems[i] == nil {
			c.Elems[i] = ir.ZeroOf(u.Elem())
		}
	}
	return c
}

// sliceLit builds a slice and its elements when the calls of the expression have been made.
func (b *body) sliceLit(e *ast.CompositeLit, t types.Type, u *types.Slice) ir.Expr {
	list, n := b.elements(e, u.Elem())
	mk := &ir.Make{Typ: t, Len: ir.IntConst(n)}
	if len(list) == 0 {
		return mk
	}
	var v *ir.Var
	b.later(func() { v = b.filled(b.hint("s"), mk, list) })
	return ir.Use(v)
}

// filled declares a new slice and stores its elements.
func (b *body) filled(name string, mk *ir.Make, list []element) *ir.Var {
	v := b.fresh(name, mk.Typ, mk)
	b.setElements(v, list)
	return v
}

func (b *body) setElements(v *ir.Var, list []element) {
	for _, el := range list {
		if isZero(el.val) {
			continue
		}
		b.emit(&ir.Assign{Dst: &ir.Index{X: ir.Use(v), I: ir.IntConst(el.at)}, Src: el.val})
	}
}

// isZero reports whether x is what new memory holds anyway.
func isZero(x ir.Expr) bool {
	switch x := x.(type) {
	case *ir.Zero:
		return true
	case *ir.Const:
		switch x.Val.Kind() {
		case constant.Int, constant.Float:
			return constant.Sign(x.Val) == 0
		case constant.Bool:
			return !constant.BoolVal(x.Val)
		case constant.String:
			return constant.StringVal(x.Val) == ""
		}
	}
	return false
}

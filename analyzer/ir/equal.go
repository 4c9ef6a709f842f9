package ir

import (
	"go/constant"
	"go/token"
	"go/types"
)

// Equal reports whether a and b are the same expression.
func Equal(a, b Expr) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || !sameHead(a, b) {
		return false
	}
	switch x := a.(type) { // the usual nodes make no lists
	case *Const, *Zero, *Ref:
		return true
	case *Index:
		y := b.(*Index)
		return Equal(x.X, y.X) && Equal(x.I, y.I)
	case *Field:
		return Equal(x.X, b.(*Field).X)
	case *Binary:
		y := b.(*Binary)
		return Equal(x.X, y.X) && Equal(x.Y, y.Y)
	}
	x, y := a.Operands(), b.Operands()
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !Equal(x[i], y[i]) {
			return false
		}
	}
	return true
}

// sameHead compares two nodes without their operands.
func sameHead(a, b Expr) bool {
	switch a := a.(type) {
	case *Const:
		b, ok := b.(*Const)
		return ok && types.Identical(a.Typ, b.Typ) && constant.Compare(a.Val, token.EQL, b.Val)
	case *Zero:
		b, ok := b.(*Zero)
		return ok && types.Identical(a.Typ, b.Typ)
	case *Ref:
		b, ok := b.(*Ref)
		return ok && a.Var == b.Var
	case *Index:
		_, ok := b.(*Index)
		return ok
	case *Field:
		b, ok := b.(*Field)
		return ok && a.F == b.F
	case *Deref:
		_, ok := b.(*Deref)
		return ok
	case *Addr:
		_, ok := b.(*Addr)
		return ok
	case *Slice:
		b, ok := b.(*Slice)
		return ok && (a.Lo == nil) == (b.Lo == nil) && (a.Hi == nil) == (b.Hi == nil) && (a.Max == nil) == (b.Max == nil)
	case *Unary:
		b, ok := b.(*Unary)
		return ok && a.Op == b.Op
	case *Binary:
		b, ok := b.(*Binary)
		return ok && a.Op == b.Op && types.Identical(a.Typ, b.Typ)
	case *Conv:
		b, ok := b.(*Conv)
		return ok && types.Identical(a.Typ, b.Typ)
	case *Call:
		b, ok := b.(*Call)
		return ok && a.Fn.Pkg == b.Fn.Pkg && a.Fn.Name == b.Fn.Name
	case *Composite:
		b, ok := b.(*Composite)
		return ok && types.Identical(a.Typ, b.Typ)
	}
	return false // Make and New are new each time
}

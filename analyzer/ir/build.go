package ir

import (
	"go/constant"
	"go/token"
	"go/types"
)

// Use is a read of v.
func Use(v *Var) *Ref { return &Ref{v} }

// IntConst is the int n.
func IntConst(n int64) *Const { return &Const{Val: constant.MakeInt64(n), Typ: Int} }

// FloatConst is x in the floating-point type t.
func FloatConst(x float64, t types.Type) *Const { return &Const{Val: constant.MakeFloat64(x), Typ: t} }

// BoolConst is b.
func BoolConst(b bool) *Const { return &Const{Val: constant.MakeBool(b), Typ: Bool} }

// Op is x op y for an operator whose result has the type of its operands.
func Op(op token.Token, x, y Expr) *Binary { return &Binary{op, x, y, x.Type()} }

// Compare is x op y for a comparison.
func Compare(op token.Token, x, y Expr) *Binary { return &Binary{op, x, y, Bool} }

// Neg is -x.
func Neg(x Expr) *Unary { return &Unary{token.SUB, x} }

// Len is len(x).
func Len(x Expr) *Call { return &Call{FuncRef{Name: "len"}, []Expr{x}, Int} }

// ZeroOf is the zero value of t: a constant for basic types.
func ZeroOf(t types.Type) Expr {
	if b, ok := t.Underlying().(*types.Basic); ok {
		switch {
		case b.Info()&types.IsNumeric != 0:
			return &Const{Val: constant.MakeInt64(0), Typ: t}
		case b.Info()&types.IsBoolean != 0:
			return &Const{Val: constant.MakeBool(false), Typ: t}
		case b.Info()&types.IsString != 0:
			return &Const{Val: constant.MakeString(""), Typ: t}
		}
	}
	return &Zero{t}
}

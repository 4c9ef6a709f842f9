package emit

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// context says what an expression's surroundings do for an untyped constant in it.
type context int

const (
	typed   context = iota // they give it the expression's type
	infer                  // it gets its default type, as in `v := 1`
	operand                // it is converted: nothing but its own form gives it a type
)

// constant writes c.
func (w *fn) constant(c *ir.Const, ctx context) *jen.Statement {
	b, ok := c.Typ.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsComplex != 0 {
		w.fail("constant %s of type %s can't be written", c.Val, c.Typ)
		return jen.Id("_")
	}
	if s, deflt := w.namedConst(c, ctx); s != nil {
		if ctx == typed || types.Identical(deflt, c.Typ) {
			return s
		}
		return w.convert(c.Typ, s)
	}
	lit, deflt := literal(c, b, ctx != typed && types.Identical(c.Typ, types.Typ[types.Float64]))
	if b.Info()&types.IsBoolean != 0 {
		w.refer(lit)
	}
	if ctx == typed || types.Identical(deflt, c.Typ) {
		return jen.Op(lit)
	}
	return w.convert(c.Typ, jen.Op(lit))
}

// namedConst writes c by the name that the user wrote, and gives the type which that has on its own; nil where the name
// doesn't reach here or stands for something else.
func (w *fn) namedConst(c *ir.Const, ctx context) (*jen.Statement, types.Type) {
	obj := c.Obj
	if obj == nil || obj.Pkg() == nil || obj.Parent() != nil && obj.Parent() != obj.Pkg().Scope() || !w.visible(obj) {
		return nil, nil
	}
	b := c.Typ.Underlying().(*types.Basic)
	if !equalAs(b, c.Val, obj.Val()) {
		return nil, nil
	}
	t, isBasic := obj.Type().(*types.Basic)
	if !isBasic || t.Info()&types.IsUntyped == 0 {
		if !types.Identical(obj.Type(), c.Typ) {
			return nil, nil
		}
		return w.object(obj, w.refer), obj.Type()
	}
	return w.object(obj, w.refer), types.Default(obj.Type())
}

// equalAs reports whether x and y are the same value once they have type t.
func equalAs(t *types.Basic, x, y constant.Value) bool {
	switch {
	case t.Info()&types.IsFloat != 0:
		x, y = constant.ToFloat(x), constant.ToFloat(y)
		return x.Kind() == constant.Float && y.Kind() == constant.Float && round(t, x) == round(t, y)
	case t.Info()&types.IsInteger != 0:
		x, y = constant.ToInt(x), constant.ToInt(y)
	}
	return x.Kind() == y.Kind() && x.Kind() != constant.Unknown && constant.Compare(x, token.EQL, y)
}

// round is the value of type t next to v.
func round(t *types.Basic, v constant.Value) float64 {
	if t.Kind() == types.Float32 {
		f, _ := constant.Float32Val(constant.ToFloat(v))
		return float64(f)
	}
	f, _ := constant.Float64Val(constant.ToFloat(v))
	return f
}

// literal is c's literal, the user's own where there is one, and the type which it has on its own. With point, a float's literal
// is not an integer's.
func literal(c *ir.Const, b *types.Basic, point bool) (string, types.Type) {
	if c.Text != "" {
		if v, deflt := parseLiteral(c.Text); v != nil && equalAs(b, c.Val, v) &&
			(!point || types.Identical(deflt, types.Typ[types.Float64])) {
			return c.Text, deflt
		}
	}
	switch {
	case b.Info()&types.IsBoolean != 0:
		return strconv.FormatBool(constant.BoolVal(c.Val)), types.Typ[types.Bool]
	case b.Info()&types.IsString != 0:
		return strconv.Quote(constant.StringVal(c.Val)), types.Typ[types.String]
	case b.Info()&types.IsInteger != 0:
		return constant.ToInt(c.Val).ExactString(), types.Typ[types.Int]
	}
	s := shortest(round(b, c.Val), b.Kind() == types.Float32)
	if strings.ContainsAny(s, ".e") {
		return s, types.Typ[types.Float64]
	}
	if point {
		return s + ".0", types.Typ[types.Float64]
	}
	return s, types.Typ[types.Int]
}

// parseLiteral gives the value of a literal and its default type.
func parseLiteral(text string) (constant.Value, types.Type) {
	e, err := parser.ParseExpr(text)
	if err != nil {
		return nil, nil
	}
	negative := false
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.SUB {
		e, negative = u.X, true
	}
	l, ok := e.(*ast.BasicLit)
	if !ok || strings.ContainsAny(text, "\n") {
		return nil, nil
	}
	v := constant.MakeFromLiteral(l.Value, l.Kind, 0)
	if negative {
		v = constant.UnaryOp(token.SUB, v, 0)
	}
	return v, map[token.Token]types.Type{
		token.INT: types.Typ[types.Int], token.FLOAT: types.Typ[types.Float64],
		token.CHAR: types.Typ[types.Rune], token.STRING: types.Typ[types.String],
	}[l.Kind]
}

// shortest is the shortest decimal that rounds to x, without a needless point or exponent.
func shortest(x float64, single bool) string {
	bits := 64
	if single {
		bits = 32
	}
	if a := math.Abs(x); a == 0 || a >= 1e-4 && a < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, bits)
	}
	s := strconv.FormatFloat(x, 'e', -1, bits)
	mant, exp, _ := strings.Cut(s, "e")
	sign := ""
	if exp[0] == '-' {
		sign = "-"
	}
	return mant + "e" + sign + strings.TrimLeft(exp[1:], "0")
}

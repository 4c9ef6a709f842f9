package ir

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
)

func hasInfo(t types.Type, info types.BasicInfo) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

// whole checks an expression in a place where it may have effects or make memory.
func (v *verifier) whole(e Expr) types.Type { return v.check(e, true) }

// expr checks an expression that must be pure.
func (v *verifier) expr(e Expr) types.Type { return v.check(e, false) }

// place checks a place that is stored to.
func (v *verifier) place(e Expr) types.Type {
	t := v.expr(e)
	if t == nil {
		return nil
	}
	if i, ok := e.(*Index); !IsPlace(e) || ok && hasInfo(i.X.Type(), types.IsString) {
		v.fail("%s is no place", e)
		return nil
	}
	if r := Root(e); r != nil {
		if r.Kind == Global {
			v.fail("the package-level variable %s is written", r.Name)
		}
		if v.counted[r] {
			v.fail("the loop's variable %s is written", r.Name)
		}
	}
	return t
}

// check checks e and gives its type, or nil after a problem.
func (v *verifier) check(e Expr, whole bool) types.Type {
	if e == nil {
		v.fail("a nil expression")
		return nil
	}
	var ops []types.Type
	for _, o := range e.Operands() {
		t := v.expr(o)
		if t == nil {
			return nil
		}
		ops = append(ops, t)
	}
	if v.node(e, ops, whole) {
		return e.Type()
	}
	return nil
}

// node checks one operation whose operands are right; whether it is right itself.
func (v *verifier) node(e Expr, ops []types.Type, whole bool) bool {
	before := len(v.errs)
	switch e := e.(type) {
	case *Const:
		v.constant(e)
	case *Zero:
		v.require(e.Typ != nil, "a zero value without a type")
	case *Ref:
		v.ref(e)
	case *Index:
		v.index(ops[0], ops[1])
	case *Field:
		st, ok := ops[0].Underlying().(*types.Struct)
		v.require(ok && e.F >= 0 && e.F < st.NumFields(), "field %d of a %s", e.F, ops[0])
	case *Deref:
		_, ok := ops[0].Underlying().(*types.Pointer)
		v.require(ok, "a %s dereferenced", ops[0])
	case *Addr:
		v.require(inMemory(e.X), "the address of %s, which is not in memory", e.X)
	case *Slice:
		v.slice(e, ops)
	case *Unary:
		v.unary(e, ops[0])
	case *Binary:
		v.binary(e, ops[0], ops[1])
	case *Conv:
		v.require(types.ConvertibleTo(ops[0], e.Typ), "a %s converted to %s", ops[0], e.Typ)
	case *Call:
		v.call(e, ops, whole)
	case *Composite:
		v.composite(e, ops)
	case *Make:
		v.make(e, ops, whole)
	case *New:
		v.new(e, ops, whole)
	default:
		v.fail("an unknown expression %T", e)
	}
	return len(v.errs) == before
}

func (v *verifier) require(ok bool, format string, args ...any) {
	if !ok {
		v.fail(format, args...)
	}
}

func (v *verifier) constant(c *Const) {
	if c.Typ == nil || c.Val == nil {
		v.fail("a constant without type or value")
		return
	}
	ok := false
	switch {
	case hasInfo(c.Typ, types.IsInteger):
		b := c.Typ.Underlying().(*types.Basic)
		ok = constant.ToInt(c.Val).Kind() == constant.Int && inRange(constant.ToInt(c.Val), b)
	case hasInfo(c.Typ, types.IsFloat):
		ok = constant.ToFloat(c.Val).Kind() == constant.Float && finite(constant.ToFloat(c.Val), c.Typ)
	case hasInfo(c.Typ, types.IsBoolean):
		ok = c.Val.Kind() == constant.Bool
	case hasInfo(c.Typ, types.IsString):
		ok = c.Val.Kind() == constant.String
	}
	v.require(ok, "%s is no constant of type %s", c.Val, c.Typ)
}

// finite reports whether a float doesn't overflow the type.
func finite(x constant.Value, t types.Type) bool {
	f, _ := constant.Float64Val(x)
	if t.Underlying().(*types.Basic).Kind() == types.Float32 {
		f32, _ := constant.Float32Val(x)
		f = float64(f32)
	}
	return !math.IsInf(f, 0)
}

// inRange reports whether an integer fits the type.
func inRange(x constant.Value, b *types.Basic) bool {
	bits := map[types.BasicKind]uint{types.Int8: 8, types.Uint8: 8, types.Int16: 16, types.Uint16: 16, types.Int32: 32, types.Uint32: 32}[b.Kind()]
	if bits == 0 {
		bits = 64
	}
	lo, hi := constant.MakeInt64(0), constant.Shift(constant.MakeInt64(1), token.SHL, bits)
	if b.Info()&types.IsUnsigned == 0 {
		hi = constant.Shift(constant.MakeInt64(1), token.SHL, bits-1)
		lo = constant.UnaryOp(token.SUB, hi, 0)
	}
	return constant.Compare(lo, token.LEQ, x) && constant.Compare(x, token.LSS, hi)
}

func (v *verifier) ref(e *Ref) {
	if e.Var == nil || e.Var.Type == nil {
		v.fail("a use of no variable")
		return
	}
	v.require(v.inScope(e.Var), "%s is not in scope", e.Var.Name)
}

func (v *verifier) index(x, i types.Type) {
	_, slice := x.Underlying().(*types.Slice)
	v.require(slice || isArray(x) || hasInfo(x, types.IsString), "a %s indexed", x)
	v.require(IsInteger(i), "an index of type %s", i)
}

// inMemory reports whether the place e lies behind a pointer, in a slice, or in a package-level variable, not in the function's own variables.
func inMemory(e Expr) bool {
	switch e := e.(type) {
	case *Ref:
		return e.Var.Kind == Global
	case *Deref:
		return true
	case *Field:
		return inMemory(e.X)
	case *Index:
		return IsSlice(e.X.Type()) || isArray(e.X.Type()) && inMemory(e.X)
	}
	return false
}

func (v *verifier) slice(e *Slice, ops []types.Type) {
	x := ops[0]
	switch {
	case isArray(x):
		v.require(inMemory(e.X), "a slice of the array %s, which is not in memory", e.X)
	case hasInfo(x, types.IsString):
		v.require(e.Max == nil, "a string sliced with a capacity")
	default:
		v.require(IsSlice(x), "a %s sliced", x)
	}
	for _, t := range ops[1:] {
		v.require(IsInteger(t), "a slice bound of type %s", t)
	}
	v.require(e.Max == nil || e.Hi != nil, "a capacity without a high bound")
}

func (v *verifier) unary(e *Unary, x types.Type) {
	info := map[token.Token]types.BasicInfo{token.SUB: types.IsNumeric, token.NOT: types.IsBoolean, token.XOR: types.IsInteger}[e.Op]
	v.require(hasInfo(x, info), "%s on a %s", e.Op, x)
}

func (v *verifier) binary(e *Binary, x, y types.Type) {
	if e.Typ == nil {
		v.fail("an operation without a type")
		return
	}
	switch e.Op {
	case token.SHL, token.SHR:
		v.require(IsInteger(x) && IsInteger(y), "%s %s %s", x, e.Op, y)
		v.require(types.Identical(e.Typ, x), "a shifted %s of type %s", x, e.Typ)
		return
	}
	v.require(types.Identical(x, y), "%s %s %s", x, e.Op, y)
	var info types.BasicInfo
	switch e.Op {
	case token.EQL, token.NEQ:
		v.require(types.Comparable(x) || isZero(e.X) || isZero(e.Y), "%ss compared", x)
		v.require(hasInfo(e.Typ, types.IsBoolean), "a comparison of type %s", e.Typ)
		return
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		v.require(hasInfo(x, types.IsOrdered), "%ss compared", x)
		v.require(hasInfo(e.Typ, types.IsBoolean), "a comparison of type %s", e.Typ)
		return
	case token.ADD:
		info = types.IsNumeric | types.IsString
	case token.SUB, token.MUL, token.QUO:
		info = types.IsNumeric
	case token.REM, token.AND, token.OR, token.XOR, token.AND_NOT:
		info = types.IsInteger
	case token.LAND, token.LOR:
		info = types.IsBoolean
	}
	v.require(hasInfo(x, info), "%s on a %s", e.Op, x)
	v.require(types.Identical(e.Typ, x), "%s of %s gives %s", e.Op, x, e.Typ)
}

func isZero(e Expr) bool { _, ok := e.(*Zero); return ok }

package interp

import (
	"fmt"
	"go/token"
	"go/types"
	"math"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// times is partial × tangent where zero wins against infinities and NaN: no influence is no influence.
func times(partial, tangent float64) float64 {
	if partial == 0 || tangent == 0 {
		return 0
	}
	return partial * tangent
}

// round gives a float the precision of kind k.
func round(k Kind, x float64) float64 {
	if k == Float32 {
		return float64(float32(x))
	}
	return x
}

func unary(e *ir.Unary, x Value) Value {
	switch {
	case e.Op == token.NOT:
		return Boolean(!x.Bool())
	case e.Op == token.XOR:
		return Integer(wrap(^x.I, e.Type()))
	case x.K == Int:
		return Integer(wrap(-x.I, e.Type()))
	}
	x.F, x.D = -x.F, -x.D
	return x
}

func binary(e *ir.Binary, x, y Value) Value {
	t := e.X.Type()
	switch e.Op {
	case token.EQL:
		return Boolean(equal(x, y))
	case token.NEQ:
		return Boolean(!equal(x, y))
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		return Boolean(ordered(e.Op, t, x, y))
	case token.SHL, token.SHR:
		return shift(e, x, y)
	}
	switch x.K {
	case Float64, Float32:
		return floatOp(e.Op, x, y)
	case Int:
		return intOp(e.Op, t, x, y)
	case String:
		return Text(x.Str() + y.Str())
	}
	panic(fault{fmt.Sprintf("%s on values of type %s", e.Op, typeString(t))})
}

// add is what += does.
func add(t types.Type, x, y Value) Value {
	switch x.K {
	case Int:
		return intOp(token.ADD, t, x, y)
	case String:
		return Text(x.Str() + y.Str())
	}
	return floatOp(token.ADD, x, y)
}

// floatOp computes in float64 and rounds: for + - * / that gives a float32's own result.
func floatOp(op token.Token, x, y Value) Value {
	v := Value{K: x.K}
	switch op {
	case token.ADD:
		v.F, v.D = round(v.K, x.F+y.F), x.D+y.D
	case token.SUB:
		v.F, v.D = round(v.K, x.F-y.F), x.D-y.D
	case token.MUL:
		v.F, v.D = round(v.K, x.F*y.F), times(y.F, x.D)+times(x.F, y.D)
	case token.QUO:
		v.F = round(v.K, x.F/y.F)
		v.D = times(1/y.F, x.D) - times(x.F/y.F/y.F, y.D)
	default:
		panic(fault{op.String() + " on floats"})
	}
	return v
}

func intOp(op token.Token, t types.Type, x, y Value) Value {
	a, b := x.I, y.I
	switch op {
	case token.ADD:
		a += b
	case token.SUB:
		a -= b
	case token.MUL:
		a *= b
	case token.QUO, token.REM:
		if b == 0 {
			throw("integer divide by zero")
		}
		a = divide(op, isUnsigned(t), a, b)
	case token.AND:
		a &= b
	case token.OR:
		a |= b
	case token.XOR:
		a ^= b
	case token.AND_NOT:
		a &^= b
	default:
		panic(fault{op.String() + " on integers"})
	}
	return Integer(wrap(a, t))
}

func divide(op token.Token, unsigned bool, a, b int64) int64 {
	switch {
	case unsigned && op == token.QUO:
		return int64(uint64(a) / uint64(b))
	case unsigned:
		return int64(uint64(a) % uint64(b))
	case op == token.QUO:
		return a / b
	}
	return a % b
}

func shift(e *ir.Binary, x, y Value) Value {
	n := uint64(y.I)
	if !isUnsigned(e.Y.Type()) && y.I < 0 {
		throw("negative shift amount")
	}
	t := e.X.Type()
	switch {
	case e.Op == token.SHL:
		return Integer(wrap(x.I<<n, t))
	case isUnsigned(t):
		return Integer(wrap(int64(uint64(x.I)>>n), t))
	}
	return Integer(wrap(x.I>>n, t))
}

func basic(t types.Type) *types.Basic {
	b, _ := t.Underlying().(*types.Basic)
	return b
}

func isUnsigned(t types.Type) bool {
	b := basic(t)
	return b != nil && b.Info()&types.IsUnsigned != 0
}

// wrap cuts an integer to the width of its type.
func wrap(i int64, t types.Type) int64 {
	switch basic(t).Kind() {
	case types.Int8:
		return int64(int8(i))
	case types.Int16:
		return int64(int16(i))
	case types.Int32:
		return int64(int32(i))
	case types.Uint8:
		return int64(uint8(i))
	case types.Uint16:
		return int64(uint16(i))
	case types.Uint32:
		return int64(uint32(i))
	}
	return i
}

func ordered(op token.Token, t types.Type, x, y Value) bool {
	if x.K == Float64 || x.K == Float32 {
		switch op { // each of its own: none holds for NaN
		case token.LSS:
			return x.F < y.F
		case token.LEQ:
			return x.F <= y.F
		case token.GTR:
			return x.F > y.F
		}
		return x.F >= y.F
	}
	c := 0
	switch {
	case x.K == String:
		c = strings.Compare(x.Str(), y.Str())
	case isUnsigned(t):
		c = compare(uint64(x.I), uint64(y.I))
	default:
		c = compare(x.I, y.I)
	}
	switch op {
	case token.LSS:
		return c < 0
	case token.LEQ:
		return c <= 0
	case token.GTR:
		return c > 0
	}
	return c >= 0
}

func compare[T int64 | uint64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// equal is Go's ==; slices are only ever compared with nil.
func equal(x, y Value) bool {
	switch x.K {
	case Float64, Float32:
		return x.F == y.F
	case Int, Bool:
		return x.I == y.I
	case String:
		return x.Str() == y.Str()
	case Struct, Array:
		for i := range x.Elems {
			if !equal(x.Elems[i], y.Elems[i]) {
				return false
			}
		}
		return true
	case Slice:
		return x.IsNil() && y.IsNil()
	case Pointer:
		return x.Target() == y.Target()
	}
	if a, ok := x.Ref.(Value); ok {
		b, ok := y.Ref.(Value)
		return ok && a.K == b.K && equal(a, b)
	}
	return x.Ref == y.Ref
}

// convert is T(x). Rounding happens where Go rounds: once.
func convert(x Value, from, to types.Type) Value {
	if types.IsInterface(to) {
		if types.IsInterface(from) {
			return x
		}
		return Value{K: Opaque, Ref: x}
	}
	z := Zero(to)
	switch {
	case isFloat(to) && x.K == Int && isUnsigned(from):
		z.F = float64(uint64(x.I))
		if z.K == Float32 {
			z.F = float64(float32(uint64(x.I)))
		}
	case isFloat(to) && x.K == Int:
		z.F = float64(x.I)
		if z.K == Float32 {
			z.F = float64(float32(x.I))
		}
	case isFloat(to):
		z.F, z.D = round(z.K, x.F), x.D
	case z.K == Int && (x.K == Float64 || x.K == Float32):
		z.I = toInt(x.F, to)
	case z.K == Int:
		z.I = wrap(x.I, to)
	case z.K == String && x.K == Int:
		z = Text(string(rune(x.I)))
	case z.K == String && x.K == Slice, z.K == Slice && x.K == String:
		panic(fault{"conversion between strings and slices"})
	default:
		return x
	}
	return z
}

func toInt(x float64, to types.Type) int64 {
	if b := basic(to).Kind(); (b == types.Uint64 || b == types.Uint || b == types.Uintptr) && x >= math.MaxInt64 {
		return int64(uint64(x))
	}
	return wrap(int64(x), to)
}

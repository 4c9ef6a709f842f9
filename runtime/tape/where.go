package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Where returns a where cond is not zero and b where it is, element by element, all three broadcast. What is not taken makes no
// contribution to a derivative, not even where it is infinite or not a number.
func Where(cond, a, b Var) Var {
	t := tapeOf(cond, a, b)
	if t == nil {
		return Var{}
	}
	shape, ok := nd.Broadcast(nil, a.shape(), b.shape())
	if ok {
		shape, ok = nd.Broadcast(nil, shape, cond.shape())
	}
	if !ok {
		return t.shapeError("Where", "they can't be broadcast", cond, a, b)
	}
	cond, x, y := broadcastTo(cond, shape), broadcastTo(a, shape), broadcastTo(b, shape)
	i, dst := t.resultN(opWhere, []int32{cond.i, x.i, y.i}, shape)
	xs, ys := x.data(), y.data()
	for k, c := range cond.data() {
		if c != 0 {
			dst[k] = xs[k]
		} else {
			dst[k] = ys[k]
		}
	}
	return t.done(i)
}

// The comparisons return 1 where they hold and 0 where they don't, element by element, broadcast. They are constants.

// Less returns where a < b.
func Less(a, b Var) Var { return compare("Less", a, b, func(x, y float64) bool { return x < y }) }

// LessEqual returns where a <= b.
func LessEqual(a, b Var) Var {
	return compare("LessEqual", a, b, func(x, y float64) bool { return x <= y })
}

// Greater returns where a > b.
func Greater(a, b Var) Var { return compare("Greater", a, b, func(x, y float64) bool { return x > y }) }

// GreaterEqual returns where a >= b.
func GreaterEqual(a, b Var) Var {
	return compare("GreaterEqual", a, b, func(x, y float64) bool { return x >= y })
}

// Equal returns where a == b.
func Equal(a, b Var) Var { return compare("Equal", a, b, func(x, y float64) bool { return x == y }) }

// NotEqual returns where a != b.
func NotEqual(a, b Var) Var {
	return compare("NotEqual", a, b, func(x, y float64) bool { return x != y })
}

// And returns where neither a nor b is zero.
func And(a, b Var) Var {
	return compare("And", a, b, func(x, y float64) bool { return x != 0 && y != 0 })
}

// Or returns where a or b is not zero.
func Or(a, b Var) Var {
	return compare("Or", a, b, func(x, y float64) bool { return x != 0 || y != 0 })
}

// Not returns where x is zero.
func Not(x Var) Var { return test(x, func(x float64) bool { return x == 0 }) }

// IsNaN returns where x is not a number.
func IsNaN(x Var) Var { return test(x, math.IsNaN) }

// IsInf returns where x is infinite; as [math.IsInf], of one sign only if sign is not 0.
func IsInf(x Var, sign int) Var { return test(x, func(x float64) bool { return math.IsInf(x, sign) }) }

// Signbit returns where x is negative or -0.
func Signbit(x Var) Var { return test(x, math.Signbit) }

func compare(name string, a, b Var, f func(x, y float64) bool) Var {
	t := tapeOf(a, b)
	if t == nil {
		return Var{}
	}
	shape, ok := nd.Broadcast(nil, a.shape(), b.shape())
	if !ok {
		return t.shapeError(name, "they can't be broadcast", a, b)
	}
	i, dst := t.result(opMask, a.i, b.i, shape)
	nd.Binary(dst, shape, a.data(), a.shape(), b.data(), b.shape(), func(x, y float64) float64 { return one(f(x, y)) })
	return t.constantOp(i)
}

func test(x Var, f func(x float64) bool) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	i, dst := t.result(opMask, x.i, -1, x.shape())
	nd.Unary(dst, x.data(), func(x float64) float64 { return one(f(x)) })
	return t.constantOp(i)
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// StopGradient returns x as a constant.
func StopGradient(x Var) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	i, dst := t.result(opStop, x.i, -1, x.shape())
	copy(dst, x.data())
	return t.constantOp(i)
}

func init() {
	pulls[opWhere] = func(p *pull) {
		cond, zero := p.in(0), p.t.Scalar(0)
		if p.needs(1) {
			p.add(1, Where(cond, p.dy, zero))
		}
		if p.needs(2) {
			p.add(2, Where(cond, zero, p.dy))
		}
	}
}

// Package dual is arithmetic with dual numbers: a value and its derivative in one direction.
//
// It is the oracle that generated gradients are held against, so it shares nothing with the tool. The value is always
// computed by the very operation that the original program performs, so that it is the same to the bit. Its functions
// take any named type with the right fields, because a user's `type Meters float64` becomes `type Meters dual.F64`.
package dual

import "math"

// F64 stands for float64.
type F64 struct{ V, D float64 }

// F32 stands for float32. Its derivative is kept in float64, because it is the truth and not what a program in float32 would get.
type F32 struct {
	V float32
	D float64
}

type num interface{ ~struct{ V, D float64 } }

type num32 interface {
	~struct {
		V float32
		D float64
	}
}

// scale is d*p, but 0 where d is exactly 0, whatever p is: what does not vary contributes nothing.
func scale(d, p float64) float64 {
	if d == 0 {
		return 0
	}
	return d * p
}

// C is a constant.
func C[T num](v float64) T { return T(F64{V: v}) }

// C32 is a constant in float32.
func C32[T num32](v float32) T { return T(F32{V: v}) }

// To32 is the conversion to a float32 type.
func To32[T num32, S num](x S) T {
	a := F64(x)
	return T(F32{float32(a.V), a.D})
}

// To64 is the conversion from a float32 type.
func To64[T num, S num32](x S) T {
	a := F32(x)
	return T(F64{float64(a.V), a.D})
}

// Add is x + y.
func Add[T num](x, y T) T {
	a, b := F64(x), F64(y)
	return T(F64{a.V + b.V, a.D + b.D})
}

// Sub is x - y.
func Sub[T num](x, y T) T {
	a, b := F64(x), F64(y)
	return T(F64{a.V - b.V, a.D - b.D})
}

// Mul is x * y.
func Mul[T num](x, y T) T {
	a, b := F64(x), F64(y)
	return T(F64{a.V * b.V, scale(a.D, b.V) + scale(b.D, a.V)})
}

// Div is x / y.
func Div[T num](x, y T) T {
	a, b := F64(x), F64(y)
	q := a.V / b.V
	return T(F64{q, scale(a.D, 1/b.V) - scale(b.D, q/b.V)})
}

// Neg is -x.
func Neg[T num](x T) T {
	a := F64(x)
	return T(F64{-a.V, -a.D})
}

// Add32 is x + y.
func Add32[T num32](x, y T) T {
	a, b := F32(x), F32(y)
	return T(F32{a.V + b.V, a.D + b.D})
}

// Sub32 is x - y.
func Sub32[T num32](x, y T) T {
	a, b := F32(x), F32(y)
	return T(F32{a.V - b.V, a.D - b.D})
}

// Mul32 is x * y.
func Mul32[T num32](x, y T) T {
	a, b := F32(x), F32(y)
	return T(F32{a.V * b.V, scale(a.D, float64(b.V)) + scale(b.D, float64(a.V))})
}

// Div32 is x / y.
func Div32[T num32](x, y T) T {
	a, b := F32(x), F32(y)
	q := a.V / b.V
	return T(F32{q, scale(a.D, 1/float64(b.V)) - scale(b.D, float64(q)/float64(b.V))})
}

// Neg32 is -x.
func Neg32[T num32](x T) T {
	a := F32(x)
	return T(F32{-a.V, -a.D})
}

// Min is the built-in min; of equals the first has the derivative.
func Min[T num](x T, more ...T) T { return pick(false, x, more) }

// Max is the built-in max; of equals the first has the derivative.
func Max[T num](x T, more ...T) T { return pick(true, x, more) }

func pick[T num](greatest bool, x T, more []T) T {
	best := F64(x)
	for _, m := range more {
		b := F64(m)
		v := min(best.V, b.V)
		if greatest {
			v = max(best.V, b.V)
		}
		if !same(v, best.V) {
			best = b
		}
		best.V = v
	}
	return T(best)
}

// Min32 is the built-in min; of equals the first has the derivative.
func Min32[T num32](x T, more ...T) T {
	best := F32(x)
	for _, m := range more {
		if b := F32(m); b.V < best.V || b.V != b.V {
			best = b
		}
	}
	return T(best)
}

// Max32 is the built-in max; of equals the first has the derivative.
func Max32[T num32](x T, more ...T) T {
	best := F32(x)
	for _, m := range more {
		if b := F32(m); b.V > best.V || b.V != b.V {
			best = b
		}
	}
	return T(best)
}

// same holds for equal numbers (0 and -0 too) and for two NaNs.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

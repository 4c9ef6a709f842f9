// Package dual is forward-mode differentiation by dual numbers: plain, slow, and independent of the
// generator. What the benchmark's gradients are compared with is computed by it.
package dual

import "math"

// Number is a value and its derivative in one direction.
type Number struct {
	V, D float64
}

// Const returns a number that does not vary.
func Const(v float64) Number { return Number{V: v} }

// Add returns a + b.
func Add(a, b Number) Number { return Number{a.V + b.V, a.D + b.D} }

// Sub returns a - b.
func Sub(a, b Number) Number { return Number{a.V - b.V, a.D - b.D} }

// Mul returns a·b.
func Mul(a, b Number) Number { return Number{a.V * b.V, a.D*b.V + a.V*b.D} }

// Div returns a/b.
func Div(a, b Number) Number {
	q := a.V / b.V
	return Number{q, (a.D - q*b.D) / b.V}
}

// Scale returns c·a.
func Scale(c float64, a Number) Number { return Number{c * a.V, c * a.D} }

// Shift returns a + c.
func Shift(a Number, c float64) Number { return Number{a.V + c, a.D} }

// Neg returns -a.
func Neg(a Number) Number { return Number{-a.V, -a.D} }

// Exp returns the exponential of a.
func Exp(a Number) Number {
	e := math.Exp(a.V)
	return Number{e, e * a.D}
}

// Log returns the natural logarithm of a.
func Log(a Number) Number { return Number{math.Log(a.V), a.D / a.V} }

// Sqrt returns the square root of a, which is positive.
func Sqrt(a Number) Number {
	s := math.Sqrt(a.V)
	return Number{s, a.D / (2 * s)}
}

// Sin returns the sine of a.
func Sin(a Number) Number { return Number{math.Sin(a.V), math.Cos(a.V) * a.D} }

// Cos returns the cosine of a.
func Cos(a Number) Number { return Number{math.Cos(a.V), -math.Sin(a.V) * a.D} }

// Tanh returns the hyperbolic tangent of a.
func Tanh(a Number) Number {
	c := math.Cosh(a.V)
	return Number{math.Tanh(a.V), a.D / (c * c)}
}

// Erfc returns the complementary error function of a.
func Erfc(a Number) Number {
	return Number{math.Erfc(a.V), -2 / math.Sqrt(math.Pi) * math.Exp(-a.V*a.V) * a.D}
}

// Max returns the larger of a and b, a when they are equal.
func Max(a, b Number) Number {
	if b.V > a.V {
		return b
	}
	return a
}

// Sum returns the sum of all of x.
func Sum(x ...Number) Number {
	var s Number
	for _, v := range x {
		s = Add(s, v)
	}
	return s
}

// Dot returns the sum of the products of a and b.
func Dot(a, b []Number) Number {
	var s Number
	for i, v := range a {
		s = Add(s, Mul(v, b[i]))
	}
	return s
}

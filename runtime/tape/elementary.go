package tape

import "math"

//go:generate go run ./internal/rulegen

// opcode says what an operation on the tape is.
type opcode uint8

// firstElementary is the opcode of the first elementary function: all from here on are indices into elementaries.
const firstElementary opcode = 128

// elementary is what the tape knows of a function that works element by element. Of f1, f2 and fn one is there, and of
// the rules those for its arguments; an inactive function has no rule.
//
// The rules give what the cotangent dy of the result contributes to that of each argument. On numbers they are those of mathrule; the
// tape must not call them where dy is 0, because 0 times an infinite partial is to be 0. The recorded rules are
// the same as operations, and see to that themselves (absorb). Where a recorded rule gives the zero Var, it contributes nothing.
type elementary struct {
	name     string
	f1       func(x float64) float64
	f2       func(a, b float64) float64
	fn       func(n int, x float64) float64
	rule1    func(x, y, dy float64) float64
	rule2    func(a, b, y, dy float64) (da, db float64)
	rulen    func(n int, x, y, dy float64) float64
	record1  func(x, y, dy Var) Var
	record2  func(a, b, y, dy Var) (da, db Var)
	recordn  func(n int, x, y, dy Var) Var
	saves    saved
	inactive bool
}

// saved is a set of the values that a rule reads and the tape has to keep.
type saved uint8

const (
	savesA   saved = 1 << iota // the first argument
	savesB                     // the second argument
	savesOut                   // the result

	savesNone saved = 0
)

// lgamma is the first result of [math.Lgamma].
func lgamma(x float64) float64 {
	y, _ := math.Lgamma(x)
	return y
}

// absorb is dx, but 0 where dy is 0 and dx is NaN: what a cotangent of 0 contributes through a partial that is infinite or NaN. Where dx
// is a number it stays, even if dy is 0: dx depends on dy, and its own derivative by dy is not 0.
func absorb(dy, dx Var) Var { return binary(opAbsorb, dy, dx) }

func absorbZero(dy, dx float64) float64 {
	if dy == 0 && math.IsNaN(dx) {
		return 0
	}
	return dx
}

func absorbRule(dy, dx, _, d float64) (float64, float64) {
	if dy == 0 && math.IsNaN(dx) {
		return 0, 0
	}
	return 0, d
}

func recordAbsorb(dy, dx, _, d Var) (Var, Var) {
	zero := constant(dx, 0)
	return Var{}, Where(And(Equal(dy, zero), IsNaN(dx)), zero, d)
}

// Sincos returns the sine and the cosine of x, element by element.
func Sincos(x Var) (sin, cos Var) { return Sin(x), Cos(x) }

// Sincos is [Sincos] of a scalar.
func (x Float) Sincos() (sin, cos Float) { return x.Sin(), x.Cos() }

// Modf returns the integer part of x and what is left, both with the sign of x, element by element.
// The derivative of the integer part is 0, that of the fraction 1.
func Modf(x Var) (integer, fraction Var) {
	integer = Trunc(x)
	return integer, unary(opFraction, x)
}

// Modf is [Modf] of a scalar.
func (x Float) Modf() (integer, fraction Float) { return x.Trunc(), x.unary(opFraction) }

// fraction is the second result of [math.Modf].
func fraction(x float64) float64 {
	_, f := math.Modf(x)
	return f
}

func fractionRule(_, _, dy float64) float64 { return dy }

func recordFraction(_, _, dy Var) Var { return dy }

package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Frexp returns the fraction and the binary exponent of x, element by element: x = frac × 2 to the power exp, with |frac| from 1/2 to below 1.
// The derivative of frac is 2 to the power -exp, that of exp 0.
func Frexp(x Var) (frac, exp Var) {
	t := tapeOf(x)
	if t == nil {
		return Var{}, Var{}
	}
	// Of two factors, each of half the exponent, neither overflows nor underflows.
	exps, half, rest := tensor.New(x.shape()...), tensor.New(x.shape()...), tensor.New(x.shape()...)
	for i, v := range x.data() {
		_, e := math.Frexp(v)
		exps.Data()[i] = float64(e)
		half.Data()[i] = math.Ldexp(1, -e/2)
		rest.Data()[i] = math.Ldexp(1, -e+e/2)
	}
	frac = Mul(Mul(x, t.Const(half)), t.Const(rest))
	return frac, t.Const(exps)
}

// Frexp is [Frexp] of a scalar.
func (x Float) Frexp() (frac Float, exp int) {
	_, exp = math.Frexp(x.v)
	return x.Ldexp(-exp), exp
}

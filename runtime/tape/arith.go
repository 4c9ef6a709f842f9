package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Add returns a + b, broadcast to a common shape as NumPy does.
func Add(a, b Var) Var { return binary(opAdd, a, b) }

// Sub returns a - b, broadcast.
func Sub(a, b Var) Var { return binary(opSub, a, b) }

// Mul returns the product of a and b, element by element, broadcast.
func Mul(a, b Var) Var { return binary(opMul, a, b) }

// Div returns a / b, element by element, broadcast.
func Div(a, b Var) Var { return binary(opDiv, a, b) }

// Neg returns -x.
func Neg(x Var) Var {
	return unaryConst(opNeg, x, 0, func(dst, x []float64, _ float64) {
		for i, v := range x {
			dst[i] = -v
		}
	})
}

// Scale returns c·x.
func Scale(x Var, c float64) Var {
	return unaryConst(opScale, x, c, func(dst, x []float64, c float64) {
		for i, v := range x {
			dst[i] = c * v
		}
	})
}

// AddScalar returns x + c.
func AddScalar(x Var, c float64) Var {
	return unaryConst(opAddScalar, x, c, func(dst, x []float64, c float64) {
		for i, v := range x {
			dst[i] = v + c
		}
	})
}

// Pow returns x to the power of the constant p. The derivative is p·x^(p-1), 0 for p = 0. [PowVar] takes a power that is a Var.
func Pow(x Var, p float64) Var {
	if p-1 == p { // so large that x^(p-1) would have lost its sign
		return PowVar(x, constant(x, p))
	}
	return unaryConst(opPow, x, p, func(dst, x []float64, p float64) {
		if p == 2 {
			for i, v := range x {
				dst[i] = v * v
			}
			return
		}
		for i, v := range x {
			dst[i] = math.Pow(v, p)
		}
	})
}

// Square returns x².
func Square(x Var) Var { return Pow(x, 2) }

// unaryConst records an operation of x and a constant, which is put on the tape as the second operand.
func unaryConst(op opcode, x Var, c float64, f func(dst, x []float64, c float64)) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	b := int32(-1)
	if op != opNeg {
		b = t.pushScalar(opLeaf, -1, -1, c, 0)
	}
	i, dst := t.result(op, x.i, b, x.shape())
	f(dst[:x.Len()], x.data(), c)
	return t.done(i)
}

// accumulate returns the sum of two values of the same shape; a, if the sweep made it, is overwritten.
func (t *Tape) accumulate(a, b int32) int32 {
	if t.nodes[a].flags&flagOwned != 0 {
		nd.AddInto(t.data(a), t.data(b))
		return a
	}
	i, dst := t.result(opAdd, a, b, t.shape(a))
	nd.Add(dst, t.shape(a), t.data(a), t.shape(a), t.data(b), t.shape(b))
	t.nodes[i].flags |= flagOwned
	return i
}

package tensor

import (
	"fmt"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Add is t + u, broadcast.
func (t *Tensor) Add(u *Tensor) *Tensor { return arith("Add", t, u, nd.Add) }

// Sub is t - u, broadcast.
func (t *Tensor) Sub(u *Tensor) *Tensor { return arith("Sub", t, u, nd.Sub) }

// Mul is t * u, element by element, broadcast. For the product of matrices see MatMul.
func (t *Tensor) Mul(u *Tensor) *Tensor { return arith("Mul", t, u, nd.Mul) }

// Div is t / u, broadcast.
func (t *Tensor) Div(u *Tensor) *Tensor { return arith("Div", t, u, nd.Div) }

// arith makes the tensor for an operation of package nd.
func arith(op string, t, u *Tensor, do func(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int)) *Tensor {
	shape, ok := nd.Broadcast(nil, t.shape, u.shape)
	if !ok {
		panic(fmt.Sprintf("tensor: %s: shapes %v and %v do not fit", op, t.shape, u.shape))
	}
	v := New(shape...)
	do(v.data, shape, t.data, t.shape, u.data, u.shape)
	return v
}

// Scale is alpha * t.
func (t *Tensor) Scale(alpha float64) *Tensor {
	v := New(t.shape...)
	nd.Scale(v.data, alpha, t.data)
	return v
}

// Map is f of each element.
func (t *Tensor) Map(f func(float64) float64) *Tensor {
	v := New(t.shape...)
	nd.Unary(v.data, t.data, f)
	return v
}

// MatMul is the product of matrices: shapes [m k] and [k n] give [m n]. Axes before the last two are broadcast together, for many products at once. A
// vector on the left is a row and on the right a column, and its axis is not in the result, as in NumPy.
func (t *Tensor) MatMul(u *Tensor) *Tensor {
	a, b := t.shape, u.shape
	if len(a) == 1 {
		a = []int{1, a[0]}
	}
	if len(b) == 1 {
		b = []int{b[0], 1}
	}
	if len(a) < 2 || len(b) < 2 || a[len(a)-1] != b[len(b)-2] {
		panic(fmt.Sprintf("tensor: MatMul: shapes %v and %v do not fit", t.shape, u.shape))
	}
	batch, ok := nd.Broadcast(nil, a[:len(a)-2], b[:len(b)-2])
	if !ok {
		panic(fmt.Sprintf("tensor: MatMul: shapes %v and %v do not fit", t.shape, u.shape))
	}
	v := New(append(batch, a[len(a)-2], b[len(b)-1])...)
	nd.BatchMatMul(v.data, v.shape, t.data, a, u.data, b, false, false, 0)
	if len(u.shape) == 1 {
		v.shape = v.shape[:len(v.shape)-1]
	}
	if len(t.shape) == 1 {
		v.shape = append(v.shape[:len(batch)], v.shape[len(batch)+1:]...)
	}
	return v
}

// Transpose is t with its axes in another order: axis i of the result is axis perm[i] of t. Without perm the order is reversed. It panics
// unless perm has each axis once.
func (t *Tensor) Transpose(perm ...int) *Tensor {
	order := make([]int, len(t.shape))
	for i := range order {
		order[i] = len(order) - 1 - i
	}
	if len(perm) > 0 {
		var seen uint64
		for i, axis := range perm {
			axis = axisOf("Transpose", t.shape, axis)
			seen |= 1 << axis
			if i < len(order) {
				order[i] = axis
			}
		}
		if len(perm) != len(order) || seen != 1<<len(order)-1 {
			panic(fmt.Sprintf("tensor: Transpose: order %v of shape %v", perm, t.shape))
		}
	}
	shape := make([]int, len(order))
	for i, axis := range order {
		shape[i] = t.shape[axis]
	}
	v := New(shape...)
	nd.Transpose(v.data, t.data, t.shape, order)
	return v
}

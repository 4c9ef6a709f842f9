// Package tensor has dense arrays of float64 of any rank, the values of package tape.
//
// A tensor has a shape, the lengths of its axes, and elements in row-major order: the last index runs fastest. The empty shape is that of a scalar, with one
// element. An axis may have the length zero; then there are no elements.
//
// Operations return new tensors and leave their operands as they are. Operands of arithmetic are broadcast as in NumPy: shapes are aligned at their last axes, and an
// axis that is absent or has the length one is repeated. Axes are counted from zero, or from the end with -1 for the last.
//
// Shapes that do not fit are mistakes of the program: they panic with a message that names the operation and gives the shapes.
package tensor

import (
	"fmt"
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// A Tensor is a dense array. The zero Tensor is not valid; use the functions of this package to make one.
type Tensor struct {
	shape []int
	data  []float64
}

// New is a tensor of zeros. It panics if a length is negative.
func New(shape ...int) *Tensor {
	for _, n := range shape {
		if n < 0 {
			panic(fmt.Sprintf("tensor: New: shape %v has a negative length", shape))
		}
	}
	return &Tensor{slices.Clone(shape), make([]float64, nd.Size(shape))}
}

// Wrap is a tensor whose memory is data: a change of one is a change of the other. It panics unless data has as many elements as the shape.
func Wrap(data []float64, shape ...int) *Tensor {
	if slices.ContainsFunc(shape, func(n int) bool { return n < 0 }) || nd.Size(shape) != len(data) {
		panic(fmt.Sprintf("tensor: %d elements for shape %v, which has %d", len(data), shape, nd.Size(shape)))
	}
	return &Tensor{slices.Clone(shape), data}
}

// Shape is a copy of the lengths of the axes.
func (t *Tensor) Shape() []int { return slices.Clone(t.shape) }

// Rank is the number of axes.
func (t *Tensor) Rank() int { return len(t.shape) }

// Len is the number of elements.
func (t *Tensor) Len() int { return len(t.data) }

// Dim is the length of axis i; the last axis is also -1.
func (t *Tensor) Dim(i int) int { return t.shape[axisOf("Dim", t.shape, i)] }

// Data is the elements in row-major order, in the tensor's own memory: a change of one is a change of the other.
func (t *Tensor) Data() []float64 { return t.data }

// At is the element at an index, of which there is one for each axis.
func (t *Tensor) At(index ...int) float64 { return t.data[t.offset("At", index)] }

// Set sets the element at an index, of which there is one for each axis, to v.
func (t *Tensor) Set(v float64, index ...int) { t.data[t.offset("Set", index)] = v }

// offset is the place of an element.
func (t *Tensor) offset(op string, index []int) int {
	if len(index) != len(t.shape) {
		panic(fmt.Sprintf("tensor: %s: index %v of shape %v", op, slices.Clone(index), t.shape))
	}
	at := 0
	for i, n := range t.shape {
		if index[i] < 0 || index[i] >= n {
			panic(fmt.Sprintf("tensor: %s: index %v of shape %v", op, slices.Clone(index), t.shape))
		}
		at = at*n + index[i]
	}
	return at
}

// Item is the only element of a tensor that has one, whatever its rank.
func (t *Tensor) Item() float64 {
	if len(t.data) != 1 {
		panic(fmt.Sprintf("tensor: Item: shape %v has %d elements, not one", t.shape, len(t.data)))
	}
	return t.data[0]
}

// Clone is a copy with memory of its own.
func (t *Tensor) Clone() *Tensor { return &Tensor{slices.Clone(t.shape), slices.Clone(t.data)} }

// Reshape is the same elements, in the same memory, with another shape of as many elements: a change of one tensor is a change of the other. One
// length may be -1 for what is left.
func (t *Tensor) Reshape(shape ...int) *Tensor {
	to := slices.Clone(shape)
	if i := slices.Index(to, -1); i >= 0 {
		to[i] = 1
		if n := nd.Size(to); n > 0 {
			to[i] = len(t.data) / n
		}
	}
	if slices.ContainsFunc(to, func(n int) bool { return n < 0 }) || nd.Size(to) != len(t.data) {
		panic(fmt.Sprintf("tensor: Reshape: shape %v has %d elements, which do not fit shape %v", t.shape, len(t.data), slices.Clone(shape)))
	}
	return &Tensor{to, t.data}
}

// Equal reports whether t and u have the same shape and equal elements. As with ==, NaN is equal to nothing, and the zeros are equal.
func (t *Tensor) Equal(u *Tensor) bool {
	if t == nil || u == nil {
		return t == u
	}
	return nd.Equal(t.shape, u.shape) && slices.Equal(t.data, u.data)
}

// axisOf is the axis that is meant, counted from the end if it is negative.
func axisOf(op string, shape []int, axis int) int {
	i := axis
	if i < 0 {
		i += len(shape)
	}
	if i < 0 || i >= len(shape) {
		panic(fmt.Sprintf("tensor: %s: axis %d of shape %v", op, axis, shape))
	}
	return i
}

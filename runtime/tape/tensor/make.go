package tensor

import (
	"fmt"
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Scalar is a tensor without axes.
func Scalar(v float64) *Tensor { return &Tensor{data: []float64{v}} }

// Of is a tensor with a copy of data as its elements, in row-major order; without a shape it is a scalar. It panics unless data has as many elements as the
// shape.
func Of(data []float64, shape ...int) *Tensor { return Wrap(slices.Clone(data), shape...) }

// FromSlice is a vector, of shape [len(v)], with a copy of v.
func FromSlice(v []float64) *Tensor { return Of(v, len(v)) }

// FromRows is a matrix, of shape [len(rows) len(rows[0])], with a copy of rows, which must have the same length. Without rows the shape is [0 0].
func FromRows(rows [][]float64) *Tensor {
	t := New(len(rows), 0)
	if len(rows) > 0 {
		t = New(len(rows), len(rows[0]))
	}
	for i, row := range rows {
		if len(row) != t.shape[1] {
			panic(fmt.Sprintf("tensor: FromRows: row %d has %d elements, row 0 has %d", i, len(row), t.shape[1]))
		}
		copy(t.data[i*len(row):], row)
	}
	return t
}

// Full is a tensor with v for every element.
func Full(v float64, shape ...int) *Tensor {
	t := New(shape...)
	nd.Fill(t.data, v)
	return t
}

// Ones is a tensor with 1 for every element.
func Ones(shape ...int) *Tensor { return Full(1, shape...) }

// Eye is the identity matrix, of shape [n n].
func Eye(n int) *Tensor {
	t := New(n, n)
	for i := range n {
		t.data[i*n+i] = 1
	}
	return t
}

// Linspace is n numbers from a to b, at equal distances, both ends included; for n of 1 it is a. Its shape is [n].
func Linspace(a, b float64, n int) *Tensor {
	t := New(n)
	for i := range n {
		t.data[i] = a + (b-a)*float64(i)/float64(max(1, n-1))
	}
	if n > 1 {
		t.data[n-1] = b
	}
	return t
}

// OneHot is a matrix, of shape [len(classes) n], with 1 in column classes[i] of row i and 0 elsewhere. It panics if a class is not in [0, n).
func OneHot(classes []int, n int) *Tensor {
	t := New(len(classes), n)
	for i, class := range classes {
		if class < 0 || class >= n {
			panic(fmt.Sprintf("tensor: OneHot: class %d of %d", class, n))
		}
		t.data[i*n+class] = 1
	}
	return t
}

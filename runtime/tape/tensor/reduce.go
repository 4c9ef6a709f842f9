package tensor

import (
	"fmt"
	"math"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Sum adds up the elements over axes, which the result lacks; without axes over all, which gives a scalar. The sum of nothing is 0.
func (t *Tensor) Sum(axes ...int) *Tensor {
	set := uint64(1)<<len(t.shape) - 1
	if len(axes) > 0 {
		set = 0
	}
	for _, axis := range axes {
		bit := uint64(1) << axisOf("Sum", t.shape, axis)
		if set&bit != 0 {
			panic(fmt.Sprintf("tensor: Sum: axis %d twice", axis))
		}
		set |= bit
	}
	v := New(nd.ReducedShape(nil, t.shape, set, false)...)
	nd.Sum(v.data, t.data, t.shape, set)
	return v
}

// MaxAbs is the greatest magnitude of an element, 0 if there are none, and NaN if an element is NaN.
func (t *Tensor) MaxAbs() float64 {
	m := 0.0
	for _, v := range t.data {
		m = max(m, math.Abs(v))
	}
	return m
}

// Norm is the square root of the sum of the squares of the elements.
func (t *Tensor) Norm() float64 {
	return nd.Norm(t.data)
}

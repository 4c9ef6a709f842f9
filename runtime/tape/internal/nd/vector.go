package nd

import (
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/gograd/gograd/runtime/kernel"
)

// Fill sets every element of dst to v.
func Fill(dst []float64, v float64) {
	for i := range dst {
		dst[i] = v
	}
}

// AddInto adds a to dst, which has the same length.
func AddInto(dst, a []float64) {
	kernel.Add(a, dst)
}

// Axpy adds alpha*x to y, which has the same length.
func Axpy(alpha float64, x, y []float64) {
	kernel.Axpy(alpha, x, y)
}

// Scale sets dst to alpha*a, which has the same length. dst may be a.
func Scale(dst []float64, alpha float64, a []float64) {
	mulLeft(dst[:len(a)], alpha, a)
}

// HasNaN tells whether an element of a is not a number.
func HasNaN(a []float64) bool {
	if s := kernel.Sum(a); s == s {
		return false
	}
	for _, v := range a { // the sum may be Inf - Inf
		if v != v {
			return true
		}
	}
	return false
}

// Finite tells whether the elements of a are finite. Where their sum overflows it says no.
func Finite(a []float64) bool {
	s := kernel.Sum(a)
	return s-s == 0
}

// Norm is the square root of the sum of the squares of the elements of a. Nothing overflows on the way.
func Norm(a []float64) float64 {
	return blas64.Nrm2(vector(a, len(a)))
}

package nd

import (
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// shortVector is the length below which a plain loop is faster than a call of gonum's kernels.
const shortVector = 8

// Fill sets every element of dst to v.
func Fill(dst []float64, v float64) {
	for i := range dst {
		dst[i] = v
	}
}

// AddInto adds a to dst, which has the same length.
func AddInto(dst, a []float64) {
	Axpy(1, a, dst)
}

// Axpy adds alpha*x to y, which has the same length.
func Axpy(alpha float64, x, y []float64) {
	if len(x) < shortVector {
		y = y[:len(x)]
		for i, v := range x {
			y[i] += alpha * v
		}
		return
	}
	blas64.Axpy(alpha, blas64.Vector{N: len(x), Inc: 1, Data: x}, blas64.Vector{N: len(x), Inc: 1, Data: y})
}

// Scale sets dst to alpha*a, which has the same length. dst may be a.
func Scale(dst []float64, alpha float64, a []float64) {
	dst = dst[:len(a)]
	for i, v := range a {
		dst[i] = alpha * v
	}
}

// sum adds up the elements of a, in an order of its own.
func sum(a []float64) float64 {
	if len(a) < shortVector {
		s := 0.0
		for _, v := range a {
			s += v
		}
		return s
	}
	return floats.Sum(a)
}

// Norm is the square root of the sum of the squares of the elements of a. Nothing overflows on the way.
func Norm(a []float64) float64 {
	return blas64.Nrm2(vector(a, len(a)))
}

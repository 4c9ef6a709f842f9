// Package hand has the gradients of the benchmark written by hand, in portable Go, with the signatures that
// gograd's own have. They are what the generated ones are measured against.
//
// Each is the adjoint of the algorithm as its primal states it: the value is the primal's bit for
// bit, no transcendental is computed twice, sweeps are fused where iterations are independent, loops
// are unrolled and jammed where that pays, scratch memory is kept in pools, so that nothing is allocated once
// warm. What would be another algorithm for the same number is not done: the moments of the points in the mixture,
// a factorization for the determinant. The Greeks of the
// option are an exception, since they are in every book.
package hand

// grow returns a slice of length n, on the memory of s when that suffices. What it holds is not
// defined.
func grow(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

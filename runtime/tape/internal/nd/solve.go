package nd

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// Cholesky sets dst to the lower triangular L with L·Lᵀ = A, where a is n×n and symmetric; only its lower triangle is read. The part of dst above the
// diagonal is set to zero. It returns false, and what is in dst has no meaning, if A is not positive definite. dst may be a.
func Cholesky(dst, a []float64, n int) (ok bool) {
	if n == 0 {
		return true
	}
	for i := range n {
		row := dst[i*n : (i+1)*n]
		copy(row, a[i*n:i*n+i+1])
		clear(row[i+1:])
	}
	_, ok = lapack64.Potrf(blas64.Symmetric{Uplo: blas.Lower, N: n, Stride: n, Data: dst})
	return ok
}

// TriSolve sets dst, n×m, to the X with T·X = B, where b is n×m and T is n×n: the lower or the upper triangle of l, transposed if
// transposed. The other triangle is not read. A zero on the diagonal gives infinities or NaN. dst may be b.
func TriSolve(dst, l, b []float64, n, m int, lower, transposed bool) {
	if n*m == 0 {
		return
	}
	copy(dst, b[:n*m])
	uplo := blas.Upper
	if lower {
		uplo = blas.Lower
	}
	blas64.Trsm(blas.Left, trans(transposed), 1, blas64.Triangular{Uplo: uplo, Diag: blas.NonUnit, N: n, Stride: n, Data: l},
		blas64.General{Rows: n, Cols: m, Stride: m, Data: dst})
}

package nd

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// MatMul sets dst, m×n, to beta*dst + A·B, where A is m×k and B is k×n: a and b as they are, or their transposes. With beta 0 dst is not read.
// dst must not overlap a or b.
//
// As the BLAS it is built on, it may leave out products with an element that is zero: 0·Inf is then not NaN.
func MatMul(dst, a, b []float64, m, k, n int, transA, transB bool, beta float64) {
	dst = dst[:m*n]
	switch {
	case len(dst) == 0:
	case k == 0:
		scaleBy(dst, beta)
	case n == 1:
		gemv(dst, a, b, m, k, transA, beta)
	case m == 1:
		gemv(dst, b, a, n, k, !transB, beta)
	case k == 1 && beta == 0:
		for i := range m {
			mulLeft(dst[i*n:][:n], a[i], b[:n])
		}
	case k == 1:
		scaleBy(dst, beta)
		blas64.Ger(1, vector(a, m), vector(b, n), blas64.General{Rows: m, Cols: n, Stride: n, Data: dst})
	default:
		blas64.Gemm(trans(transA), trans(transB), 1, general(a, m, k, transA), general(b, k, n, transB), beta,
			blas64.General{Rows: m, Cols: n, Stride: n, Data: dst})
	}
}

// gemv sets dst, of m elements, to beta*dst + A·x.
func gemv(dst, a, x []float64, m, k int, transA bool, beta float64) {
	blas64.Gemv(trans(transA), 1, general(a, m, k, transA), vector(x, k), beta, vector(dst, m))
}

// scaleBy multiplies dst by beta. With beta 0 dst is not read.
func scaleBy(dst []float64, beta float64) {
	switch beta {
	case 1:
	case 0:
		clear(dst)
	default:
		Scale(dst, beta, dst)
	}
}

// trans is the BLAS's word.
func trans(t bool) blas.Transpose {
	if t {
		return blas.Trans
	}
	return blas.NoTrans
}

// vector is data as a vector of n elements.
func vector(data []float64, n int) blas64.Vector {
	return blas64.Vector{N: n, Inc: 1, Data: data}
}

// general is data as the matrix that is m×n after the transposition, if any.
func general(data []float64, m, n int, transposed bool) blas64.General {
	if transposed {
		m, n = n, m
	}
	return blas64.General{Rows: m, Cols: n, Stride: n, Data: data}
}

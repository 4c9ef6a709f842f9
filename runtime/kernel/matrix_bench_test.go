package kernel

import (
	"fmt"
	"testing"
)

// Square matrices in one slice, as a Go programmer writes the loops, rows bound before the inner one.

func benchMatrix(b *testing.B, kernel, loop func(m []float64, n int, x, y []float64)) {
	for _, n := range []int{4, 8, 16, 32, 64, 128, 256} {
		m, x, y := make([]float64, n*n), make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], y[i] = 1e-3/float64(i+1), 1e-3/float64(i+2)
		}
		for _, c := range []struct {
			name string
			call func(m []float64, n int, x, y []float64)
		}{{"kernel", kernel}, {"loop", loop}} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				for range b.N {
					c.call(m, n, x, y)
				}
			})
		}
	}
}

func BenchmarkMulVec(b *testing.B) {
	benchMatrix(b, func(m []float64, n int, x, y []float64) { MulVecFlat(y, m, n, x) },
		func(m []float64, n int, x, y []float64) {
			for i := range y {
				row, s := m[i*n : i*n+n][:len(x)], 0.0
				for j, v := range x {
					s += row[j] * v
				}
				y[i] += s
			}
		})
}

func BenchmarkMulVecT(b *testing.B) {
	benchMatrix(b, func(m []float64, n int, x, y []float64) { MulVecTFlat(y, m, n, x) },
		func(m []float64, n int, x, y []float64) {
			for i, v := range x {
				row := m[i*n : i*n+n][:len(y)]
				for j := range y {
					y[j] += v * row[j]
				}
			}
		})
}

func BenchmarkMulVecTNonzero(b *testing.B) {
	benchMatrix(b, func(m []float64, n int, x, y []float64) { MulVecTFlatNonzero(y, m, n, x) },
		func(m []float64, n int, x, y []float64) {
			for i, v := range x {
				row := m[i*n : i*n+n][:len(y)]
				if v != 0 {
					for j := range y {
						y[j] += v * row[j]
					}
				}
			}
		})
}

func BenchmarkAddOuter(b *testing.B) {
	benchMatrix(b, func(m []float64, n int, x, y []float64) { AddOuterFlat(m, n, y, x) },
		func(m []float64, n int, x, y []float64) {
			for i, a := range y {
				row := m[i*n : i*n+n][:len(x)]
				for j, v := range x {
					row[j] += a * v
				}
			}
		})
}

func BenchmarkAddOuterNonzero(b *testing.B) {
	benchMatrix(b, func(m []float64, n int, x, y []float64) { AddOuterFlatNonzero(m, n, y, x) },
		func(m []float64, n int, x, y []float64) {
			for i, a := range y {
				row := m[i*n : i*n+n][:len(x)]
				if a != 0 {
					for j, v := range x {
						row[j] += a * v
					}
				}
			}
		})
}

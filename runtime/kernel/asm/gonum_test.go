package main

import (
	"fmt"
	"testing"

	"github.com/gograd/gograd/runtime/kernel"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// The kernels beside gonum's, at the same lengths.

var sink float64

func benchmarkBeside(b *testing.B, ours, theirs func(n int) func()) {
	for _, n := range []int{4, 8, 16, 32, 64, 128, 256, 1024} {
		for _, c := range []struct {
			name string
			call func()
		}{{"kernel", ours(n)}, {"gonum", theirs(n)}} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				for b.Loop() {
					c.call()
				}
			})
		}
	}
}

func vector(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = 1 / float64(i+1)
	}
	return v
}

func BenchmarkAxpy(b *testing.B) {
	benchmarkBeside(b, func(n int) func() {
		x, y := vector(n), vector(n)
		return func() { kernel.Axpy(1e-9, x, y) }
	}, func(n int) func() {
		x, y := vector(n), vector(n)
		return func() { floats.AddScaled(y, 1e-9, x) }
	})
}

func BenchmarkDot(b *testing.B) {
	benchmarkBeside(b, func(n int) func() {
		x, y := vector(n), vector(n)
		return func() { sink += kernel.Dot(x, y) }
	}, func(n int) func() {
		x, y := vector(n), vector(n)
		return func() { sink += floats.Dot(x, y) }
	})
}

// benchmarkMatrix is for kernels over matrices of n rows and n columns.
func benchmarkMatrix(b *testing.B, ours func(m, x, y []float64), theirs func(m blas64.General, x, y blas64.Vector)) {
	benchmarkBeside(b, func(n int) func() {
		m, x, y := vector(n*n), vector(n), vector(n)
		return func() { ours(m, x, y) }
	}, func(n int) func() {
		m := blas64.General{Rows: n, Cols: n, Stride: n, Data: vector(n * n)}
		x, y := blas64.Vector{N: n, Data: vector(n), Inc: 1}, blas64.Vector{N: n, Data: vector(n), Inc: 1}
		return func() { theirs(m, x, y) }
	})
}

func BenchmarkMulVec(b *testing.B) {
	benchmarkMatrix(b,
		func(m, x, y []float64) { kernel.MulVecFlat(y, m, len(x), x) },
		func(m blas64.General, x, y blas64.Vector) { blas64.Gemv(blas.NoTrans, 1, m, x, 1, y) })
}

func BenchmarkMulVecT(b *testing.B) {
	benchmarkMatrix(b,
		func(m, x, y []float64) { kernel.MulVecTFlat(y, m, len(x), x) },
		func(m blas64.General, x, y blas64.Vector) { blas64.Gemv(blas.Trans, 1, m, x, 1, y) })
}

func BenchmarkAddOuter(b *testing.B) {
	benchmarkMatrix(b,
		func(m, x, y []float64) { kernel.AddOuterFlat(m, len(x), y, x) },
		func(m blas64.General, x, y blas64.Vector) { blas64.Ger(1, y, x, m) })
}

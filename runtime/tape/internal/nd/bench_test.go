package nd

import (
	"fmt"
	"testing"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

func BenchmarkRows(b *testing.B) {
	for _, n := range []int{4, 8, 16, 64, 1024, 100_000} {
		x, y, z := make([]float64, n), make([]float64, n), make([]float64, n)
		Fill(x, 1.5)
		Fill(y, 2.5)
		shape := []int{n}
		run := func(name string, f func()) {
			b.Run(fmt.Sprint(name, "/", n), func(b *testing.B) {
				for b.Loop() {
					f()
				}
			})
		}
		run("Add", func() { Add(z, shape, x, shape, y, shape) })
		run("rowsAdd", func() { addRows(z, x, y) })
		run("floatsAddTo", func() { floats.AddTo(z, x, y) })
		run("rowsMul", func() { mulRows(z, x, y) })
		run("floatsMulTo", func() { floats.MulTo(z, x, y) })
		run("rowsDiv", func() { divRows(z, x, y) })
		run("floatsDivTo", func() { floats.DivTo(z, x, y) })
		run("AddInto", func() { AddInto(z, x) })
		run("addRowsInto", func() { addRows(z, z, x) })
		run("Sum", func() { Sum(z, x, shape, 1) })
		run("Scale", func() { Scale(z, 1.5, x) })
		run("floatsScaleTo", func() { floats.ScaleTo(z, 1.5, x) })
		run("row", func() { Add(z, shape, x, shape, y[:1], nil) })
	}
}

func BenchmarkMatMulShapes(b *testing.B) {
	shapes := [][3]int{{1, 784, 256}, {1, 256, 10}, {784, 1, 256}, {256, 784, 1}, {8, 8, 1}, {1, 8, 8}, {8, 1, 8}, {32, 784, 256}, {128, 784, 256}, {784, 128, 256}, {128, 10, 256}}
	for _, s := range shapes {
		m, k, n := s[0], s[1], s[2]
		x, y, z := make([]float64, m*k), make([]float64, k*n), make([]float64, m*n)
		Fill(x, 1.5)
		Fill(y, 2.5)
		for _, tr := range [][2]bool{{false, false}, {true, false}, {false, true}, {true, true}} {
			b.Run(fmt.Sprint("MatMul/", s, tr), func(b *testing.B) {
				for b.Loop() {
					MatMul(z, x, y, m, k, n, tr[0], tr[1], 0)
				}
			})
			b.Run(fmt.Sprint("Gemm/", s, tr), func(b *testing.B) {
				for b.Loop() {
					blas64.Gemm(trans(tr[0]), trans(tr[1]), 1, general(x, m, k, tr[0]), general(y, k, n, tr[1]), 0, general(z, m, n, false))
				}
			})
		}
	}
}

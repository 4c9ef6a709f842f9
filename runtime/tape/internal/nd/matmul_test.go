package nd

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestMatMul(t *testing.T) {
	check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{1, 2, 3, 5, 8, 17, 0})
		m, k, n := size.Draw(t, "m"), size.Draw(t, "k"), size.Draw(t, "n")
		transA, transB, beta := rapid.Bool().Draw(t, "transA"), rapid.Bool().Draw(t, "transB"), drawBeta(t)
		a, b := drawArray(t, stored(m, k, transA), "a"), drawArray(t, stored(k, n, transB), "b")
		dst := drawResult(t, []int{m, n}, beta)
		want := []float64{}
		for i := range m {
			for j := range n {
				want = append(want, startWith(beta, dst.data[i*n+j])+product(a, b, nil, i, j, k, transA, transB))
			}
		}
		MatMul(dst.data, a.data, b.data, m, k, n, transA, transB, beta)
		alike(t, dst.data, want)
	})
}

func drawBeta(t *rapid.T) float64 {
	return rapid.SampledFrom([]float64{0, 1, -0.5}).Draw(t, "beta")
}

// drawResult draws a destination; NaN where it must not be read.
func drawResult(t *rapid.T, shape []int, beta float64) array {
	if beta == 0 {
		return fresh(shape...)
	}
	return drawArray(t, shape, "dst")
}

// startWith is what is left of an element.
func startWith(beta, v float64) float64 {
	if beta == 0 {
		return 0
	}
	return beta * v
}

// stored is the shape in memory of a matrix that is m×n after the transposition.
func stored(m, n int, trans bool) []int {
	if trans {
		return []int{n, m}
	}
	return []int{m, n}
}

// product is element i, j of the product of the matrices at a place in the batch.
func product(a, b array, batch []int, i, j, k int, transA, transB bool) float64 {
	s := 0.0
	for l := range k {
		ia, ib := []int{i, l}, []int{l, j}
		if transA {
			ia = []int{l, i}
		}
		if transB {
			ib = []int{j, l}
		}
		s += a.at(append(append([]int{}, batch...), ia...)) * b.at(append(append([]int{}, batch...), ib...))
	}
	return s
}

func TestBatchMatMul(t *testing.T) {
	check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{1, 2, 3, 0})
		m, k, n := size.Draw(t, "m"), size.Draw(t, "k"), size.Draw(t, "n")
		transA, transB, beta := rapid.Bool().Draw(t, "transA"), rapid.Bool().Draw(t, "transB"), drawBeta(t)
		batch := drawShapeRank(t, rapid.IntRange(0, 3).Draw(t, "batch rank"), "batch")
		a := drawArray(t, append(drawFrom(t, batch, "a"), stored(m, k, transA)...), "a")
		b := drawArray(t, append(drawFrom(t, batch, "b"), stored(k, n, transB)...), "b")
		batch, _ = Broadcast(nil, a.shape[:len(a.shape)-2], b.shape[:len(b.shape)-2])
		to := batch
		switch rapid.IntRange(0, 2).Draw(t, "summed") {
		case 1:
			to = drawFrom(t, batch, "dst")
		case 2:
			to = nil
		}
		dst := drawResult(t, append(append([]int{}, to...), m, n), beta)
		want := []float64{}
		for _, v := range dst.data {
			want = append(want, startWith(beta, v))
		}
		for _, at := range indexes(batch) {
			for _, ij := range indexes([]int{m, n}) {
				want[dst.flat(append(append([]int{}, at...), ij...))] += product(a, b, at, ij[0], ij[1], k, transA, transB)
			}
		}
		BatchMatMul(dst.data, dst.shape, a.data, a.shape, b.data, b.shape, transA, transB, beta)
		alike(t, dst.data, want)
	})
}

// drawPositive draws a symmetric positive definite matrix, with NaN above the diagonal.
func drawPositive(t *rapid.T, n int) []float64 {
	c := drawArray(t, []int{n, n}, "c")
	a := fresh(n, n).data
	for i := range n {
		for j := range i + 1 {
			a[i*n+j] = product(c, c, nil, i, j, n, false, true)
		}
		a[i*n+i]++
	}
	return a
}

func TestCholesky(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		a := drawPositive(t, n)
		l := fresh(n, n)
		if !Cholesky(l.data, a, n) {
			t.Fatal("not positive definite")
		}
		for i := range n {
			for j := range n {
				switch got := product(l, l, nil, i, j, n, false, true); {
				case j > i && l.data[i*n+j] != 0:
					t.Fatalf("above the diagonal: %v", l.data)
				case j <= i && math.Abs(got-a[i*n+j]) > 1e-12*(1+math.Abs(a[i*n+i])+math.Abs(a[j*n+j])):
					t.Fatalf("element %d, %d of L·Lᵀ is %v, want %v", i, j, got, a[i*n+j])
				}
			}
		}
		if ok := Cholesky(a, a, n); !ok {
			t.Fatal("in place: not positive definite")
		}
		alike(t, a, l.data)
		if n > 0 {
			bad := drawPositive(t, n)
			bad[n*n-1] = -1
			if Cholesky(l.data, bad, n) {
				t.Fatal("positive definite with a negative element on the diagonal")
			}
		}
	})
}

func TestTriSolve(t *testing.T) {
	check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 6).Draw(t, "n"), rapid.IntRange(0, 5).Draw(t, "m")
		lower, trans := rapid.Bool().Draw(t, "lower"), rapid.Bool().Draw(t, "trans")
		tri, x := drawArray(t, []int{n, n}, "triangle"), drawArray(t, []int{n, m}, "x")
		clean := array{make([]float64, n*n), []int{n, n}}
		for i := range n {
			for j := range n {
				switch {
				case i == j:
					tri.data[i*n+j] = 4 // a power of two: with the elements drawn, the solution is exact
					clean.data[i*n+j] = 4
				case (j < i) == lower:
					clean.data[i*n+j] = tri.data[i*n+j]
				default:
					tri.data[i*n+j] = math.NaN()
				}
			}
		}
		b := []float64{}
		for i := range n {
			for j := range m {
				b = append(b, product(clean, x, nil, i, j, n, trans, false))
			}
		}
		dst := fresh(n, m)
		TriSolve(dst.data, tri.data, b, n, m, lower, trans)
		alike(t, dst.data, x.data)
		TriSolve(b, tri.data, b, n, m, lower, trans)
		alike(t, b, x.data)
	})
}

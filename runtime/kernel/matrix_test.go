package kernel

import (
	"math/rand/v2"
	"testing"
)

// A table is a matrix as rows and as a flat slice, with the same numbers.
type table struct {
	rows   [][]float64
	flat   []float64
	stride int
}

func newTable(rng *rand.Rand, m, n int) table {
	t := table{stride: n + rng.IntN(4)}
	t.flat = make([]float64, m*t.stride)
	fill(rng, t.flat, 0)
	for i := range m {
		t.rows = append(t.rows, append([]float64(nil), t.flat[i*t.stride:i*t.stride+n]...))
	}
	if m > 0 { // the last row ends where the slice does
		t.flat = t.flat[:(m-1)*t.stride+n]
	}
	return t
}

func TestMatrix(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(7, 8))
		for m := range 14 {
			for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 17, 33} {
				testMulVec(t, rng, m, n)
				testMulVecT(t, rng, m, n)
				testAddOuter(t, rng, m, n)
			}
		}
	})
}

func testMulVec(t *testing.T, rng *rand.Rand, m, n int) {
	tab, x, y := newTable(rng, m, n), make([]float64, n), make([]float64, m)
	fill(rng, x, 0)
	fill(rng, y, 0)
	y1, y2 := append([]float64(nil), y...), append([]float64(nil), y...)
	MulVec(y1, tab.rows, x)
	MulVecFlat(y2, tab.flat, tab.stride, x)
	for i, row := range tab.rows {
		want, magnitude := y[i], abs(y[i])
		for j, v := range x {
			want += row[j] * v
			magnitude += abs(row[j] * v)
		}
		if !near(y1[i], want, magnitude, n+1) || !near(y2[i], want, magnitude, n+1) {
			t.Fatalf("%d rows, %d columns: y[%d] = %v (rows), %v (flat), want %v", m, n, i, y1[i], y2[i], want)
		}
	}
}

func testMulVecT(t *testing.T, rng *rand.Rand, m, n int) {
	tab, x, want := newTable(rng, m, n), make([]float64, m), make([]float64, n)
	fill(rng, x, 0)
	fill(rng, want, 0)
	y1, y2 := append([]float64(nil), want...), append([]float64(nil), want...)
	MulVecT(y1, tab.rows, x)
	MulVecTFlat(y2, tab.flat, tab.stride, x)
	for i, row := range tab.rows {
		for j, v := range row {
			want[j] += x[i] * v
		}
	}
	for j := range want {
		if !same(y1[j], want[j]) || !same(y2[j], want[j]) {
			t.Fatalf("%d rows, %d columns: y[%d] = %v (rows), %v (flat), want %v", m, n, j, y1[j], y2[j], want[j])
		}
	}
}

func testAddOuter(t *testing.T, rng *rand.Rand, m, n int) {
	tab, a, x := newTable(rng, m, n), make([]float64, m), make([]float64, n)
	fill(rng, a, 0)
	fill(rng, x, 0)
	want := append([]float64(nil), tab.flat...)
	for i := range a {
		for j, v := range x {
			want[i*tab.stride+j] += a[i] * v
		}
	}
	AddOuter(tab.rows, a, x)
	AddOuterFlat(tab.flat, tab.stride, a, x)
	for k := range want {
		if !same(tab.flat[k], want[k]) {
			t.Fatalf("%d rows, %d columns: flat[%d] = %v, want %v", m, n, k, tab.flat[k], want[k])
		}
	}
	for i, row := range tab.rows {
		for j := range row {
			if !same(row[j], want[i*tab.stride+j]) {
				t.Fatalf("%d rows, %d columns: rows[%d][%d] = %v, want %v", m, n, i, j, row[j], want[i*tab.stride+j])
			}
		}
	}
}

// Rows whose coefficient is 0 add nothing, though all else be infinite or NaN; a row may stand twice in a matrix.
func TestNonzero(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(13, 14))
		for m := range 23 {
			for _, n := range []int{0, 1, 3, 4, 9, 17} {
				testNonzero(t, rng, m, n)
			}
		}
	})
}

func testNonzero(t *testing.T, rng *rand.Rand, m, n int) {
	tab, a, x := newTable(rng, m, n), make([]float64, m), make([]float64, n)
	fill(rng, tab.flat, 0.3)
	fill(rng, a, 0.6)
	fill(rng, x, 0.3)
	for i := range tab.rows {
		copy(tab.rows[i], tab.flat[i*tab.stride:])
	}
	want, y1, y2 := append([]float64(nil), x...), append([]float64(nil), x...), append([]float64(nil), x...)
	for i, row := range tab.rows {
		for j, v := range row {
			if a[i] != 0 {
				want[j] += a[i] * v
			}
		}
	}
	MulVecTNonzero(y1, tab.rows, a)
	MulVecTFlatNonzero(y2, tab.flat, tab.stride, a)
	sameVectors(t, "MulVecTNonzero", y1, want)
	sameVectors(t, "MulVecTFlatNonzero", y2, want)

	want = append([]float64(nil), tab.flat...)
	for i := range a {
		for j, v := range x {
			if a[i] != 0 {
				want[i*tab.stride+j] += a[i] * v
			}
		}
	}
	AddOuterNonzero(tab.rows, a, x)
	AddOuterFlatNonzero(tab.flat, tab.stride, a, x)
	sameVectors(t, "AddOuterFlatNonzero", tab.flat, want)
	for i, row := range tab.rows {
		sameVectors(t, "AddOuterNonzero", row, want[i*tab.stride:i*tab.stride+n])
	}
}

func sameVectors(t *testing.T, name string, got, want []float64) {
	t.Helper()
	for i := range want {
		if !same(got[i], want[i]) {
			t.Fatalf("%s: [%d] = %v, want %v", name, i, got[i], want[i])
		}
	}
}

// A matrix may have the same row twice.
func TestSameRows(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(15, 16))
		for range 200 {
			n := rng.IntN(20)
			rows := make([][]float64, rng.IntN(10))
			memory := make([]float64, 4*n)
			fill(rng, memory, 0)
			which := make([]int, len(rows))
			for i := range which {
				which[i] = rng.IntN(4)
				rows[i] = memory[which[i]*n : (which[i]+1)*n]
			}
			a, x := make([]float64, len(rows)), make([]float64, n)
			fill(rng, a, 0)
			fill(rng, x, 0)
			want := append([]float64(nil), memory...)
			for range 2 {
				for i := range rows {
					for j := range x {
						want[which[i]*n+j] += a[i] * x[j]
					}
				}
			}
			AddOuter(rows, a, x)
			AddOuterNonzero(rows, a, x)
			sameVectors(t, "AddOuter and AddOuterNonzero", memory, want)
		}
	})
}

func abs(x float64) float64 { return max(x, -x) }

// Shapes that do not fit are a panic, and nothing is written before it.
func TestMatrixShapes(t *testing.T) {
	ones := func(n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = 1
		}
		return v
	}
	ragged := func() [][]float64 { return [][]float64{ones(3), ones(3), ones(3), ones(3), ones(2)[:2:2], ones(3)} }
	for _, c := range []struct {
		name string
		call func(out []float64)
	}{
		{"MulVec, short row", func(out []float64) { MulVec(out, ragged(), ones(3)) }},
		{"MulVec, short y", func(out []float64) { MulVec(out[:2], [][]float64{ones(3), ones(3), ones(3)}, ones(3)) }},
		{"MulVecT, short row", func(out []float64) { MulVecT(out[:3], ragged(), ones(6)) }},
		{"MulVecT, short x", func(out []float64) { MulVecT(out[:2], [][]float64{ones(3), ones(3)}, ones(2)[:1]) }},
		{"AddOuter, short row", func(out []float64) { AddOuter([][]float64{out[:3], out[3:5]}, ones(2), ones(3)) }},
		{"AddOuter, short a", func(out []float64) { AddOuter([][]float64{out[:3], out[3:6]}, ones(2)[:1], ones(3)) }},
		{"MulVecFlat, short matrix", func(out []float64) { MulVecFlat(out[:5], ones(15)[:14], 3, ones(3)) }},
		{"MulVecFlat, huge stride", func(out []float64) { MulVecFlat(out[:5], ones(15), 1<<62, ones(3)) }},
		{"MulVecTFlat, short matrix", func(out []float64) { MulVecTFlat(out[:3], ones(15)[:14], 3, ones(5)) }},
		{"MulVecTFlat, stride of overlapping rows", func(out []float64) { MulVecTFlat(out[:3], ones(15), 2, ones(5)) }},
		{"AddOuterFlat, short matrix", func(out []float64) { AddOuterFlat(out, 3, ones(5), ones(3)) }},
	} {
		out := ones(14)
		mustPanic(t, c.name, func() { c.call(out) })
		for i, x := range out {
			if x != 1 {
				t.Errorf("%s: wrote %d before it panicked", c.name, i)
			}
		}
	}
}

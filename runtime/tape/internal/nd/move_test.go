package nd

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestBroadcastTo(t *testing.T) {
	check(t, func(t *rapid.T) {
		dst, src, _ := drawOperands(t)
		BroadcastTo(dst.data, dst.shape, src.data, src.shape)
		want := []float64{}
		for _, index := range indexes(dst.shape) {
			want = append(want, src.at(index))
		}
		alike(t, dst.data, want)
	})
}

func TestSumTo(t *testing.T) {
	check(t, func(t *rapid.T) {
		shape := drawShape(t, "shape")
		src, dst := drawArray(t, shape, "src"), fresh(drawFrom(t, shape, "dst")...)
		want := make([]float64, len(dst.data))
		for _, index := range indexes(shape) {
			want[dst.flat(index)] += src.at(index)
		}
		SumTo(dst.data, dst.shape, src.data, src.shape)
		alike(t, dst.data, want)
	})
}

func TestTranspose(t *testing.T) {
	check(t, func(t *rapid.T) {
		src := drawArray(t, drawShape(t, "shape"), "src")
		testTranspose(t, src, drawPerm(t, len(src.shape)))
	})
}

// Matrices larger than the squares that they are transposed in.
func TestTransposeLarge(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3*tile)
		src := drawArray(t, []int{n.Draw(t, "rows"), 2, n.Draw(t, "columns")}, "src")
		testTranspose(t, src, drawPerm(t, 3))
	})
}

func drawPerm(t *rapid.T, rank int) []int {
	perm := make([]int, rank)
	for i := range perm {
		perm[i] = i
	}
	return rapid.Permutation(perm).Draw(t, "perm")
}

func testTranspose(t *rapid.T, src array, perm []int) {
	shape := []int{}
	for _, axis := range perm {
		shape = append(shape, src.shape[axis])
	}
	dst := fresh(shape...)
	Transpose(dst.data, src.data, src.shape, perm)
	for _, index := range indexes(src.shape) {
		to := []int{}
		for _, axis := range perm {
			to = append(to, index[axis])
		}
		if got, want := dst.at(to), src.at(index); got != want {
			t.Fatalf("element %v is %v, want %v", to, got, want)
		}
	}
}

// drawPart draws the part of an array of that shape that Slice takes.
func drawPart(t *rapid.T, shape []int) (starts, sizes, steps []int) {
	for _, n := range shape {
		size := rapid.IntRange(0, n).Draw(t, "size")
		step := rapid.IntRange(1, max(1, n)).Draw(t, "step")
		for (size-1)*step >= n {
			step--
		}
		start := 0
		if n > 0 {
			start = rapid.IntRange(0, n-1-max(0, size-1)*step).Draw(t, "start")
		}
		if rapid.Bool().Draw(t, "backwards") {
			start, step = start+max(0, size-1)*step, -step
		}
		starts, sizes, steps = append(starts, start), append(sizes, size), append(steps, step)
	}
	return starts, sizes, steps
}

func TestSlice(t *testing.T) {
	check(t, func(t *rapid.T) {
		src := drawArray(t, drawShape(t, "shape"), "src")
		starts, sizes, steps := drawPart(t, src.shape)
		dst := fresh(sizes...)
		added := drawArray(t, src.shape, "added to")
		sums := append([]float64{}, added.data...)
		part := drawArray(t, sizes, "part")
		want := []float64{}
		for _, index := range indexes(sizes) {
			from := []int{}
			for i, at := range index {
				from = append(from, starts[i]+at*steps[i])
			}
			want = append(want, src.at(from))
			sums[src.flat(from)] += part.at(index)
		}
		Slice(dst.data, src.data, src.shape, starts, sizes, steps)
		alike(t, dst.data, want)
		SliceAdd(added.data, part.data, src.shape, starts, sizes, steps)
		alike(t, added.data, sums)
	})
}

func TestFlip(t *testing.T) {
	check(t, func(t *rapid.T) {
		src, axis := drawWithAxis(t)
		dst := fresh(src.shape...)
		Flip(dst.data, src.data, src.shape, axis)
		want := []float64{}
		for _, index := range indexes(src.shape) {
			index[axis] = src.shape[axis] - 1 - index[axis]
			want = append(want, src.at(index))
		}
		alike(t, dst.data, want)
	})
}

// drawWithAxis draws an array of rank 1 or more, and an axis.
func drawWithAxis(t *rapid.T) (array, int) {
	src := drawArray(t, drawShapeRank(t, rapid.IntRange(1, 4).Draw(t, "rank"), "shape"), "src")
	return src, rapid.IntRange(0, len(src.shape)-1).Draw(t, "axis")
}

// withAxis is shape with another length at axis.
func withAxis(shape []int, axis, n int) []int {
	shape = append([]int{}, shape...)
	shape[axis] = n
	return shape
}

func TestGather(t *testing.T) {
	check(t, func(t *rapid.T) {
		src, axis := drawWithAxis(t)
		var at []int
		if n := src.shape[axis]; n > 0 {
			at = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 12).Draw(t, "indexes")
		}
		dst := fresh(withAxis(src.shape, axis, len(at))...)
		added := drawArray(t, src.shape, "added to")
		sums := append([]float64{}, added.data...)
		part := drawArray(t, dst.shape, "part")
		want := []float64{}
		for _, index := range indexes(dst.shape) {
			v := part.at(index)
			index[axis] = at[index[axis]]
			want = append(want, src.at(index))
			sums[src.flat(index)] += v
		}
		Gather(dst.data, src.data, src.shape, axis, at)
		alike(t, dst.data, want)
		ScatterAdd(added.data, part.data, src.shape, axis, at)
		alike(t, added.data, sums)
	})
}

func TestPad(t *testing.T) {
	check(t, func(t *rapid.T) {
		src := drawArray(t, drawShape(t, "shape"), "src")
		var before, after, shape []int
		for _, n := range src.shape {
			b, a := rapid.IntRange(0, 3).Draw(t, "before"), rapid.IntRange(0, 3).Draw(t, "after")
			before, after, shape = append(before, b), append(after, a), append(shape, b+n+a)
		}
		dst := fresh(shape...)
		Pad(dst.data, src.data, src.shape, before, after, 77)
		want := []float64{}
		for _, index := range indexes(shape) {
			inside := true
			for i := range index {
				index[i] -= before[i]
				inside = inside && 0 <= index[i] && index[i] < src.shape[i]
			}
			if v := 77.0; inside {
				want = append(want, src.at(index))
			} else {
				want = append(want, v)
			}
		}
		alike(t, dst.data, want)
	})
}

func TestConcat(t *testing.T) {
	check(t, func(t *rapid.T) {
		like, axis := drawWithAxis(t)
		var parts [][]float64
		var shapes [][]int
		n := 0
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			part := drawArray(t, withAxis(like.shape, axis, rapid.IntRange(0, 3).Draw(t, "length")), "part")
			parts, shapes = append(parts, part.data), append(shapes, part.shape)
			n += part.shape[axis]
		}
		dst := fresh(withAxis(like.shape, axis, n)...)
		Concat(dst.data, axis, parts, shapes)
		want := []float64{}
		for _, index := range indexes(dst.shape) {
			i := 0
			for ; index[axis] >= shapes[i][axis]; i++ {
				index[axis] -= shapes[i][axis]
			}
			want = append(want, array{parts[i], shapes[i]}.at(index))
		}
		alike(t, dst.data, want)
	})
}

func TestFill(t *testing.T) {
	a := []float64{1, 2, 3}
	Fill(a[:2], math.Pi)
	if a[0] != math.Pi || a[1] != math.Pi || a[2] != 3 {
		t.Error(a)
	}
}

package nd

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// project is the index without the axes that are reduced.
func project(index []int, in []bool) []int {
	rest := []int{}
	for i, at := range index {
		if !in[i] {
			rest = append(rest, at)
		}
	}
	return rest
}

// drawReduction draws an array, the axes to reduce, and a destination. groups are the places of the elements that go into each result.
func drawReduction(t *rapid.T) (src array, axes uint64, dst array, groups [][]int) {
	shape := drawShape(t, "shape")
	if len(shape) > 0 && len(shape) < 3 && rapid.IntRange(0, 3).Draw(t, "long") == 0 {
		shape[rapid.IntRange(0, len(shape)-1).Draw(t, "long axis")] = rapid.IntRange(10, 300).Draw(t, "length")
	}
	src = drawArray(t, shape, "src")
	axes, in := drawAxes(t, len(src.shape))
	dst = fresh(ReducedShape(nil, src.shape, axes, false)...)
	groups = make([][]int, len(dst.data))
	for _, index := range indexes(src.shape) {
		at := dst.flat(project(index, in))
		groups[at] = append(groups[at], src.flat(index))
	}
	return src, axes, dst, groups
}

// fold reduces each group.
func fold(src array, groups [][]int, start float64, f func(acc, v float64) float64) []float64 {
	want := []float64{}
	for _, group := range groups {
		acc := start
		for _, i := range group {
			acc = f(acc, src.data[i])
		}
		want = append(want, acc)
	}
	return want
}

// spoil puts special values in some places.
func spoil(t *rapid.T, a array) {
	special := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), 1000, -1000}
	often := rapid.SampledFrom([]uint64{0, 0, 3, 10, 100}).Draw(t, "often")
	seed := rapid.Uint64Range(1, 1<<40).Draw(t, "special seed")
	for i := range a.data {
		seed = seed*6364136223846793005 + 1442695040888963407
		if seed>>33%100 < often {
			a.data[i] = special[seed>>50%uint64(len(special))]
		}
	}
}

func TestSum(t *testing.T) {
	check(t, func(t *rapid.T) {
		src, axes, dst, groups := drawReduction(t)
		Sum(dst.data, src.data, src.shape, axes)
		alike(t, dst.data, fold(src, groups, 0, func(acc, v float64) float64 { return acc + v }))
	})
}

func TestProd(t *testing.T) {
	check(t, func(t *rapid.T) {
		src, axes, dst, groups := drawReduction(t)
		for i := range src.data {
			src.data[i] = 1 + src.data[i]/64
		}
		Prod(dst.data, src.data, src.shape, axes)
		closeTo(t, dst.data, fold(src, groups, 1, func(acc, v float64) float64 { return acc * v }))
	})
}

func TestMaxMin(t *testing.T) {
	tests := []struct {
		name  string
		do    func(dst []float64, arg []int32, src []float64, shape []int, axes uint64)
		f     func(x, y float64) float64
		empty float64
	}{
		{"Max", Max, math.Max, math.Inf(-1)},
		{"Min", Min, math.Min, math.Inf(1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, func(t *rapid.T) {
				src, axes, dst, groups := drawReduction(t)
				spoil(t, src)
				arg := make([]int32, len(dst.data))
				tt.do(dst.data, arg, src.data, src.shape, axes)
				for i, want := range fold(src, groups, tt.empty, tt.f) {
					first := -1
					for _, j := range groups[i] {
						if same(src.data[j], want) {
							first = j
							break
						}
					}
					if !same(dst.data[i], want) || int(arg[i]) != first {
						t.Fatalf("result %d is %v at %d, want %v at %d", i, dst.data[i], arg[i], want, first)
					}
				}
			})
		})
	}
}

func TestCumSum(t *testing.T) {
	check(t, func(t *rapid.T) {
		src := drawArray(t, drawShapeRank(t, rapid.IntRange(1, 4).Draw(t, "rank"), "shape"), "src")
		axis := rapid.IntRange(0, len(src.shape)-1).Draw(t, "axis")
		reverse := rapid.Bool().Draw(t, "reverse")
		want := []float64{}
		for _, index := range indexes(src.shape) {
			from, to := 0, index[axis]
			if reverse {
				from, to = index[axis], src.shape[axis]-1
			}
			s := 0.0
			for i := from; i <= to; i++ {
				index[axis] = i
				s += src.at(index)
			}
			want = append(want, s)
		}
		dst := fresh(src.shape...)
		CumSum(dst.data, src.data, src.shape, axis, reverse)
		alike(t, dst.data, want)
		CumSum(src.data, src.data, src.shape, axis, reverse)
		alike(t, src.data, want)
	})
}

func TestLogSumExp(t *testing.T) {
	check(t, func(t *rapid.T) {
		src, axes, dst, groups := drawReduction(t)
		spoil(t, src)
		LogSumExp(dst.data, src.data, src.shape, axes)
		want := []float64{}
		for _, group := range groups {
			want = append(want, logSumExpReference(src, group))
		}
		closeTo(t, dst.data, want)
	})
}

// logSumExpReference adds up one element at a time: log(eᵃ+eᵇ) = max + log1p(exp(min-max)).
func logSumExpReference(src array, group []int) float64 {
	acc := math.Inf(-1)
	for _, i := range group {
		v := src.data[i]
		switch {
		case math.IsNaN(acc) || math.IsNaN(v):
			acc = math.NaN()
		case math.IsInf(acc, 1) || math.IsInf(v, 1):
			acc = math.Inf(1)
		case math.IsInf(acc, -1):
			acc = v
		case !math.IsInf(v, -1):
			acc = max(acc, v) + math.Log1p(math.Exp(min(acc, v)-max(acc, v)))
		}
	}
	return acc
}

func TestSoftmax(t *testing.T) {
	check(t, func(t *rapid.T) {
		shape := drawShapeRank(t, rapid.IntRange(1, 4).Draw(t, "rank"), "shape")
		if rapid.IntRange(0, 3).Draw(t, "long") == 0 {
			shape[len(shape)-1] = rapid.IntRange(10, 40).Draw(t, "length")
		}
		src := drawArray(t, shape, "src")
		spoil(t, src)
		axis := rapid.IntRange(0, len(src.shape)-1).Draw(t, "axis")
		want := []float64{}
		for _, index := range indexes(src.shape) {
			v := src.at(index)
			var s float64 // Σ exp(other - v) = 1/softmax
			bad, finite := false, false
			for i := range src.shape[axis] {
				index[axis] = i
				other := src.at(index)
				bad = bad || math.IsNaN(other) || math.IsInf(other, 1)
				finite = finite || !math.IsInf(other, 0)
				s += math.Exp(other - v)
			}
			switch {
			case bad || !finite:
				want = append(want, math.NaN())
			case math.IsInf(v, -1):
				want = append(want, 0)
			default:
				want = append(want, 1/s)
			}
		}
		dst := fresh(src.shape...)
		Softmax(dst.data, src.data, src.shape, axis)
		closeTo(t, dst.data, want)
		Softmax(src.data, src.data, src.shape, axis)
		closeTo(t, src.data, want)
	})
}

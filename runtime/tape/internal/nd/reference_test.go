package nd

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// An array is what the tests draw.
type array struct {
	data  []float64
	shape []int
}

// The references of the tests address one element at a time, by its index along every axis, and know no strides.

// at is the element at an index, which is aligned at the last axes; where the array has one element or no axis, it is repeated.
func (a array) at(index []int) float64 {
	return a.data[a.flat(index)]
}

// flat is the place in memory of the element at an index, as for at.
func (a array) flat(index []int) int {
	index = index[len(index)-len(a.shape):]
	f := 0
	for i, n := range a.shape {
		f *= n
		if n != 1 {
			if index[i] >= n {
				panic(fmt.Sprintf("index %v of shape %v", index, a.shape))
			}
			f += index[i]
		}
	}
	return f
}

// indexes are all indexes of a shape in row-major order.
func indexes(shape []int) [][]int {
	all := [][]int{{}}
	for _, n := range shape {
		var longer [][]int
		for _, index := range all {
			for i := range n {
				longer = append(longer, append(append([]int{}, index...), i))
			}
		}
		all = longer
	}
	return all
}

// fresh is an array with the contents that a destination must not depend on.
func fresh(shape ...int) array {
	a := array{make([]float64, Size(shape)), shape}
	Fill(a.data, math.NaN())
	return a
}

// drawShape draws a shape of rank 0 to 4, with empty axes and axes of one element.
func drawShape(t *rapid.T, label string) []int {
	return drawShapeRank(t, rapid.IntRange(0, 4).Draw(t, label+" rank"), label)
}

func drawShapeRank(t *rapid.T, rank int, label string) []int {
	shape := make([]int, rank)
	for i := range shape {
		shape[i] = rapid.SampledFrom([]int{1, 2, 3, 1, 4, 2, 3, 9, 0}).Draw(t, label)
	}
	return shape
}

// drawArray draws elements that are small multiples of 1/8, so that sums and products of a few are exact in any order.
func drawArray(t *rapid.T, shape []int, label string) array {
	a := array{make([]float64, Size(shape)), shape}
	seed := rapid.Uint64Range(1, 1<<40).Draw(t, label+" seed")
	for i := range a.data {
		seed = seed*6364136223846793005 + 1442695040888963407
		a.data[i] = float64(int(seed>>33%65)-32) / 8
	}
	return a
}

// drawFrom draws a shape that is broadcast to shape.
func drawFrom(t *rapid.T, shape []int, label string) []int {
	from := append([]int{}, shape[rapid.IntRange(0, len(shape)).Draw(t, label+" axes missing"):]...)
	for i := range from {
		if rapid.IntRange(0, 2).Draw(t, label+" repeated") == 0 {
			from[i] = 1
		}
	}
	return from
}

// drawAxes draws a set of axes, as bits and as booleans.
func drawAxes(t *rapid.T, rank int) (uint64, []bool) {
	bits := rapid.Uint64Range(0, 1<<rank-1).Draw(t, "axes")
	in := make([]bool, rank)
	for i := range in {
		in[i] = bits>>i&1 != 0
	}
	return bits, in
}

// same reports whether two floats are the same, zeros by sign, NaN alike.
func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

// alike fails unless got has the elements of want.
func alike(t *rapid.T, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d elements, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] && !same(got[i], want[i]) {
			t.Fatalf("element %d is %v, want %v\n got %v\nwant %v", i, got[i], want[i], got, want)
		}
	}
}

// closeTo fails unless got has the elements of want within rounding.
func closeTo(t *rapid.T, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d elements, want %d", len(got), len(want))
	}
	for i := range want {
		if !same(got[i], want[i]) && !(math.Abs(got[i]-want[i]) <= 1e-13*(1+math.Abs(want[i]))) {
			t.Fatalf("element %d is %v, want %v\n got %v\nwant %v", i, got[i], want[i], got, want)
		}
	}
}

// check runs a property.
func check(t *testing.T, property func(t *rapid.T)) {
	t.Helper()
	t.Parallel()
	rapid.Check(t, property)
}

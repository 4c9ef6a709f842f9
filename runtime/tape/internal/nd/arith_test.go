package nd

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestArithmetic(t *testing.T) {
	tests := []struct {
		name string
		do   func(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int)
		f    func(x, y float64) float64
	}{
		{"Add", Add, func(x, y float64) float64 { return x + y }},
		{"Sub", Sub, func(x, y float64) float64 { return x - y }},
		{"Mul", Mul, func(x, y float64) float64 { return x * y }},
		{"Div", Div, func(x, y float64) float64 { return x / y }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, func(t *rapid.T) {
				dst, a, b := drawOperands(t)
				tt.do(dst.data, dst.shape, a.data, a.shape, b.data, b.shape)
				alike(t, dst.data, elementwise(dst.shape, a, b, tt.f))
			})
		})
		t.Run(tt.name+" in place", func(t *testing.T) {
			check(t, func(t *rapid.T) {
				dst, a, b := drawOperands(t)
				want := elementwise(dst.shape, a, b, tt.f)
				into := a
				if rapid.Bool().Draw(t, "right") {
					into = b
				}
				if !Equal(into.shape, dst.shape) {
					t.Skip("not the shape of the result")
				}
				tt.do(into.data, dst.shape, a.data, a.shape, b.data, b.shape)
				alike(t, into.data, want)
			})
		})
	}
}

func TestBinary(t *testing.T) {
	check(t, func(t *rapid.T) {
		dst, a, b := drawOperands(t)
		calls := 0
		f := func(x, y float64) float64 { return x*100 + y }
		Binary(dst.data, dst.shape, a.data, a.shape, b.data, b.shape, func(x, y float64) float64 { calls++; return f(x, y) })
		alike(t, dst.data, elementwise(dst.shape, a, b, f))
		if calls != len(dst.data) {
			t.Fatalf("%d calls for %d elements", calls, len(dst.data))
		}
	})
}

// drawOperands draws a result and two arrays that are broadcast to it.
func drawOperands(t *rapid.T) (dst, a, b array) {
	shape := drawShape(t, "shape")
	return fresh(shape...), drawArray(t, drawFrom(t, shape, "a"), "a"), drawArray(t, drawFrom(t, shape, "b"), "b")
}

// elementwise is f of a and b, element by element.
func elementwise(shape []int, a, b array, f func(x, y float64) float64) []float64 {
	want := []float64{}
	for _, index := range indexes(shape) {
		want = append(want, f(a.at(index), b.at(index)))
	}
	return want
}

// Long rows, where gonum's kernels and the ends of unrolled loops matter.
func TestVectors(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 70).Draw(t, "n")
		x, y := drawArray(t, []int{n}, "x"), drawArray(t, []int{n}, "y")
		alpha := float64(rapid.IntRange(-8, 8).Draw(t, "alpha")) / 4
		total := 0.0
		var add, axpy, scaled, negative []float64
		for i := range n {
			total += x.data[i]
			add = append(add, y.data[i]+x.data[i])
			axpy = append(axpy, y.data[i]+alpha*x.data[i])
			scaled = append(scaled, alpha*x.data[i])
			negative = append(negative, -x.data[i])
		}
		z := []float64{math.NaN()}
		Sum(z, x.data, x.shape, 1)
		alike(t, z, []float64{total})
		z = append(z[:0], y.data...)
		AddInto(z, x.data)
		alike(t, z, add)
		copy(z, y.data)
		Axpy(alpha, x.data, z)
		alike(t, z, axpy)
		Scale(z, alpha, x.data)
		alike(t, z, scaled)
		Unary(z, x.data, func(x float64) float64 { return -x })
		alike(t, z, negative)
		Unary(x.data, x.data, func(x float64) float64 { return -x })
		alike(t, x.data, negative)
	})
}

func TestEach(t *testing.T) {
	check(t, func(t *rapid.T) {
		shape := drawShape(t, "shape")
		a, b := array{shape: shape}, array{shape: drawFrom(t, shape, "b")}
		all := indexes(shape)
		i := 0
		Each(shape, [][]int{Strides(nil, shape), BroadcastStrides(nil, shape, b.shape)}, func(o []int) {
			if fmt.Sprint(o) != fmt.Sprint([]int{a.flat(all[i]), b.flat(all[i])}) {
				t.Fatalf("offsets %v at %v", o, all[i])
			}
			i++
		})
		if i != len(all) {
			t.Fatalf("%d calls, want %d", i, len(all))
		}
	})
}

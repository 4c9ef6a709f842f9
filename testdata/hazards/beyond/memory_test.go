package beyond

import (
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestDoubleBuffer(t *testing.T) {
	for steps := range 5 {
		check.Grad(t, check.Case{F: doubleBuffer, G: doubleBufferGrad, Args: check.In([]float64{1, -0.5, 0.7}, 0.3, steps)})
	}
	// One of one element: v + k*v^2, and half of v.
	check.Grad(t, check.Case{F: doubleBuffer, G: doubleBufferGrad, Args: check.In([]float64{2}, 0.3, 1), Want: []float64{1 + 1.2 + 0.5, 4}})
}

func TestSharedAfterCopy(t *testing.T) {
	// With m2 = m*k: pos is (v*m2 + m)*m2, and the result pos*(m2+7).
	v, m, k := 1.5, 0.8, 1.2
	m2 := m * k
	pos := (v*m2 + m) * m2
	dm2 := (2*v*m2+m)*(m2+7) + pos
	want := []float64{m2 * m2 * (m2 + 7), dm2*k + m2*(m2+7), dm2 * m}
	check.Grad(t, check.Case{F: sharedAfterCopy, G: sharedAfterCopyGrad, Args: check.In(particle{Pos: []float64{v}, Mass: m}, k), Want: want})
}

func TestReturnsArgument(t *testing.T) {
	// One: s = 1 + v, and v^2 left in x.
	check.Grad(t, check.Case{F: returnsArgument, G: returnsArgumentGrad, Args: check.In([]float64{3}), Want: []float64{7}})
	for _, x := range [][]float64{nil, {1, 2}, {0.5, -1, 0.25}} {
		check.Grad(t, check.Case{F: returnsArgument, G: returnsArgumentGrad, Args: check.In(x)})
	}
}

func TestSlicesOfPointers(t *testing.T) {
	// s = a^2 + a^2 + (a^4+2), times b^2.
	a, b := 1.1, -0.7
	s := 2*a*a + a*a*a*a + 2
	check.Grad(t, check.Case{F: slicesOfPointers, G: slicesOfPointersGrad, Args: check.In([]float64{a, b}), Want: []float64{(4*a + 4*a*a*a) * b * b, 2 * b * s}})
}

func TestElementPointers(t *testing.T) {
	args := func() []any {
		return []any{[]segment{
			{Ends: [2]point{{1, 2}, {0.5, -1}}, Mid: &point{3, 4}},
			{Ends: [2]point{{-1, 0.3}, {2, 0.7}}},
			{Ends: [2]point{{0.2, -2}, {1.5, 1}}, Mid: &point{}},
		}, 0.6}
	}
	check.Grad(t, check.Case{F: elementPointers, G: elementPointersGrad, Args: args, Rewired: true})
}

func TestArraySliced(t *testing.T) {
	// a becomes x^2, x^4, x^2: x^2*x^4 + x^2*(x^2+1) + 0.
	x := 1.3
	check.Grad(t, check.Case{F: arraySliced, G: arraySlicedGrad, Args: check.In(x), Want: []float64{6*math.Pow(x, 5) + 4*x*x*x + 2*x}})
}

func TestPivots(t *testing.T) {
	// One by one: a + b/a.
	check.Grad(t, check.Case{F: pivots, G: pivotsGrad, Args: check.In([][]float64{{4}}, []float64{3}), Want: []float64{1 - 3.0/16, 0.25}})
	for _, a := range [][][]float64{
		{{1, 2}, {3, 4}},
		{{4, 1}, {1, 3}},
		{{0.1, 2, -1}, {3, -0.5, 0.7}, {1, 5, 2}},
	} {
		check.Grad(t, check.Case{F: pivots, G: pivotsGrad, Args: check.In(a, []float64{1, -2, 0.5}[:len(a):len(a)]), Rewired: true})
	}
}

func TestMovingIndices(t *testing.T) {
	check.Grad(t, check.Case{F: movingIndices, G: movingIndicesGrad, Args: check.In([]float64{0.5, -1.2, 0.8, 0.3}, []int{0, 2, 2, 3}, []bool{true, false, true, false})})
	check.Grad(t, check.Case{F: movingIndices, G: movingIndicesGrad, Args: check.In([]float64{0.5, -1.2}, []int{}, []bool{}), Want: []float64{0, 0}})
	// One index over two elements: ((x1+1)*-x0^2 + 1)*x0 + 1 from index 1.
	a, b := 0.5, -1.2
	check.Grad(t, check.Case{F: movingIndices, G: movingIndicesGrad, Args: check.In([]float64{a, b}, []int{1}, []bool{false}), Want: []float64{-3*(b+1)*a*a + 1, -a * a * a}})
}

func TestCountsOnce(t *testing.T) {
	x := []float64{0.5, 1.5, 2}
	n := 4.0 // the name is "a++" in the end
	check.Grad(t, check.Case{F: countsOnce, G: countsOnceGrad, Wrt: []int{0}, Args: check.In(x, &tally{Count: 5, Name: "a", History: []int{1, 2}}),
		Want: []float64{6 * n * math.Exp(0.5), 7 * n * math.Exp(1.5), 8 * n * math.Exp(2)}})
}

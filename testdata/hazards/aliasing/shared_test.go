package aliasing

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH38_SameTwice(t *testing.T) {
	a, b := 1.5, -0.5
	check.Grad(t, check.Case{F: h38SameTwice, G: h38SameTwiceGrad, Args: check.In([]float64{a}, []float64{b}), Want: []float64{b*b + 4*a, 2 * a * b}})
	// One slice for both: the two destinations add up to the derivative of a^3 + 2a^2.
	same := func() []any { x := []float64{a, b}; return []any{x, x} }
	check.Grad(t, check.Case{F: h38SameTwice, G: h38SameTwiceGrad, Args: same, Want: []float64{3*a*a + 4*a, 3*b*b + 4*b}})
}

// The destinations of one slice that is given twice, or of two that overlap, hold the sum of both derivatives.
func TestH38_FirstContributions(t *testing.T) {
	a, b, c := 1.5, -0.5, 2.0
	apart := check.In([]float64{a, b, c}, []float64{c, a, b})
	same := func() []any { x := []float64{a, b, c}; return []any{x, x} }
	shifted := func() []any { x := []float64{a, b, c, 0.75}; return []any{x[:3], x[1:]} }
	for _, args := range []func() []any{apart, same, shifted} {
		check.Grad(t, check.Case{F: h38Elements, G: h38ElementsGrad, Args: args})
		check.Grad(t, check.Case{F: h38Loops, G: h38LoopsGrad, Args: args})
	}
	check.Grad(t, check.Case{F: h38Elements, G: h38ElementsGrad, Args: same, Want: []float64{2*a*b + b, a*a + a, 2 * c}})
	check.Grad(t, check.Case{F: h38Loops, G: h38LoopsGrad, Args: same, Want: []float64{2*a + 3*a*a, 2*b + 3*b*b, 2*c + 3*c*c}})
}

func TestH39_OverlappingSubslices(t *testing.T) {
	a, b := 1.5, -0.5
	check.Grad(t, check.Case{F: h39OverlappingSubslices, G: h39OverlappingSubslicesGrad, Args: check.In([]float64{a, b, 2}), Want: []float64{b + 2*a, a + 1, 1}})
	for _, x := range [][]float64{{1, 2}, {1, 2, 3, 4}, {0.5, -1, 0.25, 2, 0.75, 1.5, -0.3}} {
		check.Grad(t, check.Case{F: h39OverlappingSubslices, G: h39OverlappingSubslicesGrad, Args: check.In(x)})
	}
}

func TestH39_Written(t *testing.T) {
	check.Grad(t, check.Case{F: h39Written, G: h39WrittenGrad, Args: check.In([]float64{2, 3}, []float64{5, 7}), Want: []float64{5, 14, 2, 6}})
	overlap := func() []any { x := []float64{1.5, -0.5, 2}; return []any{x[1:], x[:2]} }
	like := func([]any) []any { d := make([]float64, 3); return []any{d[1:], d[:2]} }
	// a*b + 2*a*b*c, in the order b, c, a.
	check.Grad(t, check.Case{F: h39Written, G: h39WrittenGrad, Args: overlap, Like: like, Want: []float64{1.5 + 2*1.5*2, 2 * 1.5 * -0.5, -0.5 + 2*-0.5*2}})
	same := func() []any { x := []float64{1.5, -0.5, 2}; return []any{x, x} }
	one := func([]any) []any { d := make([]float64, 3); return []any{d, d} }
	check.Grad(t, check.Case{F: h39Written, G: h39WrittenGrad, Args: same, Like: one, Want: []float64{3, -2, 12}})
}

// The arguments overlap and the destinations do not: no number would be right.
func TestH39_DestinationsMustOverlap(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("want a panic")
		}
	}()
	x := []float64{1.5, -0.5, 2}
	h39WrittenGrad(make([]float64, 2), make([]float64, 2), x[1:], x[:2])
}

func TestH46_SharedRows(t *testing.T) {
	v := 0.6
	check.Grad(t, check.Case{F: h46SharedRows, G: h46SharedRowsGrad, Args: check.In([]float64{v}, 1), Want: []float64{2*v + 4*v*v*v}})
	check.Grad(t, check.Case{F: h46SharedRows, G: h46SharedRowsGrad, Args: check.In([]float64{}, 0), Want: []float64{}})
	check.Grad(t, check.Case{F: h46SharedRows, G: h46SharedRowsGrad, Args: check.In([]float64{0.5, -0.3, 0.8}, 3)})
}

func TestH47_PointerInBranch(t *testing.T) {
	a, b := 1.5, -0.5
	x := []float64{a, b}
	// Outside of x: (a + a^2 + b^2)(a+1).
	check.Grad(t, check.Case{F: h47PointerInBranch, G: h47PointerInBranchGrad, Args: check.In(x, -1), Want: []float64{(1+2*a)*(a+1) + a + a*a + b*b, 2 * b * (a + 1)}})
	// x[1] becomes c = b^2+a: c + a^2 + c^2.
	c := b*b + a
	check.Grad(t, check.Case{F: h47PointerInBranch, G: h47PointerInBranchGrad, Args: check.In(x, 1), Want: []float64{1 + 2*a + 2*c, (1 + 2*c) * 2 * b}})
	check.Grad(t, check.Case{F: h47PointerInBranch, G: h47PointerInBranchGrad, Args: check.In(x, 0)})
}

func TestH48_PointerToLarger(t *testing.T) {
	// One round on x[0]: (a/2+c/4)^2 + b*c.
	a, b, c := 3.0, 1.0, 2.0
	a1 := a/2 + c/4
	check.Grad(t, check.Case{F: h48PointerToLarger, G: h48PointerToLargerGrad, Args: check.In([]float64{a, b, c}, 1), Want: []float64{a1, c, a1/2 + b}})
	for _, rounds := range []int{0, 2, 5, 9} {
		check.Grad(t, check.Case{F: h48PointerToLarger, G: h48PointerToLargerGrad, Args: check.In([]float64{a, b, c}, rounds)})
	}
	// At a tie it is the second: a^2 + (b/2+c/4)*c.
	check.Grad(t, check.Case{F: h48PointerToLarger, G: h48PointerToLargerGrad, Args: check.In([]float64{2, 2, 4}, 1), Kink: true, Want: []float64{4, 2, 3}})
}

// list makes a linked list.
func list(values ...float64) *node {
	var head *node
	for i := len(values) - 1; i >= 0; i-- {
		head = &node{values[i], head}
	}
	return head
}

func TestH49_LinkedList(t *testing.T) {
	x := 1.3
	for _, values := range [][]float64{nil, {2}, {1, -2, 0.5}} {
		want := make([]float64, len(values)+1)
		dx := 3 * x * x
		w, dw := 1.0, 0.0
		for k, v := range values {
			want[k] = w + 2*v*x
			dx += dw*v + v*v
			w, dw = w*x, dw*x+w
		}
		want[len(values)] = dx
		check.Grad(t, check.Case{F: h49LinkedList, G: h49LinkedListGrad, Args: func() []any { return []any{list(values...), x} }, Want: want})
		check.VJP(t, check.Case{F: h49LinkedList, G: h49LinkedListVJP, Args: func() []any { return []any{list(values...), x} }, Want: want})
	}
}

func TestH49_Reversed(t *testing.T) {
	for _, values := range [][]float64{nil, {2}, {1, -2, 0.5}} {
		want := make([]float64, len(values))
		for k, v := range values {
			want[k] = 2 * v * float64(len(values)-k)
		}
		check.Grad(t, check.Case{F: h49Reversed, G: h49ReversedGrad, Args: func() []any { return []any{list(values...)} }, Rewired: true, Want: want})
		check.VJP(t, check.Case{F: h49Reversed, G: h49ReversedVJP, Args: func() []any { return []any{list(values...)} }, Rewired: true, Want: want})
	}
}

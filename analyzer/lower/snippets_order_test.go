//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

import "math"

// Order of evaluation, assignments of several values.

func bump(x []float64) float64 {
	x[0]++
	return x[0]
}

func sSwap(x []float64, n int) float64 {
	x[0], x[1] = x[1], x[0]
	a, b := x[0], x[1]
	a, b = b, a
	x[n], a = a, x[n]
	return a - 2*b
}

func sTuple(x []float64, n int) float64 {
	i := 1
	i, x[i] = 3, 100
	x[i], i = float64(i), 2
	x[0], x[1], x[2] = x[2]+x[0], x[0]*2, x[1]
	xs := x[1:]
	xs, xs[0] = x[2:], 7
	return xs[0] + float64(i)
}

func sRotate(x []float64, n int) float64 {
	for range n {
		x[0], x[1], x[2], x[3] = x[1], x[2], x[3], x[0]
	}
	return x[0]
}

func sIndexFirst(x []float64, n int) float64 {
	idx := []int{2, 1, 0}
	idx[0], x[idx[0]] = 1, 50
	x[idx[idx[0]]], idx[1] = 60, 5
	return float64(idx[0]*100 + idx[1])
}

func sCallOrder(x []float64, n int) float64 {
	a := x[0] + bump(x)
	b := bump(x) - bump(x)*x[0]
	c := pick(x[0], bump(x), x[0])
	x[int(bump(x))%3] = bump(x)
	return a + 10*b + 100*c
}

func pick(a, b, c float64) float64 { return a + 3*b + 7*c }

func sOpOrder(x []float64, n int) float64 {
	x[0] += bump(x)
	x[0] *= bump(x)
	x[1] -= x[0] * bump(x)
	s := 2.0
	s /= s + bump(x)
	return s
}

func sLogicOrder(x []float64, n int) float64 {
	s := 0.0
	if x[0] > 1 && bump(x) > 2 || bump(x) < 3 {
		s++
	}
	ok := n > 2 && bump(x) > 0 && !(bump(x) > 4 || bump(x) > 5)
	if ok == (bump(x) > 3) {
		s += 2
	}
	for x[0] < 9 && bump(x) < 8 {
		s += 0.25
	}
	if (x[0] > 5) == (bump(x) > x[0]) {
		s += 100
	}
	return s
}

func sLitOrder(x []float64, n int) float64 {
	v := []float64{x[0], bump(x), x[0]}
	w := [2]float64{x[0], bump(x)}
	p := &vec{x[0], bump(x)}
	return v[0] + 3*v[1] + 5*v[2] + 7*w[0] + 11*w[1] + 13*p.x + total([]float64{x[0], 2}, bump(x))
}

func total(v []float64, a float64) float64 { return v[0] + v[1]*a }

func sPureOrder(x []float64, n int) float64 {
	a := math.Sqrt(math.Abs(x[0])) + bump(x)
	b := max(x[0], 1) * bump(x)
	c := pick(math.Abs(x[0]), bump(x), min(x[0], 100))
	d := math.Abs(bump(x)) + x[0]
	return a + b*3 + c*7 + d*11
}

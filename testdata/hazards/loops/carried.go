package loops

import "math"

// h01MulAssign is x to the n. Trap: t *= x overwrites what its own adjoint reads.
//
//gograd:grad
func h01MulAssign(x float64, n int) float64 {
	t := 1.0
	for i := 0; i < n; i++ {
		t *= x
	}
	return t
}

// h02NestedProducts is a product of powers of row products. Trap: two products in flight, the inner one begun anew each time.
//
//gograd:grad
func h02NestedProducts(a [][]float64) float64 {
	outer := 1.0
	for _, row := range a {
		inner := 1.0
		for _, v := range row {
			inner *= v
			outer *= inner
		}
	}
	return outer
}

// h17ConstantLocal is a sum of 2*x[i]^2. Trap: the local is set to a constant each time round, so its adjoint must be dropped there.
//
//gograd:grad
func h17ConstantLocal(x []float64) float64 {
	s := 0.0
	c := 0.0
	for i := range x {
		s += c // what is left from the iteration before
		c = 2.0
		c *= x[i]
		s += c * x[i]
	}
	return s
}

// h18DivisorInPlace divides by a sum that grows. Trap: both the quotient and the divisor are overwritten while their adjoints need the old values.
//
//gograd:grad
func h18DivisorInPlace(x []float64, s float64) float64 {
	d := 1.0
	for _, v := range x {
		d += v * v
		s /= d
		d /= 1 + s
	}
	return s
}

// h19ActiveLate reads w before it becomes active. Trap: in the first iteration w is a constant, in all later ones it is not.
//
//gograd:grad
func h19ActiveLate(x float64, n int) float64 {
	s, w := 0.0, 3.0
	for i := 0; i < n; i++ {
		s += w * x
		w = s * 0.5
	}
	return s
}

// h20Pipeline delays x[i] by five iterations. Trap: activity has to go once through the loop for each stage, so one pass over the body doesn't find it.
//
//gograd:grad
func h20Pipeline(x []float64) float64 {
	var x1, x2, x3, x4, x5 float64
	s := 0.0
	for i := range x {
		s += x5 * x5
		x5 = x4
		x4 = x3
		x3 = x2
		x2 = x1
		x1 = x[i]
	}
	return s + x5*x1
}

// h21AccumulatorStartsInactive begins with an integer. Trap: an accumulator that is a constant at first is taken for one for good.
//
//gograd:grad
func h21AccumulatorStartsInactive(x []float64, n int) float64 {
	acc := float64(n)
	for i, v := range x {
		if i%2 == 0 {
			acc = acc*v + 1
		} else {
			acc = float64(i)
		}
	}
	return acc
}

// h22Clenshaw sums a Chebyshev series. Trap: three values move along at each step.
//
//gograd:grad
func h22Clenshaw(c []float64, x float64) float64 {
	b1, b2 := 0.0, 0.0
	for k := len(c) - 1; k >= 1; k-- {
		b1, b2 = 2*x*b1-b2+c[k], b1
	}
	return x*b1 - b2 + c[0]
}

// h23Swap is a recurrence by tuple assignment. Trap: all right-hand sides are read before any left-hand side is written.
//
//gograd:grad
func h23Swap(x float64, n int) float64 {
	a, b := 0.0, 1.0
	for i := 0; i < n; i++ {
		a, b = b, a+x*b
	}
	return b
}

// h30Million is a million steps of a contraction. Trap: whatever is kept for each step.
//
//gograd:grad
func h30Million(x float64, n int) float64 {
	t := 0.25
	for range n {
		t = 0.5*math.Sin(t) + x
	}
	return t
}

package aliasing

import "math"

// h34SquareChain squares x n times and adds up on the way. Trap: each value is gone with the next statement.
//
//gograd:grad
func h34SquareChain(x float64, n int) float64 {
	s := x
	for range n {
		x = x * x
		s += x
		x = x*0.5 + x/s
	}
	return s
}

// h35ChainedAssignment writes one element from one value several times over. Trap: three copies of one value, each changed on its own afterwards, and two writes in one statement of which the last counts.
//
//gograd:grad
func h35ChainedAssignment(x []float64, v float64) float64 {
	a := v * v
	b := a
	c := b
	b = a
	//lint:ignore SA4006 the first of the two writes to a is lost, and is to be
	a, b, a = b*2, c*3, a*5
	x[0], x[0] = a*x[0], b*x[0]
	c = x[0]
	return a + b*x[0] + c*c
}

// h36SwapElements reverses x, then sorts by one pass of exchanges. Trap: which elements were exchanged depends on the values.
//
//gograd:grad
func h36SwapElements(x, w []float64) float64 {
	for i, j := 0, len(x)-1; i < j; i, j = i+1, j-1 {
		x[i], x[j] = x[j], x[i]
	}
	for i := 1; i < len(x); i++ {
		if x[i-1] > x[i] {
			x[i-1], x[i] = x[i], x[i-1]
		}
	}
	s := 0.0
	for i := range x {
		s += w[i] * x[i] * x[i]
	}
	return s
}

// h37FirstWhileOverwritten scales by x[0], x[0] included. Trap: the factor changes when i is 0.
//
//gograd:grad
func h37FirstWhileOverwritten(x []float64) float64 {
	s := 0.0
	for i := range x {
		x[i] = x[i]*x[0] + 1
		s += x[i]
	}
	return s
}

// norm is the Euclidean length of x.
func norm(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	return math.Sqrt(s)
}

// square squares x in place.
func square(x []float64) {
	for i := range x {
		x[i] *= x[i]
	}
}

// h40SquaredBetweenNorms squares x in place between two norms. Trap: the first norm's adjoint needs x as it was.
//
//gograd:grad
func h40SquaredBetweenNorms(x []float64) float64 {
	before := norm(x)
	square(x)
	after := norm(x)
	return before*after - before
}

// h45CopyOverlap moves the elements of x up by one, then down by two. Trap: copy works as if by way of a third slice, and so must its adjoint.
//
//gograd:grad
func h45CopyOverlap(x []float64) float64 {
	s := 0.0
	copy(x[1:], x)
	for i, v := range x {
		s += float64(i+1) * v * v
	}
	if len(x) > 2 {
		n := copy(x, x[2:])
		x[0] *= float64(n)
	}
	for i, v := range x {
		s += float64(i+2) * v * v * v
	}
	return s
}

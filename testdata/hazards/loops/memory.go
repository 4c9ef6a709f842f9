package loops

import "math"

// h16FreshSlice makes a slice each time round. Trap: the shadow must be as fresh as the slice.
//
//gograd:grad
func h16FreshSlice(x []float64, rounds int) float64 {
	s := 0.0
	for k := range rounds {
		buf := make([]float64, len(x))
		for i, v := range x {
			buf[i] += v * float64(k+1)
			if i > 0 {
				buf[i] += buf[i-1] * s
			}
		}
		for _, b := range buf {
			s += b * b * 0.1
		}
	}
	return s
}

// h24RangeValue overwrites the element that it ranges over, and the next. Trap: v is the element as it was when the iteration began.
//
//gograd:grad
func h24RangeValue(x []float64) float64 {
	s := 0.0
	for i, v := range x {
		x[i] = v * v
		if i+1 < len(x) {
			x[i+1] += v
		}
		s += v * x[i]
	}
	return s
}

// h25RangeOverArray ranges over an array by value. Trap: range copies the array first, so v doesn't see the writes; over a pointer to it, it does.
//
//gograd:grad
func h25RangeOverArray(a [4]float64) float64 {
	s := 0.0
	for i, v := range a {
		if i+1 < len(a) {
			a[i+1] *= v
		}
		s += v * a[i]
	}
	for i, v := range &a {
		if i+1 < len(a) {
			a[i+1] *= v
		}
		s += v * v
	}
	return s
}

// h27SameMemory smooths a buffer again and again. Trap: each sweep overwrites what the sweep before left, and what its own next element reads.
//
//gograd:grad
func h27SameMemory(x []float64, sweeps int) float64 {
	buf := make([]float64, len(x))
	copy(buf, x)
	for range sweeps {
		for i := 1; i < len(buf); i++ {
			buf[i] = math.Sin(buf[i] * buf[i-1])
		}
		for i := range buf {
			buf[i] *= x[i]
		}
	}
	s := 0.0
	for _, b := range buf {
		s += b
	}
	return s
}

// h28PointerChosen writes through a pointer that is chosen anew. Trap: which of the two was meant is known only to that iteration.
//
//gograd:grad
func h28PointerChosen(x []float64, a, b float64) float64 {
	p := &a
	for i, v := range x {
		if i%3 == 1 {
			p = &b
		} else if v < 0 {
			p = &a
		}
		*p = *p*v + 1
	}
	return a*a + a*b
}

// h29Triangular solves L*y = b by forward substitution in place, and sums y. Trap: the inner trip count is the outer counter.
//
//gograd:grad
func h29Triangular(l [][]float64, b []float64) float64 {
	for i := range b {
		for j := 0; j < i; j++ {
			b[i] -= l[i][j] * b[j]
		}
		b[i] /= l[i][i]
	}
	s := 0.0
	for i := range b {
		for j := i; j < len(b); j++ {
			s += b[i] * b[j]
		}
	}
	return s
}

package hand

// LLSQGrad is the gradient of llsq.Objective. The points are independent but for sums: three of them
// go forward and backward at once, since the powers of one are a chain of multiplications. With
// four the compiler keeps some in memory.
func LLSQGrad(dx, x []float64, n int) float64 {
	clear(dx)
	dx = dx[:len(x)]
	sum := 0.0
	i := 0
	for ; i+3 <= n; i += 3 {
		t0, t1, t2 := llsqAt(i, n), llsqAt(i+1, n), llsqAt(i+2, n)
		r0, r1, r2 := sign(t0), sign(t1), sign(t2)
		p0, p1, p2 := 1.0, 1.0, 1.0
		for _, c := range x {
			r0 -= c * p0
			r1 -= c * p1
			r2 -= c * p2
			p0 *= t0
			p1 *= t1
			p2 *= t2
		}
		sum += r0 * r0
		sum += r1 * r1
		sum += r2 * r2
		for j := range dx { // the residuals become those times the powers
			dx[j] -= r0 + r1 + r2
			r0 *= t0
			r1 *= t1
			r2 *= t2
		}
	}
	for ; i < n; i++ {
		t := llsqAt(i, n)
		r, p := sign(t), 1.0
		for _, c := range x {
			r -= c * p
			p *= t
		}
		sum += r * r
		for j := range dx {
			dx[j] -= r
			r *= t
		}
	}
	return sum / 2
}

func llsqAt(i, n int) float64 {
	return -1 + float64(i)*2/float64(n-1)
}

func sign(t float64) float64 {
	switch {
	case t > 0:
		return 1
	case t < 0:
		return -1
	}
	return 0
}

package kernel

// The portable kernels. The exported functions have made all slices as long as the first.

func axpy(a float64, x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += a * v
	}
}

func axpy2(a float64, x0, y0, x1, y1 []float64) {
	y0, x1, y1 = y0[:len(x0)], x1[:len(x0)], y1[:len(x0)]
	for i, v := range x0 {
		y0[i] += a * v
		y1[i] += a * x1[i]
	}
}

func axpy4(a0, a1, a2, a3 float64, x0, x1, x2, x3, y []float64) {
	x1, x2, x3, y = x1[:len(x0)], x2[:len(x0)], x3[:len(x0)], y[:len(x0)]
	for i, v := range x0 {
		y[i] = y[i] + a0*v + a1*x1[i] + a2*x2[i] + a3*x3[i]
	}
}

func addOuter4(a0, a1, a2, a3 float64, x, y0, y1, y2, y3 []float64) {
	y0, y1, y2, y3 = y0[:len(x)], y1[:len(x)], y2[:len(x)], y3[:len(x)]
	for i, v := range x {
		y0[i] += a0 * v
		y1[i] += a1 * v
		y2[i] += a2 * v
		y3[i] += a3 * v
	}
}

func addMul(x, z, y []float64) {
	z, y = z[:len(x)], y[:len(x)]
	for i, v := range x {
		y[i] += v * z[i]
	}
}

func addMulNonzero(x, z, y []float64) {
	z, y = z[:len(x)], y[:len(x)]
	for i, v := range x {
		if v != 0 {
			y[i] += v * z[i]
		}
	}
}

func add(x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += v
	}
}

func scale(a float64, x []float64) {
	for i := range x {
		x[i] *= a
	}
}

// Sums have four partial sums, so that an addition need not wait for the one before it.

func sum(x []float64) float64 {
	var s0, s1, s2, s3 float64
	for len(x) >= 4 {
		s0 += x[0]
		s1 += x[1]
		s2 += x[2]
		s3 += x[3]
		x = x[4:]
	}
	for _, v := range x {
		s0 += v
	}
	return (s0 + s2) + (s1 + s3)
}

func dot(x, y []float64) float64 {
	var s0, s1, s2, s3 float64
	for len(x) >= 4 && len(y) >= 4 {
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
		x, y = x[4:], y[4:]
	}
	y = y[:len(x)]
	for i, v := range x {
		s0 += v * y[i]
	}
	return (s0 + s2) + (s1 + s3)
}

func dot4(x, y0, y1, y2, y3 []float64) (s0, s1, s2, s3 float64) {
	y0, y1, y2, y3 = y0[:len(x)], y1[:len(x)], y2[:len(x)], y3[:len(x)]
	for i, v := range x {
		s0 += v * y0[i]
		s1 += v * y1[i]
		s2 += v * y2[i]
		s3 += v * y3[i]
	}
	return s0, s1, s2, s3
}

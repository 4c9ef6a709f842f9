package kernel

// Axpy adds a*x to y:
//
//	for i, v := range x {
//		y[i] += a * v
//	}
//
// Its bits are those of the loop.
func Axpy(a float64, x, y []float64) {
	y = y[:len(x):len(y)]
	if simd && len(x) >= short {
		axpySIMD(a, x, y)
		return
	}
	axpy(a, x, y)
}

// Axpy2 adds a*x0 to y0 and a*x1 to y1 in one pass:
//
//	for i, v := range x0 {
//		y0[i] += a * v
//		y1[i] += a * x1[i]
//	}
//
// The adjoint of s += w[j]*x[j] is Axpy2(ds, x, dw, w, dx). Its bits are those of the loop.
func Axpy2(a float64, x0, y0, x1, y1 []float64) {
	n := len(x0)
	y0, x1, y1 = y0[:n:len(y0)], x1[:n:len(x1)], y1[:n:len(y1)]
	if simd && len(x0) >= short {
		axpy2SIMD(a, x0, y0, x1, y1)
		return
	}
	axpy2(a, x0, y0, x1, y1)
}

// Axpy4 adds four multiples to y, in the order in which they stand:
//
//	for i := range x0 {
//		y[i] = y[i] + a0*x0[i] + a1*x1[i] + a2*x2[i] + a3*x3[i]
//	}
//
// Its bits are those of the loop, and, where y is none of the others, those of four calls of [Axpy].
func Axpy4(a0, a1, a2, a3 float64, x0, x1, x2, x3, y []float64) {
	n := len(x0)
	x1, x2, x3, y = x1[:n:len(x1)], x2[:n:len(x2)], x3[:n:len(x3)], y[:n:len(y)]
	if simd {
		axpy4SIMD(a0, a1, a2, a3, x0, x1, x2, x3, y)
		return
	}
	axpy4(a0, a1, a2, a3, x0, x1, x2, x3, y)
}

// AddOuter4 adds multiples of one vector to four:
//
//	for i, v := range x {
//		y0[i] += a0 * v
//		y1[i] += a1 * v
//		y2[i] += a2 * v
//		y3[i] += a3 * v
//	}
//
// Its bits are those of the loop.
func AddOuter4(a0, a1, a2, a3 float64, x, y0, y1, y2, y3 []float64) {
	n := len(x)
	y0, y1, y2, y3 = y0[:n:len(y0)], y1[:n:len(y1)], y2[:n:len(y2)], y3[:n:len(y3)]
	if simd {
		addOuter4SIMD(a0, a1, a2, a3, x, y0, y1, y2, y3)
		return
	}
	addOuter4(a0, a1, a2, a3, x, y0, y1, y2, y3)
}

// AddMul adds products of elements to y:
//
//	for i, v := range x {
//		y[i] += v * z[i]
//	}
//
// Its bits are those of the loop.
func AddMul(x, z, y []float64) {
	n := len(x)
	z, y = z[:n:len(z)], y[:n:len(y)]
	if simd && len(x) >= short {
		addMulSIMD(x, z, y)
		return
	}
	addMul(x, z, y)
}

// AddMulNonzero is [AddMul] without the elements where x is 0, so that they add nothing to y even where z is infinite or NaN:
//
//	for i, v := range x {
//		if v != 0 {
//			y[i] += v * z[i]
//		}
//	}
//
// Its bits are those of the loop.
func AddMulNonzero(x, z, y []float64) {
	n := len(x)
	z, y = z[:n:len(z)], y[:n:len(y)]
	if simd && len(x) >= short {
		addMulNonzeroSIMD(x, z, y)
		return
	}
	addMulNonzero(x, z, y)
}

// Add adds x to y:
//
//	for i, v := range x {
//		y[i] += v
//	}
//
// Its bits are those of the loop.
func Add(x, y []float64) {
	y = y[:len(x):len(y)]
	if simd && len(x) >= short {
		addSIMD(x, y)
		return
	}
	add(x, y)
}

// Scale multiplies x by a:
//
//	for i := range x {
//		x[i] *= a
//	}
//
// Its bits are those of the loop.
func Scale(a float64, x []float64) {
	if simd {
		scaleSIMD(a, x)
		return
	}
	scale(a, x)
}

// Sum returns the sum of x, in any order.
func Sum(x []float64) float64 {
	if len(x) < short {
		var s float64
		for _, v := range x {
			s += v
		}
		return s
	}
	if simd {
		return sumSIMD(x)
	}
	return sum(x)
}

// Dot returns the sum of x[i]*y[i], in any order.
func Dot(x, y []float64) float64 {
	y = y[:len(x):len(y)]
	if len(x) < short {
		var s float64
		for i, v := range x {
			s += v * y[i]
		}
		return s
	}
	if simd {
		return dotSIMD(x, y)
	}
	return dot(x, y)
}

// Dot4 returns the sums of x[i]*y0[i], x[i]*y1[i], x[i]*y2[i] and x[i]*y3[i], in any order.
func Dot4(x, y0, y1, y2, y3 []float64) (s0, s1, s2, s3 float64) {
	n := len(x)
	y0, y1, y2, y3 = y0[:n:len(y0)], y1[:n:len(y1)], y2[:n:len(y2)], y3[:n:len(y3)]
	if simd && n >= MinLen { // to add up the parts of four vectors takes longer than a short loop
		return dot4SIMD(x, y0, y1, y2, y3)
	}
	return dot4(x, y0, y1, y2, y3)
}

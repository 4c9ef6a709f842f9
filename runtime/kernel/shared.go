package kernel

// Kernels that go through one vector for two purposes, as the adjoints of products do. Where rows are short, one loop and one call for both is
// what counts; long ones are left to two kernels.

// AddMul2 adds products of elements to y0 and y1:
//
//	for i := range x {
//		y0[i] += x[i] * z0[i]
//		y1[i] += x[i] * z1[i]
//	}
//
// The adjoint of u[i] = v[i]*w[i] is AddMul2(du, w, dv, v, dw). Its bits are those of the loop.
func AddMul2(x, z0, y0, z1, y1 []float64) {
	n := len(x)
	z0, y0, z1, y1 = z0[:n:len(z0)], y0[:n:len(y0)], z1[:n:len(z1)], y1[:n:len(y1)]
	if simd && n >= MinLen {
		addMulSIMD(x, z0, y0)
		addMulSIMD(x, z1, y1)
		return
	}
	for i, v := range x {
		y0[i] += v * z0[i]
		y1[i] += x[i] * z1[i]
	}
}

// AddMul2Nonzero is [AddMul2] without the elements where x is 0:
//
//	for i := range x {
//		if x[i] != 0 {
//			y0[i] += x[i] * z0[i]
//		}
//		if x[i] != 0 {
//			y1[i] += x[i] * z1[i]
//		}
//	}
//
// Its bits are those of the loop.
func AddMul2Nonzero(x, z0, y0, z1, y1 []float64) {
	n := len(x)
	z0, y0, z1, y1 = z0[:n:len(z0)], y0[:n:len(y0)], z1[:n:len(z1)], y1[:n:len(y1)]
	if simd && n >= MinLen {
		addMulNonzeroSIMD(x, z0, y0)
		addMulNonzeroSIMD(x, z1, y1)
		return
	}
	for i, v := range x {
		if v != 0 {
			y0[i] += v * z0[i]
		}
		if v := x[i]; v != 0 {
			y1[i] += v * z1[i]
		}
	}
}

// AxpyDot adds a*x to y and returns the sum of x[i]*z[i], in any order:
//
//	for i, v := range x {
//		s += v * z[i]
//		y[i] += a * v
//	}
//
// The adjoint of u[i] += a*v[i], with respect to v and a, is da += AxpyDot(a, du, dv, v). The bits of y are those of the loop.
func AxpyDot(a float64, x, y, z []float64) (s float64) {
	n := len(x)
	y, z = y[:n:len(y)], z[:n:len(z)]
	if n >= MinLen {
		s = Dot(x, z)
		Axpy(a, x, y)
		return s
	}
	for i, v := range x {
		s += v * z[i]
		y[i] += a * v
	}
	return s
}

package kernel

// Kernels for a triangular matrix of n rows and columns of which only what stands below the diagonal is kept, n(n-1)/2 numbers, column after column:
// first the n-1 elements of column 0, then the n-2 of column 1, and so on. Vectors that are written must share no memory with the others.

// AxpyTriangle adds the product of the matrix and x to y:
//
//	t := 0
//	for k, a := range x {
//		for j := k + 1; j < len(x); j++ {
//			y[j] += tri[t] * a
//			t++
//		}
//	}
//
// Its bits are those of the loop.
func AxpyTriangle(x, tri, y []float64) {
	n := len(x)
	if n == 2 { // a single element
		y[1] += tri[0] * x[0]
		return
	}
	tri, y = tri[:n*(n-1)/2:len(tri)], y[:n:len(y)]
	if simd && simdTriangles && n >= short {
		axpyTriangleSIMD(x, tri, y)
		return
	}
	if n < short {
		t := 0
		for k, a := range x {
			for j := k + 1; j < n; j++ {
				y[j] += tri[t] * a
				t++
			}
		}
		return
	}
	for k, a := range x {
		below := y[k+1:]
		column := tri[:len(below)]
		tri = tri[len(below):]
		if len(below) >= MinLen {
			Axpy(a, column, below)
			continue
		}
		for j, v := range column {
			below[j] += v * a
		}
	}
}

// AxpyDotTriangle adds to sums the product of the transposed matrix and y, in any order, and to dst, which is laid out as the matrix,
// the products of an element of y and one of x:
//
//	t := 0
//	for k, a := range x {
//		for j := k + 1; j < len(x); j++ {
//			sums[k] += y[j] * tri[t]
//			dst[t] += a * y[j]
//			t++
//		}
//	}
//
// The adjoint of AxpyTriangle(x, tri, y) is AxpyDotTriangle(x, dy, dtri, tri, dx). The bits of dst are those of the loop.
func AxpyDotTriangle(x, y, dst, tri, sums []float64) {
	n := len(x)
	if n == 2 { // a single element
		v, t, d := y[1], tri[0], &dst[0]
		_ = sums[1]
		sums[0] += v * t
		*d += x[0] * v
		return
	}
	m := n * (n - 1) / 2
	y, dst, tri, sums = y[:n:len(y)], dst[:m:len(dst)], tri[:m:len(tri)], sums[:n:len(sums)]
	if simd && simdTriangles && n >= short {
		axpyDotTriangleSIMD(x, y, dst, tri, sums)
		return
	}
	if n < short {
		t := 0
		for k, a := range x {
			for j := k + 1; j < n; j++ {
				sums[k] += y[j] * tri[t]
				dst[t] += a * y[j]
				t++
			}
		}
		return
	}
	for k, a := range x {
		below := y[k+1:]
		to, column := dst[:len(below)], tri[:len(below)]
		dst, tri = dst[len(below):], tri[len(below):]
		if len(below) >= MinLen {
			sums[k] += AxpyDot(a, below, to, column)
			continue
		}
		s := sums[k]
		for j, v := range below {
			s += v * column[j]
			to[j] += a * v
		}
		sums[k] = s
	}
}

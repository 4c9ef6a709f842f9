package nd

// Unary sets dst to f of each element of a, which has the same length. dst may be a.
func Unary(dst, a []float64, f func(float64) float64) {
	dst = dst[:len(a)]
	for i, x := range a {
		dst[i] = f(x)
	}
}

// Binary sets dst, an array of that shape, to f of the elements of a and b, both broadcast to it. It calls f once for each element of dst, in
// row-major order. dst may be an operand of its shape.
func Binary(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int, f func(x, y float64) float64) {
	if Size(shape) == 0 {
		return
	}
	var memory [stackRank]loop
	inner, outer := split(nestBroadcast(memory[:0], shape, ashape, bshape))
	var o offsets
	for more := true; more; more = next(outer, &o) {
		binaryRow(dst[o[0]:o[0]+inner.n], a[o[1]:], b[o[2]:], inner.step[1], inner.step[2], f)
	}
}

// binaryRow sets dst to f of a and b, with steps 0 or 1.
func binaryRow(dst, a, b []float64, stepA, stepB int, f func(x, y float64) float64) {
	switch {
	case stepA == 1 && stepB == 1:
		a, b = a[:len(dst)], b[:len(dst)]
		for i := range dst {
			dst[i] = f(a[i], b[i])
		}
	case stepA == 1:
		y := b[0]
		for i, x := range a[:len(dst)] {
			dst[i] = f(x, y)
		}
	case stepB == 1:
		x := a[0]
		for i, y := range b[:len(dst)] {
			dst[i] = f(x, y)
		}
	default:
		x, y := a[0], b[0]
		for i := range dst {
			dst[i] = f(x, y)
		}
	}
}

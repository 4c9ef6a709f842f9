package nd

// Concat sets dst to arrays one after the other along axis, where their lengths may differ.
func Concat(dst []float64, axis int, parts [][]float64, shapes [][]int) {
	row := 0 // how far the outer indexes of dst are apart
	for _, shape := range shapes {
		row += Size(shape[axis:])
	}
	start := 0
	for i, part := range parts {
		shape := shapes[i]
		n := Size(shape[axis:])
		for j := range Size(shape[:axis]) {
			at := j*row + start
			copy(dst[at:at+n], part[j*n:(j+1)*n])
		}
		start += n
	}
}

// Pad sets dst to src, an array of that shape, with before elements of value v in front of it and after behind it along each axis. Along each axis dst is
// before + shape + after long. The transpose of Pad is Slice.
func Pad(dst, src []float64, shape, before, after []int, v float64) {
	var memory [stackRank]loop
	nest := memory[:0]
	at, whole, part := 0, 1, 1
	for i := len(shape) - 1; i >= 0; i-- {
		nest = appendLoop(nest, shape[i], part, whole, 0)
		at += before[i] * whole
		part *= shape[i]
		whole *= before[i] + shape[i] + after[i]
	}
	if part != whole {
		Fill(dst[:whole], v)
	}
	if part == 0 {
		return
	}
	inner, outer := split(nest)
	o := offsets{1: at}
	if inner.step[1] > 1 { // the last axes have one element in src
		outer, inner = nest, loop{n: 1}
	}
	for more := true; more; more = next(outer, &o) {
		copy(dst[o[1]:o[1]+inner.n], src[o[0]:])
	}
}

package nd

// Slice sets dst, an array of shape sizes, to a part of src, an array of that shape: along each axis as many elements as sizes says, from starts on, steps apart. Steps may
// be negative.
func Slice(dst, src []float64, shape, starts, sizes, steps []int) {
	if Size(sizes) == 0 {
		return
	}
	var memory [stackRank]loop
	nest, at := nestSlice(memory[:0], shape, starts, sizes, steps)
	inner, outer := split(nest)
	step := inner.step[1]
	o := offsets{1: at}
	for more := true; more; more = next(outer, &o) {
		to := dst[o[0] : o[0]+inner.n]
		if step == 1 {
			copy(to, src[o[1]:])
			continue
		}
		from := o[1]
		for i := range to {
			to[i] = src[from]
			from += step
		}
	}
}

// SliceAdd is the transpose of Slice: it adds src, an array of shape sizes, to the part of dst, an array of that shape, that Slice reads.
func SliceAdd(dst, src []float64, shape, starts, sizes, steps []int) {
	if Size(sizes) == 0 {
		return
	}
	var memory [stackRank]loop
	nest, at := nestSlice(memory[:0], shape, starts, sizes, steps)
	inner, outer := split(nest)
	step := inner.step[1]
	o := offsets{1: at}
	for more := true; more; more = next(outer, &o) {
		from := src[o[0] : o[0]+inner.n]
		if step == 1 {
			AddInto(dst[o[1]:o[1]+inner.n], from)
			continue
		}
		to := o[1]
		for _, v := range from {
			dst[to] += v
			to += step
		}
	}
}

// nestSlice is the nest over an array of shape sizes and the part of one of that shape that Slice reads, and where that part begins.
func nestSlice(nest []loop, shape, starts, sizes, steps []int) ([]loop, int) {
	at, whole, part := 0, 1, 1
	for i := len(shape) - 1; i >= 0; i-- {
		nest = appendLoop(nest, sizes[i], part, steps[i]*whole, 0)
		at += starts[i] * whole
		part *= sizes[i]
		whole *= shape[i]
	}
	return nest, at
}

// Flip sets dst to src, an array of that shape, in the reverse order along axis.
func Flip(dst, src []float64, shape []int, axis int) {
	outer, n, inner := around(shape, axis)
	at := 0
	for i := range outer {
		for j := n - 1; j >= 0; j-- {
			from := (i*n + j) * inner
			copy(dst[at:at+inner], src[from:from+inner])
			at += inner
		}
	}
}

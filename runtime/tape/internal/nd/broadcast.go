package nd

import "github.com/gograd/gograd/runtime/kernel"

// BroadcastTo sets dst, an array of dstShape, to src broadcast to it.
func BroadcastTo(dst []float64, dstShape []int, src []float64, srcShape []int) {
	if Size(dstShape) == 0 {
		return
	}
	var memory [stackRank]loop
	inner, outer := split(nestBroadcast(memory[:0], dstShape, srcShape, nil))
	var o offsets
	for more := true; more; more = next(outer, &o) {
		to := dst[o[0] : o[0]+inner.n]
		if inner.step[1] == 0 {
			Fill(to, src[o[1]])
		} else {
			copy(to, src[o[1]:])
		}
	}
}

// SumTo is the transpose of broadcasting: it sets dst, an array of dstShape, to the sums of src over the axes along which an
// array of dstShape is repeated when it is broadcast to srcShape. The rank of dst may be lower.
func SumTo(dst []float64, dstShape []int, src []float64, srcShape []int) {
	size, srcSize := Size(dstShape), Size(srcShape)
	dst = dst[:size]
	switch {
	case size == srcSize:
		copy(dst, src[:size])
		return
	case size == 1:
		dst[0] = kernel.Sum(src[:srcSize])
		return
	}
	clear(dst)
	if srcSize == 0 {
		return
	}
	var memory [stackRank]loop
	addAlong(dst, src, nestBroadcast(memory[:0], srcShape, dstShape, nil))
}

// addAlong adds the elements of src, which the nest goes through first, to those of dst, second, whose steps in the innermost loop are 0 or 1.
func addAlong(dst, src []float64, nest []loop) {
	inner, outer := split(nest)
	var o offsets
	for more := true; more; more = next(outer, &o) {
		row := src[o[0] : o[0]+inner.n]
		if inner.step[1] == 0 {
			dst[o[1]] += kernel.Sum(row)
		} else {
			AddInto(dst[o[1]:o[1]+inner.n], row)
		}
	}
}

package nd

import "github.com/gograd/gograd/runtime/kernel"

// Sum sets dst to the sums of src, an array of that shape, over axes, the set of those whose bits are set; the sum of nothing is 0.
// The order of additions is its own.
func Sum(dst, src []float64, shape []int, axes uint64) {
	size, srcSize := reducedSize(shape, axes), Size(shape)
	dst = dst[:size]
	if size == 1 {
		dst[0] = kernel.Sum(src[:srcSize])
		return
	}
	clear(dst)
	if srcSize == 0 {
		return
	}
	var memory [stackRank]loop
	addAlong(dst, src, nestReduce(memory[:0], shape, axes))
}

// Prod sets dst to the products of src, an array of that shape, over axes, the set of those whose bits are set; the product of nothing is 1.
func Prod(dst, src []float64, shape []int, axes uint64) {
	dst = dst[:reducedSize(shape, axes)]
	Fill(dst, 1)
	if Size(shape) == 0 {
		return
	}
	var memory [stackRank]loop
	inner, outer := split(nestReduce(memory[:0], shape, axes))
	var o offsets
	for more := true; more; more = next(outer, &o) {
		row := src[o[0] : o[0]+inner.n]
		if inner.step[1] == 0 {
			for _, v := range row {
				dst[o[1]] *= v
			}
		} else {
			to := dst[o[1] : o[1]+inner.n]
			mulRows(to, to, row)
		}
	}
}

// reducedSize is the number of elements that remain when axes are reduced.
func reducedSize(shape []int, axes uint64) int {
	size := 1
	for i, n := range shape {
		if axes>>i&1 == 0 {
			size *= n
		}
	}
	return size
}

// nestsReduce gives the loops over the axes of shape that are reduced, and over those that are kept, for results that come one after the other.
// Each moves along the array of that shape first. memory has room for both.
func nestsReduce(memory *[2 * stackRank]loop, shape []int, axes uint64) (reduced, kept []loop) {
	reduced, kept = memory[:0:stackRank], memory[stackRank:stackRank]
	step := 1
	for i := len(shape) - 1; i >= 0; i-- {
		n := shape[i]
		if axes>>i&1 != 0 {
			reduced = appendLoop(reduced, n, step, 0, 0)
		} else {
			kept = appendLoop(kept, n, step, 0, 0)
		}
		step *= n
	}
	return reduced, kept
}

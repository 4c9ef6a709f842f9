package nd

import "math"

// Max sets dst to the greatest elements of src, an array of that shape, over axes, the set of those whose bits are set, and arg to the
// index in src of the first element of each that attains it. As with math.Max, +Inf is greater than NaN and NaN than all others, and +0 is
// greater than -0. The maximum of nothing is -Inf, at index -1.
func Max(dst []float64, arg []int32, src []float64, shape []int, axes uint64) {
	extreme(dst, arg, src, shape, axes, maxRow, math.Inf(-1))
}

// Min sets dst to the least elements of src, an array of that shape, over axes, the set of those whose bits are set, and arg to the
// index in src of the first element of each that attains it. As with math.Min, -Inf is less than NaN and NaN than all others, and -0 is
// less than +0. The minimum of nothing is +Inf, at index -1.
func Min(dst []float64, arg []int32, src []float64, shape []int, axes uint64) {
	extreme(dst, arg, src, shape, axes, minRow, math.Inf(1))
}

// A rowFunc goes through n elements of src from start on with a step, given the best one so far and its index, and returns the new ones.
type rowFunc func(src []float64, start, step, n int, best float64, at int) (float64, int)

// extreme is Max and Min.
func extreme(dst []float64, arg []int32, src []float64, shape []int, axes uint64, row rowFunc, empty float64) {
	size := reducedSize(shape, axes)
	if size == 0 {
		return
	}
	if Size(shape) == 0 {
		for i := range size {
			dst[i], arg[i] = empty, -1
		}
		return
	}
	var memory [2 * stackRank]loop
	reduced, kept := nestsReduce(&memory, shape, axes)
	inner, outer := split(reduced)
	var o offsets
	for i := range size {
		in := o
		best, at := src[in[0]], in[0]
		for more := true; more; more = next(outer, &in) {
			best, at = row(src, in[0], inner.step[0], inner.n, best, at)
		}
		dst[i], arg[i] = best, int32(at)
		next(kept, &o)
	}
}

// maxRow is the rowFunc of Max.
func maxRow(src []float64, start, step, n int, best float64, at int) (float64, int) {
	for i := start; n > 0; i, n = i+step, n-1 {
		if v := src[i]; !(v < best) && greater(v, best) {
			best, at = v, i
		}
	}
	return best, at
}

// minRow is the rowFunc of Min.
func minRow(src []float64, start, step, n int, best float64, at int) (float64, int) {
	for i := start; n > 0; i, n = i+step, n-1 {
		if v := src[i]; !(v > best) && greater(-v, -best) {
			best, at = v, i
		}
	}
	return best, at
}

// greater reports whether math.Max would take v rather than best.
func greater(v, best float64) bool {
	switch {
	case math.IsNaN(best):
		return math.IsInf(v, 1)
	case math.IsNaN(v):
		return !math.IsInf(best, 1)
	case v == 0 && best == 0:
		return math.Signbit(best) && !math.Signbit(v)
	}
	return v > best
}

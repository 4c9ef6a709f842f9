package nd

import (
	"math"

	"github.com/gograd/gograd/runtime/kernel"
)

// longExp is the number of elements from which their exponentials come from the vector kernel.
const longExp = 16

// LogSumExp sets dst to log Σ exp of the elements of src, an array of that shape, over axes, the set of those whose bits are set. The greatest
// element is taken out of the sum, so that nothing overflows. Of -Inf only, and of nothing, it is -Inf; with +Inf it is +Inf; with NaN it
// is NaN.
func LogSumExp(dst, src []float64, shape []int, axes uint64) {
	size := reducedSize(shape, axes)
	if size == 0 {
		return
	}
	if Size(shape) == 0 {
		Fill(dst[:size], math.Inf(-1))
		return
	}
	var memory [2 * stackRank]loop
	reduced, kept := nestsReduce(&memory, shape, axes)
	var o offsets
	for i := range size {
		dst[i] = logSumExp(src[o[0]:], reduced)
		next(kept, &o)
	}
}

// logSumExp is the log Σ exp of the elements of src that the nest goes through.
func logSumExp(src []float64, nest []loop) float64 {
	inner, outer := split(nest)
	step := inner.step[0]
	var o offsets
	m := math.Inf(-1)
	for more := true; more; more = next(outer, &o) {
		m = max(m, maxStep(src[o[0]:], step, inner.n))
	}
	if math.IsInf(m, 0) {
		m = 0 // log and exp give what is said of infinities
	}
	s := 0.0
	for more := true; more; more = next(outer, &o) {
		s += sumExp(src[o[0]:], step, inner.n, m)
	}
	return m + math.Log(s)
}

// sumExp is Σ exp(v-m) for the n elements v of src that are step apart.
func sumExp(src []float64, step, n int, m float64) float64 {
	if n >= longExp {
		return sumExpLong(src, step, n, m)
	}
	s := 0.0
	for i := 0; n > 0; n, i = n-1, i+step {
		s += math.Exp(src[i] - m)
	}
	return s
}

// sumExpLong is sumExp a piece at a time, which is brought together for the vector kernels.
func sumExpLong(src []float64, step, n int, m float64) float64 {
	var memory [128]float64
	s := 0.0
	for i := 0; n > 0; {
		piece := memory[:min(n, len(memory))]
		for j := range piece {
			piece[j] = src[i] - m
			i += step
		}
		kernel.Exp(piece, piece)
		s += kernel.Sum(piece)
		n -= len(piece)
	}
	return s
}

// maxStep is the greatest of the n elements of src that are step apart, NaN left out.
func maxStep(src []float64, step, n int) float64 {
	m := math.Inf(-1)
	for i := 0; n > 0; n, i = n-1, i+step {
		if v := src[i]; v > m {
			m = v
		}
	}
	return m
}

// Softmax sets dst to exp(src) / Σ exp(src) of src, an array of that shape, with the sums along axis. Nothing overflows. Where there
// is +Inf or NaN, or -Inf only, the results along the axis are NaN. dst may be src.
func Softmax(dst, src []float64, shape []int, axis int) {
	outer, n, inner := around(shape, axis)
	if n*inner == 0 {
		return
	}
	for i := range outer {
		for j := range inner {
			at := i*n*inner + j
			if inner == 1 && n >= longExp {
				softmaxRow(dst[at:at+n], src[at:at+n])
			} else {
				softmax(dst[at:], src[at:], n, inner)
			}
		}
	}
}

// softmaxRow is Softmax for a long row.
func softmaxRow(dst, src []float64) {
	subRight(dst, src, maxStep(src, 1, len(src)))
	kernel.Exp(dst, dst)
	divRight(dst, dst, kernel.Sum(dst))
}

// softmax is Softmax for n elements that are step apart.
func softmax(dst, src []float64, n, step int) {
	m := maxStep(src, step, n)
	s := 0.0
	last := (n - 1) * step
	for i := 0; i <= last; i += step {
		e := math.Exp(src[i] - m)
		dst[i] = e
		s += e
	}
	for i := 0; i <= last; i += step {
		dst[i] /= s
	}
}

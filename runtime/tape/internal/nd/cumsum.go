package nd

// CumSum sets dst to the sums of the elements of src, an array of that shape, up to and with each along axis; from the end if reverse.
// dst may be src.
func CumSum(dst, src []float64, shape []int, axis int, reverse bool) {
	outer, n, inner := around(shape, axis)
	block := n * inner
	if block == 0 {
		return
	}
	first, step := 0, inner
	if reverse {
		first, step = block-inner, -inner
	}
	for range outer {
		to, from := dst[:block], src[:block]
		dst, src = dst[block:], src[block:]
		if inner == 1 {
			cumSum(to, from, reverse)
			continue
		}
		copy(to[first:first+inner], from[first:first+inner])
		for i, at := 1, first; i < n; i++ {
			addRows(to[at+step:at+step+inner], to[at:at+inner], from[at+step:at+step+inner])
			at += step
		}
	}
}

// cumSum is CumSum for one row.
func cumSum(dst, src []float64, reverse bool) {
	dst = dst[:len(src)]
	s := 0.0
	if reverse {
		for i := len(src) - 1; i >= 0; i-- {
			s += src[i]
			dst[i] = s
		}
		return
	}
	for i, v := range src {
		s += v
		dst[i] = s
	}
}

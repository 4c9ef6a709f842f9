package nd

// tile is the side of the squares in which a matrix is transposed: the lines of one stay in the first-level cache.
const tile = 16

// Transpose sets dst to src, an array of that shape, with its axes in another order: axis i of dst is axis perm[i] of src.
func Transpose(dst, src []float64, shape, perm []int) {
	if Size(shape) == 0 {
		return
	}
	var memory [stackRank]loop
	nest := memory[:0]
	step := 1
	for i := len(perm) - 1; i >= 0; i-- {
		n := shape[perm[i]]
		nest = appendLoop(nest, n, step, Size(shape[perm[i]+1:]), 0)
		step *= n
	}
	inner, outer := split(nest)
	var o offsets
	if inner.step[1] != 1 && len(outer) > 0 && outer[0].step[1] == 1 {
		rows := outer[0]
		outer = outer[1:]
		for more := true; more; more = next(outer, &o) {
			transpose(dst[o[0]:], src[o[1]:], rows.n, inner.n, rows.step[0], inner.step[1])
		}
		return
	}
	for more := true; more; more = next(outer, &o) {
		gatherRow(dst[o[0]:o[0]+inner.n], src[o[1]:], inner.step[1])
	}
}

// gatherRow sets dst to the elements of src that are step apart.
func gatherRow(dst, src []float64, step int) {
	if step == 1 {
		copy(dst, src)
		return
	}
	at := 0
	for i := range dst {
		dst[i] = src[at]
		at += step
	}
}

// transpose sets the m rows of n elements of dst to the columns of src. The rows of either are some distance apart.
func transpose(dst, src []float64, m, n, dstStep, srcStep int) {
	for i0 := 0; i0 < m; i0 += tile {
		i1 := min(i0+tile, m)
		for j0 := 0; j0 < n; j0 += tile {
			j1 := min(j0+tile, n)
			for i := i0; i < i1; i++ {
				row := dst[i*dstStep+j0 : i*dstStep+j1]
				at := j0*srcStep + i
				for j := range row {
					row[j] = src[at]
					at += srcStep
				}
			}
		}
	}
}

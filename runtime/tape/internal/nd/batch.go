package nd

// BatchMatMul sets dst to beta*dst + A·B for the matrices in the last two axes of a and b: as they are, or transposed. The axes before these are broadcast
// together. Where dst lacks an axis of theirs, or has the length one, the products are added up, as SumTo does: so the transpose of
// a product with broadcasting is one product.
//
// The shapes are those of the arrays in memory, before a transposition, each of rank 2 or more. With beta 0 dst is not read. dst must not overlap a or b.
func BatchMatMul(dst []float64, dshape []int, a []float64, ashape []int, b []float64, bshape []int, transA, transB bool, beta float64) {
	m, n := lastTwo(dshape)
	k, ka := lastTwo(ashape)
	if !transA {
		k = ka
	}
	size := Size(dshape)
	if size == 0 {
		return
	}
	dbatch, abatch, bbatch := dshape[:len(dshape)-2], ashape[:len(ashape)-2], bshape[:len(bshape)-2]
	var memory [stackRank]loop
	nest, turns := nestBatch(memory[:0], dbatch, abatch, bbatch, [3]int{m * n, m * k, k * n})
	if turns == 0 || k == 0 {
		scaleBy(dst[:size], beta)
		return
	}
	if len(nest) > 0 {
		m, k, nest = absorb(nest[0], nest, m, k, n, transA, transB)
	}
	if summed(nest) {
		scaleBy(dst[:size], beta)
		beta = 1
	}
	var o offsets
	for more := true; more; more = next(nest, &o) {
		MatMul(dst[o[0]:], a[o[1]:], b[o[2]:], m, k, n, transA, transB, beta)
	}
}

// absorb makes the innermost loop part of its product where the matrices of the batch lie in memory as one: those of A and of the result one below
// the other, times the same B; or those of A and of B along the axis that is summed over.
func absorb(in loop, nest []loop, m, k, n int, transA, transB bool) (int, int, []loop) {
	switch {
	case !transA && in.step == [3]int{m * n, m * k, 0}:
		return in.n * m, k, nest[1:]
	case transA && !transB && in.step == [3]int{0, m * k, k * n}:
		return m, in.n * k, nest[1:]
	}
	return m, k, nest
}

// summed reports whether several turns of a nest go to the same result.
func summed(nest []loop) bool {
	for _, l := range nest {
		if l.step[0] == 0 {
			return true
		}
	}
	return false
}

// nestBatch is the nest over three batches of matrices of the sizes given, which are broadcast together, and the number of its turns.
func nestBatch(nest []loop, d, a, b []int, sizes [3]int) ([]loop, int) {
	rank := max(len(d), len(a), len(b))
	turns := 1
	for i := rank - 1; i >= 0; i-- {
		lens := [3]int{axisLen(d, rank, i), axisLen(a, rank, i), axisLen(b, rank, i)}
		n := joint(lens)
		nest = appendLoop(nest, n, repeated(sizes[0], lens[0]), repeated(sizes[1], lens[1]), repeated(sizes[2], lens[2]))
		turns *= n
		for j := range sizes {
			sizes[j] *= lens[j]
		}
	}
	return nest, turns
}

// joint is the length of an axis to which axes of these lengths are broadcast.
func joint(lens [3]int) int {
	for _, n := range lens {
		if n != 1 {
			return n
		}
	}
	return 1
}

// lastTwo is the number of rows and columns of the matrices in an array.
func lastTwo(shape []int) (rows, cols int) {
	return shape[len(shape)-2], shape[len(shape)-1]
}

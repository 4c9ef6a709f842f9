package nd

// Gather sets dst to the elements of src, an array of that shape, at indexes along axis. The shape of dst is that of src, with len(indexes)
// at axis.
func Gather(dst, src []float64, shape []int, axis int, indexes []int) {
	outer, n, inner := around(shape, axis)
	at := 0
	for i := range outer {
		block := src[i*n*inner : (i+1)*n*inner]
		for _, j := range indexes {
			copy(dst[at:at+inner], block[j*inner:(j+1)*inner])
			at += inner
		}
	}
}

// ScatterAdd is the transpose of Gather: it adds the elements of src, which has len(indexes) at axis, to those of dst, an array of that shape, at
// indexes along axis. An index that occurs twice is added to twice.
func ScatterAdd(dst, src []float64, shape []int, axis int, indexes []int) {
	outer, n, inner := around(shape, axis)
	at := 0
	for i := range outer {
		block := dst[i*n*inner : (i+1)*n*inner]
		for _, j := range indexes {
			AddInto(block[j*inner:(j+1)*inner], src[at:at+inner])
			at += inner
		}
	}
}

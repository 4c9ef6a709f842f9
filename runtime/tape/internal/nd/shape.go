package nd

// stackRank is the rank up to which counters and shapes are kept on the stack.
const stackRank = 8

// Size is the number of elements of an array: the product of the lengths of its axes, 1 for a scalar.
func Size(shape []int) int {
	size := 1
	for _, n := range shape {
		size *= n
	}
	return size
}

// Equal reports whether two shapes are the same.
func Equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i, n := range a {
		if n != b[i] {
			return false
		}
	}
	return true
}

// Broadcast appends to dst[:0] the shape to which arrays of shapes a and b are broadcast together. It returns false if they
// do not fit, that is if two aligned axes have different lengths of which neither is one.
// dst must not overlap a or b.
func Broadcast(dst, a, b []int) ([]int, bool) {
	dst = dst[:0]
	rank := max(len(a), len(b))
	for i := range rank {
		m, n := axisLen(a, rank, i), axisLen(b, rank, i)
		switch {
		case m == n, n == 1:
			dst = append(dst, m)
		case m == 1:
			dst = append(dst, n)
		default:
			return dst, false
		}
	}
	return dst, true
}

// axisLen is the length of shape at axis i of a shape with that rank, to which it is broadcast.
func axisLen(shape []int, rank, i int) int {
	if i -= rank - len(shape); i >= 0 {
		return shape[i]
	}
	return 1
}

// ReducedShape appends to dst[:0] the shape of the result when an array is reduced over axes, the set of those whose bits are set:
// without these axes, or with the length one for them if keep.
// dst may be shape[:0].
func ReducedShape(dst, shape []int, axes uint64, keep bool) []int {
	dst = dst[:0]
	for i, n := range shape {
		switch {
		case axes>>i&1 == 0:
			dst = append(dst, n)
		case keep:
			dst = append(dst, 1)
		}
	}
	return dst
}

// Strides appends to dst[:0] how far apart in memory the neighbours along each axis of an array are, in elements.
func Strides(dst, shape []int) []int {
	dst = append(dst[:0], shape...)
	step := 1
	for i := len(dst) - 1; i >= 0; i-- {
		n := dst[i]
		dst[i] = step
		step *= n
	}
	return dst
}

// BroadcastStrides appends to dst[:0] the strides of an array of shape from that is read as one of shape: zero along the axes where it is
// repeated. dst must not overlap shape or from.
func BroadcastStrides(dst, shape, from []int) []int {
	dst = append(dst[:0], shape...)
	step := 1
	for i := len(shape) - 1; i >= 0; i-- {
		n := axisLen(from, len(shape), i)
		dst[i] = step
		if n == 1 {
			dst[i] = 0
		}
		step *= n
	}
	return dst
}

// around splits the axes of shape at axis: the number of elements before it, its length, and the number of elements after it.
func around(shape []int, axis int) (outer, n, inner int) {
	return Size(shape[:axis]), shape[axis], Size(shape[axis+1:])
}

package nd

// Add sets dst, an array of that shape, to a + b, both broadcast to it. dst may be an operand of its shape.
func Add(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int) {
	arith(dst, shape, a, ashape, b, bshape, &adding)
}

// Sub sets dst, an array of that shape, to a - b, both broadcast to it. dst may be an operand of its shape.
func Sub(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int) {
	arith(dst, shape, a, ashape, b, bshape, &subtracting)
}

// Mul sets dst, an array of that shape, to a * b, both broadcast to it. dst may be an operand of its shape.
func Mul(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int) {
	arith(dst, shape, a, ashape, b, bshape, &multiplying)
}

// Div sets dst, an array of that shape, to a / b, both broadcast to it. dst may be an operand of its shape.
func Div(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int) {
	arith(dst, shape, a, ashape, b, bshape, &dividing)
}

// An operation is an arithmetic operation on the rows that an innermost loop goes through, which has the steps 0 and 1 only. Every
// slice that is passed has the length of dst.
type operation struct {
	rows   func(dst, a, b []float64)
	left   func(dst []float64, a float64, b []float64)
	right  func(dst, a []float64, b float64)
	single func(a, b float64) float64
}

// The four operations.
var (
	adding      = operation{addRows, addLeft, addRight, func(a, b float64) float64 { return a + b }}
	subtracting = operation{subRows, subLeft, subRight, func(a, b float64) float64 { return a - b }}
	multiplying = operation{mulRows, mulLeft, mulRight, func(a, b float64) float64 { return a * b }}
	dividing    = operation{divRows, divLeft, divRight, func(a, b float64) float64 { return a / b }}
)

// arith does an operation with broadcasting.
func arith(dst []float64, shape []int, a []float64, ashape []int, b []float64, bshape []int, op *operation) {
	size := Size(shape)
	if size == 0 {
		return
	}
	sameA, sameB := Equal(ashape, shape), Equal(bshape, shape)
	switch {
	case sameA && sameB:
		op.rows(dst[:size], a[:size], b[:size])
		return
	case sameA && Size(bshape) == 1:
		op.right(dst[:size], a[:size], b[0])
		return
	case sameB && Size(ashape) == 1:
		op.left(dst[:size], a[0], b[:size])
		return
	}
	var memory [stackRank]loop
	inner, outer := split(nestBroadcast(memory[:0], shape, ashape, bshape))
	var o offsets
	for more := true; more; more = next(outer, &o) {
		op.row(dst[o[0]:o[0]+inner.n], a[o[1]:], b[o[2]:], inner.step[1], inner.step[2])
	}
}

// row does the operation on one row.
func (op *operation) row(dst, a, b []float64, stepA, stepB int) {
	n := len(dst)
	switch {
	case n == 1:
		dst[0] = op.single(a[0], b[0])
	case stepA == 0 && stepB == 0:
		Fill(dst, op.single(a[0], b[0]))
	case stepA == 0:
		op.left(dst, a[0], b[:n])
	case stepB == 0:
		op.right(dst, a[:n], b[0])
	default:
		op.rows(dst, a[:n], b[:n])
	}
}

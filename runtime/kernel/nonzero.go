package kernel

// The matrix functions once more, for adjoints: an adjoint that is exactly 0 contributes nothing, whatever it meets. Each
// that goes through rows notes in at the rows whose coefficient is not 0, until there are four of them.

// Axpy4Nonzero is [Axpy4] without the multiples whose factor is 0; of those it does not ask how long they are. The vector y must share no memory
// with the others.
func Axpy4Nonzero(a0, a1, a2, a3 float64, x0, x1, x2, x3, y []float64) {
	if a0 != 0 && a1 != 0 && a2 != 0 && a3 != 0 {
		Axpy4(a0, a1, a2, a3, x0, x1, x2, x3, y)
		return
	}
	n := len(x0)
	if a0 != 0 {
		Axpy(a0, x0, y)
	}
	if a1 != 0 {
		Axpy(a1, x1[:n], y)
	}
	if a2 != 0 {
		Axpy(a2, x2[:n], y)
	}
	if a3 != 0 {
		Axpy(a3, x3[:n], y)
	}
}

// MulVecTNonzero is [MulVecT] without the rows where x is 0:
//
//	for i, row := range rows {
//		if x[i] != 0 {
//			for j := range y {
//				y[j] += x[i] * row[j]
//			}
//		}
//	}
//
// Its bits are those of the loops.
func MulVecTNonzero(y []float64, rows [][]float64, x []float64) {
	x = x[:len(rows):len(x)]
	checkRows(rows, len(y))
	var at [4]int
	n := 0
	for i, v := range x {
		if v == 0 {
			continue
		}
		at[n&3] = i
		if n++; n == 4 {
			n = 0
			i, j, k, l := at[0], at[1], at[2], at[3]
			Axpy4(x[i], x[j], x[k], x[l], rows[i][:len(y)], rows[j], rows[k], rows[l], y)
		}
	}
	for _, i := range at[:n] {
		Axpy(x[i], rows[i][:len(y)], y)
	}
}

// AddOuterNonzero is [AddOuter] without the rows where a is 0:
//
//	for i, row := range rows {
//		if a[i] != 0 {
//			for j, v := range x {
//				row[j] += a[i] * v
//			}
//		}
//	}
//
// Its bits are those of the loops.
func AddOuterNonzero(rows [][]float64, a, x []float64) {
	a = a[:len(rows):len(a)]
	checkRows(rows, len(x))
	var at [4]int
	n := 0
	for i, v := range a {
		if v == 0 {
			continue
		}
		at[n&3] = i
		if n++; n == 4 {
			n = 0
			i, j, k, l := at[0], at[1], at[2], at[3]
			AddOuter4(a[i], a[j], a[k], a[l], x, rows[i], rows[j], rows[k], rows[l])
		}
	}
	for _, i := range at[:n] {
		Axpy(a[i], x, rows[i])
	}
}

// MulVecTFlatNonzero is [MulVecTFlat] without the rows where x is 0.
func MulVecTFlatNonzero(y, m []float64, stride int, x []float64) {
	checkFlat(m, len(x), len(y), stride)
	var at [4]int
	n := 0
	for i, v := range x {
		if v == 0 {
			continue
		}
		at[n&3] = i
		if n++; n == 4 {
			n = 0
			i, j, k, l := at[0], at[1], at[2], at[3]
			Axpy4(x[i], x[j], x[k], x[l], m[i*stride:i*stride+len(y)], m[j*stride:], m[k*stride:], m[l*stride:], y)
		}
	}
	for _, i := range at[:n] {
		Axpy(x[i], m[i*stride:i*stride+len(y)], y)
	}
}

// AddOuterFlatNonzero is [AddOuterFlat] without the rows where a is 0.
func AddOuterFlatNonzero(m []float64, stride int, a, x []float64) {
	checkFlat(m, len(a), len(x), stride)
	var at [4]int
	n := 0
	for i, v := range a {
		if v == 0 {
			continue
		}
		at[n&3] = i
		if n++; n == 4 {
			n = 0
			i, j, k, l := at[0], at[1], at[2], at[3]
			AddOuter4(a[i], a[j], a[k], a[l], x, m[i*stride:], m[j*stride:], m[k*stride:], m[l*stride:])
		}
	}
	for _, i := range at[:n] {
		Axpy(a[i], x, m[i*stride:])
	}
}

package kernel

// The matrix functions once more, for adjoints: an adjoint that is exactly 0 contributes nothing, whatever it meets.

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
	var f four
	for i, row := range rows {
		if x[i] != 0 && f.add(x[i], row[:len(y)]) {
			f.axpy(y)
		}
	}
	f.axpy(y)
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
	var f four
	for i, row := range rows {
		if a[i] != 0 && f.add(a[i], row) {
			f.addOuter(x)
		}
	}
	f.addOuter(x)
}

// MulVecTFlatNonzero is [MulVecTFlat] without the rows where x is 0.
func MulVecTFlatNonzero(y, m []float64, stride int, x []float64) {
	checkFlat(m, len(x), len(y), stride)
	var f four
	for i, v := range x {
		if v != 0 && f.add(v, m[i*stride:i*stride+len(y)]) {
			f.axpy(y)
		}
	}
	f.axpy(y)
}

// AddOuterFlatNonzero is [AddOuterFlat] without the rows where a is 0.
func AddOuterFlatNonzero(m []float64, stride int, a, x []float64) {
	checkFlat(m, len(a), len(x), stride)
	var f four
	for i, v := range a {
		if v != 0 && f.add(v, m[i*stride:i*stride+len(x)]) {
			f.addOuter(x)
		}
	}
	f.addOuter(x)
}

// four holds rows and their coefficients until there are four of them.
type four struct {
	n    int
	a    [4]float64
	rows [4][]float64
}

// add takes a row more and reports whether there are four.
func (f *four) add(a float64, row []float64) bool {
	f.a[f.n&3], f.rows[f.n&3] = a, row
	f.n++
	return f.n == 4
}

// axpy adds the rows that are there, times their coefficients, to y, and forgets them.
func (f *four) axpy(y []float64) {
	if f.n == 4 {
		Axpy4(f.a[0], f.a[1], f.a[2], f.a[3], f.rows[0], f.rows[1], f.rows[2], f.rows[3], y)
	} else {
		for k, row := range f.rows[:f.n] {
			Axpy(f.a[k], row, y)
		}
	}
	f.n = 0
}

// addOuter adds multiples of x to the rows that are there, and forgets them.
func (f *four) addOuter(x []float64) {
	if f.n == 4 {
		AddOuter4(f.a[0], f.a[1], f.a[2], f.a[3], x, f.rows[0], f.rows[1], f.rows[2], f.rows[3])
	} else {
		for k, row := range f.rows[:f.n] {
			Axpy(f.a[k], x, row)
		}
	}
	f.n = 0
}

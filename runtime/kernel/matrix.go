package kernel

// Matrices, as rows and as one slice that holds a row after each other. Four rows go through at a time, which loads the
// vector that they share once.

// MulVec adds rows*x to y:
//
//	for i, row := range rows {
//		for j, v := range x {
//			y[i] += row[j] * v
//		}
//	}
//
// The order of each sum is free.
func MulVec(y []float64, rows [][]float64, x []float64) {
	y = y[:len(rows):len(y)]
	checkRows(rows, len(x))
	for len(rows) >= 4 {
		s0, s1, s2, s3 := Dot4(x, rows[0], rows[1], rows[2], rows[3])
		y[0] += s0
		y[1] += s1
		y[2] += s2
		y[3] += s3
		rows, y = rows[4:], y[4:]
	}
	for i, row := range rows {
		y[i] += Dot(x, row)
	}
}

// MulVecT adds the transposed matrix times x to y:
//
//	for i, row := range rows {
//		for j := range y {
//			y[j] += x[i] * row[j]
//		}
//	}
//
// Its bits are those of the loops.
func MulVecT(y []float64, rows [][]float64, x []float64) {
	x = x[:len(rows):len(x)]
	checkRows(rows, len(y))
	for len(rows) >= 4 {
		r0, r1, r2, r3 := rows[0][:len(y)], rows[1], rows[2], rows[3]
		Axpy4(x[0], x[1], x[2], x[3], r0, r1, r2, r3, y)
		rows, x = rows[4:], x[4:]
	}
	for i, row := range rows {
		Axpy(x[i], row[:len(y)], y)
	}
}

// AddOuter adds the outer product of a and x to rows:
//
//	for i, row := range rows {
//		for j, v := range x {
//			row[j] += a[i] * v
//		}
//	}
//
// Its bits are those of the loops.
func AddOuter(rows [][]float64, a, x []float64) {
	a = a[:len(rows):len(a)]
	checkRows(rows, len(x))
	for len(rows) >= 4 {
		AddOuter4(a[0], a[1], a[2], a[3], x, rows[0], rows[1], rows[2], rows[3])
		rows, a = rows[4:], a[4:]
	}
	for i, row := range rows {
		Axpy(a[i], x, row)
	}
}

// checkRows panics if a row is shorter than n, so that nothing has been written by then.
func checkRows(rows [][]float64, n int) {
	for _, row := range rows {
		_ = row[:n:len(row)]
	}
}

// MulVecFlat is [MulVec] for a matrix of len(y) rows and len(x) columns, whose row i begins at m[i*stride].
func MulVecFlat(y, m []float64, stride int, x []float64) {
	rows, n := len(y), len(x)
	checkFlat(m, rows, n, stride)
	i := 0
	for ; i+4 <= rows; i += 4 {
		s0, s1, s2, s3 := Dot4(x, m[i*stride:], m[(i+1)*stride:], m[(i+2)*stride:], m[(i+3)*stride:])
		y[i] += s0
		y[i+1] += s1
		y[i+2] += s2
		y[i+3] += s3
	}
	for ; i < rows; i++ {
		y[i] += Dot(x, m[i*stride:])
	}
}

// MulVecTFlat is [MulVecT] for a matrix of len(x) rows and len(y) columns, whose row i begins at m[i*stride].
func MulVecTFlat(y, m []float64, stride int, x []float64) {
	rows, n := len(x), len(y)
	checkFlat(m, rows, n, stride)
	i := 0
	for ; i+4 <= rows; i += 4 {
		r0 := m[i*stride : i*stride+n]
		Axpy4(x[i], x[i+1], x[i+2], x[i+3], r0, m[(i+1)*stride:], m[(i+2)*stride:], m[(i+3)*stride:], y)
	}
	for ; i < rows; i++ {
		Axpy(x[i], m[i*stride:i*stride+n], y)
	}
}

// AddOuterFlat is [AddOuter] for a matrix of len(a) rows and len(x) columns, whose row i begins at m[i*stride].
func AddOuterFlat(m []float64, stride int, a, x []float64) {
	rows := len(a)
	checkFlat(m, rows, len(x), stride)
	i := 0
	for ; i+4 <= rows; i += 4 {
		AddOuter4(a[i], a[i+1], a[i+2], a[i+3], x, m[i*stride:], m[(i+1)*stride:], m[(i+2)*stride:], m[(i+3)*stride:])
	}
	for ; i < rows; i++ {
		Axpy(a[i], x, m[i*stride:])
	}
}

// checkFlat panics unless rows of n elements that begin stride apart lie side by side within m.
func checkFlat(m []float64, rows, n, stride int) {
	if rows == 0 {
		return
	}
	if stride < n {
		panic("kernel: the rows of a matrix overlap: its stride is less than its number of columns")
	}
	if n > len(m) || rows > 1 && stride > (len(m)-n)/(rows-1) {
		panic("kernel: a matrix has more rows than its slice")
	}
}

// Package det is GradBench's determinant, expanded by minors. A minor is given by the rows and
// columns of the matrix that remain, as linked lists: next[i] follows i, and next[n] is the first.
package det

// Det returns the determinant of the n×n matrix a, in row-major order.
//
//gograd:grad wrt=a
func Det(a []float64, n int) float64 {
	nextRow := make([]int, n+1)
	nextCol := make([]int, n+1)
	for i := range n {
		nextRow[i] = i + 1
		nextCol[i] = i + 1
	}
	nextRow[n], nextCol[n] = 0, 0
	return minor(a, n, n, nextRow, nextCol)
}

// minor returns the determinant of the m×m minor of a that the lists describe. It changes the lists
// on its way and leaves them as they were.
func minor(a []float64, n, m int, nextRow, nextCol []int) float64 {
	row := nextRow[n]
	col := nextCol[n]
	if m == 1 {
		return a[row*n+col]
	}
	nextRow[n] = nextRow[row] // without its first row
	det := 0.0
	prev := n
	for j := range m {
		nextCol[prev] = nextCol[col] // without column col
		sub := minor(a, n, m-1, nextRow, nextCol)
		nextCol[prev] = col

		if j%2 == 0 {
			det += a[row*n+col] * sub
		} else {
			det -= a[row*n+col] * sub
		}
		prev = col
		col = nextCol[col]
	}
	nextRow[n] = row
	return det
}

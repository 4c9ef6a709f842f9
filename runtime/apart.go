package runtime

// Apart reports whether a and b, which end with one array, share no element. That is seen from their capacities, in no time: rows of a matrix are
// such parts of one array. Where it gives false they may be disjoint too; Overlap tells.
func Apart[T any](a, b []T) bool {
	n, m := cap(a), cap(b)
	return (n-m >= len(a) || m-n >= len(b)) && n > 0 && m > 0 && &a[:n][n-1] == &b[:m][m-1]
}

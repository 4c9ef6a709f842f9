package nd

// The innermost loops of the four operations. The slices of a call have the same length; the slicing at the top tells the compiler so.

func addRows(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

func addLeft(dst []float64, a float64, b []float64) {
	b = b[:len(dst)]
	for i := range dst {
		dst[i] = a + b[i]
	}
}

func addRight(dst, a []float64, b float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b
	}
}

func subRows(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

func subLeft(dst []float64, a float64, b []float64) {
	b = b[:len(dst)]
	for i := range dst {
		dst[i] = a - b[i]
	}
}

func subRight(dst, a []float64, b float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b
	}
}

func mulRows(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * b[i]
	}
}

func mulLeft(dst []float64, a float64, b []float64) {
	b = b[:len(dst)]
	for i := range dst {
		dst[i] = a * b[i]
	}
}

func mulRight(dst, a []float64, b float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * b
	}
}

func divRows(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / b[i]
	}
}

func divLeft(dst []float64, a float64, b []float64) {
	b = b[:len(dst)]
	for i := range dst {
		dst[i] = a / b[i]
	}
}

func divRight(dst, a []float64, b float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / b
	}
}

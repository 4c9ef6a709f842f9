package nd

import (
	"gonum.org/v1/gonum/floats"
)

// The innermost loops of the four operations. The slices of a call have the same length; the slicing before a loop tells the compiler so.
// Long rows go to gonum's kernels, where it has one; they leave the same bits.

// longRow is the length from which a call of such a kernel is worth it.
const longRow = 24

func addRows(dst, a, b []float64) {
	if len(dst) >= longRow {
		floats.AddTo(dst, a, b)
		return
	}
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
	if len(dst) >= longRow {
		floats.SubTo(dst, a, b)
		return
	}
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
	if len(dst) >= longRow {
		floats.ScaleTo(dst, a, b)
		return
	}
	b = b[:len(dst)]
	for i := range dst {
		dst[i] = a * b[i]
	}
}

func mulRight(dst, a []float64, b float64) {
	if len(dst) >= longRow {
		floats.ScaleTo(dst, b, a)
		return
	}
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * b
	}
}

func divRows(dst, a, b []float64) {
	if len(dst) >= longRow {
		floats.DivTo(dst, a, b)
		return
	}
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

package mathrule

import "math"

// Of arguments that are equal, the first has the whole derivative. A NaN result comes from the first argument that is NaN.

//gograd:rule math.Max
func maximum(x, y, r, dr float64) (dx, dy float64) {
	if r == x || math.IsNaN(x) && math.IsNaN(r) {
		return dr, 0
	}
	return 0, dr
}

//gograd:rule math.Min
func minimum(x, y, r, dr float64) (dx, dy float64) {
	if r == x || math.IsNaN(x) && math.IsNaN(r) {
		return dr, 0
	}
	return 0, dr
}

//gograd:rule max
func maxOf(a, b, y, dy float64) (da, db float64) {
	if y == a || math.IsNaN(a) {
		return dy, 0
	}
	return 0, dy
}

//gograd:rule min
func minOf(a, b, y, dy float64) (da, db float64) {
	if y == a || math.IsNaN(a) {
		return dy, 0
	}
	return 0, dy
}

// Dim is 0 for x <= y; so is its derivative, also at x = y.
//
//gograd:rule math.Dim
func dim(x, y, r, dr float64) (dx, dy float64) {
	if r == 0 {
		return 0, 0
	}
	return dr, -dr
}

// The derivative is 0 at 0 (and -0).
//
//gograd:rule math.Abs strict
func abs(x, y, dy float64) (dx float64) {
	if x < 0 {
		return -dy
	}
	if x == 0 {
		return 0
	}
	return dy
}

// Copysign(f, sign) is Abs(f) or -Abs(f), and has the derivative of that.
//
//gograd:rule math.Copysign
func copysign(f, sign, y, dy float64) (df, dsign float64) {
	if f == 0 {
		return 0, 0
	}
	if math.Signbit(f) != math.Signbit(sign) {
		return -dy, 0
	}
	return dy, 0
}

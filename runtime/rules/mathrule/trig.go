package mathrule

import "math"

//gograd:rule math.Sin bounded strict
func sin(x, y, dy float64) (dx float64) { return dy * math.Cos(x) }

//gograd:rule math.Cos bounded strict
func cos(x, y, dy float64) (dx float64) { return -dy * math.Sin(x) }

//gograd:rule math.Sincos bounded strict
func sincos(x, sin, cos, dsin, dcos float64) (dx float64) { return dsin*cos - dcos*sin }

//gograd:rule math.Tan regular strict
func tan(x, y, dy float64) (dx float64) { return dy * (1 + y*y) }

// The product keeps the digits that 1 - x*x loses near ±1.
//
//gograd:rule math.Asin strict
func asin(x, y, dy float64) (dx float64) { return dy / math.Sqrt((1-x)*(1+x)) }

//gograd:rule math.Acos strict
func acos(x, y, dy float64) (dx float64) { return -dy / math.Sqrt((1-x)*(1+x)) }

//gograd:rule math.Atan bounded
func atan(x, y, dy float64) (dx float64) { return dy / (1 + x*x) }

// At the origin the derivatives are taken as 0; infinitely far from it that is their limit. Hypot, unlike y*y + x*x,
// neither overflows nor underflows.
//
//gograd:rule math.Atan2
func atan2(y, x, r, dr float64) (dy, dx float64) {
	h := math.Hypot(y, x)
	if h == 0 || math.IsInf(h, 1) && !math.IsNaN(r) {
		return 0, 0
	}
	return dr * (x / h / h), -dr * (y / h / h)
}

// At the origin the derivatives are taken as 0.
//
//gograd:rule math.Hypot
func hypot(p, q, r, dr float64) (dp, dq float64) {
	if r == 0 {
		return 0, 0
	}
	return dr * (p / r), dr * (q / r)
}

package mathrule

import "math"

//gograd:rule math.Gamma strict
func gamma(x, y, dy float64) (dx float64) { return dy * (y * digamma(x)) }

//gograd:rule math.Lgamma strict
func lgamma(x, y float64, sign int, dy float64) (dx float64) { return dy * digamma(x) }

//gograd:rule math.Erf bounded
func erf(x, y, dy float64) (dx float64) { return dy * (2 / math.SqrtPi * math.Exp(-x*x)) }

//gograd:rule math.Erfc bounded
func erfc(x, y, dy float64) (dx float64) { return -dy * (2 / math.SqrtPi * math.Exp(-x*x)) }

//gograd:rule math.Erfinv
func erfinv(x, y, dy float64) (dx float64) { return dy * (math.SqrtPi / 2 * math.Exp(y*y)) }

//gograd:rule math.Erfcinv
func erfcinv(x, y, dy float64) (dx float64) { return -dy * (math.SqrtPi / 2 * math.Exp(y*y)) }

// Bessel functions, with C for J or Y: C0' = -C1, C1' = C0 - C1/x, and
// Cn' = (n/x) Cn - Cn+1 = Cn-1 - (n/x) Cn. Of the last two, J takes the one and Y the other that doesn't cancel for small x.
// Derivatives of Jn/x do, so there J takes the mean of the two, (Jn-1 - Jn+1)/2.

//gograd:rule math.J0
func j0(x, y, dy float64) (dx float64) { return -dy * math.J1(x) }

//gograd:rule math.J1
func j1(x, y, dy float64) (dx float64) {
	if math.Abs(x) < 1 {
		return dy * (math.J0(x) - math.Jn(2, x)) / 2
	}
	return dy * (math.J0(x) - y/x)
}

//gograd:rule math.Jn
func jn(n int, x, y, dy float64) (dx float64) {
	if math.Abs(x) < 1 {
		return dy * (math.Jn(n-1, x) - math.Jn(n+1, x)) / 2
	}
	return dy * (float64(n)*(y/x) - math.Jn(n+1, x))
}

//gograd:rule math.Y0
func y0(x, y, dy float64) (dx float64) { return -dy * math.Y1(x) }

//gograd:rule math.Y1
func y1(x, y, dy float64) (dx float64) { return dy * (math.Y0(x) - y/x) }

//gograd:rule math.Yn
func yn(n int, x, y, dy float64) (dx float64) {
	return dy * (math.Yn(n-1, x) - float64(n)*(y/x))
}

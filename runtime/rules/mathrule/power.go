package mathrule

import "math"

// At 0 and at -0 the derivative is +Inf.
//
//gograd:rule math.Sqrt nonzero strict
func sqrt(x, y, dy float64) (dx float64) { return dy / (2 * math.Abs(y)) }

//gograd:rule math.Cbrt nonzero strict
func cbrt(x, y, dy float64) (dx float64) { return dy / (3 * y * y) }

// The derivative by x is taken as 0 for y = 0, that by y as 0 for x = 0 and y > 0. For x < 0 there is
// none by y: the logarithm gives NaN. Where 1/x is finite, y = 0 is no case of its own: there the product is 0, but its
// derivative by y is not.
//
//gograd:rule math.Pow
func pow(x, y, z, dz float64) (dx, dy float64) {
	if y != 0 || math.Abs(x) >= smallest {
		dx = dz * (y * powLess(x, y, z))
	}
	if x != 0 || y <= 0 {
		dy = dz * (z * math.Log(x))
	}
	return dx, dy
}

// smallest is the smallest positive number that is not denormal: down to it 1/x is finite.
const smallest = 0x1p-1022

// powLess is Pow(x, y-1), given z = Pow(x, y). That is z/x, unless z has lost digits or the quotient says nothing.
func powLess(x, y, z float64) float64 {
	if a := math.Abs(z); x != 0 && a >= smallest && a <= math.MaxFloat64 {
		return z / x
	}
	return math.Pow(x, y-1)
}

//gograd:rule math.FMA regular strict
func fma(x, y, z, r, dr float64) (dx, dy, dz float64) { return dr * y, dr * x, dr }

package mathrule

import "math"

//gograd:rule math.Exp regular
func exp(x, y, dy float64) (dx float64) { return dy * y }

//gograd:rule math.Exp2 regular
func exp2(x, y, dy float64) (dx float64) { return dy * (y * math.Ln2) }

// Where y is close to -1, y+1 has lost the digits of exp(x).
//
//gograd:rule math.Expm1 regular
func expm1(x, y, dy float64) (dx float64) {
	if y > -0.5 {
		return dy * (y + 1)
	}
	return dy * math.Exp(x)
}

//gograd:rule math.Log regular strict
func log(x, y, dy float64) (dx float64) { return dy / x }

//gograd:rule math.Log1p regular strict
func log1p(x, y, dy float64) (dx float64) { return dy / (1 + x) }

//gograd:rule math.Log2 regular strict
func log2(x, y, dy float64) (dx float64) { return dy / (x * math.Ln2) }

//gograd:rule math.Log10 regular strict
func log10(x, y, dy float64) (dx float64) { return dy / (x * math.Ln10) }

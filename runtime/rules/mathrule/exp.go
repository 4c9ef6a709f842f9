package mathrule

import "math"

//gograd:rule math.Exp
func exp(x, y, dy float64) (dx float64) { return dy * y }

//gograd:rule math.Exp2
func exp2(x, y, dy float64) (dx float64) { return dy * (y * math.Ln2) }

// Where y is close to -1, y+1 has lost the digits of exp(x).
//
//gograd:rule math.Expm1
func expm1(x, y, dy float64) (dx float64) {
	if y > -0.5 {
		return dy * (y + 1)
	}
	return dy * math.Exp(x)
}

//gograd:rule math.Log
func log(x, y, dy float64) (dx float64) { return dy / x }

//gograd:rule math.Log1p
func log1p(x, y, dy float64) (dx float64) { return dy / (1 + x) }

//gograd:rule math.Log2
func log2(x, y, dy float64) (dx float64) { return dy / (x * math.Ln2) }

//gograd:rule math.Log10
func log10(x, y, dy float64) (dx float64) { return dy / (x * math.Ln10) }

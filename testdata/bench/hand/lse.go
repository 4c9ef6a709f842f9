package hand

import "math"

// LSEGrad is the gradient of lse.LogSumExp. The destination holds the exponentials meanwhile.
func LSEGrad(dx, x []float64) float64 {
	top := x[0]
	for _, v := range x[1:] {
		if v > top {
			top = v
		}
	}
	dx = dx[:len(x)]
	s := 0.0
	for i, v := range x {
		e := math.Exp(v - top)
		dx[i] = e
		s += e
	}
	inv := 1 / s
	for i := range dx {
		dx[i] *= inv
	}
	return math.Log(s) + top
}

// Package lse is GradBench's logarithm of a sum of exponentials, made stable by the maximum.
package lse

import "math"

// LogSumExp returns the logarithm of the sum of the exponentials of x.
//
//gograd:grad
//gograd:grad name=LogSumExpGradFast fast
func LogSumExp(x []float64) float64 {
	top := x[0]
	for _, v := range x[1:] {
		top = max(top, v)
	}
	s := 0.0
	for _, v := range x {
		s += math.Exp(v - top)
	}
	return math.Log(s) + top
}

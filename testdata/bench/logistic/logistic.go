// Package logistic is the loss of a logistic regression.
package logistic

import "math"

// Loss returns the mean logistic loss of the weights w and the bias b on the samples xs, whose
// classes ys are 1 or -1.
//
//gograd:grad wrt=w,b
//gograd:grad wrt=w,b name=LossGradFast fast
func Loss(w []float64, b float64, xs [][]float64, ys []float64) float64 {
	loss := 0.0
	for i, x := range xs {
		z := b
		for j, xj := range x {
			z += w[j] * xj
		}
		loss += math.Log1p(math.Exp(-ys[i] * z))
	}
	return loss / float64(len(xs))
}

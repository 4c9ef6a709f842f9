package main

import "math"

// score is the log-odds that x belongs to the class.
func score(w []float64, b float64, x []float64) float64 {
	z := b
	for j, xj := range x {
		z += w[j] * xj
	}
	return z
}

// loss is the mean negative log-likelihood of the labels ys, which are -1 or +1, given the rows of
// xs, with a ridge penalty on the weights.
//
//gograd:grad wrt=w,b
func loss(w []float64, b float64, xs [][]float64, ys []float64, ridge float64) float64 {
	sum := 0.0
	for i, x := range xs {
		sum += math.Log1p(math.Exp(-ys[i] * score(w, b, x)))
	}
	penalty := 0.0
	for _, wj := range w {
		penalty += wj * wj
	}
	return sum/float64(len(xs)) + ridge*penalty
}

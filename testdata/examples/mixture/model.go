package main

import "math"

// split cuts the parameters of a mixture of k normal distributions into its parts, which share theta's memory:
// weights before normalization, as logarithms; means; logarithms of the standard deviations.
func split(theta []float64) (logits, means, logStds []float64) {
	k := len(theta) / 3
	return theta[:k], theta[k : 2*k], theta[2*k:]
}

// logSumExp is log(sum(exp(x))), without overflow.
func logSumExp(x []float64) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = math.Max(top, v)
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

// negLogLikelihood is minus the mean log-density of the data under the mixture.
//
//gograd:grad wrt=theta
func negLogLikelihood(theta, data []float64) float64 {
	logits, means, logStds := split(theta)
	norm := logSumExp(logits) + 0.5*math.Log(2*math.Pi)
	terms := make([]float64, len(means))
	sum := 0.0
	for _, x := range data {
		for j, mean := range means {
			z := (x - mean) / math.Exp(logStds[j])
			terms[j] = logits[j] - logStds[j] - 0.5*z*z
		}
		sum += logSumExp(terms) - norm
	}
	return -sum / float64(len(data))
}

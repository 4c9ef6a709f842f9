// Package gaussian is the log-likelihood of a normal distribution.
package gaussian

import "math"

// LogLikelihood returns the log-likelihood of xs under the normal distribution with mean mu and
// standard deviation sigma.
//
//gograd:grad wrt=mu,sigma
func LogLikelihood(mu, sigma float64, xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		z := (x - mu) / sigma
		sum += z * z
	}
	n := float64(len(xs))
	return -0.5*sum - n*(math.Log(sigma)+0.5*math.Log(2*math.Pi))
}

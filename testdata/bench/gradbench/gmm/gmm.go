// Package gmm is GradBench's Gaussian mixture: the log-likelihood of points under k Gaussians in d
// dimensions, with a Wishart prior on the inverse covariances.
//
// The inverse covariance factor of component i is lower triangular: its diagonal is exp(q[i]), what
// stands below the diagonal is l[i], column after column, d(d-1)/2 numbers.
//
// The objective is that of ADBench: Šrajer, Kukelova, Fitzgibbon, Optimization Methods & Software
// 33(4-6), 2018.
package gmm

import "math"

// Wishart holds the parameters of the prior.
type Wishart struct {
	Gamma float64
	M     int
}

// LogLikelihood returns the log-likelihood of the points x under the mixture with the unnormalized
// log-weights alpha[k], the means mu[k][d] and the factors q[k][d], l[k][d(d-1)/2].
//
//gograd:grad wrt=alpha,mu,q,l
//gograd:grad wrt=alpha,mu,q,l name=LogLikelihoodGradFast fast
func LogLikelihood(alpha []float64, mu, q, l, x [][]float64, prior Wishart) float64 {
	k, d := len(mu), len(mu[0])
	diag := make([]float64, k*d) // exp of q
	sums := make([]float64, k)   // log-determinants
	for i, row := range q {
		for j, v := range row {
			diag[i*d+j] = math.Exp(v)
			sums[i] += v
		}
	}

	centered := make([]float64, d)
	scaled := make([]float64, d)
	terms := make([]float64, k)
	total := 0.0
	for _, p := range x {
		for i := range terms {
			subtract(centered, p, mu[i])
			multiply(scaled, diag[i*d:(i+1)*d], l[i], centered)
			terms[i] = alpha[i] + sums[i] - 0.5*sqNorm(scaled)
		}
		total += logSumExp(terms)
	}
	n := float64(len(x))
	norm := -0.5 * n * float64(d) * math.Log(2*math.Pi)
	return norm + total - n*logSumExp(alpha) + logPrior(prior, diag, sums, l)
}

// subtract sets dst to a - b.
func subtract(dst, a, b []float64) {
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

// multiply sets dst to the product of the triangular matrix with the given diagonal and the part
// tri below it, and x.
func multiply(dst, diag, tri, x []float64) {
	for i := range dst {
		dst[i] = diag[i] * x[i]
	}
	t := 0
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			dst[j] += tri[t] * x[i]
			t++
		}
	}
}

// sqNorm returns the sum of the squares of x.
func sqNorm(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	return s
}

// logSumExp returns the logarithm of the sum of the exponentials of x.
func logSumExp(x []float64) float64 {
	top := x[0]
	for _, v := range x[1:] {
		if v > top {
			top = v
		}
	}
	s := 0.0
	for _, v := range x {
		s += math.Exp(v - top)
	}
	return math.Log(s) + top
}

// logPrior returns the logarithm of the Wishart density of the k factors.
func logPrior(prior Wishart, diag, sums []float64, l [][]float64) float64 {
	k := len(sums)
	d := len(diag) / k
	out := 0.0
	for i, tri := range l {
		frobenius := sqNorm(diag[i*d:(i+1)*d]) + sqNorm(tri)
		out += 0.5*prior.Gamma*prior.Gamma*frobenius - float64(prior.M)*sums[i]
	}
	n := float64(d + prior.M + 1)
	c := n*float64(d)*(math.Log(prior.Gamma)-0.5*math.Log(2)) - logMultiGamma(0.5*n, d)
	return float64(k)*c - out
}

// logMultiGamma returns the logarithm of the multivariate gamma function of dimension d at a.
func logMultiGamma(a float64, d int) float64 {
	s := 0.25 * float64(d*(d-1)) * math.Log(math.Pi)
	for j := 0; j < d; j++ {
		g, _ := math.Lgamma(a - 0.5*float64(j))
		s += g
	}
	return s
}

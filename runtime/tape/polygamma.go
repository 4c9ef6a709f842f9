package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/rules/mathrule"
)

// polygamma is ψ⁽ⁿ⁾(x), the derivative of order n of the digamma function, NaN at its poles 0, -1, -2, … and for n < 0. It is right to 13 digits for n up to 100; it has zeros
// between its negative poles if n is even, near which that is so of the absolute error.
//
// For n > 0 it is computed as digamma is (Abramowitz and Stegun, Handbook of Mathematical Functions, 6.4.6, 6.4.7, 6.4.11):
//
//	ψ⁽ⁿ⁾(x) = ψ⁽ⁿ⁾(x+1) - (-1)ⁿ n!/xⁿ⁺¹                                     recurrence, to large x
//	ψ⁽ⁿ⁾(x) ~ (-1)ⁿ⁺¹ [(n-1)!/xⁿ + n!/(2xⁿ⁺¹) + Σ B₂ₖ (2k+n-1)!/((2k)! x²ᵏ⁺ⁿ)]   for large x
//	ψ⁽ⁿ⁾(x) = (-1)ⁿ ψ⁽ⁿ⁾(1-x) - π dⁿ/dxⁿ cot(πx)                              reflection, for x <= 0
func polygamma(n int, x float64) float64 {
	switch {
	case n < 0 || math.IsNaN(x) || math.IsInf(x, -1):
		return math.NaN()
	case n == 0:
		return mathrule.Digamma(x)
	case x > 0:
		return alternating(n+1) * polygammaPositive(n, x)
	}
	t := x - math.Round(x) // cot(πx) has period 1
	if t == 0 {
		return math.NaN()
	}
	return -polygammaPositive(n, 1-x) - cotangentDerivative(n, t)
}

// alternating is (-1)ⁿ.
func alternating(n int) float64 { return 1 - 2*float64(n&1) }

// polygammaPositive is |ψ⁽ⁿ⁾(x)| = n! Σ 1/(x+k)ⁿ⁺¹ for x > 0 and n > 0. From x = n+15 on the terms of the asymptotic series become smaller by a
// factor of 16 or more each, and all that is large is positive: nothing cancels.
func polygammaPositive(n int, x float64) float64 {
	if math.IsInf(x, 1) {
		return 0
	}
	sum := 0.0
	for x < float64(n)+15 {
		sum += factorialOver(n, x) / x
		x++
	}
	term := factorialOver(n-1, x) / x
	series := term + term*(float64(n)/x/2)
	for i, b := range bernoulli {
		k := float64(2*i + 2)
		term *= (k + float64(n) - 2) / (k - 1) / x // (k+n-1)!/(k! xᵏ⁺ⁿ) from that of k-2
		term *= (k + float64(n) - 1) / k / x
		series += b * term
	}
	return sum + series
}

// bernoulli are the numbers B₂, B₄, ….
var bernoulli = [...]float64{
	1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798, -174611.0 / 330,
	854513.0 / 138, -236364091.0 / 2730,
}

// factorialOver is n!/xⁿ, without overflow on the way.
func factorialOver(n int, x float64) float64 {
	p := 1.0
	for k := 1; k <= n; k++ {
		p *= float64(k) / x
	}
	return p
}

// cotangentDerivative is dⁿ/dxⁿ π cot(πx). With c = cot(πx) and dc/dx = -π(1+c²) that is πⁿ⁺¹ times a polynomial Pₙ of c: P₀ = c, Pₙ₊₁ = -(1+c²)Pₙ'.
// The coefficients of one Pₙ have the same sign, and every other one is 0: nothing cancels.
func cotangentDerivative(n int, x float64) float64 {
	p := make([]float64, n+2) // the coefficients of Pₙ, lowest first
	p[1] = 1
	for degree := 1; degree <= n; degree++ {
		for i := range degree + 1 { // the derivative, in place
			p[i] = -float64(i+1) * p[min(i+1, degree)]
		}
		p[degree] = 0
		for i := degree + 1; i >= 2; i-- {
			p[i] += p[i-2]
		}
	}
	sin, cos := math.Sincos(math.Pi * x)
	c, sum, scale := cos/sin, 0.0, math.Pi
	for i := n + 1; i >= 0; i-- {
		sum = sum*c + p[i]
	}
	for range n {
		scale *= math.Pi
	}
	return sum * scale
}

// polygammaRule is polygamma's derivative rule.
func polygammaRule(n int, x, _, dy float64) float64 { return dy * polygamma(n+1, x) }

func recordPolygamma(n int, x, _, dy Var) Var { return absorb(dy, Mul(dy, Polygamma(n+1, x))) }

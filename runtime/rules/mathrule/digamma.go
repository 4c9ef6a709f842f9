package mathrule

import "math"

// digamma is ψ(x) = Γ'(x)/Γ(x), NaN at the poles 0, -1, -2, ….
//
// Reflection, ψ(x) = ψ(1-x) - π/tan(πx), takes it to positive arguments; recurrence, ψ(x) = ψ(x+1) - 1/x, to
// arguments where the asymptotic series is good to the last digit (Abramowitz and Stegun, Handbook of Mathematical
// Functions, 6.3.5, 6.3.7, 6.3.18).
func digamma(x float64) float64 {
	if x <= 0 {
		t := x - math.Round(x) // tan(πx) has period 1
		if t == 0 {
			return math.NaN()
		}
		return digammaPositive(1-x) - math.Pi/math.Tan(math.Pi*t)
	}
	return digammaPositive(x)
}

func digammaPositive(x float64) float64 {
	sum := 0.0
	for x < 10 {
		sum -= 1 / x
		x++
	}
	// ψ(x) ~ ln x - 1/(2x) - Σ B₂ₖ/(2k x²ᵏ)
	u := 1 / (x * x)
	series := u * (1.0/12 - u*(1.0/120-u*(1.0/252-u*(1.0/240-u*(1.0/132-u*(691.0/32760-u/12))))))
	return sum + (math.Log(x) - 0.5/x - series)
}

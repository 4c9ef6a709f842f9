package hand

import "math"

// RosenbrockGrad is the gradient of rosenbrock.Rosenbrock; each element of dx is written once.
func RosenbrockGrad(dx, x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	dx = dx[:len(x)]
	sum := 0.0
	cur, carry := x[0], 0.0 // carry is what the term before gave to this element
	for i, next := range x[1:] {
		a := next - cur*cur
		b := 1 - cur
		sum += 100*a*a + b*b
		da := 200 * a
		dx[i] = carry - 2*(da*cur+b)
		carry, cur = da, next
	}
	dx[len(x)-1] = carry
	return sum
}

// GaussianGrad is the gradient of gaussian.LogLikelihood.
func GaussianGrad(mu, sigma float64, xs []float64) (value, dmu, dsigma float64) {
	sum, first := 0.0, 0.0
	for _, x := range xs {
		z := (x - mu) / sigma
		sum += z * z
		first += z
	}
	n := float64(len(xs))
	value = -0.5*sum - n*(math.Log(sigma)+0.5*math.Log(2*math.Pi))
	return value, first / sigma, (sum - n) / sigma
}

// CallGrad is the gradient of blackscholes.Call: the option's Greeks, as they are known. Since
// spot·φ(d1) = strike·exp(-rate·years)·φ(d2), what comes through d1 and d2 cancels but for their difference.
func CallGrad(spot, strike, rate, vol, years float64) (value, dspot, dstrike, drate, dvol, dyears float64) {
	root := math.Sqrt(years)
	dev := vol * root
	d1 := (math.Log(spot/strike) + (rate+0.5*vol*vol)*years) / dev
	d2 := d1 - dev
	discount := math.Exp(-rate * years)
	n1, n2 := 0.5*math.Erfc(-d1/math.Sqrt2), 0.5*math.Erfc(-d2/math.Sqrt2)
	owed := strike * discount * n2
	const density = 1 / (math.Sqrt2 * math.SqrtPi) // of the normal distribution, at 0
	vega := spot * root * density * math.Exp(-0.5*d1*d1)
	return spot*n1 - owed, n1, -discount * n2, years * owed, vega, 0.5*vega*vol/years + rate*owed
}

// Package blackscholes is the Black-Scholes price of a European call.
package blackscholes

import "math"

// Call returns the price of the right to buy for strike after the given years what now costs spot,
// when rate is the riskless rate and vol the volatility, both a year.
//
//gograd:grad
func Call(spot, strike, rate, vol, years float64) float64 {
	dev := vol * math.Sqrt(years)
	d1 := (math.Log(spot/strike) + (rate+0.5*vol*vol)*years) / dev
	d2 := d1 - dev
	return spot*cdf(d1) - strike*math.Exp(-rate*years)*cdf(d2)
}

// cdf returns the distribution function of the standard normal distribution.
func cdf(x float64) float64 {
	return 0.5 * math.Erfc(-x/math.Sqrt2)
}

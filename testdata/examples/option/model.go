package main

import "math"

// normCDF is the distribution function of the standard normal distribution.
func normCDF(x float64) float64 {
	return 0.5 * math.Erfc(-x/math.Sqrt2)
}

// call is the Black-Scholes price of a European call on an asset at spot, that pays no dividend: the right to
// buy at strike in the given number of years, with interest rate and volatility a year.
//
//gograd:grad wrt=spot,rate,vol,years
func call(spot, strike, rate, vol, years float64) float64 {
	dev := vol * math.Sqrt(years)
	d1 := (math.Log(spot/strike) + (rate+vol*vol/2)*years) / dev
	d2 := d1 - dev
	return spot*normCDF(d1) - strike*math.Exp(-rate*years)*normCDF(d2)
}

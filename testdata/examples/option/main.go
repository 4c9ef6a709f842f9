// Option prices a European call and its Greeks, and finds the volatility that a market price implies.
package main

import (
	"fmt"
	"math"
)

//go:generate go run github.com/gograd/gograd/cmd/gograd

// impliedVol solves call(..., vol, ...) = price for vol by Newton's method; the price and its
// derivative by vol come from one call.
func impliedVol(price, spot, strike, rate, years float64) float64 {
	vol := 0.5
	for range 50 {
		value, _, _, vega, _ := callGrad(spot, strike, rate, vol, years)
		step := (value - price) / vega
		vol -= step
		if math.Abs(step) < 1e-12 {
			break
		}
	}
	return vol
}

func main() {
	const strike, rate, vol, years = 100, 0.03, 0.25, 0.5

	fmt.Println("  spot    price    delta      rho     vega    theta")
	for spot := 80.0; spot <= 120; spot += 10 {
		price, delta, rho, vega, dyears := callGrad(spot, strike, rate, vol, years)
		fmt.Printf("%6.1f %8.4f %8.5f %8.4f %8.4f %8.4f\n", spot, price, delta, rho, vega, -dyears)
	}

	fmt.Printf("a price of 12.50 at 100 implies a volatility of %.6f\n", impliedVol(12.5, 100, strike, rate, years))
}

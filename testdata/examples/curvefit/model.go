package main

import "math"

// Sample is a measured population, in hundreds of millions, after some decades.
type Sample struct {
	Decades, Population float64
}

// growth is the logistic curve with capacity p[0], rate p[1] and midpoint p[2], at time t.
func growth(p []float64, t float64) float64 {
	return p[0] / (1 + math.Exp(-p[1]*(t-p[2])))
}

// misfit is the sum of the squared distances between the curve with parameters p and the samples.
//
//gograd:grad wrt=p
func misfit(p []float64, samples []Sample) float64 {
	sum := 0.0
	for _, s := range samples {
		r := growth(p, s.Decades) - s.Population
		sum += r * r
	}
	return sum
}

// Mixture fits a mixture of three normal distributions to numbers drawn from one, by maximum
// likelihood with L-BFGS from gonum/optimize.
package main

import (
	"fmt"
	"log"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/optimize"
)

//go:generate go run github.com/gograd/gograd/cmd/gograd

// component is one normal distribution of a mixture.
type component struct{ weight, mean, std float64 }

// draw takes n numbers from the mixture.
func draw(n int, mixture []component) []float64 {
	r := rand.New(rand.NewPCG(3, 14))
	data := make([]float64, n)
	for i := range data {
		u := r.Float64()
		k := 0
		for u > mixture[k].weight && k < len(mixture)-1 {
			u -= mixture[k].weight
			k++
		}
		data[i] = mixture[k].mean + mixture[k].std*r.NormFloat64()
	}
	return data
}

// components reads the mixture off its parameters.
func components(theta []float64) []component {
	logits, means, logStds := split(theta)
	norm := logSumExp(logits)
	out := make([]component, len(means))
	for j := range out {
		out[j] = component{math.Exp(logits[j] - norm), means[j], math.Exp(logStds[j])}
	}
	return out
}

func main() {
	data := draw(3000, []component{{0.3, -2, 0.5}, {0.5, 1, 1}, {0.2, 4, 0.4}})
	problem := optimize.Problem{
		Func: func(theta []float64) float64 { return negLogLikelihood(theta, data) },
		Grad: func(grad, theta []float64) { negLogLikelihoodGrad(grad, theta, data) },
	}
	start := []float64{0, 0, 0, -1, 0, 1, 0, 0, 0}
	settings := &optimize.Settings{GradientThreshold: 1e-7}

	fmt.Printf("at start  %.6f\n", problem.Func(start))
	result, err := optimize.Minimize(problem, start, settings, &optimize.LBFGS{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("fitted    %.6f\n", result.F)
	fmt.Println("weight    mean     std")
	for _, c := range components(result.X) {
		fmt.Printf("%6.3f  %6.3f  %6.3f\n", c.weight, c.mean, c.std)
	}
}

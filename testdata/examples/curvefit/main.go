// Curvefit fits a logistic growth curve to the population of the United States, with
// L-BFGS from gonum/optimize and the gradient that gograd writes for model.go.
package main

import (
	"fmt"
	"log"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

//go:generate go run github.com/gograd/gograd/cmd/gograd

// census is the population in millions at the turn of each decade from 1790 to 1950.
var census = []float64{
	3.929, 5.308, 7.240, 9.638, 12.866, 17.069, 23.192, 31.443, 38.558,
	50.156, 62.948, 75.996, 91.972, 105.711, 122.775, 131.669, 150.697,
}

// samples gives the census in units that make all three parameters about one, which suits the optimizer.
func samples() []Sample {
	var s []Sample
	for i, millions := range census {
		s = append(s, Sample{Decades: float64(i), Population: millions / 100})
	}
	return s
}

// objective evaluates misfit and its gradient once for each point, however many times and in whatever order the
// optimizer asks for the two: misfitGrad gives both for little more than the price of one.
type objective struct {
	samples []Sample

	x     []float64 // the point that value and grad belong to
	value float64
	grad  []float64
	calls int
}

func (o *objective) moveTo(x []float64) {
	if o.x != nil && slices.Equal(o.x, x) {
		return
	}
	if o.grad == nil {
		o.grad = make([]float64, len(x))
	}
	o.x = append(o.x[:0], x...)
	o.value = misfitGrad(o.grad, x, o.samples)
	o.calls++
}

// Func is an optimize.Problem's.
func (o *objective) Func(x []float64) float64 {
	o.moveTo(x)
	return o.value
}

// Grad is an optimize.Problem's.
func (o *objective) Grad(grad, x []float64) {
	o.moveTo(x)
	copy(grad, o.grad)
}

func main() {
	o := &objective{samples: samples()}
	problem := optimize.Problem{Func: o.Func, Grad: o.Grad}
	start := []float64{1.5, 0.2, 10}

	// Without a threshold of our own the search would go on to where the misfit is all rounding.
	settings := &optimize.Settings{GradientThreshold: 1e-8}
	result, err := optimize.Minimize(problem, start, settings, &optimize.LBFGS{})
	if err != nil {
		log.Fatal(err)
	}
	p := result.X
	fmt.Printf("capacity  %.1f million\n", 100*p[0])
	fmt.Printf("growth    %.2f %% a year\n", 10*p[1])
	fmt.Printf("midpoint  %.1f\n", 1790+10*p[2])
	fmt.Printf("misfit    %.6f\n", result.F)
	fmt.Printf("1960      %.1f million\n", 100*growth(p, 17))
	if o.calls == result.FuncEvaluations {
		fmt.Println("one call of misfitGrad for each point gave both its value and its gradient")
	}
}

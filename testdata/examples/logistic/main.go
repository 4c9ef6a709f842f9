// Logistic fits a logistic regression by gradient descent to points that it draws itself from a model that is known.
package main

import (
	"fmt"
	"math"
	"math/rand/v2"
)

//go:generate go run github.com/gograd/gograd/cmd/gograd

// draw makes n points of space, labelled by chance as the
// model with weights 2, -1, 0 and bias 0.5 says.
func draw(n int) (xs [][]float64, ys []float64) {
	r := rand.New(rand.NewPCG(2026, 11))
	for range n {
		x := []float64{r.NormFloat64(), r.NormFloat64(), r.NormFloat64()}
		p := 1 / (1 + math.Exp(-score([]float64{2, -1, 0}, 0.5, x)))
		y := -1.0
		if r.Float64() < p {
			y = 1
		}
		xs, ys = append(xs, x), append(ys, y)
	}
	return xs, ys
}

// accuracy is the share of points on their own side.
func accuracy(w []float64, b float64, xs [][]float64, ys []float64) float64 {
	right := 0
	for i, x := range xs {
		if ys[i]*score(w, b, x) > 0 {
			right++
		}
	}
	return float64(right) / float64(len(xs))
}

func main() {
	xs, ys := draw(2000)
	w, dw := make([]float64, 3), make([]float64, 3)
	b := 0.0
	const rate, ridge = 0.5, 1e-4

	for step := range 101 {
		value, db := lossGrad(dw, w, b, xs, ys, ridge)
		if step%20 == 0 {
			fmt.Printf("step %3d  loss %.6f\n", step, value)
		}
		for j := range w {
			w[j] -= rate * dw[j]
		}
		b -= rate * db
	}
	fmt.Printf("weights %.4f  bias %.4f\n", w, b)
	fmt.Printf("right for %.1f %% of the points\n", 100*accuracy(w, b, xs, ys))
}

// Network trains a two-layer network by gradient descent to go once round a circle: from an
// angle to a point.
package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	gograd "github.com/gograd/gograd/runtime"
)

//go:generate go run github.com/gograd/gograd/cmd/gograd

// newLayer draws weights that keep the size of what goes through it.
func newLayer(outputs, inputs int, r *rand.Rand) Layer {
	l := Layer{W: make([][]float64, outputs), B: make([]float64, outputs)}
	for i := range l.W {
		l.W[i] = make([]float64, inputs)
		for j := range l.W[i] {
			l.W[i][j] = r.NormFloat64() / math.Sqrt(float64(inputs))
		}
		l.B[i] = 0.1 * r.NormFloat64()
	}
	return l
}

// descend moves the layer against its gradient d, which is a Layer too.
func (l *Layer) descend(rate float64, d *Layer) {
	for i := range l.W {
		for j := range l.W[i] {
			l.W[i][j] -= rate * d.W[i][j]
		}
		l.B[i] -= rate * d.B[i]
	}
}

// circle gives n angles from -pi to pi, and the points of the unit circle that they belong to.
func circle(n int) (angles, points [][]float64) {
	for i := range n {
		a := math.Pi * (2*float64(i)/float64(n-1) - 1)
		angles = append(angles, []float64{a})
		points = append(points, []float64{math.Cos(a), math.Sin(a)})
	}
	return angles, points
}

func main() {
	r := rand.New(rand.NewPCG(7, 7))
	net := &Network{Hidden: newLayer(12, 1, r), Output: newLayer(2, 12, r)}
	angles, points := circle(41)

	d := gograd.Like(net) // of net's own shape, to hold the gradient
	for step := range 3001 {
		loss := net.lossGrad(d, angles, points)
		if step%1000 == 0 {
			fmt.Printf("step %4d  loss %.4f\n", step, loss)
		}
		net.Hidden.descend(0.05, &d.Hidden)
		net.Output.descend(0.05, &d.Output)
	}

	out := make([]float64, 2)
	for _, k := range []int{5, 13, 22, 36} {
		net.predict(out, angles[k])
		fmt.Printf("at %5.2f  want (%6.3f, %6.3f)  got (%6.3f, %6.3f)\n", angles[k][0], points[k][0], points[k][1], out[0], out[1])
	}
}

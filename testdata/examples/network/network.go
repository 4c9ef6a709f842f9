package main

import "math"

// Layer is an affine map: one row of W and one entry of B for each output.
type Layer struct {
	W [][]float64
	B []float64
}

// Network has one hidden layer of tanh units.
type Network struct {
	Hidden, Output Layer
}

// apply sets out to W*in + B.
func (l *Layer) apply(out, in []float64) {
	for i, row := range l.W {
		z := l.B[i]
		for j, w := range row {
			z += w * in[j]
		}
		out[i] = z
	}
}

// predict sets out to the network's answer to in.
func (n *Network) predict(out, in []float64) {
	hidden := make([]float64, len(n.Hidden.B))
	n.Hidden.apply(hidden, in)
	for i, h := range hidden {
		hidden[i] = math.Tanh(h)
	}
	n.Output.apply(out, hidden)
}

// loss is the mean squared error of the predictions for inputs.
//
//gograd:grad wrt=n
func (n *Network) loss(inputs, targets [][]float64) float64 {
	out := make([]float64, len(n.Output.B))
	sum := 0.0
	for k, in := range inputs {
		n.predict(out, in)
		for i, t := range targets[k] {
			d := out[i] - t
			sum += d * d
		}
	}
	return sum / float64(len(inputs))
}

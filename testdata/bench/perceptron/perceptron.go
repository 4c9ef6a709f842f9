// Package perceptron is a classifier with one hidden layer and its cross-entropy over a batch.
package perceptron

import "math"

// Layer is an affine map: row i of W has the weights of output i.
type Layer struct {
	W [][]float64
	B []float64
}

// Net is a hidden layer of tanh units and a softmax over the classes.
type Net struct {
	Hidden, Out Layer
}

// Loss returns the mean cross-entropy of the samples xs, whose classes are labels.
//
//gograd:grad wrt=net
//gograd:grad wrt=net name=LossGradFast fast
func (net *Net) Loss(xs [][]float64, labels []int) float64 {
	hidden := make([]float64, len(net.Hidden.B))
	logits := make([]float64, len(net.Out.B))
	loss := 0.0
	for s, x := range xs {
		net.Hidden.apply(hidden, x)
		for i, v := range hidden {
			hidden[i] = math.Tanh(v)
		}
		net.Out.apply(logits, hidden)
		loss += logSumExp(logits) - logits[labels[s]]
	}
	return loss / float64(len(xs))
}

// apply sets y to what the layer makes of x.
func (l *Layer) apply(y, x []float64) {
	for i, row := range l.W {
		s := l.B[i]
		for j, w := range row {
			s += w * x[j]
		}
		y[i] = s
	}
}

func logSumExp(x []float64) float64 {
	top := x[0]
	for _, v := range x[1:] {
		if v > top {
			top = v
		}
	}
	s := 0.0
	for _, v := range x {
		s += math.Exp(v - top)
	}
	return top + math.Log(s)
}

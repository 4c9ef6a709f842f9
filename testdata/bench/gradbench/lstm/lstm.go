// Package lstm is GradBench's character model: the loss of a long short-term memory network with
// diagonal weights that predicts each character of a sequence from those before it. It comes from
// ADBench.
package lstm

import "math"

// Loss returns the mean negative log-likelihood of the sequence, a row of bits for each character.
//
// Layer i has its weights in mainParams[2*i] and its biases in mainParams[2*i+1], each in the order
// forget gate, input gate, output gate, change; extraParams holds the input weights, the output
// weights and the output biases; state[2*i] and state[2*i+1] are hidden and cell state of layer i
// at the start.
//
//gograd:grad wrt=mainParams,extraParams
//gograd:grad wrt=mainParams,extraParams name=LossGradFast fast
func Loss(mainParams, extraParams, state, sequence [][]float64) float64 {
	layers, bits := len(state)/2, len(extraParams[0])
	hidden := make([][]float64, layers)
	cell := make([][]float64, layers)
	for i := range hidden {
		hidden[i] = make([]float64, bits)
		cell[i] = make([]float64, bits)
		copy(hidden[i], state[2*i])
		copy(cell[i], state[2*i+1])
	}

	pred := make([]float64, bits)
	total := 0.0
	for t := 0; t+1 < len(sequence); t++ {
		predict(mainParams, extraParams, hidden, cell, sequence[t], pred)
		lse := logSumExp(pred)
		for i, gold := range sequence[t+1] {
			total += gold * (pred[i] - lse)
		}
	}
	return -total / float64(bits*(len(sequence)-1))
}

// predict sets pred to the prediction of the character after input, and advances hidden and cell.
func predict(mainParams, extraParams, hidden, cell [][]float64, input, pred []float64) {
	for i, w := range extraParams[0] {
		pred[i] = input[i] * w
	}
	last := pred
	for i := range hidden {
		advance(mainParams[2*i], mainParams[2*i+1], hidden[i], cell[i], last)
		last = hidden[i]
	}
	for i, w := range extraParams[1] {
		pred[i] = last[i]*w + extraParams[2][i]
	}
}

// advance moves one layer's state by one character.
func advance(weight, bias, hidden, cell, input []float64) {
	n := len(hidden)
	for i, h := range hidden {
		forget := sigmoid(input[i]*weight[i] + bias[i])
		ingate := sigmoid(h*weight[n+i] + bias[n+i])
		outgate := sigmoid(input[i]*weight[2*n+i] + bias[2*n+i])
		change := math.Tanh(h*weight[3*n+i] + bias[3*n+i])
		cell[i] = cell[i]*forget + ingate*change
		hidden[i] = outgate * math.Tanh(cell[i])
	}
}

func sigmoid(x float64) float64 {
	return 1 / (1 + math.Exp(-x))
}

// logSumExp returns the logarithm of 2 plus the sum of the exponentials of x.
func logSumExp(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += math.Exp(v)
	}
	return math.Log(s + 2)
}

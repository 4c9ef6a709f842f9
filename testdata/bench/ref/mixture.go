package ref

import (
	"math"

	"github.com/gograd/gograd/testdata/bench/dual"
)

// GMM is the log-likelihood of x under a Gaussian mixture with a Wishart prior.
func GMM(alpha []num, mu, q, l [][]num, x [][]float64, gamma float64, m int) num {
	k, d := len(alpha), len(mu[0])
	factors := make([][][]num, k) // lower triangular, row by row
	for i := range factors {
		factors[i] = factor(q[i], l[i])
	}
	var sum num
	for _, p := range x {
		terms := make([]num, k)
		for i, f := range factors {
			diff := make([]num, d)
			for j := range diff {
				diff[j] = dual.Sub(dual.Const(p[j]), mu[i][j])
			}
			terms[i] = dual.Add(alpha[i], dual.Sum(q[i]...))
			for r, row := range f {
				y := dual.Dot(row, diff[:r+1])
				terms[i] = dual.Sub(terms[i], dual.Scale(0.5, dual.Mul(y, y)))
			}
		}
		sum = dual.Add(sum, dual.Sub(logSumExp(terms, 0), logSumExp(alpha, 0)))
	}
	for i, f := range factors {
		sum = dual.Add(sum, dual.Scale(float64(m), dual.Sum(q[i]...)))
		for _, row := range f {
			sum = dual.Sub(sum, dual.Scale(0.5*gamma*gamma, dual.Dot(row, row)))
		}
	}
	df := float64(d + m + 1)
	c := df * float64(d) * (math.Log(gamma) - 0.5*math.Ln2)
	c -= float64(d*(d-1)) / 4 * math.Log(math.Pi)
	for j := 1; j <= d; j++ {
		g, _ := math.Lgamma((df + 1 - float64(j)) / 2)
		c -= g
	}
	c *= float64(k)
	c -= float64(len(x)*d) / 2 * math.Log(2*math.Pi)
	return dual.Shift(sum, c)
}

// factor returns the rows of the triangular matrix with the diagonal exp(q) and l below it, by columns.
func factor(q, l []num) [][]num {
	d := len(q)
	rows := make([][]num, d)
	for r := range rows {
		rows[r] = make([]num, r+1)
		for c := range r {
			rows[r][c] = l[c*d-c*(c+1)/2+r-c-1]
		}
		rows[r][r] = dual.Exp(q[r])
	}
	return rows
}

// LSTM is the loss of a character model with diagonal weights.
func LSTM(mainParams, extra [][]num, state, sequence [][]float64) num {
	bits := len(extra[0])
	sigmoid := func(x num) num { return dual.Div(dual.Const(1), dual.Shift(dual.Exp(dual.Neg(x)), 1)) }
	cur := make([][]num, len(state))
	for i, row := range state {
		for _, v := range row {
			cur[i] = append(cur[i], dual.Const(v))
		}
	}
	var total num
	for t, char := range sequence[:len(sequence)-1] {
		out := make([]num, bits)
		for b := range out { // the weights are diagonal: each bit goes its own way
			in := dual.Scale(char[b], extra[0][b])
			for i := 0; i < len(cur); i += 2 {
				gate := func(g int, v num) num {
					return dual.Add(dual.Mul(v, mainParams[i][g*bits+b]), mainParams[i+1][g*bits+b])
				}
				h, c := cur[i][b], cur[i+1][b]
				c = dual.Add(dual.Mul(c, sigmoid(gate(0, in))), dual.Mul(sigmoid(gate(1, h)), dual.Tanh(gate(3, h))))
				in = dual.Mul(sigmoid(gate(2, in)), dual.Tanh(c))
				cur[i][b], cur[i+1][b] = in, c
			}
			out[b] = dual.Add(dual.Mul(in, extra[1][b]), extra[2][b])
		}
		norm := logSumExp(out, 2)
		for b, v := range sequence[t+1] {
			total = dual.Add(total, dual.Scale(v, dual.Sub(out[b], norm)))
		}
	}
	return dual.Scale(-1/float64(bits*(len(sequence)-1)), total)
}

// Perceptron is the mean cross-entropy of a network with one hidden layer of tanh units.
func Perceptron(w1 [][]num, b1 []num, w2 [][]num, b2 []num, xs [][]float64, labels []int) num {
	affine := func(w [][]num, b, x []num) []num {
		y := make([]num, len(b))
		for i := range y {
			y[i] = dual.Add(dual.Dot(w[i], x), b[i])
		}
		return y
	}
	var loss num
	for s, row := range xs {
		x := make([]num, len(row))
		for i, v := range row {
			x[i] = dual.Const(v)
		}
		h := affine(w1, b1, x)
		for i, v := range h {
			h[i] = dual.Tanh(v)
		}
		y := affine(w2, b2, h)
		loss = dual.Add(loss, dual.Sub(logSumExp(y, 0), y[labels[s]]))
	}
	return dual.Scale(1/float64(len(xs)), loss)
}

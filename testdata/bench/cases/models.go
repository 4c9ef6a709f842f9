package cases

import (
	"fmt"

	"github.com/gograd/gograd/testdata/bench/dual"
	"github.com/gograd/gograd/testdata/bench/gradbench/gmm"
	"github.com/gograd/gograd/testdata/bench/gradbench/lstm"
	"github.com/gograd/gograd/testdata/bench/logistic"
	"github.com/gograd/gograd/testdata/bench/perceptron"
	"github.com/gograd/gograd/testdata/bench/ref"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// GMM is a mixture of k Gaussians in d dimensions on n points.
func GMM(d, k, n int, prior gmm.Wishart) *Case {
	r := NewRandom(seed)
	tri := d * (d - 1) / 2
	params := make([]float64, k*(1+2*d+tri))
	grads := make([]float64, len(params))
	fill(params, r.Normal)
	fill(params[k:k+k*d], r.Float)
	if d > 10 { // keep the distances such that more than one component counts
		for i := range params[k+2*k*d:] {
			params[k+2*k*d+i] /= float64(d)
		}
	}
	points := make([]float64, n*d)
	fill(points, r.Normal)
	x := rows(&points, n, d)

	rest := params
	alpha, mu, q, l := row(&rest, k), rows(&rest, k, d), rows(&rest, k, d), rows(&rest, k, tri)
	rest = grads
	dalpha, dmu, dq, dl := row(&rest, k), rows(&rest, k, d), rows(&rest, k, d), rows(&rest, k, tri)
	return &Case{
		Fast:   true,
		Name:   fmt.Sprintf("gmm d=%d k=%d n=%d", d, k, n),
		Params: params,
		Value:  func() float64 { return gmm.LogLikelihood(alpha, mu, q, l, x, prior) },
		Grad: func(g *variant.Gradients) (float64, []float64) {
			return g.GMM(dalpha, dmu, dq, dl, alpha, mu, q, l, x, prior), grads
		},
		Ref: func(p []dual.Number) dual.Number {
			return ref.GMM(row(&p, k), rows(&p, k, d), rows(&p, k, d), rows(&p, k, tri), x, prior.Gamma, prior.M)
		},
	}
}

// LSTM is a character model with the given number of layers on chars characters of the given number of bits.
func LSTM(layers, bits, chars int) *Case {
	r := NewRandom(seed)
	params := make([]float64, layers*8*bits+3*bits)
	grads := make([]float64, len(params))
	fill(params, r.Float)
	initial := make([]float64, 2*layers*bits)
	fill(initial, r.Float)
	text := make([]float64, chars*bits)
	fill(text, func() float64 { return float64(r.Uint32() & 1) })
	state, sequence := rows(&initial, 2*layers, bits), rows(&text, chars, bits)

	rest := params
	mainParams, extra := rows(&rest, 2*layers, 4*bits), rows(&rest, 3, bits)
	rest = grads
	dmain, dextra := rows(&rest, 2*layers, 4*bits), rows(&rest, 3, bits)
	return &Case{
		Fast:   true,
		Name:   fmt.Sprintf("lstm l=%d b=%d c=%d", layers, bits, chars),
		Params: params,
		Value:  func() float64 { return lstm.Loss(mainParams, extra, state, sequence) },
		Grad: func(g *variant.Gradients) (float64, []float64) {
			return g.LSTM(dmain, dextra, mainParams, extra, state, sequence), grads
		},
		Ref: func(p []dual.Number) dual.Number {
			return ref.LSTM(rows(&p, 2*layers, 4*bits), rows(&p, 3, bits), state, sequence)
		},
	}
}

// Perceptron is a network of the given sizes on a batch.
func Perceptron(in, hidden, out, batch int) *Case {
	r := NewRandom(seed)
	params := make([]float64, hidden*(in+1)+out*(hidden+1))
	grads := make([]float64, len(params))
	fill(params, func() float64 { return 0.1 * r.Normal() })
	samples := make([]float64, batch*in)
	fill(samples, r.Float)
	xs := rows(&samples, batch, in)
	labels := make([]int, batch)
	for i := range labels {
		labels[i] = int(r.Uint32()) % out
	}
	layer := func(x *[]float64, in, out int) perceptron.Layer {
		return perceptron.Layer{W: rows(x, out, in), B: row(x, out)}
	}
	rest := params
	net := &perceptron.Net{Hidden: layer(&rest, in, hidden), Out: layer(&rest, hidden, out)}
	rest = grads
	dnet := &perceptron.Net{Hidden: layer(&rest, in, hidden), Out: layer(&rest, hidden, out)}
	return &Case{
		Fast:   true,
		Name:   fmt.Sprintf("perceptron %d-%d-%d batch=%d", in, hidden, out, batch),
		Params: params,
		Value:  func() float64 { return net.Loss(xs, labels) },
		Grad:   func(g *variant.Gradients) (float64, []float64) { return g.Perceptron(net, dnet, xs, labels), grads },
		Ref: func(p []dual.Number) dual.Number {
			return ref.Perceptron(rows(&p, hidden, in), row(&p, hidden), rows(&p, out, hidden), row(&p, out), xs, labels)
		},
	}
}

// Logistic is a logistic regression with d weights on n samples.
func Logistic(d, n int) *Case {
	r := NewRandom(seed)
	params := make([]float64, d+1)
	grads := make([]float64, d+1)
	fill(params, r.Normal)
	samples := make([]float64, n*d)
	fill(samples, r.Normal)
	xs := rows(&samples, n, d)
	ys := make([]float64, n)
	fill(ys, func() float64 { return 2*float64(r.Uint32()&1) - 1 })
	return &Case{
		Fast:   true,
		Name:   fmt.Sprintf("logistic d=%d n=%d", d, n),
		Params: params,
		Value:  func() float64 { return logistic.Loss(params[:d], params[d], xs, ys) },
		Grad: func(g *variant.Gradients) (float64, []float64) {
			var loss float64
			loss, grads[d] = g.Logistic(grads[:d], params[:d], params[d], xs, ys)
			return loss, grads
		},
		Ref: func(p []dual.Number) dual.Number { return ref.Logistic(p[:d], p[d], xs, ys) },
	}
}

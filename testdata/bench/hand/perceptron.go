package hand

import (
	"math"
	"sync"

	"github.com/gograd/gograd/testdata/bench/perceptron"
)

// perceptronWork holds, for four samples, the hidden units, the outputs and the hidden units' adjoints.
type perceptronWork struct {
	hidden, out, dhidden [4][]float64
}

var perceptronPool = sync.Pool{New: func() any { return new(perceptronWork) }}

// PerceptronGrad is the gradient of (*perceptron.Net).Loss. The samples are independent but for sums: four of
// them go forward and backward at once, so that the weights and their adjoints are read and written
// once for four.
func PerceptronGrad(net, dnet *perceptron.Net, xs [][]float64, labels []int) float64 {
	clearLayer(&dnet.Hidden)
	clearLayer(&dnet.Out)
	w := perceptronPool.Get().(*perceptronWork)
	for s := range w.hidden {
		w.hidden[s] = grow(w.hidden[s], len(net.Hidden.B))
		w.dhidden[s] = grow(w.dhidden[s], len(net.Hidden.B))
		w.out[s] = grow(w.out[s], len(net.Out.B))
	}
	n := float64(len(xs))
	dloss := 1 / n
	loss := 0.0
	for len(xs) >= 4 {
		loss = w.four(net, dnet, xs[:4], labels[:4], loss, dloss)
		xs, labels = xs[4:], labels[4:]
	}
	for s, x := range xs {
		loss = w.one(net, dnet, x, labels[s], loss, dloss)
	}
	perceptronPool.Put(w)
	return loss / n
}

func clearLayer(l *perceptron.Layer) {
	for _, row := range l.W {
		clear(row)
	}
	clear(l.B)
}

// four adds the losses of four samples to loss and their gradients to dnet.
func (w *perceptronWork) four(net, dnet *perceptron.Net, xs [][]float64, labels []int, loss, dloss float64) float64 {
	in := [4][]float64{xs[0], xs[1], xs[2], xs[3]}
	apply4(&net.Hidden, &w.hidden, &in)
	for s := range w.hidden {
		for i, v := range w.hidden[s] {
			w.hidden[s][i] = math.Tanh(v)
		}
	}
	apply4(&net.Out, &w.out, &w.hidden)
	for s, out := range w.out {
		y := out[labels[s]]
		loss += logSumExp(out, out) - y
		out[labels[s]]--
		for i := range out {
			out[i] *= dloss
		}
	}
	addOuter4(&dnet.Out, &w.out, &w.hidden)
	transpose4(&net.Out, &w.dhidden, &w.out)
	for s, dh := range w.dhidden {
		h := w.hidden[s][:len(dh)]
		for i, v := range h {
			dh[i] *= 1 - v*v
		}
	}
	addOuter4(&dnet.Hidden, &w.dhidden, &in)
	return loss
}

// apply4 sets y to what the layer makes of x, for four samples: three rows of the weights by two
// samples at a time, which is what the registers hold.
func apply4(l *perceptron.Layer, y, x *[4][]float64) {
	i := 0
	for ; i+3 <= len(l.W); i += 3 {
		u, v, w := l.W[i], l.W[i+1], l.W[i+2]
		y0, y1 := y[0][i:i+3], y[1][i:i+3]
		y0[0], y0[1], y0[2], y1[0], y1[1], y1[2] = affine32(u, v, w, x[0], x[1], l.B[i:i+3])
		y0, y1 = y[2][i:i+3], y[3][i:i+3]
		y0[0], y0[1], y0[2], y1[0], y1[1], y1[2] = affine32(u, v, w, x[2], x[3], l.B[i:i+3])
	}
	for ; i < len(l.W); i++ {
		y[0][i], y[1][i], y[2][i], y[3][i] = affine4(l.W[i], x, l.B[i])
	}
}

// affine32 returns b plus the sums of three rows u, v, w times two samples c and d.
func affine32(u, v, w, c, d, b []float64) (uc, vc, wc, ud, vd, wd float64) {
	v, w, c, d = v[:len(u)], w[:len(u)], c[:len(u)], d[:len(u)]
	uc, vc, wc = b[0], b[1], b[2]
	ud, vd, wd = uc, vc, wc
	for j, uj := range u {
		vj, wj, cj, dj := v[j], w[j], c[j], d[j]
		uc += uj * cj
		vc += vj * cj
		wc += wj * cj
		ud += uj * dj
		vd += vj * dj
		wd += wj * dj
	}
	return uc, vc, wc, ud, vd, wd
}

// affine4 returns b plus the sums of w times four samples.
func affine4(w []float64, x *[4][]float64, b float64) (s0, s1, s2, s3 float64) {
	x0, x1, x2, x3 := x[0][:len(w)], x[1][:len(w)], x[2][:len(w)], x[3][:len(w)]
	s0, s1, s2, s3 = b, b, b, b
	for j, v := range w {
		s0 += v * x0[j]
		s1 += v * x1[j]
		s2 += v * x2[j]
		s3 += v * x3[j]
	}
	return s0, s1, s2, s3
}

// affine returns b plus the sum of w·x.
func affine(w, x []float64, b float64) float64 {
	x = x[:len(w)]
	for j, v := range w {
		b += v * x[j]
	}
	return b
}

// addOuter4 adds the gradient of a layer whose outputs have the adjoints dy and whose inputs are x: two rows at a time, which
// read the inputs once for two.
func addOuter4(dl *perceptron.Layer, dy, x *[4][]float64) {
	i := 0
	for ; i+2 <= len(dl.W); i += 2 {
		u, v := dl.W[i], dl.W[i+1]
		a0, a1, a2, a3 := dy[0][i], dy[1][i], dy[2][i], dy[3][i]
		b0, b1, b2, b3 := dy[0][i+1], dy[1][i+1], dy[2][i+1], dy[3][i+1]
		dl.B[i] += (a0 + a1) + (a2 + a3)
		dl.B[i+1] += (b0 + b1) + (b2 + b3)
		x0, x1, x2, x3, v := x[0][:len(u)], x[1][:len(u)], x[2][:len(u)], x[3][:len(u)], v[:len(u)]
		for j := range u {
			c0, c1, c2, c3 := x0[j], x1[j], x2[j], x3[j]
			u[j] += (a0*c0 + a1*c1) + (a2*c2 + a3*c3)
			v[j] += (b0*c0 + b1*c1) + (b2*c2 + b3*c3)
		}
	}
	for ; i < len(dl.W); i++ {
		row := dl.W[i]
		d0, d1, d2, d3 := dy[0][i], dy[1][i], dy[2][i], dy[3][i]
		dl.B[i] += (d0 + d1) + (d2 + d3)
		x0, x1, x2, x3 := x[0][:len(row)], x[1][:len(row)], x[2][:len(row)], x[3][:len(row)]
		for j := range row {
			row[j] += (d0*x0[j] + d1*x1[j]) + (d2*x2[j] + d3*x3[j])
		}
	}
}

// transpose4 sets dx to the adjoints of a layer's inputs when its outputs have the adjoints dy.
func transpose4(l *perceptron.Layer, dx, dy *[4][]float64) {
	dx0, dx1, dx2, dx3 := dx[0], dx[1], dx[2], dx[3]
	for i, row := range l.W {
		d0, d1, d2, d3 := dy[0][i], dy[1][i], dy[2][i], dy[3][i]
		dx0, dx1, dx2, dx3 := dx0[:len(row)], dx1[:len(row)], dx2[:len(row)], dx3[:len(row)]
		if i == 0 {
			for j, w := range row {
				dx0[j], dx1[j], dx2[j], dx3[j] = w*d0, w*d1, w*d2, w*d3
			}
			continue
		}
		for j, w := range row {
			dx0[j] += w * d0
			dx1[j] += w * d1
			dx2[j] += w * d2
			dx3[j] += w * d3
		}
	}
}

// one does for one sample what four does for four.
func (w *perceptronWork) one(net, dnet *perceptron.Net, x []float64, label int, loss, dloss float64) float64 {
	hidden, out, dhidden := w.hidden[0], w.out[0], w.dhidden[0]
	for i, row := range net.Hidden.W {
		hidden[i] = math.Tanh(affine(row, x, net.Hidden.B[i]))
	}
	for i, row := range net.Out.W {
		out[i] = affine(row, hidden, net.Out.B[i])
	}
	y := out[label]
	loss += logSumExp(out, out) - y
	out[label]--
	clear(dhidden)
	for i, row := range net.Out.W {
		d := out[i] * dloss
		dnet.Out.B[i] += d
		drow, h, dh := dnet.Out.W[i][:len(row)], hidden[:len(row)], dhidden[:len(row)]
		for j, v := range row {
			drow[j] += d * h[j]
			dh[j] += d * v
		}
	}
	for i, drow := range dnet.Hidden.W {
		h := hidden[i]
		d := dhidden[i] * (1 - h*h)
		dnet.Hidden.B[i] += d
		x := x[:len(drow)]
		for j := range drow {
			drow[j] += d * x[j]
		}
	}
	return loss
}

package taperows

import (
	"math"

	gograd "github.com/gograd/gograd/runtime"
)

// Row34 stops a gradient. Rows 32 and 33 do so by a pause or a reset.
//
//gograd:grad
func Row34(x, y float64) float64 { return x*x + gograd.StopGradient(y*y) }

// clip is the identity, with an adjoint of at most 1/2.
func clip(x float64) float64 { return x }

//gograd:rule clip
func ClipRule(x, y, dy float64) (dx float64) { return dy * 0.5 / max(math.Abs(dy), 0.5) }

// Row35 has a derivative of the user's own. It is source code, so that there is nothing to save and load (row 37).
//
//gograd:grad
func Row35(v float64) float64 { return clip(v * v) }

// Row39 is a cube. That its derivative can't be differentiated is why rows 39 to 47 have no more than their first derivatives here.
//
//gograd:grad
func Row39(x float64) float64 { return x * x * x }

// Row43 is the sum of a layer's outputs.
//
//gograd:grad wrt=kernel
func Row43(kernel [][]float64, bias []float64, xs [][]float64) float64 {
	l := &layer{kernel, bias}
	y := make([]float64, len(bias))
	s := 0.0
	for _, x := range xs {
		l.apply(y, x)
		for _, v := range y {
			s += v
		}
	}
	return s
}

// Row45 is the loss of two layers, by the first kernel.
//
//gograd:grad wrt=first.Kernel
func Row45(first, second *layer, xs [][]float64) float64 {
	h, y := make([]float64, len(first.Bias)), make([]float64, len(second.Bias))
	s := 0.0
	for _, x := range xs {
		first.apply(h, x)
		second.apply(y, h)
		for _, v := range y {
			s += v * v
		}
	}
	return s / float64(len(xs)*len(second.Bias))
}

// affine sets y to x·kernel + bias, and elu makes it the output of such a layer.
func (l *layer) affine(y, x []float64) {
	for j, bias := range l.Bias {
		y[j] = bias
		for i, v := range x {
			y[j] += v * l.Kernel[i][j]
		}
	}
}

func elu(y []float64) {
	for j, v := range y {
		if !(v > 0) {
			y[j] = math.Expm1(v)
		}
	}
}

// Row51 is the output of two layers for one example; a call for each of its elements gives the rows of the Jacobian.
//
//gograd:vjp wrt=y,x
func Row51(y, x []float64, first, second *layer) {
	h := make([]float64, len(first.Bias))
	first.affine(h, x)
	elu(h)
	second.affine(y, h)
	elu(y)
}

// Row52 normalizes the hidden values over the batch. Trap: the examples depend on each other.
//
//gograd:vjp wrt=ys,xs
func Row52(ys, xs [][]float64, first, second *layer) {
	hs := make([][]float64, len(xs))
	for i, x := range xs {
		hs[i] = make([]float64, len(first.Bias))
		first.affine(hs[i], x)
		elu(hs[i])
	}
	n := float64(len(xs))
	for j := range first.Bias {
		mean, variance := 0.0, 0.0
		for _, h := range hs {
			mean += h[j] / n
		}
		for _, h := range hs {
			variance += (h[j] - mean) * (h[j] - mean) / n
		}
		scale := 1 / math.Sqrt(variance+1e-3)
		for _, h := range hs {
			h[j] = (h[j] - mean) * scale
		}
	}
	for i, h := range hs {
		second.affine(ys[i], h)
		elu(ys[i])
	}
}

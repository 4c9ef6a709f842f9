package aliasing

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH42_CapturedBuffer(t *testing.T) {
	// Of one: B = 2v^2 + 2*scale*v, and (B(1+v))^2.
	v, k := 0.8, 0.5
	b := 2*v*v + 2*k*v
	db := 4*v + 2*k
	r := b * (1 + v)
	check.Grad(t, check.Case{F: h42CapturedBuffer, G: h42CapturedBufferGrad, Args: check.In([]float64{v}, k), Want: []float64{2 * r * (db*(1+v) + b), 2 * r * 2 * v * (1 + v)}})
	check.Grad(t, check.Case{F: h42CapturedBuffer, G: h42CapturedBufferGrad, Args: check.In([]float64{0.5, -1, 0.3}, k)})
}

func TestH51_StructCopied(t *testing.T) {
	// Without points: 3X^2 + 2XY^2 + 2X^2Y^2.
	x, y := 0.8, -1.1
	check.Grad(t, check.Case{F: h51StructCopied, G: h51StructCopiedGrad, Args: check.In(point{x, y}, []point(nil)),
		Want: []float64{6*x + 2*y*y + 4*x*y*y, 4*x*y + 4*x*x*y}})
	check.Grad(t, check.Case{F: h51StructCopied, G: h51StructCopiedGrad, Args: check.In(point{x, y}, []point{{1, 2}, {-0.5, 3}})})
}

func TestH52_ArrayInStruct(t *testing.T) {
	f := filter{Taps: [3]float64{0.5, -0.3, 0.2}, Gain: 1.5}
	f.Delay.Line = [2]float64{0.7, -0.4}
	for _, x := range [][]float64{{}, {1}, {1, -2, 0.5, 3}} {
		check.Grad(t, check.Case{F: h52ArrayInStruct, G: h52ArrayInStructGrad, Args: check.In(f, x)})
	}
	// One sample v through y = a*v and a gain of g(1+y/10).
	a, g, v := 0.5, 1.5, 2.0
	y := a * v
	dy := g * (1 + 0.2*y)
	one := filter{Taps: [3]float64{a}, Gain: g}
	check.Grad(t, check.Case{F: h52ArrayInStruct, G: h52ArrayInStructGrad, Args: check.In(one, []float64{v}), Want: []float64{dy * v, 0, 0, (1 + 0.1*y) * y, 0, 0, dy * a}})
}

package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sums writes the kernels that return sums. Their order is free, and products are fused into them.
func sums(g *generator) {
	sum(g)
	dot(g)
	dot4(g)
}

func sum(g *generator) {
	g.function("sumSIMD", "func(x []float64) (s float64)", "sumSIMD is Sum in AVX2.")
	x := g.base("x")
	acc := g.accumulators(4)
	g.reduce("x", [][]reg.VecVirtual{acc}, func(w width, copy int, at func(reg.Register) operand.Mem) {
		w.add(acc[copy], at(x))
	})
	g.Store(acc[0].AsX(), g.Return("s"))
	g.end()
}

func dot(g *generator) {
	g.function("dotSIMD", "func(x, y []float64) (s float64)", "dotSIMD is Dot in AVX2.")
	x, y := g.base("x"), g.base("y")
	acc := g.accumulators(4)
	g.reduce("x", [][]reg.VecVirtual{acc}, func(w width, copy int, at func(reg.Register) operand.Mem) {
		w.fuse(acc[copy], w.load(at(x)), at(y))
	})
	g.Store(acc[0].AsX(), g.Return("s"))
	g.end()
}

func dot4(g *generator) {
	g.function("dot4SIMD", "func(x, y0, y1, y2, y3 []float64) (s0, s1, s2, s3 float64)", "dot4SIMD is Dot4 in AVX2.")
	x := g.base("x")
	var y [4]reg.Register
	acc := make([][]reg.VecVirtual, 4)
	for k := range 4 {
		y[k], acc[k] = g.base(fmt.Sprint("y", k)), g.accumulators(2)
	}
	g.reduce("x", acc, func(w width, copy int, at func(reg.Register) operand.Mem) {
		xi := w.load(at(x))
		for k := range 4 {
			w.fuse(acc[k][copy], xi, at(y[k]))
		}
	})
	for k := range 4 {
		g.Store(acc[k][0].AsX(), g.Return(fmt.Sprint("s", k)))
	}
	g.end()
}

// accumulators returns n registers that are zero.
func (g *generator) accumulators(n int) []reg.VecVirtual {
	acc := make([]reg.VecVirtual, n)
	for i := range acc {
		acc[i] = g.YMM()
		g.VXORPD(acc[i], acc[i], acc[i])
	}
	return acc
}

// reduce writes a loop that adds to accumulators: for each sum one for each unrolled copy. At its end each sum stands in
// the lowest place of its first accumulator. Four places become two before the pair, and two one before the last element,
// because the shorter instructions clear what stands above them.
func (g *generator) reduce(n string, acc [][]reg.VecVirtual, body func(w width, copy int, at func(reg.Register) operand.Mem)) {
	g.loop(loop{n: n, unroll: len(acc[0]), body: body,
		pair: func() {
			for _, a := range acc {
				for step := len(a) / 2; step > 0; step /= 2 {
					for i := range step {
						g.VADDPD(a[i+step], a[i], a[i])
					}
				}
				high := g.XMM()
				g.VEXTRACTF128(operand.U8(1), a[0], high)
				g.VADDPD(high, a[0].AsX(), a[0].AsX())
			}
		},
		one: func() {
			for _, a := range acc {
				g.VHADDPD(a[0].AsX(), a[0].AsX(), a[0].AsX())
			}
		},
	})
}

package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// elementwise writes the kernels in which an element of the result depends on one element of each operand. Each element
// is computed by the operations of the Go loop in their order, each rounded by itself; several outputs are
// loaded and stored one after the other, so that outputs that are the same slice come out as in the loop.
func elementwise(g *generator) {
	axpy(g)
	axpy2(g)
	axpy4(g)
	addOuter4(g)
	addMul(g)
	addMulNonzero(g)
	add(g)
	scale(g)
}

func axpy(g *generator) {
	g.function("axpySIMD", "func(a float64, x, y []float64)", "axpySIMD is Axpy in AVX2.")
	a, x, y := g.broadcast("a"), g.base("x"), g.base("y")
	g.loop(loop{n: "x", unroll: 4, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		v := w.load(at(y))
		w.addProduct(v, a, at(x))
		w.store(v, at(y))
	}})
	g.end()
}

func axpy2(g *generator) {
	g.function("axpy2SIMD", "func(a float64, x0, y0, x1, y1 []float64)", "axpy2SIMD is Axpy2 in AVX2.")
	a := g.broadcast("a")
	x0, y0, x1, y1 := g.base("x0"), g.base("y0"), g.base("x1"), g.base("y1")
	g.loop(loop{n: "x0", unroll: 2, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		v := w.load(at(y0))
		w.addProduct(v, a, at(x0))
		w.store(v, at(y0))
		v = w.load(at(y1))
		w.addProduct(v, a, at(x1))
		w.store(v, at(y1))
	}})
	g.end()
}

func axpy4(g *generator) {
	g.function("axpy4SIMD", "func(a0, a1, a2, a3 float64, x0, x1, x2, x3, y []float64)", "axpy4SIMD is Axpy4 in AVX2.")
	var a [4]reg.VecVirtual
	var x [4]reg.Register
	for k := range 4 {
		a[k], x[k] = g.broadcast(fmt.Sprint("a", k)), g.base(fmt.Sprint("x", k))
	}
	y := g.base("y")
	g.loop(loop{n: "x0", unroll: 4, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		v := w.load(at(y))
		for k := range 4 {
			w.addProduct(v, a[k], at(x[k]))
		}
		w.store(v, at(y))
	}})
	g.end()
}

func addOuter4(g *generator) {
	g.function("addOuter4SIMD", "func(a0, a1, a2, a3 float64, x, y0, y1, y2, y3 []float64)", "addOuter4SIMD is AddOuter4 in AVX2.")
	var a [4]reg.VecVirtual
	var y [4]reg.Register
	for k := range 4 {
		a[k], y[k] = g.broadcast(fmt.Sprint("a", k)), g.base(fmt.Sprint("y", k))
	}
	x := g.base("x")
	g.loop(loop{n: "x", unroll: 2, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		xi := w.load(at(x))
		for k := range 4 {
			v := w.load(at(y[k]))
			w.addProduct(v, a[k], xi)
			w.store(v, at(y[k]))
		}
	}})
	g.end()
}

func addMul(g *generator) {
	g.function("addMulSIMD", "func(x, z, y []float64)", "addMulSIMD is AddMul in AVX2.")
	x, z, y := g.base("x"), g.base("z"), g.base("y")
	g.loop(loop{n: "x", unroll: 2, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		xi, v := w.load(at(x)), w.load(at(y))
		w.addProduct(v, xi, at(z))
		w.store(v, at(y))
	}})
	g.end()
}

// addMulNonzero adds -0 where x is 0, which changes nothing, not even a -0.
func addMulNonzero(g *generator) {
	g.function("addMulNonzeroSIMD", "func(x, z, y []float64)", "addMulNonzeroSIMD is AddMulNonzero in AVX2.")
	x, z, y := g.base("x"), g.base("z"), g.base("y")
	zero, minusZero := g.YMM(), g.YMM()
	g.VXORPD(zero, zero, zero)
	g.VPCMPEQD(minusZero, minusZero, minusZero)
	g.VPSLLQ(operand.U8(63), minusZero, minusZero)
	g.loop(loop{n: "x", unroll: 2, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		xi, v, isZero := w.load(at(x)), w.load(at(y)), w.register(g.YMM())
		product := w.mul(xi, at(z))
		g.VCMPPD(equal, w.register(zero), xi, isZero)
		g.VBLENDVPD(isZero, w.register(minusZero), product, product)
		w.add(v, product)
		w.store(v, at(y))
	}})
	g.end()
}

func add(g *generator) {
	g.function("addSIMD", "func(x, y []float64)", "addSIMD is Add in AVX2.")
	x, y := g.base("x"), g.base("y")
	g.loop(loop{n: "x", unroll: 4, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		v := w.load(at(y))
		w.add(v, at(x))
		w.store(v, at(y))
	}})
	g.end()
}

func scale(g *generator) {
	g.function("scaleSIMD", "func(a float64, x []float64)", "scaleSIMD is Scale in AVX2.")
	a, x := g.broadcast("a"), g.base("x")
	g.loop(loop{n: "x", unroll: 4, body: func(w width, _ int, at func(reg.Register) operand.Mem) {
		w.store(w.mul(a, at(x)), at(x))
	}})
	g.end()
}

package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// triangles writes the kernels for what stands below the diagonal of a square matrix, column after column. Column k has n-k-1 elements;
// seen from where its element in row 0 would be, column k+1 is n-k-2 elements further on.
func triangles(g *generator) {
	axpyTriangle(g)
	axpyDotTriangle(g)
}

// lanes is a table of masks: from 7-c on stand c lanes that are taken, from 2-i on those behind lane i.
func lanes(g *generator) operand.Mem {
	m := g.StaticGlobal("lanes")
	g.DataAttributes(attr.RODATA | attr.NOPTR)
	for i := range 11 {
		v := operand.U64(0)
		if 3 <= i && i < 7 {
			v = 1<<64 - 1
		}
		g.AddDatum(8*i, v)
	}
	return m
}

// axpyTriangle keeps rows of y in registers while it goes through the columns, so that no element is loaded from where a vector at another place
// has just been stored. Of sixteen rows together it takes the columns before them; then four rows at a time those that begin in the sixteen.
func axpyTriangle(g *generator) {
	table := lanes(g)
	g.function("axpyTriangleSIMD", "func(x, tri, y []float64)", "axpyTriangleSIMD is AxpyTriangle in AVX2.")
	x, y, n := g.base("x"), g.base("y"), g.length("x")
	masks := g.GP64()
	g.LEAQ(table, masks)
	minusZero := g.YMM()
	g.VPCMPEQD(minusZero, minusZero, minusZero)
	g.VPSLLQ(operand.U8(63), minusZero, minusZero)
	// Where column first is, for row 0, and how far it is to the next one; the same for the column at hand.
	from, far := g.GP64(), g.GP64()
	at, step := g.GP64(), g.GP64()
	first, k, row, end, left := g.GP64(), g.GP64(), g.GP64(), g.GP64(), g.GP64()
	next := func() {
		g.ADDQ(step, at)
		g.SUBQ(operand.U8(8), step)
	}

	g.XORQ(row, row)
	g.Label("rows")
	g.XORQ(first, first)
	g.Load(g.Param("tri").Base(), from)
	g.SUBQ(operand.U8(8), from)
	g.MOVQ(n, far)
	g.SHLQ(operand.U8(3), far)
	g.SUBQ(operand.U8(16), far)
	g.LEAQ(operand.Mem{Base: row, Disp: 16}, end)
	g.CMPQ(end, n)
	g.JGT(operand.LabelRef("block"))
	g.TESTQ(row, row)
	g.JEQ(operand.LabelRef("block"))

	var sum [4]reg.VecVirtual
	place := func(base reg.Register, i int) operand.Mem {
		return operand.Mem{Base: base, Index: row, Scale: 8, Disp: 32 * i}
	}
	w := width{g, 4}
	for i := range sum {
		sum[i] = w.load(place(y, i))
	}
	g.Label("columns")
	a := g.YMM()
	g.VBROADCASTSD(operand.Mem{Base: x, Index: first, Scale: 8}, a)
	for i := range sum {
		w.addProduct(sum[i], a, place(from, i))
	}
	g.ADDQ(far, from)
	g.SUBQ(operand.U8(8), far)
	g.INCQ(first)
	g.CMPQ(first, row)
	g.JLT(operand.LabelRef("columns"))
	for i := range sum {
		w.store(sum[i], place(y, i))
	}

	g.Label("block") // four rows from row on, or what is left
	g.MOVQ(from, at)
	g.MOVQ(far, step)
	g.MOVQ(first, k)
	g.MOVQ(n, left)
	g.SUBQ(row, left)
	four := g.GP64()
	g.MOVQ(operand.U32(4), four)
	g.CMPQ(left, four)
	g.CMOVQGT(four, left)
	mask, s, v := g.YMM(), g.YMM(), g.YMM()
	g.NEGQ(left)
	g.VMOVUPD(operand.Mem{Base: masks, Disp: 7 * 8, Index: left, Scale: 8}, mask)
	g.NEGQ(left)
	g.VMASKMOVPD(place(y, 0), mask, s)
	g.CMPQ(k, row)
	g.JGE(operand.LabelRef("diagonal"))
	g.Label("column")
	g.VBROADCASTSD(operand.Mem{Base: x, Index: k, Scale: 8}, a)
	g.VMASKMOVPD(place(at, 0), mask, v)
	w.add(s, w.mul(v, a))
	next()
	g.INCQ(k)
	g.CMPQ(k, row)
	g.JLT(operand.LabelRef("column"))

	g.Label("diagonal") // adds -0, which changes nothing, to the rows on the diagonal and above
	for i := range 3 {
		g.CMPQ(left, operand.U8(i+2))
		g.JLT(operand.LabelRef("store"))
		m := g.YMM()
		g.VANDPD(operand.Mem{Base: masks, Disp: 8 * (2 - i)}, mask, m)
		g.VBROADCASTSD(operand.Mem{Base: x, Index: row, Scale: 8, Disp: 8 * i}, a)
		g.VMASKMOVPD(place(at, 0), m, v)
		product := w.mul(v, a)
		g.VBLENDVPD(m, product, minusZero, product)
		w.add(s, product)
		next()
	}
	g.Label("store")
	g.CMPQ(left, operand.U8(4))
	g.JLT(operand.LabelRef("last"))
	w.store(s, place(y, 0))
	g.ADDQ(operand.U8(4), row)
	g.CMPQ(row, n)
	g.JGE(operand.LabelRef("done"))
	g.CMPQ(row, end)
	g.JLT(operand.LabelRef("block"))
	g.JMP(operand.LabelRef("rows"))
	g.Label("last")
	g.VMASKMOVPD(s, mask, place(y, 0))
	g.Label("done")
	g.end()
}

// axpyDotTriangle goes through two columns at a time: the first element of the one, and then the rows that both have.
func axpyDotTriangle(g *generator) {
	g.function("axpyDotTriangleSIMD", "func(x, y, dst, tri, sums []float64)", "axpyDotTriangleSIMD is AxpyDotTriangle in AVX2.")
	x, y, sums := g.base("x"), g.base("y"), g.base("sums")
	dst, tri := [2]reg.Register{g.base("dst"), g.GP64()}, [2]reg.Register{g.base("tri"), g.GP64()}
	n, i, left := g.length("x"), g.GP64(), g.GP64()
	at := func(base reg.Register, more int) operand.Mem {
		return operand.Mem{Base: base, Index: i, Scale: 8, Disp: 8 * more}
	}
	var a, acc, rest [2]reg.VecVirtual
	for c := range 2 {
		a[c], acc[c], rest[c] = g.YMM(), g.YMM(), g.YMM()
	}
	body := func(w width, acc [2]reg.VecVirtual) { // of both columns; the first one and y are an element ahead
		v := w.load(at(y, 2))
		for c := range 2 {
			w.fuse(acc[c], v, at(tri[c], 1-c))
			d := w.load(at(dst[c], 1-c))
			w.addProduct(d, v, w.register(a[c]))
			w.store(d, at(dst[c], 1-c))
		}
	}
	head := func() { // the first element of the first column; its product is in rest
		one := width{g, 1}
		v, d := one.load(operand.Mem{Base: y, Disp: 8}), one.load(operand.Mem{Base: dst[0]})
		g.VMULSD(operand.Mem{Base: tri[0]}, v, rest[0].AsX())
		one.addProduct(d, v, one.register(a[0]))
		one.store(d, operand.Mem{Base: dst[0]})
	}
	add := func(sum reg.VecVirtual, c int) {
		g.VADDSD(operand.Mem{Base: sums, Disp: 8 * c}, sum.AsX(), sum.AsX())
		g.VMOVSD(sum.AsX(), operand.Mem{Base: sums, Disp: 8 * c})
	}

	g.SUBQ(operand.U8(2), n) // n is how many elements the second column has
	g.JLT(operand.LabelRef("last"))
	g.Label("columns")
	for c := range 2 {
		g.VBROADCASTSD(operand.Mem{Base: x, Disp: 8 * c}, a[c])
		g.VXORPD(acc[c], acc[c], acc[c])
	}
	g.VXORPD(rest[1], rest[1], rest[1])
	head()
	g.LEAQ(operand.Mem{Base: tri[0], Index: n, Scale: 8, Disp: 8}, tri[1])
	g.LEAQ(operand.Mem{Base: dst[0], Index: n, Scale: 8, Disp: 8}, dst[1])
	g.XORQ(i, i)
	g.MOVQ(n, left)
	g.SUBQ(operand.U8(4), left)
	g.JLT(operand.LabelRef("pair"))
	g.Label("vectors")
	body(width{g, 4}, acc)
	g.ADDQ(operand.U8(4), i)
	g.SUBQ(operand.U8(4), left)
	g.JGE(operand.LabelRef("vectors"))
	g.Label("pair")
	g.TESTQ(operand.U32(2), left)
	g.JEQ(operand.LabelRef("one"))
	body(width{g, 2}, rest)
	g.ADDQ(operand.U8(2), i)
	g.Label("one")
	for c := range 2 {
		high := g.XMM()
		g.VEXTRACTF128(operand.U8(1), acc[c], high)
		g.VADDPD(high, acc[c].AsX(), acc[c].AsX())
		g.VADDPD(rest[c].AsX(), acc[c].AsX(), acc[c].AsX())
		g.VHADDPD(acc[c].AsX(), acc[c].AsX(), acc[c].AsX())
	}
	g.TESTQ(operand.U32(1), left)
	g.JEQ(operand.LabelRef("sums"))
	body(width{g, 1}, acc)
	g.Label("sums")
	add(acc[0], 0)
	add(acc[1], 1)
	g.LEAQ(operand.Mem{Base: tri[1], Index: n, Scale: 8}, tri[0])
	g.LEAQ(operand.Mem{Base: dst[1], Index: n, Scale: 8}, dst[0])
	for _, p := range []reg.Register{x, y, sums} {
		g.ADDQ(operand.U8(16), p)
	}
	g.SUBQ(operand.U8(2), n)
	g.JGE(operand.LabelRef("columns"))

	g.Label("last") // there is no column, or one without elements
	g.end()
}

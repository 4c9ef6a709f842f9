package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// generator adds to avo's context what all kernels share.
type generator struct {
	*build.Context
}

// function begins a kernel: a leaf that needs no stack and keeps no pointer.
func (g *generator) function(name, signature, doc string) {
	g.Function(name)
	g.Attributes(attr.NOSPLIT)
	g.SignatureExpr(signature)
	g.Pragma("noescape")
	g.Doc(doc)
}

// end ends a kernel. Without VZEROUPPER what follows would pay for the upper halves of the registers.
func (g *generator) end() {
	g.VZEROUPPER()
	g.RET()
}

// base returns a register with the address of a slice's first element.
func (g *generator) base(name string) reg.Register {
	return g.Load(g.Param(name).Base(), g.GP64())
}

// length returns a register with the length of a slice.
func (g *generator) length(name string) reg.Register {
	return g.Load(g.Param(name).Len(), g.GP64())
}

// broadcast returns a register with a parameter in all four places.
func (g *generator) broadcast(name string) reg.VecVirtual {
	v := g.YMM()
	addr, err := g.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	g.VBROADCASTSD(addr.Addr, v)
	return v
}

// A width is how many elements an instruction works on, and the instructions.
type width struct {
	*generator
	elements int // 4, 2 or 1
}

// register returns the part of a vector register that the width works on.
func (w width) register(v reg.VecVirtual) reg.VecVirtual {
	if w.elements == 4 {
		return v.AsY().(reg.VecVirtual)
	}
	return v.AsX().(reg.VecVirtual)
}

func (w width) load(m operand.Mem) reg.VecVirtual {
	v := w.register(w.YMM())
	if w.elements == 1 {
		w.VMOVSD(m, v)
	} else {
		w.VMOVUPD(m, v)
	}
	return v
}

func (w width) store(v reg.VecVirtual, m operand.Mem) {
	if w.elements == 1 {
		w.VMOVSD(v, m)
	} else {
		w.VMOVUPD(v, m)
	}
}

// mul returns x*y in a new register. The instructions take their operands in the order of Intel's manuals, reversed.
func (w width) mul(x reg.VecVirtual, y operand.Op) reg.VecVirtual {
	v := w.register(w.YMM())
	if w.elements == 1 {
		w.VMULSD(y, w.register(x), v)
	} else {
		w.VMULPD(y, w.register(x), v)
	}
	return v
}

// add sets sum to sum + y.
func (w width) add(sum reg.VecVirtual, y operand.Op) {
	sum = w.register(sum)
	if w.elements == 1 {
		w.VADDSD(y, sum, sum)
	} else {
		w.VADDPD(y, sum, sum)
	}
}

// addProduct sets sum to sum + x*y, with two roundings.
func (w width) addProduct(sum, x reg.VecVirtual, y operand.Op) {
	w.add(sum, w.mul(x, y))
}

// fuse sets sum to sum + x*y, with one rounding.
func (w width) fuse(sum, x reg.VecVirtual, y operand.Op) {
	sum, x = w.register(sum), w.register(x)
	if w.elements == 1 {
		w.VFMADD231SD(y, x, sum)
	} else {
		w.VFMADD231PD(y, x, sum)
	}
}

// A loop goes over slices of n elements.
type loop struct {
	n      string // the parameter whose length rules
	unroll int    // of the main loop, in vectors of four
	body   func(w width, copy int, at func(base reg.Register) operand.Mem)
	pair   func() // what stands between the vectors of four and those of two
	one    func() // what stands before the last element
}

// loop writes a loop over blocks of unrolled vectors, one over vectors, and then the last pair and the last element.
func (g *generator) loop(l loop) {
	n, i := g.length(l.n), g.GP64()
	body := func(w width, copies int) {
		for c := range copies {
			l.body(w, c, func(base reg.Register) operand.Mem {
				return operand.Mem{Base: base, Index: i, Scale: 8, Disp: 32 * c}
			})
		}
	}
	four, two, one := width{g, 4}, width{g, 2}, width{g, 1}
	block := uint64(4 * l.unroll)
	g.XORQ(i, i)
	g.SUBQ(operand.U32(block), n)
	g.JLT(operand.LabelRef("few"))
	g.Label("blocks")
	body(four, l.unroll)
	g.ADDQ(operand.U32(block), i)
	g.SUBQ(operand.U32(block), n)
	g.JGE(operand.LabelRef("blocks"))

	g.Label("few") // n is what is left, less a block
	g.ADDQ(operand.U32(block-4), n)
	g.JLT(operand.LabelRef("pair"))
	g.Label("vectors")
	body(four, 1)
	g.ADDQ(operand.U32(4), i)
	g.SUBQ(operand.U32(4), n)
	g.JGE(operand.LabelRef("vectors"))

	g.Label("pair") // n is what is left, less 4: its last two bits are what is left
	if l.pair != nil {
		l.pair()
	}
	g.TESTQ(operand.U32(2), n)
	g.JEQ(operand.LabelRef("one"))
	body(two, 1)
	g.ADDQ(operand.U32(2), i)

	g.Label("one")
	if l.one != nil {
		l.one()
	}
	g.TESTQ(operand.U32(1), n)
	g.JEQ(operand.LabelRef("done"))
	body(one, 1)
	g.Label("done")
}

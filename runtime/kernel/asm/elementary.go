package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// elementary writes the functions over slices. Their mathematics is described beside the portable ones.
func elementary(g *generator) {
	e := &functions{generator: g, known: map[string]operand.Mem{}}
	for _, c := range constants() {
		e.constant(c.name, math.Float64bits(c.value))
	}
	for _, a := range approximations {
		for i, c := range a.coefficients() {
			e.constant(coefficient(a.name, i), math.Float64bits(c))
		}
	}
	for _, c := range []constant{
		{"zero", "", 0}, {"half", "", 0.5}, {"one", "", 1}, {"two", "", 2},
		{"infinity", "", math.Inf(1)}, {"minusInfinity", "", math.Inf(-1)}, {"nan", "", math.NaN()},
		{"magic", "", 0x1.8p52},
		{"expLeast", "", -746}, {"expGreatest", "", 710}, {"tanhGreatest", "", 50},
		{"leastNormal", "", 0x1p-1022}, {"two54", "", 0x1p54}, {"fiftyFour", "", 54},
		{"two52", "", 0x1p52}, {"two52Bias", "", 0x1p52 + 1023}, {"sqrtHalf", "", math.Sqrt2 / 2},
	} {
		e.constant(c.name, math.Float64bits(c.value))
	}
	e.constant("signBit", 1<<63)
	e.constant("fraction", 1<<52-1)
	e.constant("toOne", math.Float64bits(1)-math.Float64bits(math.Sqrt2/2))
	e.constant("biasWords", 1023<<32|1023)

	e.unary("expSIMD", "Exp", e.exp)
	e.unary("logSIMD", "Log", e.log)
	e.unary("tanhSIMD", "Tanh", e.tanh)
	e.unary("sigmoidSIMD", "Sigmoid", e.sigmoid)
}

// functions keeps the constants in memory, four times each, so that instructions can take them from there.
type functions struct {
	*generator
	known map[string]operand.Mem
}

func coefficient(name string, i int) string { return name + string(rune('A'+i)) }

func (e *functions) constant(name string, bits uint64) {
	m := e.StaticGlobal(name)
	e.DataAttributes(attr.RODATA | attr.NOPTR)
	for range 4 {
		e.AppendDatum(operand.U64(bits))
	}
	e.known[name] = m
}

// unary writes a function over slices: four elements at a time, and then what is left, at once.
func (e *functions) unary(name, exported string, f func(x reg.VecVirtual) reg.VecVirtual) {
	e.function(name, "func(dst, x []float64)", name+" is "+exported+" in AVX2.")
	dst, n, x := e.base("dst"), e.length("dst"), e.base("x")
	e.SUBQ(operand.U32(4), n)
	e.JLT(operand.LabelRef("rest"))
	e.Label("vectors")
	v := e.YMM()
	e.VMOVUPD(operand.Mem{Base: x}, v)
	e.VMOVUPD(f(v), operand.Mem{Base: dst})
	e.ADDQ(operand.U32(32), x)
	e.ADDQ(operand.U32(32), dst)
	e.SUBQ(operand.U32(4), n)
	e.JGE(operand.LabelRef("vectors"))

	e.Label("rest") // n is what is left, less 4: its last two bits are what is left
	e.ANDQ(operand.U32(3), n)
	e.JEQ(operand.LabelRef("done"))
	last, third := e.YMM(), e.XMM()
	e.VXORPD(last, last, last)
	e.unlessTwo(n, "one", func() {
		e.VMOVUPD(operand.Mem{Base: x}, last.AsX())
		e.TESTQ(operand.U32(1), n)
		e.JEQ(operand.LabelRef("loaded"))
		e.VMOVSD(operand.Mem{Base: x, Disp: 16}, third)
		e.VINSERTF128(operand.U8(1), third, last, last)
	}, "loaded")
	e.VMOVSD(operand.Mem{Base: x}, last.AsX())
	e.Label("loaded")
	y := f(last)
	e.unlessTwo(n, "storeOne", func() {
		e.VMOVUPD(y.AsX(), operand.Mem{Base: dst})
		e.TESTQ(operand.U32(1), n)
		e.JEQ(operand.LabelRef("done"))
		high := e.XMM()
		e.VEXTRACTF128(operand.U8(1), y, high)
		e.VMOVSD(high, operand.Mem{Base: dst, Disp: 16})
	}, "done")
	e.VMOVSD(y.AsX(), operand.Mem{Base: dst})
	e.Label("done")
	e.end()
}

// unlessTwo goes to the label one, which it sets at its end, if n is less than two; else does what is for two or three, and goes to done.
func (e *functions) unlessTwo(n operand.Op, one string, two func(), done string) {
	e.TESTQ(operand.U32(2), n)
	e.JEQ(operand.LabelRef(one))
	two()
	e.JMP(operand.LabelRef(done))
	e.Label(one)
}

func (e *functions) load(name string) reg.VecVirtual {
	v := e.YMM()
	e.VMOVUPD(e.known[name], v)
	return v
}

// polynomial returns the value of a polynomial at z, and z²: its even and its odd terms by Horner's scheme in z², so that two
// chains of operations run at once.
func (e *functions) polynomial(name string, degree int, z reg.VecVirtual) (value, square reg.VecVirtual) {
	square = e.YMM()
	e.VMULPD(z, z, square)
	horner := func(from int) reg.VecVirtual {
		v := e.load(coefficient(name, from))
		for k := from - 2; k >= 0; k -= 2 {
			e.VFMADD213PD(e.known[coefficient(name, k)], square, v)
		}
		return v
	}
	high, low := horner(degree), horner(degree-1)
	if degree%2 == 0 {
		high, low = low, high
	}
	e.VFMADD231PD(high, z, low)
	return low, square
}

// reduced returns p and t: exp(x) = p * 2^k, and the lower halves of the words of t are k.
func (e *functions) reduced(x reg.VecVirtual) (p, t reg.VecVirtual) {
	t = e.load("magic") // 1.5 * 2^52: a sum with it is rounded to an integer, which stands in its last bits
	e.VFMADD231PD(e.known["log2E"], x, t)
	k, r, left := e.YMM(), e.YMM(), e.YMM()
	e.VSUBPD(e.known["magic"], t, k)
	e.VMOVAPD(x, left)
	e.VFNMADD231PD(e.known["ln2Hi"], k, left)
	e.VMOVAPD(left, r)
	e.VFNMADD231PD(e.known["ln2Lo"], k, r)
	e.VSUBPD(r, left, left)
	e.VFNMADD231PD(e.known["ln2Lo"], k, left)
	q, square := e.polynomial("exp", 10, r)
	e.VFMADD213PD(left, square, q)
	e.VADDPD(r, q, q)
	p = e.YMM()
	e.VADDPD(e.known["one"], q, p)
	return p, t
}

// exponential returns exp(x) for x between -746 and 710 or NaN. A power of two that may be below the least or above the greatest
// number is multiplied in two halves.
func (e *functions) exponential(x reg.VecVirtual) reg.VecVirtual {
	p, t := e.reduced(x)
	half := e.YMM()
	e.VPSRAD(operand.U8(1), t, half)
	e.VPSUBD(half, t, t)
	for _, k := range []reg.VecVirtual{half, t} {
		e.VPADDD(e.known["biasWords"], k, k)
		e.VPSLLQ(operand.U8(52), k, k)
		e.VMULPD(k, p, p)
	}
	return p
}

// atLeast and atMost bound x, and leave it when it is NaN: of two operands, one of them NaN, the instructions return the second.
func (e *functions) atLeast(bound string, x reg.VecVirtual) reg.VecVirtual {
	v := e.load(bound)
	e.VMAXPD(x, v, v)
	return v
}

func (e *functions) atMost(bound string, x reg.VecVirtual) reg.VecVirtual {
	v := e.load(bound)
	e.VMINPD(x, v, v)
	return v
}

// choose returns yes where the sign bit of mask is set, else no.
func (e *functions) choose(mask reg.VecVirtual, yes operand.Op, no reg.VecVirtual) reg.VecVirtual {
	v := e.YMM()
	e.VBLENDVPD(mask, yes, no, v)
	return v
}

// The comparisons of VCMPPD.
const (
	equal   = operand.U8(0x00)
	less    = operand.U8(0x11)
	notLess = operand.U8(0x15)
)

func (e *functions) compare(how operand.U8, x reg.VecVirtual, y string) reg.VecVirtual {
	v := e.YMM()
	e.VCMPPD(how, e.known[y], x, v)
	return v
}

func (e *functions) exp(x reg.VecVirtual) reg.VecVirtual {
	return e.exponential(e.atLeast("expLeast", e.atMost("expGreatest", x)))
}

func (e *functions) log(x reg.VecVirtual) reg.VecVirtual {
	// Numbers below the normal ones are scaled.
	scaled, offset := e.YMM(), e.compare(less, x, "leastNormal")
	e.VMULPD(e.known["two54"], x, scaled)
	scaled = e.choose(offset, scaled, x)
	e.VANDPD(e.known["fiftyFour"], offset, offset)

	// x = 2^k (1+f), 1+f between sqrt(1/2) and sqrt(2).
	k, f := e.YMM(), e.YMM()
	e.VPADDQ(e.known["toOne"], scaled, scaled)
	e.VPSRLQ(operand.U8(52), scaled, k)
	e.VPOR(e.known["two52"], k, k)
	e.VSUBPD(e.known["two52Bias"], k, k)
	e.VSUBPD(offset, k, k)
	e.VPAND(e.known["fraction"], scaled, f)
	e.VPADDQ(e.known["sqrtHalf"], f, f)
	e.VSUBPD(e.known["one"], f, f)

	// s = f/(2+f); log(1+f) = f - (f²/2 - s*(f²/2 + z*polynomial(z))), z = s².
	s, z, h := e.YMM(), e.YMM(), e.YMM()
	e.VADDPD(e.known["two"], f, s)
	e.VDIVPD(s, f, s)
	e.VMULPD(s, s, z)
	e.VMULPD(e.known["half"], f, h)
	e.VMULPD(f, h, h)
	q, _ := e.polynomial("log", 7, z)
	e.VFMADD213PD(h, z, q)
	low := e.YMM()
	e.VMULPD(e.known["ln2Lo"], k, low)
	e.VFMADD213PD(low, s, q)
	e.VSUBPD(q, h, h)
	e.VSUBPD(f, h, h)
	e.VFMSUB132PD(e.known["ln2Hi"], h, k) // k*ln2Hi - h

	y := e.choose(e.compare(notLess, x, "infinity"), x, k)
	y = e.choose(e.compare(equal, x, "zero"), e.known["minusInfinity"], y)
	return e.choose(e.compare(less, x, "zero"), e.known["nan"], y)
}

func (e *functions) tanh(x reg.VecVirtual) reg.VecVirtual {
	a, sign := e.YMM(), e.YMM()
	e.VANDPD(e.known["signBit"], x, sign)
	e.VXORPD(sign, x, a)

	// 1 - 2/(exp(2a)+1)
	twice, t, large := e.YMM(), e.YMM(), e.load("one")
	e.VADDPD(a, a, twice)
	p, k := e.reduced(e.atMost("tanhGreatest", twice))
	e.VPADDD(e.known["biasWords"], k, k)
	e.VPSLLQ(operand.U8(52), k, k)
	e.VFMADD213PD(e.known["one"], k, p)
	e.VMOVUPD(e.known["two"], t)
	e.VDIVPD(p, t, t)
	e.VSUBPD(t, large, large)

	// a + a*z*polynomial(z), z = a²
	z := e.YMM()
	e.VMULPD(a, a, z)
	small, _ := e.polynomial("tanh", 11, z)
	e.VMULPD(z, small, small)
	e.VFMADD213PD(a, a, small)

	y := e.choose(e.compare(less, a, "tanhSmall"), small, large)
	e.VORPD(sign, y, y)
	return y
}

func (e *functions) sigmoid(x reg.VecVirtual) reg.VecVirtual {
	minusAbs := e.YMM()
	e.VORPD(e.known["signBit"], x, minusAbs)
	p := e.exponential(e.atLeast("expLeast", minusAbs))

	// s + low = 1 + p exactly
	s, low, inverse := e.YMM(), e.YMM(), e.load("one")
	e.VADDPD(inverse, p, s)
	e.VSUBPD(inverse, s, low)
	e.VSUBPD(low, p, low)
	numerator := e.choose(x, p, inverse)
	e.VDIVPD(s, inverse, inverse)

	// q = numerator/s, corrected by what is left of it
	q, left := e.YMM(), numerator
	e.VMULPD(inverse, numerator, q)
	e.VFNMADD231PD(s, q, left)
	e.VFNMADD231PD(low, q, left)
	e.VFMADD231PD(left, inverse, q)
	return q
}

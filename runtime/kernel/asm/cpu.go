package main

import "github.com/mmcloughlin/avo/reg"

// cpu writes the two instructions by which a program learns what the processor and the operating system can do.
func cpu(g *generator) {
	g.function("cpuid", "func(leaf, subleaf uint32) (eax, ebx, ecx, edx uint32)", "cpuid is the instruction CPUID.")
	g.Load(g.Param("leaf"), reg.EAX)
	g.Load(g.Param("subleaf"), reg.ECX)
	g.CPUID()
	g.Store(reg.EAX, g.Return("eax"))
	g.Store(reg.EBX, g.Return("ebx"))
	g.Store(reg.ECX, g.Return("ecx"))
	g.Store(reg.EDX, g.Return("edx"))
	g.RET()

	g.function("xgetbv", "func() (eax uint32)", "xgetbv is the instruction XGETBV for register 0: which state the operating system saves.")
	g.XORL(reg.ECX, reg.ECX)
	g.XGETBV()
	g.Store(reg.EAX, g.Return("eax"))
	g.RET()
}

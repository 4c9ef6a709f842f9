//go:build !purego

package kernel

// simd is whether the assembly is used. It is a variable because the processor decides; tests switch it off.
var simd = hasAVX2()

// simdFunctions is whether there is assembly for Exp and its like.
const simdFunctions = true

// simdTriangles is whether there is assembly for triangles as wholes.
const simdTriangles = true

// hasAVX2 is whether the processor has AVX2 and FMA, and the operating system saves the registers that they use.
func hasAVX2() bool {
	const (
		fma     = 1 << 12 // leaf 1, ecx
		osxsave = 1 << 27
		avx     = 1 << 28
		avx2    = 1 << 5 // leaf 7, ebx
		xmmYMM  = 1<<1 | 1<<2
	)
	leaves, _, _, _ := cpuid(0, 0)
	if leaves < 7 {
		return false
	}
	_, _, c, _ := cpuid(1, 0)
	if c&fma == 0 || c&osxsave == 0 || c&avx == 0 {
		return false
	}
	if xgetbv()&xmmYMM != xmmYMM {
		return false
	}
	_, b, _, _ := cpuid(7, 0)
	return b&avx2 != 0
}

//go:build !purego

package kernel

// simd is whether the assembly is used. Every arm64 processor can; it is a variable because tests switch it off.
var simd = true

//go:noescape
func axpySIMD(a float64, x, y []float64)

//go:noescape
func axpy2SIMD(a float64, x0, y0, x1, y1 []float64)

//go:noescape
func axpy4SIMD(a0, a1, a2, a3 float64, x0, x1, x2, x3, y []float64)

//go:noescape
func addOuter4SIMD(a0, a1, a2, a3 float64, x, y0, y1, y2, y3 []float64)

//go:noescape
func addMulSIMD(x, z, y []float64)

// There is no comparison of vectors of floating-point numbers in Go's assembler for arm64.
func addMulNonzeroSIMD(x, z, y []float64) { addMulNonzero(x, z, y) }

//go:noescape
func addSIMD(x, y []float64)

//go:noescape
func scaleSIMD(a float64, x []float64)

//go:noescape
func sumSIMD(x []float64) (s float64)

//go:noescape
func dotSIMD(x, y []float64) (s float64)

//go:noescape
func dot4SIMD(x, y0, y1, y2, y3 []float64) (s0, s1, s2, s3 float64)

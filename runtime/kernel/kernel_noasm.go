//go:build purego || (!amd64 && !arm64)

package kernel

// simd is whether the assembly is used. There is none for this build.
const simd = false

// What follows lets the callers compile. It is never called.

func axpySIMD(a float64, x, y []float64)                            { axpy(a, x, y) }
func axpy2SIMD(a float64, x0, y0, x1, y1 []float64)                 { axpy2(a, x0, y0, x1, y1) }
func addMulSIMD(x, z, y []float64)                                  { addMul(x, z, y) }
func addMulNonzeroSIMD(x, z, y []float64)                           { addMulNonzero(x, z, y) }
func addSIMD(x, y []float64)                                        { add(x, y) }
func scaleSIMD(a float64, x []float64)                              { scale(a, x) }
func sumSIMD(x []float64) float64                                   { return sum(x) }
func dotSIMD(x, y []float64) float64                                { return dot(x, y) }
func dot4SIMD(x, y0, y1, y2, y3 []float64) (s0, s1, s2, s3 float64) { return dot4(x, y0, y1, y2, y3) }

func axpy4SIMD(a0, a1, a2, a3 float64, x0, x1, x2, x3, y []float64) {
	axpy4(a0, a1, a2, a3, x0, x1, x2, x3, y)
}

func addOuter4SIMD(a0, a1, a2, a3 float64, x, y0, y1, y2, y3 []float64) {
	addOuter4(a0, a1, a2, a3, x, y0, y1, y2, y3)
}

//go:build purego || !amd64

package kernel

// simdTriangles is whether there is assembly for triangles as wholes.
const simdTriangles = false

// What follows lets the callers compile. It is never called.

func axpyTriangleSIMD(x, tri, y []float64)               { AxpyTriangle(x, tri, y) }
func axpyDotTriangleSIMD(x, y, dst, tri, sums []float64) { AxpyDotTriangle(x, y, dst, tri, sums) }

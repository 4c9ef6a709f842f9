//go:build purego || !amd64

package kernel

// simdFunctions is whether there is assembly for Exp and its like.
const simdFunctions = false

// What follows lets the callers compile. It is never called.

func expSIMD(dst, x []float64)     {}
func logSIMD(dst, x []float64)     {}
func tanhSIMD(dst, x []float64)    {}
func sigmoidSIMD(dst, x []float64) {}

//go:build amd64 || arm64

package runtime

import "math"

// Sincos returns math.Sin(x), math.Cos(x), with their bits (a NaN may be another NaN). math.Sincos reduces the argument once for both, and evaluates
// the same polynomials by the same expressions; so it gives these bits where the architecture has no assembly of its own for Sin and Cos.
func Sincos(x float64) (sin, cos float64) { return math.Sincos(x) }

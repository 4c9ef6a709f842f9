//go:build !amd64 && !arm64

package runtime

import "math"

// Sincos returns math.Sin(x), math.Cos(x), which may have assembly of their own here, and then other bits than math.Sincos.
func Sincos(x float64) (sin, cos float64) { return math.Sin(x), math.Cos(x) }

package kernel

import (
	"math"
	"testing"
)

// Whatever factors are 0, what comes out is what the calls of Axpy give whose factors are not; vectors of the others may be infinite, or too short.
func TestAxpy4Nonzero(t *testing.T) {
	for zeros := range 16 {
		for n := range 20 {
			var a [4]float64
			var x [4][]float64
			y, want := make([]float64, n+1), make([]float64, n+1)
			for k := range x {
				x[k] = make([]float64, n+k%2)
				for i := range x[k] {
					x[k][i] = float64(3*i+k) / 7
				}
				if a[k] = 0.3 + float64(k)/3; zeros>>k&1 == 1 {
					a[k] = 0
					if k > 0 {
						x[k] = x[k][:n/2]
					}
					for i := range x[k] {
						x[k][i] = math.Inf(1)
					}
				}
			}
			for k := range x {
				if a[k] != 0 {
					Axpy(a[k], x[k][:n], want)
				}
			}
			Axpy4Nonzero(a[0], a[1], a[2], a[3], x[0], x[1], x[2], x[3], y)
			for i := range y {
				if y[i] != want[i] {
					t.Fatalf("zeros %04b, length %d: y[%d] = %v, want %v", zeros, n, i, y[i], want[i])
				}
			}
		}
	}
}

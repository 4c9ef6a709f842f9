package gradtest

import (
	"fmt"
	"math"
	"testing"
)

// CheckJacobian checks jacobian, which gives f and its Jacobian, at x. f sets y, of length ny, from x; jacobian does so too, and sets
// dydx[i] to the gradient of y[i]. Each row is checked as Check does: components in which it disagrees with finite differences are
// reported to tb, and so is a value that is not that of f, an argument that is not left as f leaves it, and a row whose old contents
// matter.
func CheckJacobian(tb testing.TB, f func(y, x []float64), jacobian func(dydx [][]float64, y, x []float64), x []float64, ny int, opts ...Option) {
	tb.Helper()
	for i := range ny {
		p := &problem{x: x, config: configure(opts)}
		p.f = func(x []float64) float64 {
			y := make([]float64, ny)
			f(y, x)
			return y[i]
		}
		p.grad = func(dx, x []float64) float64 {
			y, rows := make([]float64, ny), make([][]float64, ny)
			for k := range rows {
				rows[k] = filled(len(x), math.NaN())
			}
			rows[i] = dx
			jacobian(rows, y, x)
			return y[i]
		}
		p.name = func(k int) string { return fmt.Sprintf("dy[%d]/dx[%d]", i, k) }
		p.variable = func(k int) string { return fmt.Sprintf("x[%d]", k) }
		p.precision = func(int) precision { return asFloat64 }
		p.check(tb)
	}
}

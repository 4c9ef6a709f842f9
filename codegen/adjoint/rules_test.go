package adjoint

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
)

// ruleText are rules in the IR, written for these tests.
const ruleText = `
func Exp(x float64, y float64, dy float64) (dx float64) {
	dx = dy * y
}
func Expm1(x float64, y float64, dy float64) (dx float64) {
	dx = dy * (y + 1.0)
}
func Log1p(x float64, y float64, dy float64) (dx float64) {
	dx = dy / (1.0 + x)
}
func Log(x float64, y float64, dy float64) (dx float64) {
	dx = dy / x
}
func Sin(x float64, y float64, dy float64) (dx float64) {
	dx = dy * math.Cos(x)
}
func Cos(x float64, y float64, dy float64) (dx float64) {
	dx = -(dy * math.Sin(x))
}
func Tanh(x float64, y float64, dy float64) (dx float64) {
	dx = dy * (1.0 - y * y)
}
func Atan(x float64, y float64, dy float64) (dx float64) {
	dx = dy / (1.0 + x * x)
}
func Asinh(x float64, y float64, dy float64) (dx float64) {
	dx = dy / math.Sqrt(1.0 + x * x)
}
func Erf(x float64, y float64, dy float64) (dx float64) {
	dx = dy * 1.1283791670955126 * math.Exp(-(x * x))
}
func Sqrt(x float64, y float64, dy float64) (dx float64) {
	dx = dy / (2.0 * y)
}
func Cbrt(x float64, y float64, dy float64) (dx float64) {
	dx = dy / (3.0 * y * y)
}
func Hypot(p float64, q float64, y float64, dy float64) (dp float64, dq float64) {
	dp = dy * p / y
	dq = dy * q / y
}
func Atan2(a float64, b float64, y float64, dy float64) (da float64, db float64) {
	var r float64 = a * a + b * b
	da = dy * b / r
	db = -(dy * a / r)
}
func Pow(x float64, y float64, z float64, dz float64) (dx float64, dy float64) {
	if y != 0.0 {
		dx = dz * y * math.Pow(x, y - 1.0)
	}
	dy = dz * z * math.Log(x)
}
func Abs(x float64, y float64, dy float64) (dx float64) {
	if x > 0.0 {
		dx = dy
	} else {
		dx = -dy
	}
}
func Sincos(x float64, s float64, c float64, ds float64, dc float64) (dx float64) {
	dx = ds * c - dc * s
}
func max(a float64, b float64, y float64, dy float64) (da float64, db float64) {
	if a >= b {
		da = dy
	} else {
		db = dy
	}
}
func min(a float64, b float64, y float64, dy float64) (da float64, db float64) {
	if a <= b {
		da = dy
	} else {
		db = dy
	}
}
`

func testRules(t testing.TB) Rules {
	p, err := ir.Parse(ruleText)
	if err != nil {
		t.Fatal(err)
	}
	return func(f ir.FuncRef) *Rule {
		for _, g := range p.Funcs {
			if (g.Name == f.Name || g.Name == strings.ToLower(f.Name)) && (f.Pkg == "math" || f.Pkg == "") {
				return &Rule{Kind: Active, Body: g}
			}
		}
		return nil
	}
}

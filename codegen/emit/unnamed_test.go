package emit

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
)

// TestUnnamed: what a function without names for its results returns. The programs are written with a result y, or y and ok.
func TestUnnamed(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"expression", "func f(x float64) (y float64) {\n y = x * x\n}", "func f(x float64) float64 {\n\treturn x * x\n}\n"},
		{"nothing assigned", "func f(x float64) (y float64) {\n}", "func f(x float64) float64 {\n\treturn 0\n}\n"},
		{"read before the end", "func f(x []float64) (y float64) {\n y = x[0] * x[0]\n x[0] = y\n}",
			"func f(x []float64) float64 {\n\ty := x[0] * x[0]\n\tx[0] = y\n\treturn y\n}\n"},
		{"a sum", "func f(x []float64) (y float64) {\n for i := range count(0, len(x), 1) {\n y += x[i]\n }\n}",
			"func f(x []float64) float64 {\n\ty := 0.0\n\tfor i := range x {\n\t\ty += x[i]\n\t}\n\treturn y\n}\n"},
		{"an early return", "func f(x float64) (y float64, ok bool) {\n if x > 0 {\n y = 1.0\n return\n }\n y = x\n ok = true\n}",
			"func f(x float64) (float64, bool) {\n\tif x > 0 {\n\t\treturn 1, false\n\t}\n\treturn x, true\n}\n"},
		{"the name is free", "func f(x float64, n int) (y float64) {\n for i := range count(0, n, 1) {\n if x > 1.0 {\n y = x\n return\n }\n }\n y = 2.0\n}",
			"func f(x float64, n int) float64 {\n\tfor range n {\n\t\tif x > 1 {\n\t\t\treturn x\n\t\t}\n\t}\n\treturn 2\n}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			prog, err := ir.Parse(test.in)
			if err != nil {
				t.Fatal(err)
			}
			prog.Funcs[0].Unnamed = true
			out, err := (&File{Pkg: checkedSource(t), Units: []Unit{{prog}}}).Render()
			if err != nil {
				t.Fatal(err)
			}
			check(t, out, "")
			if _, got, _ := strings.Cut(string(out), "package p\n\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

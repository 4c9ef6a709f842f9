package pass

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/randir"
)

// A primal's short loops over arrays are written out before its adjoint is made, unless they would become long or the pass is switched off.
func TestWriteOut(t *testing.T) {
	const short = "func f(x []float64) (y float64) {\n var a [3]float64\n for i := range count(0, 3, 1) {\n  a[i] = x[i] * x[i]\n }\n y = a[0] - a[1] * a[2]\n}"
	long := strings.Replace(short, "a[i] = x[i] * x[i]\n", strings.Repeat("a[i] += x[i] * x[i]\n", 5), 1)
	for _, tt := range []struct {
		src   string
		off   bool
		loops int
	}{{short, false, 0}, {short, true, 1}, {long, false, 1}} {
		p, err := ir.Parse(tt.src)
		if err != nil {
			t.Fatal(err)
		}
		WriteOut(p, Options{Off: map[string]bool{"unroll": tt.off}})
		if n := countLoops(p); n != tt.loops {
			t.Errorf("%d loops are left, want %d:\n%s", n, tt.loops, ir.Print(p))
		}
	}
}

// It leaves what a program computes as it is.
func TestRandomWriteOut(t *testing.T) {
	fewer := 0
	random(t, func(p *ir.Program, r randir.Source) error {
		p = normal.Normalize(p.Funcs[0])
		was := cloneProgram(p)
		WriteOut(p, Options{})
		if countLoops(p) < countLoops(was) {
			fewer++
		}
		if err := ir.Verify(p); err != nil {
			return err
		}
		return same(was, p, randir.Inputs(r, p.Funcs[0]), interp.Exactly)
	})
	t.Logf("%d programs had loops written out", fewer)
	if fewer == 0 {
		t.Error("no loop was written out")
	}
}

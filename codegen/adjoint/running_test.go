package adjoint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
)

// What a loop advances by a constant is told from the loop's variable instead, in loops of any length, up and down; the function
// computes what it did.
func TestRunningIndices(t *testing.T) {
	const head = "func f(x []float64, n int) (y float64, u int) {\n\tvar t int = 1\n\tvar w int = 0\n"
	for _, c := range []struct {
		body string
		acts bool
	}{
		{"for i := range count(1, n, 1) {\n y += conv[float64](t) * 0.5\n t += 1\n}", true},
		{"for i := range count(0, n, 1) {\n t += 3\n y += conv[float64](t * i)\n}", true},
		{"for i := range count(n, 1, -1) {\n y += conv[float64](t)\n t += -2\n u += t\n}", true},
		{"for k := range count(0, n, 1) {\n for i := range count(k + 1, n, 1) {\n y += conv[float64](t * w)\n t += 1\n w += 2\n}\n}", true},
		{"for i := range count(0, n, 2) {\n y += conv[float64](t)\n t += 1\n}", false},
		{"for i := range count(0, n, 1) {\n if i > 1 {\n t += 1\n}\n y += conv[float64](t)\n}", false},
		{"for i := range count(0, n, 1) {\n t += 1\n t += w\n y += conv[float64](t)\n}", false},
		{"for i := range count(0, n, 1) {\n t += i\n y += conv[float64](t)\n}", false},
		{"L: for i := range count(0, n, 1) {\n t += 1\n if t > 3 {\n break L\n}\n}", false},
	} {
		p, err := ir.Parse(head + c.body + "\nu += t + 10 * w\n}\n")
		if err != nil {
			t.Fatal(err)
		}
		q, err := ir.Parse(ir.Print(p))
		if err != nil {
			t.Fatal(err)
		}
		runAll(q.Funcs[0].Body)
		if err := ir.Verify(q); err != nil {
			t.Fatal(err)
		}
		if acts := ir.Print(p) != ir.Print(q); acts != c.acts {
			t.Errorf("changed is %t:\n%s", acts, ir.Print(q))
		}
		if c.acts && strings.Count(ir.Print(q), "max(") == 0 {
			t.Errorf("nothing follows the loop:\n%s", ir.Print(q))
		}
		for n := range int64(6) {
			args := []interp.Value{interp.SliceOf(), interp.Integer(n)}
			want, err1 := interp.New(p).Call(p.Funcs[0], args...)
			got, err2 := interp.New(q).Call(q.Funcs[0], args...)
			if fmt.Sprint(want, err1) != fmt.Sprint(got, err2) {
				t.Errorf("n = %d: %v, %v, want %v, %v from\n%s", n, got, err2, want, err1, ir.Print(q))
			}
		}
	}
}

// runAll takes running indices out of all loops in blk.
func runAll(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			runAll(in)
		}
		out = append(out, s)
		if c, ok := s.(*ir.Count); ok {
			out = append(out, runningIndices(c)...)
		}
	}
	blk.List = out
}

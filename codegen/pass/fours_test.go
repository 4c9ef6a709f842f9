package pass

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Calls of Axpy, alike or not, with factors that may be 0 and vectors that may share memory or be infinite, compute what they did when the pass has
// made one call of four.
func TestRandomFours(t *testing.T) {
	joined := 0
	for seed := range 25 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, foursProgram(r))
		p := cloneProgram(was)
		if err := tryPass(passNamed(t, "fours"), p, nil); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		joined += strings.Count(ir.Print(p), "kernel.Axpy4")
		for range 3 {
			x := randomFloats(r, 5)
			if r.IntN(3) == 0 {
				x.At(r.IntN(5)).F = math.Inf(1)
			}
			args := []interp.Value{x, randomFloats(r, 5), randomFloats(r, 5), interp.Float(float64(r.IntN(2))), interp.Float(float64(r.IntN(3)) - 1), interp.Integer(int64(r.IntN(6)))}
			if err := same(was, p, args, interp.Within(1e-9)); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()); joined < want {
		t.Errorf("%d calls of four, want %d at least", joined, want)
	}
}

// foursProgram has calls of Axpy one after the other, most of them alike.
func foursProgram(r randir.Source) string {
	pick := func(usual string, others ...string) string {
		if r.IntN(12) > 0 {
			return usual
		}
		return others[r.IntN(len(others))]
	}
	var b strings.Builder
	fmt.Fprintln(&b, "import kernel \"github.com/gograd/gograd/runtime/kernel\"\n\nfunc f(x []float64, y []float64, z []float64, a float64, b float64, n int) {")
	fmt.Fprintln(&b, "var u []float64 = x[1:n]\nvar v []float64 = z[:len(u)]\nadjoint: {")
	guarded := r.IntN(2) == 0
	dst := pick("y", "z")
	if r.IntN(4) == 0 {
		dst = "z" // which v is a part of
	}
	for range 4 + r.IntN(5) {
		guard := guarded != (r.IntN(8) == 0)
		factor := []string{"a", "b"}[r.IntN(2)]
		if guard {
			fmt.Fprintf(&b, "if %s != 0.0 {\n", pick(factor, "a", "b"))
		}
		fmt.Fprintf(&b, "kernel.Axpy(%s, %s, %s)\n", pick(factor, "-a"), pick([]string{"u", "v"}[r.IntN(2)], "x", "z", "y[1:]", "x[:n]"), pick(dst, "y", "y[1:]"))
		if guard {
			fmt.Fprintln(&b, "}")
		}
		if r.IntN(15) == 0 {
			fmt.Fprintln(&b, pick("a = y[0]", "y[1] = b"))
		}
	}
	fmt.Fprintln(&b, "}\n}")
	return b.String()
}

// Where the directive says fast, what is jammed is summed up by kernels, four sums at a time; programs compute what they did, but for rounding.
func TestRandomJamFast(t *testing.T) {
	fours := 0
	for seed := range 25 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, jamProgram(r))
		p := cloneProgram(was)
		if err := Run(p, Options{Verify: ir.Verify, Fast: true}); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		fours += strings.Count(ir.Print(p), "kernel.Dot4")
		for range 4 {
			args := jamInputs(r, false, false)
			if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err != nil {
				continue // another panic may come first
			}
			if err := same(was, p, args, interp.Within(1e-9)); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()) / 2; fours < want {
		t.Errorf("%d sums of four, want %d at least", fours, want)
	}
}

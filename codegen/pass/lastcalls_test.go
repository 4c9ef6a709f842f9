package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Recursions that count down, and some that do not quite, compute what they did bit for bit.
func TestRandomLastCalls(t *testing.T) {
	written := 0
	for seed := range 5 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, treeProgram(r))
		p := cloneProgram(was)
		var err error
		if seed%2 == 0 {
			err = tryPass(passNamed(t, "lastcalls"), p, nil)
		} else {
			err = Run(p, Options{Verify: ir.Verify})
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if strings.Count(ir.Print(p), "n == ") > strings.Count(ir.Print(was), "n == ") {
			written++
		}
		for k := range 3 {
			args := []interp.Value{randomFloats(r, 6), interp.Integer(int64(r.IntN(6)))}
			if k == 0 {
				args[0] = randomFloats(r, 2) // panics
			}
			if err := same(was, p, args, interp.Exactly); err != nil {
				t.Fatalf("seed %d, inputs %d: %v\n%s\nfrom\n%s", seed, k, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()); written < want {
		t.Errorf("in %d programs calls were written out, want %d at least", written, want)
	}
}

// treeProgram is a function that calls itself in a loop or more than once, with a counter n that goes down, and other parameters that it changes.
func treeProgram(r randir.Source) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	var b strings.Builder
	line := func(s string) { fmt.Fprintln(&b, s) }
	end := pick("n <= 0", "n <= 1", "n < 1", "n == 1 || n <= 0", "n <= 1", "n <= 1 && x[1] < 2.0 || n < -1", "1 >= n")
	line("func f(x []float64, n int) (r float64) {\nr = tree(x, n, 0.5, 2)\n}")
	line("func tree(x []float64, n int, a float64, k int) (r float64) {")
	if r.IntN(3) == 0 {
		line("x[0] += a * 0.5")
	}
	if r.IntN(3) == 0 {
		line("k += 1")
	}
	line("var m int = " + pick("k", "n", "0"))
	line("if " + end + " {\n" + pick("r = x[0] + a", "x[0] = a * 0.5\nr = conv[float64](m)", "r = a", "if n == 0 {\nr = x[3]\n} else {\nr = a * a\n}") + "\n} else {")
	down := func() string { return pick("n - 1", "n - 1", "n - 1", "n - 2", "n - 3") }
	if r.IntN(8) == 0 {
		down = func() string { return pick("n / 2", "n - k", "n - 1") }
	}
	call := func(v string) string {
		return v + " = tree(x, " + down() + ", " + pick("a", v, "x[1]", "0.25 * a") + ", " + pick("k", "m", "k + 1", "1") + ")"
	}
	change := func() string {
		return pick("m += 1", "m = k", "x[1] = x[2] * 0.5", "x[2] += a", "", "m = m + n", "if x[1] > 0.0 {\nm = 7\n}", "if x[2] > 0.0 {\nm += 1\n}", "x[m % 2 + 1] = 0.5", "x[n] = 0.25")
	}
	line("var s float64 = 0.5\nvar t float64 = a")
	if r.IntN(2) == 0 {
		line("for i := range count(0, " + pick("n", "n", "2", "3") + ", 1) {")
		line(change() + "\n" + call("s") + "\n" + change() + "\n" + pick("r += s", "if i % 2 == 0 {\nr += s\n} else {\nr += -s\n}") + "\n" + change() + "\n}")
	} else {
		line(call("s") + "\n" + change() + "\n" + call("t") + "\n" + change() + "\nr = s * 0.5 + t * conv[float64](m % 3)")
	}
	line(change() + "\n}\n" + pick("", "r += conv[float64](m)", "r += a") + "\n}")
	return b.String()
}

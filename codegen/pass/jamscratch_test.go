package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Loops with scratch, filled before it is read or not quite, compute what they did bit for bit.
func TestRandomJamScratch(t *testing.T) {
	own := 0
	for seed := range 10 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, scratchProgram(r))
		p := cloneProgram(was)
		if err := jamOrAll(t, p, seed, nil); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if jams(p) > 0 && strings.Contains(ir.Print(p), "var p1 ") {
			own++
		}
		for k := range 4 {
			args := []interp.Value{randomFloats(r, r.IntN(10)), randomFloats(r, r.IntN(6)), randomFloats(r, 10), interp.Integer(int64(r.IntN(6)))}
			if err := same(was, p, args, interp.Exactly); err != nil {
				t.Fatalf("seed %d, inputs %d: %v\n%s\nfrom\n%s", seed, k, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()) / 2; own < want {
		t.Errorf("%d loops were jammed with scratch of their own, want %d at least", own, want)
	}
}

// scratchProgram is a loop whose iterations fill the scratch p.
func scratchProgram(r randir.Source) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	seldom := func(of ...string) string {
		if r.IntN(8) > 0 {
			return ""
		}
		return pick(of...)
	}
	mostly := func(usual string, of ...string) string {
		if r.IntN(8) > 0 {
			return usual
		}
		return pick(of...)
	}
	var b strings.Builder
	line := func(s string) { fmt.Fprintln(&b, s) }
	line("func f(x []float64, c []float64, y []float64, n int) (a float64, b float64) {\nvar mem buffer[float64]")
	line("var p []float64 = " + pick("arena", "raw") + "[[]float64](mem, " + mostly("len(c)", "n", "len(c) + 1") + ")")
	line(mostly("", "p[0] = 0.5", "var q []float64 = p", "clear(p)"))
	line("for i := range count(0, len(x), 1) {\nvar s float64 = 0.0\nvar t float64 = " + pick("1.0", "x[i]"))
	line(seldom("s += p[0]", "p[0] = 0.5", "s += p[i]"))
	line("for j := range count(" + mostly("0", "1") + ", " + mostly("len(c)", "len(p)", "n", "i") + ", 1) {\nvar e float64 = c[j]\ns += e * t")
	line(seldom("p[0] = 0.5", "s += p[j]", "s += p[0]"))
	line(mostly("p[j] = "+pick("t", "e", "e * t", "s"), "p[j] += e", "p[j] = p[j] * t", "if e > 0.0 {\np[j] = e\n}", "p[0] = e"))
	line(seldom("p[j] += 0.5", "p[0] = e", "p[j] = p[0]", "s += p[len(c) - 1]", "s += p[len(c) - 1]"))
	line("t = t * " + pick("x[i]", "0.5") + "\n}")
	line(seldom("p[0] = s", "a += p[0]", "p[i] = t"))
	line("for j := range count(0, " + pick("len(c)", "len(p)") + ", 1) {\n" + pick("s += p[j] * t", "t += p[j]", "s += c[j] * p[j]") + "\n}")
	line(pick("y[i] = s", "a += s", "a += s * t", "y[i] = p[0]") + "\n}")
	line(seldom("b += p[0]", "for j := range count(0, len(p), 1) {\nb += p[j]\n}"))
	line("}")
	return b.String()
}

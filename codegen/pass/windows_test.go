package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Loops of a primal and their adjoints, which do the same under guards and backward, at all kinds of distances, compute what they did with what they go
// through cut out, also where loops have no iterations. Where the primal panics, so does the whole.
func TestRandomWindows(t *testing.T) {
	cuts, ran := 0, 0
	for seed := range 25 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, windowProgram(r))
		p := cloneProgram(was)
		ps := passNamed(t, "windows")
		if err := tryPass(ps, p, nil); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		cuts += strings.Count(ir.Print(p), "[:")
		for range 5 {
			n := r.IntN(5)
			args := []interp.Value{randomFloats(r, r.IntN(20)), randomFloats(r, n), randomFloats(r, 20), interp.Float(float64(r.IntN(3)) - 1), interp.Integer(int64(r.IntN(8)) - 1), interp.Integer(int64(r.IntN(5)))}
			if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err == nil {
				ran++
			}
			if err := same(was, p, args, interp.Exactly); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()); cuts < 10*want || ran < 20*want {
		t.Errorf("%d cuts, and %d runs did not panic: too few", cuts, ran)
	}
}

// windowProgram has a loop in a loop and, in the opposite order, with guards and branches, its adjoint.
func windowProgram(r randir.Source) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	var b strings.Builder
	fmt.Fprintln(&b, "func f(w []float64, h []float64, dw []float64, dx float64, k int, m int) (y float64) {\nvar n int = len(h)")
	high := pick("n", "n", "len(h)", "m")
	places := []string{"j", "n + j", "2 * n + j", "i * n + j", "m * n + j", "k + j", "j + i", "i * m + j", "n * n + j", "n - j", "m * k + j", "n - n + j"}
	var primal, adjoint []string
	for range 1 + r.IntN(4) {
		at := pick(places...)
		use := fmt.Sprintf("y += w[%s] * 0.5", at)
		add := fmt.Sprintf("dw[%s] += dx * w[%s]", at, at)
		use += fmt.Sprintf("\ny += dw[%s]", at) // whose elements exist too
		switch r.IntN(4) {
		case 0:
			use, add = "if j > 1 {\n"+use+"\n}", "branch: if j > 1 {\n"+add+"\n}"
		case 1:
			add = "if dx != 0.0 {\nif dx != 0.5 {\n" + add + "\n}\n}"
		case 2:
			add = "if dx != 0.0 {\n" + add + "\n}"
		}
		primal, adjoint = append(primal, use), append([]string{add}, adjoint...)
	}
	fmt.Fprintf(&b, "for i := range count(0, m, 1) {\nfor j := range count(0, %s, 1) {\n%s\n}\n}\n", high, strings.Join(primal, "\n"))
	fmt.Fprintf(&b, "adjointguarded: {\nfor i := range count(m - 1, (-1), -1) {\nfor j := range count(%s - 1, (-1), -1) {\n%s\n}\n}\n}\n}\n", high, strings.ReplaceAll(strings.Join(adjoint, "\n"), "branch: ", ""))
	return b.String()
}

package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Destinations hold what they did when their first contributions assign: whatever they held before, also where the two overlap, and
// whichever statements come between.
func TestRandomFirsts(t *testing.T) {
	assigned, kept := 0, 0
	for seed := range 20 * programs() {
		r := randir.Seeded(seed)
		src := destinations(r)
		p := annotated(t, src)
		was := cloneProgram(p)
		if err := tryPass(passNamed(t, "firsts"), p, nil); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, ir.Print(p))
		}
		if ir.Print(p) == ir.Print(was) {
			kept++
		} else {
			assigned++
		}
		for overlap := range 4 {
			args := overlappingDestinations(r, overlap)
			if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err != nil {
				continue
			}
			if err := same(was, p, args, interp.Within(1e-9)); err != nil {
				t.Fatalf("seed %d, overlap %d: %v\n%s\nfrom\n%s", seed, overlap, err, ir.Print(p), src)
			}
		}
	}
	t.Logf("%d programs changed, %d did not", assigned, kept)
	if assigned < kept/4 || kept < assigned/10 {
		t.Errorf("%d programs changed, %d did not", assigned, kept)
	}
}

// overlappingDestinations are arguments for destinations: da and db are apart, or share memory, beginning overlap-1 elements one behind the other.
func overlappingDestinations(r randir.Source, overlap int) []interp.Value {
	numbers := func(n int) interp.Value {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = float64(r.IntN(9)-4) / 2
		}
		return interp.Floats(xs...)
	}
	n := 3 + r.IntN(3)
	da, db := numbers(n), numbers(n)
	if overlap > 0 {
		both := numbers(n + overlap - 1)
		da, db = both.Sub(0, n), both.Sub(overlap-1, n+overlap-1)
	}
	if r.IntN(2) == 0 {
		da, db = db, da
	}
	return []interp.Value{da, db, numbers(n), numbers(n), interp.Integer(int64(r.IntN(n)))}
}

// destinations is a program with an adjoint that contributes to two destinations.
func destinations(r randir.Source) string {
	w := &strings.Builder{}
	w.WriteString("import runtime \"github.com/gograd/gograd/runtime\"\n\nfunc f(da []float64, db []float64, a []float64, b []float64, k int) (y float64) {\n")
	for _, x := range []string{"a", "b"} {
		fmt.Fprintf(w, "runtime.CheckLen(\"f\", \"d%s\", len(d%s), \"%s\", len(%s))\n", x, x, x, x)
	}
	if r.IntN(3) == 0 {
		w.WriteString("runtime.CheckDisjoint(\"f\", \"da\", da, \"db\", db)\n")
	}
	w.WriteString("adjoint: {\nclear(da)\nclear(db)\n}\ny = a[0] * b[0] + a[2] * b[2]\n")
	if r.IntN(8) == 0 {
		w.WriteString("if y > 1.0 {\nreturn\n}\n")
	}
	w.WriteString("adjoint1: {\n")
	for n := range 2 + r.IntN(8) {
		contribution(w, r, n)
	}
	w.WriteString("}\n}\n")
	return w.String()
}

// contribution writes statement number n of an adjoint.
func contribution(w *strings.Builder, r randir.Source, n int) {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	d := pick("da", "da", "db")
	value := func(i string) string {
		return pick("1.5", fmt.Sprintf("a[%s]", i), fmt.Sprintf("a[%s] * b[%s]", i, i), "-"+fmt.Sprintf("b[%s]", i))
	}
	i := pick("0", "0", "1", "2")
	switch r.IntN(12) {
	default:
		fmt.Fprintf(w, "%s[%s] += %s\n", d, i, value(i))
	case 0:
		fmt.Fprintf(w, "if a[%s] > 0.0 {\n%s[%s] += %s\n}\n", i, d, i, value(i))
	case 1:
		fmt.Fprintf(w, "var s%d []float64 = %s[1:3]\ns%d[%s] += %s\n", n, d, n, pick("0", "1"), value(i))
	case 2, 3, 4:
		lo, hi := "0", "len(a)"
		if r.IntN(6) == 0 {
			lo = "1"
		}
		fmt.Fprintf(w, "for i%d := range count(%s, %s, 1) {\n%s[i%d] += %s\n", n, lo, hi, d, n, value(fmt.Sprintf("i%d", n)))
		switch r.IntN(6) {
		case 0:
			fmt.Fprintf(w, "%s[%s] += 2.0\n", pick("da", "db"), pick(i, fmt.Sprintf("i%d", n)))
		case 1:
			fmt.Fprintf(w, "y += %s[%s]\n", pick("da", "db"), pick(i, fmt.Sprintf("i%d", n)))
		}
		w.WriteString("}\n")
	case 5:
		fmt.Fprintf(w, "y += %s[%s]\n", d, pick(i, "k"))
	case 6:
		fmt.Fprintf(w, "%s[k] %s %s\n", d, pick("+=", "="), value("k"))
	case 7:
		fmt.Fprintf(w, "%s[%s] %s %s[%s]\n", d, i, pick("+=", "="), pick("da", "db"), pick("0", "1"))
	}
}

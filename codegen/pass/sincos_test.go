package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Programs full of sines and cosines of a few variables, which change all the time, compute what they did, to the bit, and panic as they did.
func TestRandomSincos(t *testing.T) {
	pairs := 0
	for seed := range 20 * programs() {
		r := randir.Seeded(seed)
		src := trigonometric(r)
		p := annotated(t, src)
		was := cloneProgram(p)
		if err := tryPass(passNamed(t, "sincos"), p, nil); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, ir.Print(p))
		}
		pairs += strings.Count(ir.Print(p), ".Sincos(")
		for range 3 {
			args := []interp.Value{randir.Value(r, p.Funcs[0].Params[0].Type), interp.Float(float64(r.IntN(40)-20) / 8), interp.Integer(int64(r.IntN(4)))}
			if err := same(was, p, args, interp.Exactly); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), src)
			}
		}
	}
	t.Logf("%d calls of Sincos", pairs)
	if pairs == 0 {
		t.Error("no sine was computed with its cosine")
	}
}

func trigonometric(r randir.Source) string {
	w := &strings.Builder{}
	w.WriteString("func f(x []float64, a float64, k int) (y float64) {\nvar b float64 = a * 0.5\nvar c float64\n")
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	v := func() string { return pick("a", "b", "c", "y") }
	call := func() string {
		return fmt.Sprintf("math.%s(%s)", pick("Sin", "Cos"), pick("a", "a", "b", "x[0]", "x[k]", "a + b"))
	}
	expr := func() string { return pick(call(), call(), "0.5 * "+v(), call()+" * "+call(), v()+" + "+call()) }
	for n := range 3 + r.IntN(10) {
		switch r.IntN(8) {
		default:
			fmt.Fprintf(w, "%s %s %s\n", v(), pick("=", "=", "+="), expr())
		case 0:
			fmt.Fprintf(w, "if %s > 0.3 {\n%s = %s\n%s}\n", v(), v(), expr(), pick("", "", "return\n"))
		case 1:
			fmt.Fprintf(w, "for i%d := range count(0, 2, 1) {\n%s = %s\n}\n", n, v(), expr())
		case 2:
			fmt.Fprintf(w, "x[%s] = %s\n", pick("0", "k"), expr())
		case 3:
			fmt.Fprintf(w, "adjoint%d: {\nif %s != 0.0 {\n%s += %s\n}\n}\n", n, v(), v(), expr())
		}
	}
	w.WriteString("}\n")
	return w.String()
}

package pass

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// TestFactorRandom tries blocks of sums of products, with statements between them that read a sum, change a factor, or add under a condition.
func TestFactorRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	acted := 0
	for k := range 600 {
		src := sumsOfProducts(r)
		p := annotated(t, src)
		was := cloneProgram(p)
		if err := tryPass(passNamed(t, "factor"), p, nil); err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if ir.Print(p) != ir.Print(was) {
			acted++
		}
		if n, m := operations(t, was), operations(t, p); m > n {
			t.Fatalf("%d operations become %d:\n%s\n%s", n, m, src, ir.Print(p))
		}
		for seed := range uint64(3) {
			args := randir.Inputs(randir.Seeded(seed+uint64(k)), p.Funcs[0])
			if err := same(was, p, args, interp.Within(1e-9)); err != nil {
				t.Fatalf("%v\n%s\n%s", err, src, ir.Print(p))
			}
		}
	}
	if acted < 150 {
		t.Errorf("it acts %d times", acted)
	}
}

// sumsOfProducts is a program of adjoint statements. The sums are s and numbers, elements of d, and variables.
func sumsOfProducts(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("func f(a float64, b float64, c float64, e float64, d []float64, x []float64) (s0 float64, s1 float64, s2 float64) {\n")
	b.WriteString("if len(x) > 1 && len(d) > 1 {\nx[0] += 0.5\nx[1] += 0.5\nd[0] += 0.5\nd[1] += 0.5\nadjoint: {\n")
	factors := []string{"a", "b", "c", "e", "x[0]", "x[1]", "2.0", "(a + 0.5)"}
	product := func() string {
		s := factors[r.IntN(len(factors))]
		for range r.IntN(3) {
			f := factors[r.IntN(len(factors))]
			switch r.IntN(6) {
			case 0:
				s = fmt.Sprintf("%s * (%s * %s)", s, f, factors[r.IntN(len(factors))])
			case 1:
				s = fmt.Sprintf("%s / (%s * %s + 1.5)", s, f, f)
			default:
				s += " * " + f
			}
		}
		if r.IntN(4) == 0 {
			return "-(" + s + ")"
		}
		return s
	}
	sums := []string{"s0", "s1", "s2", "d[0]", "d[1]"}
	sum := func() string { return sums[r.IntN(len(sums))] }
	for k := range 4 + r.IntN(14) {
		switch r.IntN(16) {
		case 0:
			fmt.Fprintf(&b, "if a > 0.25 {\n%s += %s\n}\n", sum(), product())
		case 1:
			fmt.Fprintf(&b, "%s = %s\n", sum(), product())
		case 2:
			fmt.Fprintf(&b, "%s += %s\n", sum(), sum())
		case 3:
			fmt.Fprintf(&b, "%s += 0.25 * s0\n", []string{"a", "b", "x[0]"}[r.IntN(3)])
		case 4, 5, 6:
			fmt.Fprintf(&b, "var p%d float64 = %s\n", k, product())
			factors = append(factors, fmt.Sprintf("p%d", k))
		case 7:
			fmt.Fprintf(&b, "%s += %s - %s\n", sum(), product(), product())
		case 8: // what is one sum times one factor, and another sum times another, or nearly so
			for _, s := range []string{sum(), sum()} {
				by := factors[r.IntN(8)]
				for _, p := range []string{"a * c", "b * x[1]", "e * x[0]"}[r.IntN(2):] {
					fmt.Fprintf(&b, "%s += %s(%s * %s)\n", s, []string{"", "", "", "-"}[r.IntN(4)], p, by)
				}
			}
		default:
			fmt.Fprintf(&b, "%s += %s\n", sum(), product())
		}
	}
	b.WriteString("}\n}\n}\n")
	return b.String()
}

// operations counts those between floats in the statements of p that something comes of.
func operations(t *testing.T, p *ir.Program) int {
	p = cloneProgram(p)
	if err := tryPass(passNamed(t, "dead"), p, nil); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range p.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if a, ok := s.(*ir.Assign); ok && a.Add {
				n++
			}
			for _, e := range ir.Exprs(s) {
				n += ops(e)
			}
			return true
		})
	}
	return n
}

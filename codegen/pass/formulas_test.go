package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Ints that are counted up by loops, saved, and loaded again are what they were.
func TestRandomFormulas(t *testing.T) {
	replaced := 0
	for seed := range 15 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, formulaText(r))
		p := cloneProgram(was)
		change := func(p *ir.Program) error { return tryPass(passNamed(t, "formulas"), p, nil) }
		if seed%4 == 1 {
			change = func(p *ir.Program) error { return Run(p, Options{Verify: ir.Verify}) }
		}
		if err := change(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !strings.Contains(ir.Print(p), "saved[i") {
			replaced++
		}
		for range 4 {
			args := randir.Inputs(r, p.Funcs[0])
			args[2].I -= 2
			if err := same(was, p, args, interp.Exactly); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()); replaced < want {
		t.Errorf("%d programs have no saved ints, want %d at least", replaced, want)
	}
}

// formulaText is a function that counts an int up in loops, saves it and loads it.
func formulaText(r randir.Source) string {
	oneOf := func(s ...string) string { return s[r.IntN(len(s))] }
	var b strings.Builder
	fmt.Fprint(&b, "func f(x []float64, y []int, m int) (s int) {\n\tvar mem buffer[int]\n\tvar n int = len(x)\n\tvar saved []int = raw[[]int](mem, n)\n")
	fmt.Fprint(&b, "\tvar out int = 0\n\tfor i := range count(0, n, 1) {\n\t\tvar row []float64 = x[:n]\n\t\tvar q int = m\n")
	fmt.Fprintf(&b, "\t\tvar t int = %s\n", oneOf("0", "0", "3", "m", "n", "len(row)", "q", "i", "out"))
	for range 1 + r.IntN(2) {
		limit := oneOf("n", "len(row)", "len(x)", "i", "m")
		by := oneOf("1", "m", "k", "k + 1", "%s - k - 1", "max(%[1]s - (k + 1), 0)", "2 * k", "len(y)", "t", "i", "out", "y[0]", "q")
		if strings.Contains(by, "%") {
			by = fmt.Sprintf(by, limit)
		}
		step := fmt.Sprintf("\t\t\tt += %s\n", by)
		switch r.IntN(8) {
		case 0:
			step = fmt.Sprintf("\t\t\tt = t + %s\n", by)
		case 1:
			step = "\t\t\tif x[k] > 0.0 {\n" + step + "\t\t\t}\n"
		case 2:
			step += step
		case 3:
			step += "\t\t\tx[k] += 1.0\n"
		}
		fmt.Fprintf(&b, "\t\tfor k := range count(0, min(%s, n), 1) {\n%s\t\t}\n", limit, step)
		if limit != "m" && r.IntN(4) > 0 {
			text := strings.Replace(b.String(), "min("+limit+", n)", limit, 1)
			b.Reset()
			b.WriteString(text)
		}
		if r.IntN(4) == 0 {
			fmt.Fprintf(&b, "\t\t%s\n", oneOf("q += 1", "t += 1", "out += t", "t = t + m", "y[i - i] += 1", "m += 1"))
		}
	}
	fmt.Fprintf(&b, "\t\tsaved[i] = %s\n", oneOf("t", "t", "t", "t + 1", "2 * t", "q"))
	if r.IntN(8) == 0 {
		fmt.Fprintf(&b, "\t\t%s\n", oneOf("saved[i] += 1", "saved[0] = 1", "saved[i] = i", "t = saved[i] + 1"))
	}
	fmt.Fprint(&b, "\t}\n\tfor i := range count(n - 1, -1, -1) {\n\t\tvar t int = saved[i]\n\t\ts += (i + 1) * t\n\t}\n}\n")
	return b.String()
}

package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Loops over rows with sums inside, with much that keeps iterations from running together and much that does not, compute what they did bit
// for bit, with the same panics and the same memory then; rows may overlap, lengths may differ, elements may be missing.
func TestRandomJam(t *testing.T) {
	jammed := 0
	for seed := range 25 * programs() {
		r := randir.Seeded(seed)
		overlap := r.IntN(2) == 0
		aliases := allAliases
		if !overlap {
			aliases = nil
		}
		was := annotated(t, jamProgram(r))
		p := cloneProgram(was)
		if err := jamOrAll(t, p, seed, aliases); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		jammed += jams(p)
		for k := range 6 {
			args := jamInputs(r, overlap && k%2 == 1, k > 3)
			if err := same(was, p, args, interp.Exactly); err != nil {
				t.Fatalf("seed %d, inputs %d: %v\n%s\nfrom\n%s", seed, k, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()); jammed < want {
		t.Errorf("%d loops were jammed, want %d at least", jammed, want)
	}
}

// Where statements are an adjoint's, and add, they may be added up in another order.
func TestRandomJamAdjoint(t *testing.T) {
	jammed, ran := 0, 0
	for seed := range 25 * programs() {
		r := randir.Seeded(seed)
		was := annotated(t, jamProgram(r))
		ir.Walk(was.Funcs[0].Body, func(s ir.Stmt) bool {
			if r.IntN(3) > 0 {
				mark(s, adjointOrigin)
			}
			return true
		})
		p := cloneProgram(was)
		if err := jamOrAll(t, p, seed, nil); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		jammed += jams(p)
		for k := range 6 {
			args := jamInputs(r, false, false)
			if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err != nil {
				continue // an adjoint repeats accesses that did not panic
			}
			ran++
			if err := same(was, p, args, interp.Within(1e-9)); err != nil {
				t.Fatalf("seed %d, inputs %d: %v\n%s\nfrom\n%s", seed, k, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()); jammed < 2*want || ran < 20*want {
		t.Errorf("%d loops were jammed, and %d runs did not panic: too few", jammed, ran)
	}
}

// jamOrAll runs jam, or all passes on every other program.
func jamOrAll(t *testing.T, p *ir.Program, seed uint64, aliases func(*ir.Program, *flow.Graph)) error {
	if seed%2 == 0 {
		return tryPass(passNamed(t, "jam"), p, aliases)
	}
	return Run(p, Options{Verify: ir.Verify, Aliases: aliases})
}

// jams counts the loops in p in which iterations run together.
func jams(p *ir.Program) int {
	n := 0
	ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool {
		if w, ok := s.(*ir.While); ok && strings.HasSuffix(w.Note, "at a time.") {
			n++
		}
		return true
	})
	return n
}

// jamProgram is a loop over rows.
func jamProgram(r randir.Source) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	some := func(b *strings.Builder, n int, of ...string) {
		for range r.IntN(n + 1) {
			fmt.Fprintln(b, pick(of...))
		}
	}
	var b strings.Builder
	fmt.Fprintln(&b, "func f(w [][]float64, x []float64, y []float64, v []float64, k []int, n int) (a float64, b float64) {")
	fmt.Fprintf(&b, "for i := range count(0, %s, 1) {\n", pick("len(w)", "len(w)", "len(y)", "n"))
	fmt.Fprintln(&b, "var row []float64 = w[i]")
	fmt.Fprintf(&b, "var s float64 = %s\nvar t float64 = 0.5\n", pick("0.0", "0.0", "v[i]", "y[i]", "a", "row[i]"))
	some(&b, 1, "s += x[0]", "y[i] = 0.0", "row = row[1:]", "a += 0.5", "var u []float64 = row[:len(x)]\nt += u[0]")
	fmt.Fprintf(&b, "for j := range count(0, %s, 1) {\n", pick("len(row)", "len(row)", "len(row)", "len(x)", "n", "i"))
	fmt.Fprintln(&b, pick("s += row[j] * x[j]", "s += row[j] * x[j]", "var e float64 = row[j]\ns += e * e", "s += 0.5 * x[j]", "s += w[i][j] * x[j]"))
	some(&b, 1, "t += row[j]", "t = t * 0.5", "v[j] += t", "y[i] += x[j]", "row[j] = s", "x[j] = s", "a += x[j]", "if row[j] > 0.0 {\ns += 0.5\n}", "s += v[i]", "row[j] += s")
	fmt.Fprintln(&b, "}")
	some(&b, 3, "y[i] = s", "y[i] = s", "v[i] += s", "a += s", "a += t", "a += 0.5 - a * s", "b = s", "row[i] = s", "a += y[i]", "y[k[i]] = s", "if s > 0.1 {\na += t\n}", "w[i] = x", "y[i + 1] = s", "b += s * t", "x[i] = t",
		"for j := range count(0, len(row), 1) {\nv[j] += s\n}")
	fmt.Fprintln(&b, "}\n}")
	return b.String()
}

// jamInputs are arguments for a jamProgram: up to nine rows, mostly of one length.
func jamInputs(r randir.Source, overlap, missing bool) []interp.Value {
	rows, length := r.IntN(10), r.IntN(6)
	memory := randomFloats(r, 100)
	floats := func(n int) interp.Value {
		if missing && r.IntN(3) == 0 {
			n -= r.IntN(3)
		}
		n = max(n, 0)
		if overlap {
			lo := r.IntN(12)
			return memory.Sub(lo, lo+n)
		}
		return randomFloats(r, n)
	}
	w := make([]interp.Value, rows)
	own, ragged := randomFloats(r, 40), r.IntN(4) == 0
	for i := range w {
		n := length
		if ragged {
			n = r.IntN(6)
		}
		if w[i] = floats(n); !overlap && r.IntN(4) == 0 { // rows may always share memory
			lo := r.IntN(8)
			w[i] = own.Sub(lo, lo+n)
		}
	}
	k := make([]interp.Value, rows)
	for i := range k {
		k[i] = interp.Integer(int64(r.IntN(rows)))
	}
	long := max(rows, length)
	return []interp.Value{interp.SliceOf(w...), floats(long), floats(long + 1), floats(long), interp.SliceOf(k...), interp.Integer(int64(r.IntN(rows + 1)))}
}

func randomFloats(r randir.Source, n int) interp.Value {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = float64(r.IntN(1<<20))/(1<<19) - 0.9
	}
	return interp.Floats(xs...)
}

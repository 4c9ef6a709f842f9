package adjoint

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/randir"
)

// What is the same in each iteration moves before the loop, whatever else is in it; what is not, or may panic, stays. The function computes what
// it did, and its adjoint is right.
func TestInvariantsMove(t *testing.T) {
	for _, c := range []struct {
		body  string
		moves int
	}{
		{"for i := range count(0, n, 1) {\n var e float64 = math.Exp(b)\n y += e * x[0]\n}", 1},
		{"for i := range count(0, n, 1) {\n var e float64 = b * 0.5\n var g float64 = e / 3.0\n y = y * g + e\n}", 2},
		{"for i := range count(0, n, 1) {\n for j := range count(0, i, 1) {\n var e float64 = math.Sin(b)\n y = y * e + x[0]\n}\n}", 2},
		{"for i := range count(0, n, 1) {\n for j := range count(0, i, 1) {\n var e float64 = b * conv[float64](i)\n y = y * e + x[0]\n}\n}", 1},
		{"for i := range count(0, n, 1) {\n var e float64 = b * conv[float64](i)\n y += e\n}", 0},
		{"for i := range count(0, n, 1) {\n var e float64 = b\n e = e * x[0]\n y += e\n}", 0},
		{"for i := range count(0, n, 1) {\n var e float64 = y * b\n y += e\n}", 0},
		{"for i := range count(0, n, 1) {\n var e float64 = x[0] * b\n y += e\n}", 0},
		{"for i := range count(0, n, 1) {\n if i > 1 {\n var e float64 = math.Exp(b)\n y += e\n}\n}", 0},
		{"for i := range count(0, n, 1) {\n var e float64 = conv[float64](n / (n - 3))\n y += e * b\n}", 0},
	} {
		p, err := ir.Parse("func f(x []float64, b float64, n int) (y float64) {\n" + c.body + "\n}\n")
		if err != nil {
			t.Fatal(err)
		}
		b := &builder{row: &row{}, prog: normal.Normalize(p.Funcs[0])}
		was := ir.Print(b.prog)
		b.moveInvariants()
		if err := ir.Verify(b.prog); err != nil {
			t.Fatal(err)
		}
		if n := moves(was, ir.Print(b.prog)); n != c.moves {
			t.Errorf("%d moves, want %d, in\n%s", n, c.moves, ir.Print(b.prog))
		}
		for n := range int64(6) {
			args := []interp.Value{interp.SliceOf(interp.Float(1.5)), interp.Float(0.75), interp.Integer(n)}
			want, err1 := interp.New(p).Call(p.Funcs[0], interp.Clone(args)...)
			got, err2 := interp.New(b.prog).Call(b.prog.Funcs[0], interp.Clone(args)...)
			if fmt.Sprint(want, err1) != fmt.Sprint(got, err2) {
				t.Errorf("n = %d: %v, %v, want %v, %v from\n%s", n, got, err2, want, err1, ir.Print(b.prog))
			}
		}
		if strings.Contains(c.body, "n - 3") {
			continue // panics for some n
		}
		if err := checkProgram(t, p, randir.Seeded(1), false); err != nil {
			t.Errorf("%v in\n%s", err, was)
		}
	}
}

// moves counts how many levels declarations stand further out in now than in was.
func moves(was, now string) int {
	level := func(text string) (sum int) {
		for line := range strings.SplitSeq(text, "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "var ") {
				sum += strings.Count(line, "\t")
			}
		}
		return sum
	}
	return level(was) - level(now)
}

// A value that moved out of a loop without iterations has an adjoint of zero, and contributes zero, also where its partial derivative is infinite.
func TestInvariantOfNoIteration(t *testing.T) {
	p, err := ir.Parse("func f(x []float64, b float64, n int) (y float64) {\ny = b\nfor i := range count(0, n, 1) {\n var e float64 = math.Sqrt(b)\n y += e * x[i]\n}\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	g, err := makeGuarded(t, p, true)
	if err != nil {
		t.Fatal(err)
	}
	for guard, adj := range g.adjoints[:2] {
		out, err := interp.New(adj).Call(adj.Funcs[0], interp.SliceOf(), interp.SliceOf(), interp.Float(0), interp.Integer(0), interp.Float(1))
		if err != nil {
			t.Fatal(err)
		}
		if db := out[len(out)-1].F; db != 1 || math.IsNaN(db) {
			t.Errorf("guard %d: db = %v, want 1, from\n%s", guard, db, ir.Print(adj))
		}
	}
}

// What a nest of loops saves in one row is cut out of it before the innermost loop, where the number of its iterations is not negative.
func TestCutRows(t *testing.T) {
	for _, c := range []struct {
		inner string
		cut   bool
	}{
		{"for i := range count(0, len(x), 1) {\n y = y * x[i] + 0.5\n}", true},
		{"for i := range count(1, len(x), 1) {\n y = y * x[i] + x[i - 1]\n}", true},
		{"for i := range count(0, len(x) - 2, 1) {\n y = y * x[i] + 0.5\n}", false},
		{"for i := range count(0, n - 5, 1) {\n y = y * x[0] + 0.5\n}", false},
	} {
		p, err := ir.Parse("func f(x []float64, n int) (y float64) {\ny = 1.5\nfor j := range count(0, n, 1) {\n" + c.inner + "\n}\n}\n")
		if err != nil {
			t.Fatal(err)
		}
		adj, err := Make(vjpRequest(t, p.Funcs[0]))
		if err != nil {
			t.Fatal(err)
		}
		if cut := strings.Contains(ir.Print(adj), "Row"); cut != c.cut {
			t.Errorf("cut is %t:\n%s", cut, ir.Print(adj))
		}
		for seed := range uint64(20) {
			if err := checkProgram(t, p, randir.Seeded(seed), false); err != nil {
				t.Errorf("seed %d: %v in\n%s", seed, err, ir.Print(adj))
				break
			}
		}
	}
}

package pass

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Nests of loops that go through triangles, or nearly so, compute what they did: those of a primal bit for bit, and where something is too short
// they panic as they did and leave the memory as they did; those of an adjoint, where nothing is too short, to rounding.
func TestRandomTriangles(t *testing.T) {
	near := interp.Within(1e-9)
	calls := map[string]int{}
	for seed := range 15 * programs() {
		r := randir.Seeded(seed)
		isPrimal := r.IntN(2) == 0
		g := &triangleText{r: r, wrong: seed%3 == 0, primal: isPrimal}
		was := annotated(t, g.program())
		if !isPrimal {
			for _, s := range was.Funcs[0].Body.List {
				if n, ok := s.(*ir.Count); ok {
					mark(n, adjointOrigin)
					ir.Walk(n.Body, func(s ir.Stmt) bool { mark(s, adjointOrigin); return true })
				}
			}
		}
		p := cloneProgram(was)
		change := func(p *ir.Program) error { return tryPass(passNamed(t, "triangles"), p, nil) }
		if seed%4 == 1 {
			change = func(p *ir.Program) error { return Run(p, Options{Verify: ir.Verify}) }
		}
		if err := change(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && strings.HasSuffix(c.Fn.Name, "Triangle") {
				calls[fmt.Sprint(c.Fn.Name, isPrimal)]++
			}
			return true
		})
		compare := near
		if isPrimal {
			compare = interp.Exactly
		}
		for range 6 {
			args := g.inputs()
			if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err != nil && !isPrimal {
				continue // no adjoint does
			}
			if err := same(was, p, args, compare); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	if want := int(programs()) / 2; calls["AxpyTriangletrue"] < want || calls["AxpyTrianglefalse"] < want || calls["AxpyDotTrianglefalse"] < want || calls["AxpyDotTriangletrue"] > 0 {
		t.Errorf("calls by kernel and whether of a primal: %v, want %d at least", calls, want)
	}
}

// triangleText writes a function with a nest of loops that goes through a triangle.
type triangleText struct {
	r      randir.Source
	wrong  bool // here and there something that a kernel doesn't do
	primal bool // elements may be missing
}

// slip is what is right, or now and then something else.
func (g *triangleText) slip(right string, other ...string) string {
	if g.wrong && g.r.IntN(6) == 0 {
		return other[g.r.IntN(len(other))]
	}
	return right
}

func (g *triangleText) oneOf(s ...string) string { return s[g.r.IntN(len(s))] }

func (g *triangleText) program() string {
	down := g.r.IntN(2) == 0
	n := g.oneOf("len(x)", "n", "len(own)")
	var b strings.Builder
	fmt.Fprint(&b, `func f(x []float64, y []float64, tri []float64, dtri []float64, sums []float64, at int, c float64) (s float64, end int) {
	var n int = len(x)
	var own []float64 = make[[]float64](len(x))
	var own2 []float64 = make[[]float64](len(x))
`)
	fmt.Fprintf(&b, "\tvar t int = %s\n", g.start(down, n))
	below := fmt.Sprintf(g.oneOf("max(%s - (k + 1), 0)", "(%s - (k + 1))", "(%s - k - 1)"), n)
	below = g.slip(below, "len(x)", n+" - k")
	step := "\t\tt += " + below + "\n"
	conditional := g.wrong && g.r.IntN(6) == 0
	head := fmt.Sprintf("\tfor k := range count(0, %s, 1) {\n", n)
	if down {
		step = "\t\tt = t - " + below + "\n"
		head = fmt.Sprintf("\tfor k := range count(%s - 1, -1, -1) {\n", n)
	}
	if conditional {
		step = "\t\tif c != 0.0 {\n" + step + "\t\t}\n"
	}
	fmt.Fprint(&b, head)
	first := down
	if g.wrong && g.r.IntN(8) == 0 {
		first = !first
	}
	if first {
		fmt.Fprint(&b, step)
	}
	g.column(&b, n)
	if !first {
		fmt.Fprint(&b, step)
	}
	fmt.Fprint(&b, "\t}\n\tend = t\n\tfor i := range count(0, len(x), 1) {\n\t\ts += own[i] * x[i] + own2[i]\n\t}\n}\n")
	return b.String()
}

// start is where the first column begins, if there is room for the triangle.
func (g *triangleText) start(down bool, n string) string {
	total := fmt.Sprintf("%s * (%s - 1) / 2", n, n)
	if down {
		return g.oneOf(total, total+" + at")
	}
	return g.oneOf("0", "at")
}

// column writes what is done for one column.
func (g *triangleText) column(b *strings.Builder, n string) {
	xk := g.slip("x[k]", "own[k]", "x[0]", "c")
	place := g.oneOf("t + (j - (k + 1))", "t + j - k - 1", "j - k - 1 + t")
	place = g.slip(place, "t + (j - k)", "t", "j")
	row := g.slip(g.oneOf("own[j]", "y[j]"), "x[j]", "own[j - 1]", "own[k]")
	inner := fmt.Sprintf("\t\tfor j := range count(%s, %s, 1) {\n", g.slip("k + 1", "k", "0"), n)
	cond := g.r.IntN(3) == 0
	if cond {
		fmt.Fprintf(b, "\t\tif %s {\n", g.slip("c != 0.0", "x[k] != 0.0"))
	}
	if g.r.IntN(3) == 0 {
		fmt.Fprintf(b, "\t\tvar xk float64 = %s\n", xk)
		xk = "xk"
	}
	product := func(x, y string) string {
		if g.r.IntN(2) == 0 {
			x, y = y, x
		}
		return x + " * " + y
	}
	if g.r.IntN(2) == 0 {
		fmt.Fprintf(b, "%s\t\t\t%s += %s\n\t\t}\n", inner, row, product("tri["+place+"]", xk))
	} else {
		fmt.Fprintf(b, "\t\tvar sum float64 = 0.0\n%s\t\t\tvar dy float64 = %s\n\t\t\tdtri[%s] += %s\n\t\t\tsum += %s\n\t\t}\n\t\t%s += sum\n",
			inner, row, place, product("dy", xk), product("dy", g.slip("tri", "dtri")+"["+place+"]"), g.slip("own2[k]", "sums[k]", "x[k]", "own[k]"))
	}
	if cond {
		fmt.Fprint(b, "\t\t}\n")
	}
}

// inputs are arguments with up to five rows. In an adjoint all that is touched is there; if something is wrong in the loops, also beyond.
func (g *triangleText) inputs() []interp.Value {
	n, at := g.r.IntN(6), g.r.IntN(3)
	vector := func(n int) interp.Value {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(g.r.IntN(3001))/1000 - 1.5
		}
		return interp.Floats(x...)
	}
	total := n * (n - 1) / 2
	long := func(n int) interp.Value {
		switch {
		case (g.primal || n < 2) && g.r.IntN(4) == 0:
			return vector(g.r.IntN(n + 1))
		case g.wrong:
			return vector(n + 40)
		}
		return vector(n + g.r.IntN(3))
	}
	triangle := func() interp.Value {
		if n < 2 { // nothing of it is touched
			return long(at * g.r.IntN(2))
		}
		return long(at + total)
	}
	c := float64(g.r.IntN(2))
	return []interp.Value{vector(n), long(n), triangle(), triangle(), long(n), interp.Integer(int64(at)), interp.Float(c)}
}

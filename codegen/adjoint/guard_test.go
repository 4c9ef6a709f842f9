package adjoint

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
	"github.com/gograd/gograd/codegen/pass"
)

// wordedRules are testRules with what is known of the functions. None is said to be bounded: that means that its partial derivatives are
// taken to be finite, come what may.
func wordedRules(t testing.TB) Rules {
	rules := testRules(t)
	regular := []string{"Exp", "Expm1", "Log", "Log1p", "Asinh", "Sin", "Cos", "Tanh", "Atan", "Erf", "Sincos"}
	strict := []string{"Sin", "Cos", "Sincos", "Log", "Log1p", "Asinh", "Sqrt", "Cbrt", "Abs"}
	return func(f ir.FuncRef) *Rule {
		r := rules(f)
		if r != nil {
			r.Regular, r.Strict = slices.Contains(regular, f.Name), slices.Contains(strict, f.Name)
			r.Nonzero = f.Name == "Sqrt"
		}
		return r
	}
}

// guarded is one function with its adjoints under all guards, under those that are needed, and under none.
type guarded struct {
	f        *ir.Func
	p        *ir.Program
	req      *Request
	adjoints [3]*ir.Program
}

func makeGuarded(t *testing.T, p *ir.Program, vjp bool) (*guarded, error) {
	for _, f := range p.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool { setOrigin(s, ir.At{Orig: &ir.Origin{Text: "primal"}}); return true })
	}
	g := &guarded{f: p.Funcs[0], p: p, req: vjpRequest(t, p.Funcs[0])}
	g.req.Rules = wordedRules(t)
	g.req.VJP = vjp
	var err error
	for i, which := range []Guard{GuardAll, GuardNeeded, GuardNone} {
		g.req.Guard = which
		if g.adjoints[i], err = Make(g.req); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// run gives the gradient that adj computes; ok says whether the results that it is the gradient of are finite.
func (g *guarded) run(adj *ir.Program, args, cots []interp.Value, seeds []float64) (grad []float64, ok bool, err error) {
	args, cots = interp.Clone(args), interp.Clone(cots)
	var call []interp.Value
	for _, w := range g.req.Wrt {
		d := cots[w.Param]
		if !ir.Refers(g.f.Params[w.Param].Type) {
			continue
		}
		if d.K == interp.Struct || d.K == interp.Array {
			d = interp.PointerTo(&cots[w.Param])
		}
		call = append(call, d)
	}
	call = append(call, args...)
	if g.req.VJP {
		for i := range g.f.Results {
			if g.req.Seeds[i] != "" {
				call = append(call, interp.Value{K: interp.Float64, F: seeds[i%len(seeds)]})
			}
		}
	}
	z, err := interp.New(adj).Call(adj.Funcs[0], call...)
	if err != nil {
		return nil, false, err
	}
	ok = true
	results := z[:len(g.f.Results)]
	if g.req.VJP {
		results = append(slices.Clone(results), args...)
	}
	for _, c := range interp.Leaves(results) {
		ok = ok && c.F-c.F == 0
	}
	for _, c := range interp.Leaves(append(slices.Clone(z[len(g.f.Results):]), cots...)) {
		grad = append(grad, c.F)
	}
	return grad, ok, nil
}

// differ reports whether a is not the gradient b.
func differ(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] && !(math.IsNaN(a[i]) && math.IsNaN(b[i])) {
			return true
		}
	}
	return false
}

// Where the results are finite, an adjoint without the guards that are said to be needless is the one with all guards, on inputs
// and programs that meet infinities and NaN. That the test is one, the adjoint without any guards shows: it must differ now and then.
func TestGuardsThatAreNeeded(t *testing.T) {
	only := os.Getenv("GOGRAD_SEED")
	matter, fewer, finite := 0, 0, 0
	for seed := range programs(t) {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r := randir.Seeded(seed)
		o := randir.Default
		o.Features &^= randir.Float32
		o.Stmts = []int{2, 4, 8, 12}[seed%4]
		o.Helpers = int(seed % 3)
		o.Wild = true
		p := randir.Program(r, o)
		g, err := makeGuarded(t, p, seed%3 == 0 && plainResults(p.Funcs[0]))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if only != "" {
			t.Log(ir.Print(p), ir.Print(g.adjoints[0]), ir.Print(g.adjoints[1]))
		}
		if ir.Print(g.adjoints[0]) != ir.Print(g.adjoints[1]) {
			fewer++
		}
		g.req.Guard = GuardNeeded
		optimized, err := Make(g.req)
		if err != nil {
			t.Fatal(err)
		}
		if err := pass.Run(optimized, pass.Options{}); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for range 6 {
			args := randir.WildInputs(r, g.f)
			cots := interp.Clone(args)
			for _, c := range interp.Leaves(cots) {
				c.F = float64(r.IntN(3))
			}
			seeds := []float64{float64(r.IntN(3)), float64(r.IntN(2)), 1}
			all, ok, err := g.run(g.adjoints[0], args, cots, seeds)
			if err != nil || !ok {
				continue // an index that is not a number, say
			}
			finite++
			needed, _, err := g.run(g.adjoints[1], args, cots, seeds)
			if err != nil || differ(needed, all) {
				t.Errorf("seed %d: %v with all guards, %v with those that are needed, %v", seed, all, needed, err)
			}
			after, _, err := g.run(optimized, args, cots, seeds)
			if err != nil || hasNaN(after) && !hasNaN(all) {
				t.Errorf("seed %d: %v with all guards, %v with those that are needed and optimized, %v", seed, all, after, err)
			}
			if none, _, err := g.run(g.adjoints[2], args, cots, seeds); err == nil && differ(none, all) {
				matter++
			}
		}
	}
	t.Logf("of %d runs with finite results, guards matter in %d; %d programs have fewer", finite, matter, fewer)
	if only == "" && (matter < finite/200 || matter < 5 || fewer < 50) {
		t.Errorf("of %d runs with finite results, guards matter in %d only; %d programs have fewer", finite, matter, fewer)
	}
}

// The guards of what goes into terms[i] alone are those of its adjoint.
const closedRegion = `func f(w []float64, m []float64, x []float64) (y float64) {
	var c []float64 = make[[]float64](len(m))
	var terms []float64 = make[[]float64](len(x))
	for i := range count(0, len(x), 1) {
		for j := range count(0, len(c), 1) {
			c[j] = m[j] * x[i]
		}
		var s float64 = 0.0
		for j2 := range count(0, len(c), 1) {
			s += c[j2] * c[j2]
		}
		terms[i] = s * 0.5 + x[i]
	}
	for k := range count(0, len(terms), 1) {
		y += math.Exp(-terms[k])
	}
	for l := range count(0, len(w), 1) {
		y += 1.0 / (1.0 + w[l] * w[l])
	}
}`

// The same, with an element of the scratch memory that is read after all.
var openRegion = strings.Replace(closedRegion, "terms[i] = s * 0.5 + x[i]", "terms[i] = s * 0.5 + x[i]\n\t\tif i == 1 {\n\t\t\ty += 1.0 / c[0]\n\t\t}", 1)

// And one that is read after the loop.
var leftRegion = strings.Replace(closedRegion, "for k :=", "if len(c) > 0 {\n\t\ty += 1.0 / c[0]\n\t}\n\tfor k :=", 1)

// The guards in a region agree with all guards, on inputs that meet infinities.
func TestRegions(t *testing.T) {
	for _, c := range []struct {
		src      string
		own, all int // guards of the elements' own, and of all that goes into terms[i]
	}{{closedRegion, 0, 2}, {openRegion, 2, 0}, {leftRegion, 2, 0}} {
		p, err := ir.Parse(c.src)
		if err != nil {
			t.Fatal(err)
		}
		g, err := makeGuarded(t, p, false)
		if err != nil {
			t.Fatal(err)
		}
		needed := ir.Print(g.adjoints[1])
		own, all := strings.Count(needed, "if dp != 0.0")+strings.Count(needed, "if ds != 0.0"), strings.Count(needed, "if dsum_2 != 0.0")
		if own != c.own || all != c.all {
			t.Errorf("%d guards of elements, %d of terms[i]:\n%s", own, all, needed)
		}
		checkWild(t, g)
	}
}

// A step is finite in the loop that makes as many of them, and not outside of it, where there may be none.
func TestFiniteStep(t *testing.T) {
	p, err := ir.Parse(`func f(x float64, n int) (y float64) {
		var h float64 = 2.0 / conv[float64](n)
		var s float64
		for i := range count(0, n, 1) {
			s += h * x
		}
		var t float64 = h * x
		y = math.Exp(-s) + math.Exp(-t)
	}`)
	if err != nil {
		t.Fatal(err)
	}
	g, err := makeGuarded(t, p, false)
	if err != nil {
		t.Fatal(err)
	}
	needed := ir.Print(g.adjoints[1])
	if strings.Count(needed, "!= 0.0") != 1 || !strings.Contains(needed, "if dt != 0.0") {
		t.Errorf("guards are not that of t alone:\n%s", needed)
	}
	checkWild(t, g)
}

// checkWild compares the needed guards of g with all of them, where they matter.
// rootsOf is a program that takes roots where COND, or ELSE, says something about z.
const rootsOf = `func f(a float64, b float64, c float64) (y float64) {
	var z float64 = a * b
	if COND {
		MORE
		y += math.Sqrt(z) * b
	} else {
		y += math.Sqrt(z + c) * a
	}
}`

// A root needs no guard where a condition around says that its argument is not zero, until that is stored to.
func TestRootsOfNonzero(t *testing.T) {
	for _, c := range []struct {
		cond, more string
		needed     bool
	}{
		{"z != 0.0", "", false}, {"z > 0.0", "", false}, {"0.5 <= z", "", false}, {"!(z == 0.0)", "", false}, {"!(z <= 0.0 || c > 1.0)", "", false},
		{"z > 1.0 && c < 3.0", "", false},
		{"z >= 0.0", "", true}, {"z > -1.0", "", true}, {"z == 0.0", "", true}, {"z > 0.0 || c > 1.0", "", true}, {"a != 0.0", "", true},
		{"z != 0.0", "z = z * c", true}, {"z != 0.0", "for i := range count(0, 2, 1) {\n z = z * c\n }", true},
	} {
		p, err := ir.Parse(strings.NewReplacer("COND", c.cond, "MORE", c.more).Replace(rootsOf))
		if err != nil {
			t.Fatal(err)
		}
		g, err := makeGuarded(t, p, false)
		if err != nil {
			t.Fatal(err)
		}
		if n := guardsOfRoots(g.adjoints[1]); n != map[bool]int{false: 1, true: 2}[c.needed] {
			t.Errorf("%s %s: %d of two roots are guarded:\n%s", c.cond, c.more, n, ir.Print(g.adjoints[1]))
		}
		wild(t, g)
	}
}

// guardsOfRoots counts the outermost guards of adjoints.
func guardsOfRoots(p *ir.Program) (n int) {
	ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool {
		f, ok := s.(*ir.If)
		if ok && strings.Contains(ir.ExprString(f.Cond), "!= 0.0") && strings.HasPrefix(ir.ExprString(f.Cond), "d") {
			n++
			return false
		}
		return true
	})
	return n
}

func checkWild(t *testing.T, g *guarded) {
	if matter := wild(t, g); matter < 20 {
		t.Errorf("guards matter in %d runs only", matter)
	}
}

// wild compares the guards that are needed with all guards, and counts where it is not the same without any, those of roots apart.
func wild(t *testing.T, g *guarded) (matter int) {
	r := randir.Seeded(1)
	for range 2000 {
		args := randir.WildInputs(r, g.f)
		cots := interp.Clone(args)
		want, ok, err := g.run(g.adjoints[0], args, cots, nil)
		if err != nil || !ok {
			continue
		}
		got, _, err := g.run(g.adjoints[1], args, cots, nil)
		if err != nil || differ(got, want) {
			t.Fatalf("%v, want %v; %v", got, want, err)
		}
		if none, _, err := g.run(g.adjoints[2], args, cots, nil); err == nil && differ(none, want) {
			matter++
		}
	}
	return matter
}

// plainResults reports whether all float results of f are of type float64.
func plainResults(f *ir.Func) bool {
	for _, r := range f.Results {
		if ir.Carries(r.Type) && r.Type != ir.Float64 {
			return false
		}
	}
	return true
}

func hasNaN(g []float64) bool { return slices.ContainsFunc(g, math.IsNaN) }

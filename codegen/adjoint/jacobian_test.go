package adjoint

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
	"github.com/gograd/gograd/codegen/pass"
)

// jacobianRequest asks for the gradients of the float results of f with respect to all that carries floats.
func jacobianRequest(t testing.TB, f *ir.Func) *Request {
	req := vjpRequest(t, f)
	req.Name, req.VJP, req.Seeds = f.Name+"Jacobian", false, nil
	for i, r := range f.Results {
		if !ir.IsFloat(r.Type) {
			continue
		}
		row := Row{Result: i}
		for _, w := range req.Wrt {
			row.Names = append(row.Names, "d"+r.Name+w.Name)
		}
		req.Rows = append(req.Rows, row)
	}
	return req
}

// several makes a random program whose first function has up to three float results.
func several(seed uint64, wild bool) (randir.Source, *ir.Program) {
	r := randir.Seeded(seed)
	o := randir.Default
	o.Features &^= randir.Float32
	o.Stmts = []int{2, 4, 8, 25}[seed%4]
	o.Helpers = int(seed % 3)
	o.Results = 1 + int(seed/4)%3
	o.Wild = wild
	p := randir.Program(r, o)
	for _, f := range p.Funcs { // the passes know the primal by its origins
		ir.Walk(f.Body, func(s ir.Stmt) bool { setOrigin(s, ir.At{Orig: &ir.Origin{Text: "primal"}}); return true })
	}
	return r, p
}

// gradients calls adj, made for req, on copies of args, with what dirt gives in the destinations. It returns the results and the
// arguments as they are then, and the floats of each row, in order of what is differentiated by.
func gradients(req *Request, adj *ir.Program, args []interp.Value, dirt func() float64) (after []interp.Value, rows [][]float64, err error) {
	f := req.Func
	var call []interp.Value
	var dsts [][]interp.Value
	for range req.Rows {
		dst := interp.Clone(args)
		for _, c := range interp.Leaves(dst) {
			c.F, c.D = dirt(), 0
		}
		for _, w := range req.Wrt {
			if !ir.Refers(f.Params[w.Param].Type) {
				continue
			}
			d := dst[w.Param]
			if d.K == interp.Struct || d.K == interp.Array {
				d = interp.PointerTo(&dst[w.Param])
			}
			call = append(call, d)
		}
		dsts = append(dsts, dst)
	}
	args = interp.Clone(args)
	in := interp.New(adj)
	z, err := in.Call(adj.Funcs[0], append(call, args...)...)
	if err != nil {
		return nil, nil, err
	}
	if n := in.Saved(); n != 0 {
		return nil, nil, fmt.Errorf("%d values are left in the buffers", n)
	}
	by := z[len(f.Results):]
	for i := range req.Rows {
		var row []float64
		for _, w := range req.Wrt {
			from := dsts[i][w.Param : w.Param+1]
			if !ir.Refers(f.Params[w.Param].Type) {
				from, by = by[:1], by[1:]
			}
			for _, c := range interp.Leaves(from) {
				row = append(row, c.F)
			}
		}
		rows = append(rows, row)
	}
	return append(append([]interp.Value(nil), z[:len(f.Results)]...), args...), rows, nil
}

// checkJacobian compares the rows with the slopes of the results along a random direction, and values and side effects.
func checkJacobian(p *ir.Program, req *Request, adj *ir.Program, args []interp.Value, r randir.Source) error {
	t := &trial{r: r}
	primal := interp.Clone(args)
	for _, c := range interp.Leaves(primal) {
		c.D = t.random()
	}
	var u []float64
	for _, w := range req.Wrt {
		for _, c := range interp.Leaves(primal[w.Param : w.Param+1]) {
			u = append(u, c.D)
		}
	}
	y, err := interp.New(p).Call(p.Funcs[0], primal...)
	if err != nil {
		return fmt.Errorf("primal: %w", err)
	}
	after, rows, err := gradients(req, adj, args, t.random)
	if err != nil {
		return fmt.Errorf("Jacobian: %w", err)
	}
	if why, ok := interp.Same(append(append([]interp.Value(nil), y...), primal...), after, interp.Exactly); !ok {
		return fmt.Errorf("value or side effect differs: %s", why)
	}
	for i, row := range rows {
		forward := y[req.Rows[i].Result].D
		reverse, scale := 0.0, 1.0
		for k, g := range row {
			reverse += u[k] * g
			scale += math.Abs(u[k] * g)
		}
		if math.Abs(forward-reverse) > tolerance*scale || math.IsNaN(reverse) != math.IsNaN(forward) {
			return fmt.Errorf("row %d: forward mode gives %v, the adjoint %v", i, forward, reverse)
		}
	}
	return nil
}

// The Jacobians of random programs against dual numbers, before and after the passes.
func TestRandomJacobians(t *testing.T) {
	only := os.Getenv("GOGRAD_SEED")
	for seed := range programs(t) / 2 {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r, p := several(seed, false)
		req := jacobianRequest(t, p.Funcs[0])
		adj, err := Make(req)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if only != "" {
			t.Log(ir.Print(p), ir.Print(adj))
		}
		if err := ir.Verify(adj); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for stage := range 2 {
			if stage == 1 {
				if err := pass.Run(adj, pass.Options{Verify: ir.Verify}); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
			for range 3 {
				if err := checkJacobian(p, req, adj, randir.Inputs(r, p.Funcs[0]), r); err != nil {
					t.Errorf("seed %d, stage %d: %v", seed, stage, err)
				}
			}
		}
	}
}

// near reports whether a and b are the same up to rounding.
func near(a, b []float64) bool {
	for i := range a {
		if !(math.Abs(a[i]-b[i]) <= tolerance*(1+math.Abs(a[i]))) && a[i] != b[i] && !(math.IsNaN(a[i]) && math.IsNaN(b[i])) {
			return false
		}
	}
	return true
}

// A row is the gradient of its result alone, under all guards, wherever that is finite, whatever the other results are.
func TestRowsAlone(t *testing.T) {
	only := os.Getenv("GOGRAD_SEED")
	finite, mixed := 0, 0
	for seed := range programs(t) / 2 {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r, p := several(4*seed+8+seed%4, true)
		req := jacobianRequest(t, p.Funcs[0])
		req.Rules = wordedRules(t)
		adj, err := Make(req)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var alone []*Request
		var adjs []*ir.Program
		for _, row := range req.Rows {
			one := *req
			one.Rows, one.Guard = []Row{row}, GuardAll
			a, err := Make(&one)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			alone, adjs = append(alone, &one), append(adjs, a)
		}
		for range 4 {
			args := randir.WildInputs(r, p.Funcs[0])
			dirt := func() float64 { return float64(r.IntN(3)) }
			after, rows, err := gradients(req, adj, args, dirt)
			if err != nil {
				continue // an index that is not a number, say
			}
			good, bad := 0, 0
			for i, row := range rows {
				if y := after[req.Rows[i].Result].F; y-y != 0 {
					bad++
					continue
				}
				good++
				_, want, err := gradients(alone[i], adjs[i], args, dirt)
				if err != nil || !near(row, want[0]) {
					t.Errorf("seed %d: row %d is %v, alone %v, %v", seed, i, row, want, err)
				}
			}
			finite += good
			if good > 0 && bad > 0 {
				mixed++
			}
		}
	}
	t.Logf("%d finite rows; in %d runs not all results were finite", finite, mixed)
	if only == "" && (finite < 100 || mixed < 5) {
		t.Errorf("%d finite rows; in %d runs not all results were finite", finite, mixed)
	}
}

// A loop is fused if the adjoints of what it computes are known before it in each row, not just in the first or the last one.
func TestRowsFused(t *testing.T) {
	for _, results := range []string{"y = s\n\tz = s * s", "y = s * s\n\tz = s", "y = s\n\tz = 2.0 * s"} {
		p, err := ir.Parse(`
func f(x []float64) (y float64, z float64) {
	var s float64 = 0.0
	for i := range count(0, len(x), 1) {
		s += math.Exp(x[i])
	}
	` + results + `
}
`)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range p.Funcs {
			ir.Walk(f.Body, func(s ir.Stmt) bool { setOrigin(s, ir.At{Orig: &ir.Origin{Text: "primal"}}); return true })
		}
		req := jacobianRequest(t, p.Funcs[0])
		adj, err := Make(req)
		if err != nil {
			t.Fatal(err)
		}
		loops := 0
		ir.Walk(adj.Funcs[0].Body, func(s ir.Stmt) bool {
			if _, ok := s.(*ir.Count); ok {
				loops++
			}
			return true
		})
		if linear := results == "y = s\n\tz = 2.0 * s"; linear != (loops == 1) {
			t.Errorf("%s: %d loops\n%s", results, loops, ir.Print(adj))
		}
		r := randir.Seeded(1)
		for range 2 {
			for range 5 {
				if err := checkJacobian(p, req, adj, randir.Inputs(r, p.Funcs[0]), r); err != nil {
					t.Errorf("%s: %v", results, err)
				}
			}
			if err := pass.Run(adj, pass.Options{Verify: ir.Verify}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

package adjoint

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
	"github.com/gograd/gograd/codegen/pass"
)

// vjpRequest asks for the vjp of f with respect to all that carries floats.
func vjpRequest(t testing.TB, f *ir.Func) *Request {
	req := &Request{Name: f.Name + "VJP", Func: f, VJP: true, Rules: testRules(t)}
	for i, p := range f.Params {
		if ir.Carries(p.Type) {
			req.Wrt = append(req.Wrt, Wrt{Param: i, Name: "d" + p.Name})
		}
	}
	for _, r := range f.Results {
		name := ""
		if ir.Carries(r.Type) {
			name = "d" + r.Name
		}
		req.Seeds = append(req.Seeds, name)
	}
	return req
}

// trial is one comparison of an adjoint with forward mode.
type trial struct {
	p    *ir.Program
	req  *Request
	adj  *ir.Program
	args []interp.Value
	r    randir.Source
}

func (t *trial) random() float64 { return float64(t.r.IntN(2001)-1000) / 1000 }

// randomize gives the leaves random values, in their precision.
func (t *trial) randomize(leaves []*interp.Value) {
	for _, c := range leaves {
		c.F, c.D = t.random(), 0
		if c.K == interp.Float32 {
			c.F = float64(float32(c.F))
		}
	}
}

// held are the floats that v itself holds, not those in the memory that it refers to.
func held(v *interp.Value, into map[*interp.Value]bool) {
	into[v] = true
	for i := range v.Elems {
		held(&v.Elems[i], into)
	}
}

// check compares <v, J u> from dual numbers with <Jᵀ v, u> from the adjoint, the values and the side effects. The
// outputs are the results and the final memory of the arguments, the inputs all floats at the start.
func (t *trial) check() error {
	f := t.p.Funcs[0]
	primal, cot, again := interp.Clone(t.args), interp.Clone(t.args), interp.Clone(t.args)
	var u []float64
	for range interp.Leaves(primal) {
		u = append(u, t.random())
	}
	interp.SetTangents(primal, u)

	// The cells of the wrt parameters: inputs at the start, outputs at the end.
	byValue := map[*interp.Value]bool{}
	var cells, cots []*interp.Value
	var tangents []float64
	for _, w := range t.req.Wrt {
		if !ir.Refers(f.Params[w.Param].Type) {
			continue
		}
		held(&cot[w.Param], byValue)
		cells = append(cells, interp.Leaves(primal[w.Param:w.Param+1])...)
		cots = append(cots, interp.Leaves(cot[w.Param:w.Param+1])...)
	}
	for _, c := range cells {
		tangents = append(tangents, c.D)
	}
	y, err := interp.New(t.p).Call(f, primal...)
	if err != nil {
		return fmt.Errorf("primal: %w", err)
	}
	t.randomize(cots)
	forward := 0.0
	for i, c := range cots {
		if byValue[c] {
			c.F = 0 // what becomes of it inside the function nobody sees
			continue
		}
		forward += c.F * cells[i].D
	}
	var call, seeds []interp.Value
	for i := range f.Results {
		if t.req.Seeds[i] == "" {
			continue
		}
		s := interp.Clone(y[i : i+1])
		sl, yl := interp.Leaves(s), interp.Leaves(y[i:i+1])
		t.randomize(sl)
		for k := range sl {
			forward += sl[k].F * yl[k].D
		}
		seeds = append(seeds, s[0])
	}
	for _, w := range t.req.Wrt {
		d := cot[w.Param]
		if !ir.Refers(f.Params[w.Param].Type) {
			continue
		}
		if d.K == interp.Struct || d.K == interp.Array {
			d = interp.PointerTo(&cot[w.Param])
		}
		call = append(call, d)
	}
	call = append(append(call, again...), seeds...)
	in := interp.New(t.adj)
	z, err := in.Call(t.adj.Funcs[0], call...)
	if err != nil {
		return fmt.Errorf("adjoint: %w", err)
	}
	if n := in.Saved(); n != 0 {
		return fmt.Errorf("%d values are left in the buffers", n)
	}
	if why, ok := interp.Same(append(append([]interp.Value{}, y...), primal...), append(append([]interp.Value{}, z[:len(y)]...), again...), interp.Exactly); !ok {
		return fmt.Errorf("value or side effect differs: %s", why)
	}

	reverse, scale := 0.0, 1.0
	add := func(du, g float64) { reverse += du * g; scale += math.Abs(du * g) }
	for i, c := range cots {
		add(tangents[i], c.F)
	}
	by := z[len(y):]
	du := interp.Clone(t.args)
	interp.SetTangents(du, u)
	for _, w := range t.req.Wrt {
		if ir.Refers(f.Params[w.Param].Type) {
			continue
		}
		ul, gl := interp.Leaves(du[w.Param:w.Param+1]), interp.Leaves(by[:1])
		by = by[1:]
		for i := range ul {
			add(ul[i].D, gl[i].F)
		}
	}
	if math.Abs(forward-reverse) > tolerance*scale || math.IsNaN(reverse) != math.IsNaN(forward) {
		return fmt.Errorf("forward mode gives %v, the adjoint %v", forward, reverse)
	}
	return nil
}

var tolerance = 1e-9

func programs(t *testing.T) uint64 {
	if n, err := strconv.Atoi(os.Getenv("GOGRAD_RANDIR")); err == nil {
		return uint64(n)
	}
	return 300
}

// The adjoint of random programs against dual numbers, before and after the passes.
func TestRandomPrograms(t *testing.T) {
	o := randir.Default
	o.Features &^= randir.Float32
	only := os.Getenv("GOGRAD_SEED")
	failed := 0
	for seed := range programs(t) {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r := randir.Seeded(seed)
		o.Stmts = []int{2, 4, 8, 25}[seed%4]
		o.Helpers = int(seed % 3)
		p := randir.Program(r, o)
		err := checkProgram(t, p, r, only != "")
		if err != nil {
			failed++
			t.Errorf("seed %d: %v", seed, err)
			if failed > 10 {
				t.FailNow()
			}
		}
	}
}

func checkProgram(t *testing.T, p *ir.Program, r randir.Source, verbose bool) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("panic: %v", e)
			if verbose {
				panic(e)
			}
		}
	}()
	if verbose {
		t.Log(ir.Print(p))
	}
	for _, f := range p.Funcs { // the passes know the primal by its origins
		ir.Walk(f.Body, func(s ir.Stmt) bool { setOrigin(s, ir.At{Orig: &ir.Origin{Text: "primal"}}); return true })
	}
	req := vjpRequest(t, p.Funcs[0])
	adj, err := Make(req)
	if err != nil {
		return err
	}
	if verbose {
		t.Log(ir.Print(adj))
	}
	if err := ir.Verify(adj); err != nil {
		return err
	}
	for stage := range 2 {
		if stage == 1 {
			if err := pass.Run(adj, pass.Options{Verify: ir.Verify}); err != nil {
				return err
			}
			if verbose {
				t.Log(ir.Print(adj))
			}
		}
		for range 3 {
			if err := (&trial{p, req, adj, randir.Inputs(r, p.Funcs[0]), r}).check(); err != nil {
				return fmt.Errorf("stage %d: %w", stage, err)
			}
		}
	}
	return nil
}

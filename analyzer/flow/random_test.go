package flow_test

import (
	"fmt"
	"go/token"
	gotypes "go/types"
	"os"
	"strconv"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/randir"
)

// programs is how many random programs a test tries.
func programs() uint64 {
	if n, err := strconv.Atoi(os.Getenv("GOGRAD_RANDIR")); err == nil {
		return uint64(n)
	}
	return 400
}

// random calls f with random programs in normal form.
func random(t *testing.T, f func(p *ir.Program, r randir.Source) error) {
	only := os.Getenv("GOGRAD_SEED")
	for seed := range programs() {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r := randir.Seeded(seed)
		o := randir.Default
		o.Stmts = []int{4, 10, 25, 40}[seed%4]
		o.Helpers = int(seed % 3)
		p := normal.Normalize(randir.Program(r, o).Funcs[0])
		if err := f(p, r); err != nil {
			t.Fatalf("seed %d: %v in\n%s", seed, err, ir.Print(p))
		}
	}
}

// An expression that a statement does not change, as Changes says, has the same value after it. The program asks itself: a copy of
// the value is made before the statement and compared behind it.
func TestRandomEffects(t *testing.T) {
	asked := 0
	random(t, func(p *ir.Program, r randir.Source) error {
		f := p.Funcs[0]
		g := flow.NewGraph(p)
		bad := &ir.Var{Name: "bad", Type: ir.Int, Kind: ir.Result}
		f.Results = append(f.Results, bad)
		body := f.Body
		for range 12 {
			at := r.IntN(len(body.List))
			e := unchanging(g, f, body.List, at, r)
			if e == nil {
				continue
			}
			b := &ir.Var{Name: "before", Type: e.Type()}
			same := ir.Compare(token.NEQ, ir.Use(b), e)
			if ir.IsFloat(e.Type()) { // NaN is not equal to itself
				same = ir.Op(token.LAND, same, ir.Compare(token.EQL, ir.Use(b), ir.Use(b)))
				same.Typ = ir.Bool
			}
			tell := &ir.If{Cond: same, Then: &ir.Block{List: []ir.Stmt{&ir.Assign{Dst: ir.Use(bad), Src: ir.IntConst(1)}}}}
			list := append([]ir.Stmt{}, body.List[:at]...)
			list = append(list, &ir.Decl{Var: b, Init: e}, body.List[at], tell)
			f.Body = &ir.Block{List: append(list, body.List[at+1:]...)}
			for range 3 {
				y, err := interp.New(p).Call(f, randir.Inputs(r, f)...)
				if err != nil {
					continue // the expression is not one that can be read here
				}
				asked++
				if y[len(y)-1].I != 0 {
					return fmt.Errorf("%s changes %s", ir.String(body.List[at]), ir.ExprString(e))
				}
			}
		}
		f.Body = body
		return nil
	})
	if asked < int(programs()) {
		t.Errorf("only %d questions", asked)
	}
}

// unchanging picks an expression that could stand before list[at], and that this does not change; nil if it finds none.
func unchanging(g *flow.Graph, f *ir.Func, list []ir.Stmt, at int, r randir.Source) ir.Expr {
	scope := map[*ir.Var]bool{}
	for _, v := range append(append([]*ir.Var{}, f.Params...), f.Results...) {
		scope[v] = true
	}
	for _, s := range list[:at] {
		if d, ok := s.(*ir.Decl); ok {
			scope[d.Var] = true
		}
	}
	written := g.Written(list[at])
	var all []ir.Expr
	ir.Walk(&ir.Block{List: list}, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if b, ok := e.Type().Underlying().(*gotypes.Basic); ok && b.Info()&gotypes.IsNumeric != 0 && known(e, scope) && !g.Changes(written, e) {
					all = append(all, e)
				}
				return true
			})
		}
		return true
	})
	if len(all) == 0 {
		return nil
	}
	return all[r.IntN(len(all))]
}

// known reports whether e reads only variables in scope, at least one, and can stand in an expression.
func known(e ir.Expr, scope map[*ir.Var]bool) bool {
	ok, reads := true, false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Ref:
			ok, reads = ok && scope[e.Var], true
		case *ir.Make, *ir.New:
			ok = false
		}
		return ok
	})
	return ok && reads
}

// A result that moves with a parameter is active, and so is something of that parameter.
func TestRandomActivity(t *testing.T) {
	moved := 0
	random(t, func(p *ir.Program, r randir.Source) error {
		f := p.Funcs[0]
		for i, v := range f.Params {
			if !ir.Carries(v.Type) {
				continue
			}
			a := flow.NewActivity(p, flow.NewGraph(p), func(ir.FuncRef) bool { return true })
			a.Input(ir.Use(v))
			a.Output(ir.Use(f.Results[0]))
			a.Solve()
			for range 2 {
				args := randir.Inputs(r, f)
				var u []float64
				for range interp.Leaves(args[i : i+1]) {
					u = append(u, 1)
				}
				interp.SetTangents(args[i:i+1], u)
				y, err := interp.New(p).Call(f, args...)
				if err != nil {
					return err
				}
				if y[0].D == 0 || y[0].D != y[0].D {
					continue
				}
				moved++
				if !a.Varied(ir.Use(f.Results[0])) || !a.Active(ir.Use(f.Results[0])) || !a.ActiveBelow(ir.Use(v)) {
					return fmt.Errorf("%s moves %s by %v, but is not active", v.Name, f.Results[0].Name, y[0].D)
				}
			}
		}
		return nil
	})
	if moved < int(programs()) {
		t.Errorf("only %d derivatives", moved)
	}
}

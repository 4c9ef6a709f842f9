package randir

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// begin starts a function with parameters and results of the given types.
func (g *gen) begin(name string, params, results []types.Type, stmts int) {
	g.f = &ir.Func{Name: name, Body: &ir.Block{}}
	g.self, g.names, g.vars, g.frozen, g.facts = nil, map[string]int{}, nil, map[*ir.Var]bool{}, nil
	g.warm = map[*ir.Var]bool{}
	g.out, g.budget, g.depth, g.weight, g.targets = &g.f.Body.List, stmts, 0, 1, nil
	for i, t := range params {
		p := g.newVar(paramName(t, i), t, ir.Param)
		g.warm[p] = ir.Carries(t)
		g.f.Params = append(g.f.Params, p)
	}
	for i, t := range results {
		g.f.Results = append(g.f.Results, g.newVar(fmt.Sprintf("y%d", i), t, ir.Result))
	}
	g.vars = append(append(g.vars, g.f.Params...), g.f.Results...)
}

func paramName(t types.Type, i int) string {
	names := []string{"x", "w", "u", "a", "b", "c", "d", "e"}
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		return "n"
	}
	return names[i%len(names)]
}

// randomTypes are n types, at least one of which carries floats.
func (g *gen) randomTypes(n int) []types.Type {
	out := []types.Type{pick(g, []types.Type{vector, vector, ir.Float64})}
	for range n - 1 {
		out = append(out, pick(g, g.paramTypes()))
	}
	return out
}

func (g *gen) root() *ir.Func {
	results := make([]types.Type, max(1, g.o.Results))
	for i := range results {
		results[i] = ir.Float64
	}
	g.begin("f", g.randomTypes(1+g.r.IntN(max(1, g.o.Params))), results, g.o.Stmts)
	g.prologue()
	g.fill(g.o.Stmts)
	g.epilogue()
	return g.f
}

// helper writes a function for those that follow to call.
func (g *gen) helper() {
	var results []types.Type
	for range g.r.IntN(3) {
		results = append(results, pick(g, []types.Type{ir.Float64, ir.Float64, ir.Float64, pick(g, g.fieldTypes())}))
	}
	g.begin(fmt.Sprintf("g%d", len(g.callable)), g.randomTypes(1+g.r.IntN(3)), results, g.o.Stmts/3+1)
	g.prologue()
	g.fill(g.o.Stmts)
	if len(g.f.Results) > 0 {
		g.epilogue()
	}
	g.callable = append(g.callable, g.f)
}

// recursive writes a function that calls itself with one less.
func (g *gen) recursive() {
	params := append([]types.Type{ir.Int}, g.randomTypes(1+g.r.IntN(2))...)
	g.begin("rec", params, []types.Type{ir.Float64}, g.o.Stmts/3+1)
	n := g.f.Params[0]
	g.frozen[n] = true
	g.fill(2)
	then := &ir.Block{}
	g.emit(&ir.If{Cond: ir.Compare(token.GTR, ir.Use(n), ir.IntConst(0)), Then: then})
	g.inner(then, func() {
		g.self, g.selfCalls = g.f, 0
		g.callSelf()
		g.fill(g.some())
		g.self = nil
	})
	g.fill(2)
	g.epilogue()
	g.cost[g.f] *= 15
	g.callable = append(g.callable, g.f)
}

// maxCost is about how many statements a program may run.
const maxCost = 20000

func (g *gen) call() bool {
	if len(g.callable) == 0 {
		return false
	}
	f := pick(g, g.callable)
	cost := g.weight * g.cost[f]
	if g.cost[g.f]+cost > maxCost {
		return false
	}
	g.cost[g.f] += cost
	var args []ir.Expr
	if f.Name == "rec" {
		args = []ir.Expr{ir.IntConst(int64(g.r.IntN(4)))}
	}
	g.callTo(f, args)
	return true
}

// callSelf is only written outside loops, at most twice, so that the recursion ends soon.
func (g *gen) callSelf() bool {
	if g.self == nil || g.weight > 1 {
		return false
	}
	f := g.self
	if g.selfCalls++; g.selfCalls == 2 || g.chance(70) {
		g.self = nil
	}
	g.callTo(f, []ir.Expr{ir.Op(token.SUB, ir.Use(f.Params[0]), ir.IntConst(1))})
	return true
}

// callTo writes a call with the first arguments given. At most one result goes to memory, so that no two go to the same place.
func (g *gen) callTo(f *ir.Func, args []ir.Expr) {
	for _, p := range f.Params[len(args):] {
		args = append(args, g.value(p.Type, 1))
	}
	s := &ir.CallStmt{Callee: f, Args: args}
	stored := false
	for _, r := range f.Results {
		p, ok := g.findWritable(r.Type)
		switch {
		case g.chance(10):
			s.Dsts = append(s.Dsts, nil)
		case ok && !stored && g.chance(50):
			stored = true
			s.Dsts = append(s.Dsts, p.e)
		default:
			s.Dsts = append(s.Dsts, ir.Use(g.declare(r.Type, nil)))
		}
	}
	if g.chance(10) {
		s.Dsts = nil
	}
	g.emit(s)
}

// prologue gives scalars that depend on the parameters, where those are only slices.
func (g *gen) prologue() {
	p := pick(g, g.f.Params)
	if ir.Carries(p.Type) && !ir.IsFloat(p.Type) && g.chance(70) {
		g.gather(g.declare(ir.Float64, nil), ir.Use(p), 3)
	}
}

// epilogue adds to the results what is in the variables, so that derivatives tell of them.
func (g *gen) epilogue() {
	for _, y := range g.f.Results {
		if !ir.IsFloat(y.Type) {
			continue
		}
		for _, v := range g.vars[:len(g.vars):len(g.vars)] {
			if v != y && (v.Kind == ir.Param || g.chance(30)) {
				g.gather(y, ir.Use(v), 4)
			}
		}
	}
}

// gather adds some of what e holds to y.
func (g *gen) gather(y *ir.Var, e ir.Expr, depth int) {
	if depth == 0 || !ir.Carries(e.Type()) {
		return
	}
	switch u := e.Type().Underlying().(type) {
	case *types.Basic:
		x := convert(e, y.Type)
		g.emit(&ir.Assign{Dst: ir.Use(y), Add: true, Src: mul(g.constant(y.Type), g.squash(x))})
	case *types.Struct:
		for i := range u.NumFields() {
			g.gather(y, &ir.Field{X: e, F: i}, depth-1)
		}
	case *types.Pointer:
		g.gather(y, &ir.Deref{X: e}, depth)
	case *types.Array:
		g.gather(y, &ir.Index{X: e, I: ir.IntConst(int64(g.r.IntN(int(u.Len()))))}, depth)
	case *types.Slice:
		i := g.newVar("i", ir.Int, ir.Local)
		s := &ir.Count{Var: i, Lo: ir.IntConst(0), Hi: ir.Len(e), Step: 1, Body: &ir.Block{}}
		g.inner(s.Body, func() { g.gather(y, &ir.Index{X: e, I: ir.Use(i)}, depth-1) })
		if len(s.Body.List) > 0 {
			g.emit(s)
		}
	}
}

package randir

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// begin starts a function with parameters and results of the given types.
func (g *gen) begin(name string, params, results []types.Type, stmts int) {
	f := &ir.Func{Name: name, Body: &ir.Block{}}
	g.names = map[string]int{}
	for i, t := range params {
		f.Params = append(f.Params, g.newVar(paramName(t, i), t, ir.Param))
	}
	for i, t := range results {
		f.Results = append(f.Results, &ir.Var{Name: fmt.Sprintf("y%d", i), Type: t, Kind: ir.Result})
	}
	g.enter(f, stmts)
}

// enter begins to write the body of f.
func (g *gen) enter(f *ir.Func, stmts int) {
	g.f, g.self = f, nil
	g.names, g.frozen, g.warm, g.facts = map[string]int{}, map[*ir.Var]bool{}, map[*ir.Var]bool{}, nil
	g.out, g.budget, g.depth, g.weight, g.targets = &f.Body.List, stmts, 0, 1, nil
	for _, v := range f.Params {
		g.names[v.Name] = 1
		g.warm[v] = ir.Carries(v.Type)
	}
	g.vars = slices.Concat(f.Params, f.Results)
	for _, v := range f.Results {
		if isPointer(v.Type) { // never nil, wherever the function returns
			g.vars = f.Params
			init := g.value(v.Type, 1)
			g.emit(&ir.Assign{Dst: ir.Use(v), Src: init})
			g.vars = slices.Concat(g.vars, f.Results)
		}
	}
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
		results = append(results, pick(g, []types.Type{ir.Float64, ir.Float64, ir.Float64, pick(g, g.fieldTypes()), pick(g, g.paramTypes())}))
	}
	g.begin(fmt.Sprintf("g%d", len(g.callable)), g.randomTypes(1+g.r.IntN(3)), results, g.o.Stmts/3+1)
	g.prologue()
	g.fill(g.o.Stmts)
	if len(g.f.Results) > 0 {
		g.epilogue()
	}
	g.callable = append(g.callable, g.f)
}

// recursive writes one function that calls itself with one less, or two that call each other.
func (g *gen) recursive(n int) {
	fs := make([]*ir.Func, n)
	for i := range fs {
		params := append([]types.Type{ir.Int}, g.randomTypes(1+g.r.IntN(2))...)
		g.begin([]string{"rec", "co"}[i], params, []types.Type{ir.Float64}, 0)
		fs[i] = g.f
	}
	for i, f := range fs {
		g.enter(f, g.o.Stmts/3+1)
		g.recursiveBody(fs[(i+1)%n])
	}
	for _, f := range fs {
		g.cost[f] *= 15
	}
	g.callable = append(g.callable, fs...)
}

func (g *gen) recursiveBody(callee *ir.Func) {
	n := g.f.Params[0]
	g.frozen[n] = true
	g.fill(2)
	then := &ir.Block{}
	g.emit(&ir.If{Cond: ir.Compare(token.GTR, ir.Use(n), ir.IntConst(0)), Then: then})
	g.inner(then, func() {
		g.self, g.selfCalls = callee, 0
		g.callSelf()
		g.fill(g.some())
		g.self = nil
	})
	g.fill(2)
	g.epilogue()
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
	if f.Name == "rec" || f.Name == "co" {
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
	g.callTo(f, []ir.Expr{ir.Op(token.SUB, ir.Use(g.f.Params[0]), ir.IntConst(1))})
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
			s.Dsts = append(s.Dsts, g.receiver(r.Type))
		}
	}
	if len(g.received) == 0 && g.chance(10) {
		s.Dsts = nil
	}
	g.emit(s)
	g.vars, g.received = append(g.vars, g.received...), nil // a pointer is nil before the call
}

// receiver is a new variable for a result.
func (g *gen) receiver(t types.Type) ir.Expr {
	v := g.newVar(baseName(t), t, ir.Local)
	g.emit(&ir.Decl{Var: v})
	g.received = append(g.received, v)
	return ir.Use(v)
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
		if _, field := e.(*ir.Field); !field {
			g.gather(y, &ir.Deref{X: e}, depth)
			return
		}
		s := &ir.If{Cond: ir.Compare(token.NEQ, e, &ir.Zero{Typ: e.Type()}), Then: &ir.Block{}}
		g.inner(s.Then, func() { g.gather(y, &ir.Deref{X: e}, depth-1) })
		if len(s.Then.List) > 0 {
			g.emit(s)
		}
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

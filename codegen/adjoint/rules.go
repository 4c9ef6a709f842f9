package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

var inactive = &Rule{Kind: Inactive}

// rule is what is known of f: its body in normal form where it has one. len, cap and the runtime's own
// functions have no derivative.
func (b *builder) rule(f ir.FuncRef) *Rule {
	key := f.String()
	if r, ok := b.rules[key]; ok {
		return r
	}
	r := inactive
	if f.Pkg != RuntimePath && key != "len" && key != "cap" {
		if found := b.req.Rules(f); found != nil {
			r = found
		}
	}
	if r.Kind == Active {
		r = &Rule{Kind: Active, Body: normal.Normalize(r.Body).Funcs[0], Bounded: r.Bounded, Regular: r.Regular, Nonzero: r.Nonzero, Strict: r.Strict}
	}
	b.rules[key] = r
	return r
}

// application is a rule made ready for one call: only the contributions that are wanted.
type application struct {
	body   *ir.Func
	uses   map[*ir.Var]bool // parameters of the rule that the wanted contributions read
	args   []*ir.Var        // the function's parameters
	values []*ir.Var        // its results
	cot    []*ir.Var        // cotangents of its float results
	dx     []*ir.Var        // contribution for each argument; nil where not wanted
}

// apply prepares the rule of a call with the given arguments and number of results; wanted says which arguments need a contribution.
func (b *builder) apply(f ir.FuncRef, args []ir.Expr, results int, wanted []bool) *application {
	body := b.rule(f).Body.Clone()
	p := body.Params
	n := len(args) + results
	if len(p) <= n {
		b.fail("the rule of %s takes %d parameters, want more than %d", f, len(p), n)
	}
	a := &application{body: body, args: p[:len(args)], values: p[len(args):n], cot: p[n:]}
	k := 0
	var keep []*ir.Var
	for i, x := range args {
		a.dx = append(a.dx, nil)
		if !ir.IsFloat(x.Type()) {
			continue
		}
		if wanted[i] {
			a.dx[i] = body.Results[k]
			keep = append(keep, body.Results[k])
		}
		k++
	}
	a.uses = flow.Relevant(body.Body, keep)
	return a
}

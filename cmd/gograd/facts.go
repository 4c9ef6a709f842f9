package main

import (
	"fmt"
	"go/types"
	"io"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/rule"
)

// facts is what the analyses say about one function.
type facts struct {
	w     io.Writer
	graph *flow.Graph
	act   *flow.Activity
}

// dumpFacts prints, for each function of a program in normal form, which variables are active and which of them may
// share memory, and for each statement whether a derivative flows through it and what it writes.
func dumpFacts(w io.Writer, j *job, fn *directive.Function, p *ir.Program) {
	f := &facts{w: w, graph: flow.NewGraph(p)}
	f.act = flow.NewActivity(p, f.graph, func(ref ir.FuncRef) bool {
		var r *rule.Rule
		if ref.Obj != nil {
			r = j.rules.Lookup(ref.Obj)
		} else {
			r = j.rules.ByName(ref.String())
		}
		return r != nil && r.Kind == rule.Active
	})
	root := p.Funcs[0]
	for _, t := range fn.Wrt {
		place := wrtPlace(root, fn, t)
		f.act.Input(place)
		if fn.Kind == directive.VJP && ir.Refers(place.Type()) {
			f.act.Output(place)
		}
	}
	for _, r := range root.Results {
		if ir.Carries(r.Type) {
			f.act.Output(ir.Use(r))
		}
	}
	f.act.Solve()
	fmt.Fprintf(w, "// facts of %s\n", fn.Name)
	for _, g := range p.Funcs {
		f.function(g)
	}
}

// wrtPlace is what a wrt names, as a place of the function.
func wrtPlace(root *ir.Func, fn *directive.Function, t directive.Wrt) ir.Expr {
	sig := fn.Obj.Signature()
	k := slices.Index(slices.Collect(sig.Params().Variables()), t.Param)
	if sig.Recv() != nil {
		k++ // the receiver is no parameter of the signature: -1 becomes 0
	}
	var e ir.Expr = ir.Use(root.Params[k])
	for _, i := range t.Path {
		if _, ok := e.Type().Underlying().(*types.Pointer); ok {
			e = &ir.Deref{X: e}
		}
		e = &ir.Field{X: e, F: i}
	}
	return e
}

// function prints the facts of one function.
func (f *facts) function(fn *ir.Func) {
	fmt.Fprintf(f.w, "func %s\n", fn.Name)
	vars := slices.Concat(fn.Params, fn.Results)
	ir.Walk(fn.Body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok {
			vars = append(vars, d.Var)
		}
		return true
	})
	for i, v := range vars {
		if !ir.Carries(v.Type) {
			continue
		}
		line := fmt.Sprintf("\t%s %s", v.Name, ir.TypeString(v.Type))
		if f.act.ActiveBelow(ir.Use(v)) {
			line += ", active"
		}
		var shares []string
		for k, u := range vars {
			if k != i && f.share(u, v) {
				shares = append(shares, u.Name)
			}
		}
		if len(shares) > 0 {
			line += ", may share memory with " + strings.Join(shares, ", ")
		}
		fmt.Fprintln(f.w, line)
	}
	ir.Walk(fn.Body, func(s ir.Stmt) bool {
		if len(ir.Blocks(s)) == 0 {
			f.statement(s)
		}
		return true
	})
}

// share reports whether what u and v refer to directly may be the same memory.
func (f *facts) share(u, v *ir.Var) bool {
	a, b := target(u), target(v)
	return a != nil && b != nil && f.graph.Node(a) == f.graph.Node(b)
}

// target is a place in what v refers to, or nil.
func target(v *ir.Var) ir.Expr {
	switch v.Type.Underlying().(type) {
	case *types.Slice:
		return &ir.Index{X: ir.Use(v), I: ir.IntConst(0)}
	case *types.Pointer:
		return &ir.Deref{X: ir.Use(v)}
	}
	return nil
}

// statement prints the facts of a statement that has none inside.
func (f *facts) statement(s ir.Stmt) {
	var marks []string
	active, external := false, false
	for _, d := range ir.Dsts(s) {
		active = active || ir.Carries(d.Type()) && f.act.ActiveBelow(d)
	}
	f.graph.Writes(s, func(n *flow.Node) { external = external || n.External })
	if active {
		marks = append(marks, "active")
	}
	if external {
		marks = append(marks, "writes memory of the caller")
	}
	text := strings.ReplaceAll(ir.String(s), "\n", "\n\t\t")
	if len(marks) > 0 {
		text += "    // " + strings.Join(marks, ", ")
	}
	fmt.Fprintln(f.w, "\t\t"+text)
}

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
	"github.com/gograd/gograd/codegen"
)

// facts is what the analyses say about a request: about its program in normal form, and what is saved in the end.
type facts struct {
	fn   *directive.Function
	prog *ir.Program
	rep  *codegen.Report // nil where the adjoint was refused
}

// print prints, for each function, which variables are active and which of them may share memory, and for each statement
// whether a derivative flows through it, what it writes, and what is saved there.
func (f *facts) print(w io.Writer, j *job) {
	graph := flow.NewGraph(f.prog)
	act := flow.NewActivity(f.prog, graph, func(ref ir.FuncRef) bool {
		var r *rule.Rule
		if ref.Obj != nil {
			r = j.rules.Lookup(ref.Obj)
		} else {
			r = j.rules.ByName(ref.String())
		}
		return r != nil && r.Kind == rule.Active
	})
	root := f.prog.Funcs[0]
	for _, t := range f.fn.Wrt {
		place := wrtPlace(root, f.fn, t)
		act.Input(place)
		if f.fn.Kind == directive.VJP && ir.Refers(place.Type()) {
			act.Output(place)
		}
	}
	for _, r := range root.Results {
		if ir.Carries(r.Type) {
			act.Output(ir.Use(r))
		}
	}
	act.Solve()
	fmt.Fprintf(w, "// facts of %s\n", f.fn.Name)
	flow.Print(w, f.prog, graph, act, f.recorded)
}

// recorded says what is saved at s: a branch taken, or a value of what s assigns.
func (f *facts) recorded(s ir.Stmt) string {
	if d, ok := s.(*ir.Decl); f.rep == nil || ok && d.Init == nil {
		return ""
	}
	_, branch := s.(*ir.If)
	for _, save := range f.rep.Saves {
		if save.Origin == nil || save.Origin != s.Origin() || save.Back {
			continue
		}
		if branch != types.Identical(save.Elem, ir.Bool) {
			continue
		}
		if branch {
			return "the branch taken is recorded"
		}
		for _, d := range ir.Dsts(s) {
			if v := ir.Base(d); v != nil && v.Name == strings.TrimRight(save.Name, "0123456789") {
				return "recorded: " + save.Name
			}
		}
	}
	return ""
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

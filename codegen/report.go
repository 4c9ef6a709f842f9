package codegen

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/lower"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/codegen/adjoint"
)

// Report says what was made of a function. It is read off the finished program.
type Report struct {
	Fn      *directive.Function
	Saves   []Save
	Bytes   string   // how much that is, as a formula
	Fused   []string // loops whose iterations run forward and backward at once
	Inlined []string // functions whose calls were replaced by their bodies
	Split   []string // functions that became a forward and a reverse function
	Joint   []string // functions that became one, which computes value and adjoint at once
}

// newReport describes prog, which was made of f.
func newReport(fn *directive.Function, f *ir.Func, prog *ir.Program) *Report {
	r := &Report{Fn: fn, Saves: saves(prog), Bytes: savedBytes(prog)}
	for _, g := range prog.Funcs {
		ir.Walk(g.Body, func(s ir.Stmt) bool {
			if ir.IsLoop(s) && !ofAdjoint(s) && both(s) && s.Origin() != nil {
				r.Fused = append(r.Fused, s.Origin().Text)
			}
			return true
		})
	}
	kept := map[string]bool{}
	for _, g := range normal.Normalize(f).Funcs[1:] {
		kept[g.Name] = true
	}
	for _, g := range lower.Reachable(f) {
		switch {
		case kept[g.Name] && adjoint.IsSplit(prog, g):
			r.Split = append(r.Split, sourceName(g))
		case kept[g.Name]:
			r.Joint = append(r.Joint, sourceName(g))
		case g != f:
			r.Inlined = append(r.Inlined, sourceName(g))
		}
	}
	return r
}

// sourceName is what the source calls f, with the type that it is a method of.
func sourceName(f *ir.Func) string {
	if f.Obj == nil {
		return f.Name
	}
	if r := f.Obj.Signature().Recv(); r != nil {
		return types.TypeString(r.Type(), types.RelativeTo(f.Obj.Pkg())) + "." + f.Obj.Name()
	}
	return f.Obj.Name()
}

// ofAdjoint reports whether s is part of an adjoint itself.
func ofAdjoint(s ir.Stmt) bool { return s.Origin() != nil && s.Origin().Adjoint }

// both reports whether s has statements of the function and of its adjoint inside.
func both(s ir.Stmt) bool {
	forward, reverse := false, false
	ir.Walk(s, func(t ir.Stmt) bool {
		if t != s && t.Origin() != nil && len(ir.Blocks(t)) == 0 {
			forward = forward || !t.Origin().Adjoint
			reverse = reverse || t.Origin().Adjoint
		}
		return true
	})
	return forward && reverse
}

package codegen

import (
	"go/types"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/lower"
	"github.com/gograd/gograd/analyzer/normal"
)

// Report says what was made of a function. It is read off the finished program.
type Report struct {
	Fn      *directive.Function
	Saves   []Save
	Fused   []string // loops whose iterations run forward and backward at once
	Inlined []string // functions whose calls were replaced by their bodies
	Split   []string // functions that became a forward and a reverse function
}

// Save is a buffer of the workspace that the forward sweep fills.
type Save struct {
	Buf    *ir.Buf
	Origin *ir.Origin // the statement whose forward sweep saves it, or nil
	Where  string     // the text of that statement, or what the buffer is for, or ""
	Loop   string     // the innermost loop around that, or ""
	Why    string     // the statement whose adjoint reads what was saved, or ""
	Call   bool       // saved in a function of its own, once a call where there is no loop
	Back   bool       // filled by the reverse sweep, which puts right in the end what it changed
}

// newReport describes prog, which was made of f.
func newReport(fn *directive.Function, f *ir.Func, prog *ir.Program) *Report {
	r := &Report{Fn: fn, Saves: saves(prog)}
	for _, g := range prog.Funcs {
		ir.Walk(g.Body, func(s ir.Stmt) bool {
			if isLoop(s) && !ofAdjoint(s) && both(s) && s.Origin() != nil {
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
		case kept[g.Name]:
			r.Split = append(r.Split, sourceName(g))
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

func isLoop(s ir.Stmt) bool {
	switch s.(type) {
	case *ir.Count, *ir.While:
		return true
	}
	return false
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

// saves lists the buffers of prog that something is pushed to, in the order of the workspace.
func saves(prog *ir.Program) []Save {
	found := map[*ir.Buf]*Save{}
	for i, f := range prog.Funcs {
		var walk func(list []ir.Stmt, loop string)
		walk = func(list []ir.Stmt, loop string) {
			for k, s := range list {
				switch s := s.(type) {
				case *ir.Push:
					if found[s.Buf] == nil {
						found[s.Buf] = &Save{Buf: s.Buf, Call: i > 0, Where: s.Buf.Doc, Loop: loop}
						if o := s.Origin(); o != nil && !o.Adjoint {
							found[s.Buf].Origin, found[s.Buf].Where = o, o.Text
						}
					}
					found[s.Buf].Back = found[s.Buf].Back || ofAdjoint(s)
				case *ir.Pop:
					if v := found[s.Buf]; v != nil && v.Why == "" {
						v.Why = reader(list[k+1:], s.Dst)
					}
				}
				in := loop
				if isLoop(s) && s.Origin() != nil {
					in = s.Origin().Text
				}
				for _, b := range ir.Blocks(s) {
					walk(b.List, in)
				}
			}
		}
		walk(f.Body.List, "")
	}
	var out []Save
	for _, b := range prog.Funcs[0].Bufs {
		if found[b] != nil {
			out = append(out, *found[b])
		}
	}
	return out
}

// reader gives the source text of the first statement of list whose adjoint reads the variable of place.
func reader(list []ir.Stmt, place ir.Expr) string {
	if place == nil {
		return ""
	}
	v, text := base(place), ""
	for _, s := range list {
		ir.Walk(s, func(s ir.Stmt) bool {
			if _, pop := s.(*ir.Pop); pop || text != "" || !ofAdjoint(s) {
				return text == ""
			}
			for _, e := range ir.Exprs(s) {
				if normal.Mentions(e, v) {
					text = s.Origin().Text
				}
			}
			return text == ""
		})
	}
	return text
}

// base is the variable that a place is reached from, through memory too; nil where there is none.
func base(e ir.Expr) *ir.Var {
	for {
		switch x := e.(type) {
		case *ir.Ref:
			return x.Var
		case *ir.Index:
			e = x.X
		case *ir.Field:
			e = x.X
		case *ir.Deref:
			e = x.X
		default:
			return nil
		}
	}
}

// savesText says in a sentence what is saved between the sweeps.
func savesText(p *ir.Program) string {
	var iteration, call []string
	for _, s := range saves(p) {
		if s.Back {
			continue
		}
		list := &iteration
		if s.Loop == "" {
			list = &call
		}
		if name := savedName(p, s.Buf); !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	switch {
	case len(iteration) == 0 && len(call) == 0:
		return "It saves nothing."
	case len(call) == 0:
		return "It saves " + and(iteration) + " for each iteration."
	case len(iteration) == 0:
		return "It saves " + and(call) + " for each call."
	}
	return "It saves " + and(iteration) + " for each iteration, and " + and(call) + " for each call."
}

// savedName is what a reader calls the contents of a buffer.
func savedName(p *ir.Program, b *ir.Buf) string {
	if basic := ir.TypeString(b.Elem); basic == "bool" {
		return "the branch taken"
	}
	base := strings.TrimRight(b.Name, "0123456789")
	for _, o := range p.Funcs[0].Bufs {
		if o.Name == base {
			return base // x2 holds x as x does
		}
	}
	return b.Name
}

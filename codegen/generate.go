// Package codegen is the back half of gograd: from requests to the text of generated files.
//
//	adjoint   reverse mode, IR → IR
//	pass      optimizations, IR → IR
//	emit      IR → Go
package codegen

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/load"
	"github.com/gograd/gograd/analyzer/lower"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/rule"
	"github.com/gograd/gograd/codegen/adjoint"
	"github.com/gograd/gograd/codegen/emit"
	"github.com/gograd/gograd/codegen/pass"
)

// Generator writes the generated files of one package.
type Generator struct {
	Prog   *load.Program
	Pkg    *load.Package
	Rules  *rule.Set
	Diags  *diag.List // problems go here
	Passes pass.Options
	// Stage, if not nil, sees each function at each stage.
	Stage func(stage string, fn *directive.Function, p *ir.Program)
	// Report, if not nil, hears what was made of each function.
	Report func(*Report)
	// Want, if not nil, says which functions are of interest.
	Want func(name string) bool
}

// The stages that Stage sees.
const (
	StageIR        = "ir"        // as lowered
	StageNormal    = "normal"    // calls inlined, exits structured
	StageAdjoint   = "adjoint"   // forward and reverse sweep
	StageOptimized = "optimized" // after the passes
)

// Files gives the contents of the generated files, by name. What can't be differentiated is added
// to the diagnostics; then ok is false.
func (g *Generator) Files() (files map[string][]byte, ok bool) {
	before := g.Diags.Len()
	p := &packageGen{g: g, pkg: g.Pkg, rules: g.Rules, bodies: map[string]*adjoint.Rule{}, rulePkgs: map[*types.Package]*lower.Package{}, names: map[string]bool{}}
	p.lower = lower.New(lower.Source{Fset: g.Prog.Fset, Pkgs: p.source}, g.Pkg.Types, p, g.Diags)
	files = map[string][]byte{}
	for _, f := range g.Pkg.Files {
		for _, fn := range f.Functions {
			p.names[fn.Sig.Name] = p.names[fn.Sig.Name] || fn.Sig.Recv == nil
		}
	}
	for _, f := range g.Pkg.Files {
		var units []emit.Unit
		for _, fn := range f.Functions {
			if g.Want != nil && !g.Want(fn.Name) {
				continue
			}
			if u, ok := p.function(fn); ok {
				units = append(units, u)
			}
		}
		if len(units) == 0 || g.Diags.Len() > before {
			continue
		}
		out := &emit.File{Pkg: g.Pkg.Types, Constraint: f.Constraint, Test: f.Test, Units: units, Taken: p.taken}
		text, err := out.Render()
		if err != nil {
			g.internal(f.Functions[0], err)
			continue
		}
		files[f.Output] = text
		for _, name := range out.Declared() {
			p.names[name] = true
		}
	}
	return files, g.Diags.Len() == before
}

// packageGen generates the files of one package.
type packageGen struct {
	g      *Generator
	pkg    *load.Package
	rules  *rule.Set
	lower  *lower.Lowerer
	bodies map[string]*adjoint.Rule
	names  map[string]bool // package-level names of the generated files

	rulePkgs map[*types.Package]*lower.Package // where rules are declared
}

// taken reports whether the package declares name, in its own files or in generated ones.
func (p *packageGen) taken(name string) bool {
	if p.names[name] {
		return true
	}
	o := p.pkg.Types.Scope().Lookup(name)
	return o != nil && !p.g.Prog.Generated(o.Pos())
}

func (p *packageGen) source(pkg *types.Package) *lower.Package {
	if own, ok := p.rulePkgs[pkg]; ok {
		return own
	}
	src := p.g.Prog.Source(pkg)
	if src == nil {
		return nil
	}
	return &lower.Package{Types: src.Types, Info: src.TypesInfo, Files: src.Syntax, Foreign: src.Module == nil || p.pkg.Module == nil || src.Module.Path != p.pkg.Module.Path}
}

// Kind implements lower.Rules.
func (p *packageGen) Kind(fn *types.Func) lower.RuleKind {
	r := p.rules.Lookup(fn)
	switch {
	case r == nil:
		return lower.NoRule
	case r.Kind == rule.Inactive:
		return lower.Inactive
	}
	return lower.Active
}

// rule gives the adjoint builder the rule of f.
func (p *packageGen) rule(f ir.FuncRef) *adjoint.Rule {
	if r, ok := p.bodies[f.String()]; ok {
		return r
	}
	var found *rule.Rule
	if f.Obj != nil {
		found = p.rules.Lookup(f.Obj)
	} else {
		found = p.rules.ByName(f.String())
	}
	var r *adjoint.Rule
	switch {
	case found == nil:
	case found.Kind == rule.Inactive:
		r = &adjoint.Rule{Kind: adjoint.Inactive}
	case found.Kind == rule.Refused:
		r = &adjoint.Rule{Kind: adjoint.Refused}
	default:
		pkg := p.rulePkgs[found.Pkg.Types]
		if pkg == nil {
			pkg = &lower.Package{Types: found.Pkg.Types, Info: found.Pkg.TypesInfo, Files: found.Pkg.Syntax}
			p.rulePkgs[found.Pkg.Types] = pkg
		}
		if body := p.lower.FuncDecl(pkg, found.Decl); body != nil {
			r = &adjoint.Rule{Kind: adjoint.Active, Body: body, Bounded: found.Bounded, Regular: found.Regular, Nonzero: found.Nonzero, Strict: found.Strict}
		} else {
			r = &adjoint.Rule{Kind: adjoint.Refused}
		}
	}
	p.bodies[f.String()] = r
	return r
}

// function makes one function.
func (p *packageGen) function(fn *directive.Function) (emit.Unit, bool) {
	f := p.lower.Func(fn.Obj)
	if f == nil {
		return emit.Unit{}, false
	}
	p.stage(StageIR, fn, &ir.Program{Funcs: lower.Reachable(f)})
	if p.g.Stage != nil {
		p.stage(StageNormal, fn, normal.Normalize(f))
	}
	prog, err := adjoint.Make(p.request(fn, f))
	if err != nil {
		p.refuse(fn, err)
		return emit.Unit{}, false
	}
	p.stage(StageAdjoint, fn, prog)
	passes := p.g.Passes
	passes.Fast = fn.Fast
	if err := pass.Run(prog, passes); err != nil {
		p.g.internal(fn, err)
		return emit.Unit{}, false
	}
	prog.Funcs[0].Doc = doc(fn, prog)
	for _, s := range saves(prog) {
		if s.Buf != nil && s.Buf.Doc == "" {
			s.Buf.Doc = s.Where
		}
	}
	prog.Funcs[0].Unnamed = !fn.Sig.NamedResults
	p.stage(StageOptimized, fn, prog)
	if p.g.Report != nil {
		p.g.Report(newReport(fn, f, prog))
	}
	return emit.Unit{Prog: prog}, true
}

func (p *packageGen) stage(name string, fn *directive.Function, prog *ir.Program) {
	if p.g.Stage != nil {
		p.g.Stage(name, fn, prog)
	}
}

// request translates a directive's request: parameters by number, names from the signature.
func (p *packageGen) request(fn *directive.Function, f *ir.Func) *adjoint.Request {
	sig := fn.Sig
	req := &adjoint.Request{WriteOut: func(q *ir.Program) { pass.WriteOut(q, p.g.Passes) }, Name: sig.Name, Func: f, VJP: fn.Kind == directive.VJP, Rules: p.rule}
	params := map[*types.Var]int{}
	k := 0
	if sig.Recv != nil {
		params[sig.Recv.Obj] = 0
		k = 1
	}
	for i, v := range sig.Params {
		params[v.Obj] = i + k
	}
	for _, w := range fn.Wrt {
		t := adjoint.Wrt{Param: params[w.Param], Path: w.Path}
		if fn.Kind != directive.Jacobian {
			t.Name = derivName(sig, w, 0)
		}
		req.Wrt = append(req.Wrt, t)
	}
	for _, r := range sig.Results {
		req.Seeds = append(req.Seeds, "")
		req.Names = append(req.Names, r.Name)
	}
	for _, s := range sig.Seeds {
		req.Seeds[s.Result] = s.Name
	}
	if fn.Kind != directive.Jacobian {
		return req
	}
	for i, r := range sig.Results {
		if !ir.IsFloat(r.Type) {
			continue
		}
		row := adjoint.Row{Result: i}
		for _, w := range fn.Wrt {
			row.Names = append(row.Names, derivName(sig, w, i))
		}
		req.Rows = append(req.Rows, row)
	}
	return req
}

// derivName is what the signature calls the derivative with respect to w; in a Jacobian, that of the given result.
func derivName(sig *directive.Signature, w directive.Wrt, result int) string {
	for _, list := range [][]directive.Deriv{sig.Dests, sig.Derivs} {
		for _, d := range list {
			if d.Result == result && d.Wrt.Param == w.Param && fmt.Sprint(d.Wrt.Path) == fmt.Sprint(w.Path) {
				return d.Name
			}
		}
	}
	panic("codegen: a derivative without a name")
}

// refuse reports a construct that the adjoint doesn't cover.
func (p *packageGen) refuse(fn *directive.Function, err error) {
	pos, d := fn.Pos, diag.Diagnostic{Code: "GG090", Message: err.Error()}
	if e, ok := err.(*adjoint.Error); ok {
		d.Message, d.Notes = e.Msg, e.Notes
		if e.Stmt != nil && e.Stmt.Origin() != nil {
			if at := p.lower.Pos(e.Stmt.Origin()); at != token.NoPos {
				pos = at
			}
		}
	}
	d.Pos = p.g.Prog.Fset.Position(pos)
	p.g.Diags.Add(d)
}

// internal reports a failure of gograd's own.
func (g *Generator) internal(fn *directive.Function, err error) {
	g.Diags.Addf(g.Prog.Fset.Position(fn.Pos), "GG099", "gograd failed on %s: %v", fn.Decl.Name.Name, err)
}

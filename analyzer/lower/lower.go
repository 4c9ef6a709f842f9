package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/ir"
)

// Package is a type-checked package with its syntax.
type Package struct {
	Types *types.Package
	Info  *types.Info // with Types, Defs, Uses, Selections, Instances and Implicits
	Files []*ast.File

	// Foreign says that the package is not the user's own. Of the problems in it, and in what it calls, only the
	// first is reported, at the user's call that leads there.
	Foreign bool
}

// Source is where functions are found.
type Source struct {
	Fset *token.FileSet
	Pkgs func(*types.Package) *Package // nil for a package whose source is not at hand
}

// RuleKind says whether a function has a derivative rule.
type RuleKind int

// The kinds of rules.
const (
	NoRule   RuleKind = iota // lowered when it is called
	Active                   // stays a call; the rule says its derivative
	Inactive                 // stays a call that has no derivative and no effect on active memory
)

// Rules tells which functions are not lowered.
type Rules interface {
	Kind(fn *types.Func) RuleKind
}

// Lowerer lowers functions for code that is to stand in one package. Each function, and each instance of a generic one, is lowered once.
type Lowerer struct {
	src       Source
	from      *types.Package
	rules     Rules
	diags     *diag.List
	decls     map[*Package]map[*types.Func]*ast.FuncDecl
	funcs     map[string]*instance
	queue     []*instance
	fresh     []*instance // lowered, and their calls of foreign functions not looked at yet
	globals   map[*types.Var]*ir.Var
	names     map[string]bool
	counts    []*pending
	visible   map[types.Type]string
	places    map[*ir.Origin]token.Pos // where source statements stand
	revealed  map[types.Type]types.Type
	constVars map[*Package]map[*types.Var]ast.Expr // see fixed
}

// instance is a function of the program: a declaration and what its type parameters stand for.
type instance struct {
	fn      *types.Func // the declared one, not an instantiation
	decl    *ast.FuncDecl
	pkg     *Package
	subst   subst
	out     *ir.Func
	failed  bool
	unnamed map[string]bool // what has been said about names that can't be written
	caller  *instance       // who asked for it first
	callAt  token.Pos
	calls   []callSite
	problem string // of a foreign function, the first one
}

// callSite is where an instance calls another.
type callSite struct {
	to *instance
	at token.Pos
}

// New makes a Lowerer for code that will stand in package from.
func New(src Source, from *types.Package, rules Rules, diags *diag.List) *Lowerer {
	return &Lowerer{
		src: src, from: from, rules: rules, diags: diags,
		decls:    map[*Package]map[*types.Func]*ast.FuncDecl{},
		funcs:    map[string]*instance{},
		globals:  map[*types.Var]*ir.Var{},
		names:    map[string]bool{},
		visible:  map[types.Type]string{},
		places:   map[*ir.Origin]token.Pos{},
		revealed: map[types.Type]types.Type{}, constVars: map[*Package]map[*types.Var]ast.Expr{},
	}
}

// Func lowers fn and all that it calls. It returns nil when there are problems; they have been added to the diagnostics.
// A generic function can only be lowered as the callee of one that isn't.
func (l *Lowerer) Func(fn *types.Func) *ir.Func {
	pkg := l.src.Pkgs(fn.Pkg())
	if pkg == nil || l.decl(pkg, fn) == nil {
		l.diags.Addf(l.src.Fset.Position(fn.Pos()), "GG044", "the source of %s is not at hand", fn.FullName())
		return nil
	}
	return l.FuncDecl(pkg, l.decl(pkg, fn))
}

// FuncDecl is Func for a declaration whose package is given: that of a rule, say, which the Source need not know.
func (l *Lowerer) FuncDecl(pkg *Package, decl *ast.FuncDecl) *ir.Func {
	fn, _ := pkg.Info.Defs[decl.Name].(*types.Func)
	if fn == nil {
		return nil
	}
	pos := l.src.Fset.Position(decl.Name.Pos())
	sig := fn.Type().(*types.Signature)
	switch {
	case decl.Body == nil:
		l.diags.Addf(pos, "GG045", "%s has no body in Go", fn.Name())
		return nil
	case sig.TypeParams().Len()+sig.RecvTypeParams().Len() > 0:
		l.diags.Addf(pos, "GG051", "%s has type parameters of its own", fn.Name())
		return nil
	}
	root := l.instance(pkg, fn, decl, nil, nil, token.NoPos)
	l.drain()
	l.settleCounts()
	l.reportForeign()
	for _, f := range Reachable(root.out) {
		if l.failed(f) {
			return nil
		}
	}
	if !l.checkGlobals(root.out) {
		return nil
	}
	return root.out
}

// drain lowers the bodies that were asked for.
func (l *Lowerer) drain() {
	for len(l.queue) > 0 {
		in := l.queue[0]
		l.queue = l.queue[1:]
		l.fresh = append(l.fresh, in)
		newBody(l, in).lower()
	}
}

func (l *Lowerer) failed(f *ir.Func) bool {
	for _, in := range l.funcs {
		if in.out == f {
			return in.failed
		}
	}
	return false
}

// Reachable gives f and the functions of the program that it calls, directly or not, callers first.
func Reachable(f *ir.Func) []*ir.Func {
	seen := map[*ir.Func]bool{f: true}
	all := []*ir.Func{f}
	for i := 0; i < len(all); i++ {
		if all[i].Body == nil {
			continue
		}
		ir.Walk(all[i].Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil && !seen[c.Callee] {
				seen[c.Callee] = true
				all = append(all, c.Callee)
			}
			return true
		})
	}
	return all
}

// decl finds the declaration of fn in pkg.
func (l *Lowerer) decl(pkg *Package, fn *types.Func) *ast.FuncDecl {
	m := l.decls[pkg]
	if m == nil {
		m = map[*types.Func]*ast.FuncDecl{}
		l.decls[pkg] = m
		for _, file := range pkg.Files {
			for _, d := range file.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok {
					if fn, ok := pkg.Info.Defs[fd.Name].(*types.Func); ok {
						m[fn] = fd
					}
				}
			}
		}
	}
	return m[fn]
}

// instance returns the function fn with the given type arguments, and queues its body when it is new.
func (l *Lowerer) instance(pkg *Package, fn *types.Func, decl *ast.FuncDecl, args []types.Type, caller *instance, at token.Pos) *instance {
	var key strings.Builder
	key.WriteString(fn.FullName() + l.src.Fset.Position(fn.Pos()).String())
	for _, a := range args {
		key.WriteString("," + types.TypeString(a, nil))
	}
	if in := l.funcs[key.String()]; in != nil {
		return in
	}
	sig := fn.Type().(*types.Signature)
	in := &instance{fn: fn, decl: decl, pkg: pkg, caller: caller, callAt: at}
	params := sig.TypeParams()
	if sig.RecvTypeParams().Len() > 0 {
		params = sig.RecvTypeParams()
	}
	for i := range params.Len() {
		if in.subst == nil {
			in.subst = subst{}
		}
		in.subst[params.At(i)] = args[i]
	}
	in.out = &ir.Func{Name: l.funcName(fn, args), Recv: sig.Recv() != nil, Variadic: sig.Variadic(), Obj: fn}
	l.funcs[key.String()] = in
	l.queue = append(l.queue, in)
	return in
}

// funcName is a name for an instance that no other function of the program has.
func (l *Lowerer) funcName(fn *types.Func, args []types.Type) string {
	name := fn.Name()
	if r := fn.Type().(*types.Signature).Recv(); r != nil {
		name = baseName(r.Type()) + name
	}
	for _, a := range args {
		name += upperFirst(identOf(a))
	}
	return unique(l.names, name)
}

// global is the IR variable of a package-level variable.
func (l *Lowerer) global(v *types.Var) *ir.Var {
	g := l.globals[v]
	if g == nil {
		g = &ir.Var{Name: v.Name(), Type: v.Type(), Kind: ir.Global, Obj: v}
		l.globals[v] = g
	}
	return g
}

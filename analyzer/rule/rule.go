package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/load"
	"golang.org/x/tools/go/packages"
)

// Kind is what a rule says.
type Kind int

// The kinds of rules.
const (
	Active   Kind = iota // Decl computes the contributions
	Inactive             // no derivative, and no effect on active memory
	Refused              // no derivative that could be used
)

// Rule is the derivative rule of a function.
type Rule struct {
	Target string // as types.Func.FullName gives it; "max" for a builtin
	Kind   Kind
	Pos    token.Pos // of the directive

	// Of active rules:
	Bounded bool // the function and its partial derivatives are bounded
	Regular bool // a cotangent of zero contributes zero wherever the results are finite
	Nonzero bool // the same where no float argument is zero
	Strict  bool // no float result is finite where a float argument is not
	Fn      *types.Func
	Decl    *ast.FuncDecl
	Pkg     *packages.Package // where Decl is, with Types, TypesInfo and Syntax
}

// Set is the rules that hold for the code of one package.
type Set struct {
	Failed bool // there were problems with some
	rules  map[string]*Rule
}

// Lookup gives the rule for fn, or nil.
func (s *Set) Lookup(fn *types.Func) *Rule { return s.rules[fn.Origin().FullName()] }

// ByName gives the rule for a function by its full name, or for a builtin, or nil.
func (s *Set) ByName(name string) *Rule { return s.rules[name] }

// All gives the rules by target.
func (s *Set) All() []*Rule {
	var all []*Rule
	for _, r := range s.rules {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *Rule) int {
		if a.Target < b.Target {
			return -1
		}
		return 1
	})
	return all
}

// Finder finds rules in a program.
type Finder struct {
	prog   *load.Program
	diags  *diag.List
	own    *collection
	byPath map[*packages.Package]*collection
}

// collection is the rules of one package, or of several at the same distance.
type collection struct {
	rules  map[string]*Rule
	failed bool
}

// NewFinder makes a finder; problems with rules are added to diags.
func NewFinder(prog *load.Program, diags *diag.List) *Finder {
	f := &Finder{prog: prog, diags: diags, byPath: map[*packages.Package]*collection{}}
	f.own = f.builtin()
	return f
}

// For gives the rules for the code of pkg.
func (f *Finder) For(pkg *packages.Package) *Set {
	imported := &collection{rules: map[string]*Rule{}}
	for _, path := range sortedImports(pkg) {
		f.merge(imported, f.collect(pkg.Imports[path]))
	}
	s := &Set{rules: map[string]*Rule{}}
	for _, c := range []*collection{f.own, imported, f.collect(pkg)} {
		s.Failed = s.Failed || c.failed
		for target, r := range c.rules {
			s.rules[target] = r
		}
	}
	return s
}

func sortedImports(pkg *packages.Package) []string {
	var paths []string
	for p := range pkg.Imports {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// merge adds the rules of c to all, which it may contradict.
func (f *Finder) merge(all, c *collection) {
	all.failed = all.failed || c.failed
	for _, r := range c.sorted() {
		if o := all.rules[r.Target]; o != nil {
			f.twice(o, r)
			all.failed = true
			continue
		}
		all.rules[r.Target] = r
	}
}

func (f *Finder) twice(first, second *Rule) {
	at := f.prog.Fset.Position(first.Pos)
	name := filepath.Join(filepath.Base(filepath.Dir(at.Filename)), filepath.Base(at.Filename))
	f.diags.Addf(f.prog.Fset.Position(second.Pos), "GG103", "another rule for %s is at line %d of %s", second.Target, at.Line, name)
}

// sorted gives the rules in the order of their positions.
func (c *collection) sorted() []*Rule {
	var all []*Rule
	for _, r := range c.rules {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *Rule) int { return int(a.Pos - b.Pos) })
	return all
}

// collect reads the rules of one package, once.
func (f *Finder) collect(pkg *packages.Package) *collection {
	if c := f.byPath[pkg]; c != nil {
		return c
	}
	r := &reader{Finder: f, pkg: pkg, out: &collection{rules: map[string]*Rule{}}}
	f.byPath[pkg] = r.out
	if pkg.Types != nil && pkg.TypesInfo != nil {
		r.read()
	}
	return r.out
}

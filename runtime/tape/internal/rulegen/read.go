package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"slices"
	"strings"
)

// ruleSet is the source of the rules, type-checked.
type ruleSet struct {
	fset     *token.FileSet
	info     *types.Info
	math     *types.Package
	rules    map[string]*ast.FuncDecl // by the name of the function of package math
	inactive []string                 // functions from float to float that have no derivative, sorted
	helpers  map[string]*ast.FuncDecl // functions that rules call, by name
}

// readRules reads the rules in dir: not from mathrule.Source, which cannot be compiled when a rule that rules_gen.go calls is no
// more.
func readRules(dir fs.FS) (*ruleSet, error) {
	s := &ruleSet{
		fset:  token.NewFileSet(),
		rules: map[string]*ast.FuncDecl{}, helpers: map[string]*ast.FuncDecl{},
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}},
	}
	names, err := fs.Glob(dir, "*.go")
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "source.go" || name == "rules_gen.go" {
			continue
		}
		src, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(s.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	imp := importer.ForCompiler(s.fset, "source", nil)
	if s.math, err = imp.Import("math"); err != nil {
		return nil, err
	}
	if _, err := (&types.Config{Importer: imp}).Check("mathrule", s.fset, files, s.info); err != nil {
		return nil, err
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			s.add(decl)
		}
	}
	slices.Sort(s.inactive)
	return s, nil
}

func (s *ruleSet) add(decl ast.Decl) {
	var doc *ast.CommentGroup
	fn, _ := decl.(*ast.FuncDecl)
	switch d := decl.(type) {
	case *ast.FuncDecl:
		doc = d.Doc
		s.helpers[d.Name.Name] = d
	case *ast.GenDecl:
		doc = d.Doc
	}
	if doc == nil {
		return
	}
	for _, c := range doc.List {
		rest, _ := strings.CutPrefix(c.Text, "//gograd:rule ")
		name, ok := strings.CutPrefix(rest, "math.")
		if !ok {
			continue
		}
		name, words, _ := strings.Cut(name, " ")
		switch {
		case fn != nil:
			s.rules[name] = fn
		case words == "inactive" && s.floatToFloat(name):
			s.inactive = append(s.inactive, name)
		}
	}
}

// floatToFloat reports whether a function of package math takes a float and gives one.
func (s *ruleSet) floatToFloat(name string) bool {
	fn, ok := s.math.Scope().Lookup(name).(*types.Func)
	return ok && types.TypeString(fn.Type(), nil) == "func(x float64) float64"
}

// param is a parameter of a rule.
type param struct {
	name  string
	float bool // else int
	read  bool // the rule's body uses it
}

// params are the parameters of a rule in order.
func (s *ruleSet) params(rule *ast.FuncDecl) (params []param) {
	for _, f := range rule.Type.Params.List {
		for _, name := range f.Names {
			p := param{name: name.Name, float: f.Type.(*ast.Ident).Name == "float64"}
			ast.Inspect(rule.Body, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				p.read = p.read || ok && s.info.Uses[id] == s.info.Defs[name]
				return true
			})
			params = append(params, p)
		}
	}
	return params
}

func (s *ruleSet) errorf(n ast.Node, format string, args ...any) error {
	return fmt.Errorf("%s: %s", s.fset.Position(n.Pos()), fmt.Sprintf(format, args...))
}

package rule

import (
	"go/ast"
	"go/parser"
	"go/types"
	"io/fs"
	"path"
	"slices"
	"strconv"

	"github.com/gograd/gograd/runtime/rules/mathrule"
	"github.com/gograd/gograd/runtime/rules/stdrule"
	"golang.org/x/tools/go/packages"
)

// sources are gograd's own rules, by import path.
var sources = map[string]fs.FS{
	"github.com/gograd/gograd/runtime/rules/mathrule": mathrule.Source,
	"github.com/gograd/gograd/runtime/rules/stdrule":  stdrule.Source,
}

// builtin reads gograd's own rules.
func (f *Finder) builtin() *collection {
	all := &collection{rules: map[string]*Rule{}}
	var paths []string
	for p := range sources {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		r := &reader{Finder: f, builtin: true, out: &collection{rules: map[string]*Rule{}}}
		if r.pkg = f.check(r, p, sources[p]); r.pkg != nil {
			r.read()
		}
		f.merge(all, r.out)
	}
	return all
}

// check parses and type-checks the source of a rules package against the program. It gives nil if the program does not contain
// all that the rules import, so that nothing in it can call what they are for.
func (f *Finder) check(r *reader, importPath string, source fs.FS) *packages.Package {
	fset := f.prog.Fset
	pkg := &packages.Package{
		ID: importPath, PkgPath: importPath, Fset: fset, Imports: map[string]*packages.Package{},
		TypesInfo: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
			Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
		},
	}
	names, _ := fs.Glob(source, "*.go")
	for _, name := range names {
		content, err := fs.ReadFile(source, name)
		if err != nil {
			continue
		}
		file, err := parser.ParseFile(fset, path.Join(importPath, name), content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			r.errorf(file.FileStart, "GG100", "%v", err)
			return nil
		}
		for _, spec := range file.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			imp := f.prog.ByPath(p)
			if imp == nil {
				return nil
			}
			pkg.Imports[p] = imp
		}
		pkg.Syntax = append(pkg.Syntax, file)
	}
	if len(pkg.Syntax) == 0 {
		return nil
	}
	cfg := types.Config{Importer: f.prog, Error: func(err error) {
		e := err.(types.Error)
		r.errorf(e.Pos, "GG100", "%s", e.Msg)
	}}
	pkg.Types, _ = cfg.Check(importPath, fset, pkg.Syntax, pkg.TypesInfo)
	pkg.Name = pkg.Types.Name()
	return pkg
}

package load

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"golang.org/x/tools/go/packages"
)

// resolveDecls resolves the requests of one package from its declarations. First its imports are left out, which is
// enough for most signatures; where one has a type of theirs, they are read too. A request that has problems is left out:
// they are reported when the package is loaded.
func resolveDecls(fset *token.FileSet, name string, files []*ast.File, reqs []*directive.Request, ix *index) map[*ast.File][]*directive.Function {
	fns, complete := checkDecls(fset, name, files, reqs, noImports{})
	if !complete {
		fns, _ = checkDecls(fset, name, files, reqs, newDeclImporter(fset, ix))
	}
	byFile := map[*ast.File][]*directive.Function{}
	for _, fn := range fns {
		byFile[fn.File] = append(byFile[fn.File], fn)
	}
	return byFile
}

// checkDecls is one attempt; complete is false when something could not be resolved.
func checkDecls(fset *token.FileSet, name string, files []*ast.File, reqs []*directive.Request, imp types.Importer) (fns []*directive.Function, complete bool) {
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Scopes: map[ast.Node]*types.Scope{}}
	pkg := typesOfDecls(fset, name, files, imp, info)
	var again []*directive.Request
	complete = true
	for _, r := range reqs {
		if !r.Bad {
			again = append(again, &directive.Request{})
			*again[len(again)-1] = *r
		}
	}
	dp := &directive.Package{Fset: fset, Types: pkg, Info: info, Files: files, Generated: func(token.Pos) bool { return false }}
	fns = directive.Resolve(dp, again, &diag.List{})
	if len(fns) < len(again) {
		complete = false
	}
	for _, fn := range fns {
		complete = complete && whole(fn.Obj.Signature(), map[types.Type]bool{}) &&
			(fn.Obj.Signature().Recv() == nil || whole(fn.Obj.Signature().Recv().Type(), map[types.Type]bool{}))
	}
	return fns, complete
}

// typesOfDecls type-checks declarations, and never fails: what can't be resolved is invalid.
func typesOfDecls(fset *token.FileSet, path string, files []*ast.File, imp types.Importer, info *types.Info) *types.Package {
	cfg := types.Config{IgnoreFuncBodies: true, FakeImportC: true, Importer: imp, Error: func(error) {}}
	pkg, _ := cfg.Check(path, fset, files, info)
	return pkg
}

// whole reports whether t has no invalid part.
func whole(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return true
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if !whole(a, seen) {
				return false
			}
		}
		return whole(t.Underlying(), seen)
	case *types.Alias:
		return whole(types.Unalias(t), seen)
	case *types.Basic:
		return t.Kind() != types.Invalid
	case *types.Pointer:
		return whole(t.Elem(), seen)
	case *types.Slice:
		return whole(t.Elem(), seen)
	case *types.Array:
		return whole(t.Elem(), seen)
	case *types.Chan:
		return whole(t.Elem(), seen)
	case *types.Map:
		return whole(t.Key(), seen) && whole(t.Elem(), seen)
	case *types.Struct:
		for f := range t.Fields() {
			if !whole(f.Type(), seen) {
				return false
			}
		}
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if !whole(v.Type(), seen) {
					return false
				}
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if !whole(m.Type(), seen) {
				return false
			}
		}
	}
	return true
}

// noImports is an importer that has nothing.
type noImports struct{}

func (noImports) Import(path string) (*types.Package, error) {
	return nil, fmt.Errorf("%s is left out", path)
}

// declImporter reads declarations of packages from source.
type declImporter struct {
	fset *token.FileSet
	ix   *index
	done map[string]*types.Package
}

func newDeclImporter(fset *token.FileSet, ix *index) *declImporter {
	return &declImporter{fset, ix, map[string]*types.Package{}}
}

// Import implements types.Importer.
func (d *declImporter) Import(path string) (*types.Package, error) { return d.from(nil, path) }

// from imports what the package pkg, nil for one that is being checked, means by path.
func (d *declImporter) from(pkg *packages.Package, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	target := d.ix.byPath[path]
	if pkg != nil && pkg.Imports[path] != nil {
		target = pkg.Imports[path] // its path may differ, when vendored
	}
	if target == nil {
		return nil, fmt.Errorf("%s is not listed", path)
	}
	if p, ok := d.done[target.ID]; ok {
		if p == nil {
			return nil, fmt.Errorf("import cycle through %s", path)
		}
		return p, nil
	}
	d.done[target.ID] = nil
	var files []*ast.File
	for _, name := range target.GoFiles {
		if f, _ := parser.ParseFile(d.fset, name, nil, parser.SkipObjectResolution); f != nil && f.Name != nil {
			files = append(files, f)
		}
	}
	p := typesOfDecls(d.fset, target.PkgPath, files, importerFrom{d, target}, nil)
	d.done[target.ID] = p
	return p, nil
}

// importerFrom imports for one package.
type importerFrom struct {
	*declImporter
	pkg *packages.Package
}

// Import implements types.Importer.
func (i importerFrom) Import(path string) (*types.Package, error) { return i.from(i.pkg, path) }

// printStub writes the functions of one output. They have no bodies: a function that calls one is not to be differentiated
// by what a stub does.
func printStub(pkg string, fns []*directive.Function) []byte {
	var decls bytes.Buffer
	imports := map[string]string{}
	var paths []string
	qualify := func(p *types.Package) string {
		if p == fns[0].Obj.Pkg() {
			return ""
		}
		if imports[p.Path()] == "" {
			imports[p.Path()] = fmt.Sprintf("gograd_stub_%d", len(paths))
			paths = append(paths, p.Path())
		}
		return imports[p.Path()]
	}
	for _, fn := range fns {
		decls.WriteString("\nfunc ")
		if r := fn.Sig.Recv; r != nil {
			fmt.Fprintf(&decls, "(%s) ", types.TypeString(r.Type, qualify))
		}
		decls.WriteString(fn.Sig.Name)
		types.WriteSignature(&decls, fn.Sig.Type(), qualify)
		decls.WriteByte('\n')
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n\npackage %s\n\n", Header, pkg)
	for _, p := range paths {
		fmt.Fprintf(&b, "import %s %q\n", imports[p], p)
	}
	b.Write(decls.Bytes())
	return b.Bytes()
}

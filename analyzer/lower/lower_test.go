package lower_test

import (
	"errors"
	"flag"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/lower"
)

var update = flag.Bool("update", false, "rewrite the wanted outputs")

// program is a set of type-checked packages.
type program struct {
	fset *token.FileSet
	pkgs map[*types.Package]*lower.Package
	path map[string]*types.Package
}

var std = importer.Default()

// load type-checks the .go files of an archive; each directory is a package, its path the directory's, that of the
// top directory p. Packages stand after those that they import.
func load(t *testing.T, ar *txtar.Archive) *program {
	t.Helper()
	p := &program{fset: token.NewFileSet(), pkgs: map[*types.Package]*lower.Package{}, path: map[string]*types.Package{}}
	dirs := map[string][]*ast.File{}
	var order []string
	for _, f := range ar.Files {
		if path.Ext(f.Name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(p.fset, f.Name, f.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(f.Name)
		if dir == "." {
			dir = "p"
		}
		if dirs[dir] == nil {
			order = append(order, dir)
		}
		dirs[dir] = append(dirs[dir], file)
	}
	for _, dir := range order {
		info := &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{}, Implicits: map[ast.Node]types.Object{},
		}
		conf := types.Config{Importer: p, GoVersion: "go1.26"}
		pkg, err := conf.Check(dir, p.fset, dirs[dir], info)
		if err != nil {
			t.Fatal(err)
		}
		p.pkgs[pkg] = &lower.Package{Types: pkg, Info: info, Files: dirs[dir], Foreign: strings.HasPrefix(dir, "foreign")}
		p.path[dir] = pkg
	}
	return p
}

func (p *program) Import(path string) (*types.Package, error) {
	if pkg := p.path[path]; pkg != nil {
		return pkg, nil
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return std.Import(path)
}

// rules has rules for the functions of fmt and errors (inactive) and for those called ruled (active).
type rules struct{}

func (rules) Kind(fn *types.Func) lower.RuleKind {
	if fn.Pkg() == nil {
		return lower.NoRule
	}
	switch p := fn.Pkg().Path(); {
	case p == "math":
		return lower.Active
	case p == "fmt", p == "errors":
		return lower.Inactive
	case strings.HasPrefix(fn.Name(), "ruled"), strings.HasPrefix(fn.Name(), "Ruled"):
		return lower.Active
	}
	return lower.NoRule
}

func (p *program) lowerer(diags *diag.List) *lower.Lowerer {
	src := lower.Source{Fset: p.fset, Pkgs: func(t *types.Package) *lower.Package { return p.pkgs[t] }}
	return lower.New(src, p.path["p"], rules{}, diags)
}

// roots are the functions of package p whose names say so: F, or F and what follows.
func (p *program) roots() []*types.Func {
	var out []*types.Func
	scope := p.path["p"].Scope()
	for _, n := range scope.Names() {
		if fn, ok := scope.Lookup(n).(*types.Func); ok && strings.HasPrefix(n, "F") {
			out = append(out, fn)
		}
	}
	slices.SortFunc(out, func(a, b *types.Func) int { return int(a.Pos() - b.Pos()) })
	return out
}

// lowerAll lowers the roots, and gives the program in text and its diagnostics.
func lowerAll(t *testing.T, p *program) (*ir.Program, string) {
	t.Helper()
	var diags diag.List
	l := p.lowerer(&diags)
	prog := &ir.Program{}
	seen := map[*ir.Func]bool{}
	for _, fn := range p.roots() {
		before := diags.Len()
		f := l.Func(fn)
		if f == nil {
			if before == 0 && diags.Len() == 0 {
				t.Errorf("%s was refused without a reason", fn.Name())
			}
			continue
		}
		for _, g := range lower.Reachable(f) {
			if !seen[g] {
				seen[g] = true
				prog.Funcs = append(prog.Funcs, g)
			}
		}
	}
	var sb strings.Builder
	for _, d := range diags.Sorted() {
		d.Notes = slices.DeleteFunc(slices.Clone(d.Notes), func(n string) bool { return !strings.HasPrefix(n, "in ") })
		sb.WriteString(d.String() + "\n")
	}
	return prog, sb.String()
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no tests", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := load(t, ar)
	prog, diags := lowerAll(t, p)
	if err := ir.Verify(prog); err != nil {
		t.Errorf("the IR is not well formed:\n%v", err)
	}
	got := map[string]string{"want.ir": ir.Print(prog), "want.diag": diags, "want.origin": ""}
	if slices.ContainsFunc(ar.Files, func(f txtar.File) bool { return f.Name == "want.origin" }) {
		got["want.origin"] = origins(prog)
	}
	if *update {
		ar.Files = slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want.") })
		for _, name := range []string{"want.ir", "want.origin", "want.diag"} {
			if got[name] != "" {
				ar.Files = append(ar.Files, txtar.File{Name: name, Data: []byte(got[name])})
			}
		}
		if err := os.WriteFile(file, txtar.Format(ar), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, g := range got {
		want := ""
		for _, f := range ar.Files {
			if f.Name == name {
				want = string(f.Data)
			}
		}
		if d := cmp.Diff(want, g); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// origins lists the statements with where they come from; those of one source statement stand under it.
func origins(p *ir.Program) string {
	var sb strings.Builder
	for _, f := range p.Funcs {
		var last *ir.Origin
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if s == ir.Stmt(f.Body) {
				return true
			}
			if o := s.Origin(); o != last {
				text := "(none)"
				if o != nil {
					text = o.Text
				}
				sb.WriteString(text + "\n")
				last = o
			}
			head, _, _ := strings.Cut(ir.String(s), "\n")
			sb.WriteString("\t" + head + "\n")
			return true
		})
	}
	return sb.String()
}

var _ = errors.New

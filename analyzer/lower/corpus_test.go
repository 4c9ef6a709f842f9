package lower_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/lower"

	_ "gonum.org/v1/gonum/floats" // of the corpus: its module must be there
)

// TestCorpus lowers every function of some packages that weren't written for the tool: each is refused with a reason, or becomes
// well-formed IR. GOGRAD_CORPUS names other packages, and a directory to load them in after a colon.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("loads packages with all that they import")
	}
	patterns, dir := "gonum.org/v1/gonum/floats gonum.org/v1/gonum/optimize/functions gonum.org/v1/gonum/spatial/r3 math math/rand", ""
	if c := os.Getenv("GOGRAD_CORPUS"); c != "" {
		patterns, dir, _ = strings.Cut(c, ":")
	}
	fset := token.NewFileSet()
	roots, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule,
		Fset: fset, Dir: dir,
	}, strings.Fields(patterns)...)
	if err != nil {
		t.Fatal(err)
	}
	all := map[*types.Package]*lower.Package{}
	packages.Visit(roots, nil, func(p *packages.Package) {
		all[p.Types] = &lower.Package{Types: p.Types, Info: p.TypesInfo, Files: p.Syntax, Foreign: !slices.Contains(roots, p)}
	})
	src := lower.Source{Fset: fset, Pkgs: func(p *types.Package) *lower.Package { return all[p] }}
	lowered, refused := 0, map[string]int{}
	for _, p := range roots {
		if len(p.Errors) > 0 || len(p.Syntax) == 0 {
			t.Fatalf("%s: %v", p.PkgPath, p.Errors)
		}
		var diags diag.List
		l := lower.New(src, p.Types, rules{}, &diags)
		for _, file := range p.Syntax {
			for _, d := range file.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok {
					corpusFunc(t, l, &diags, p, fd, &lowered)
				}
			}
		}
		for _, d := range diags.Sorted() {
			refused[d.Code]++
			if testing.Verbose() && os.Getenv("GOGRAD_CORPUS") != "" {
				t.Log(d)
			}
		}
	}
	t.Logf("%d lowered, refused: %v", lowered, refused)
	if lowered == 0 {
		t.Error("nothing was lowered")
	}
}

func corpusFunc(t *testing.T, l *lower.Lowerer, diags *diag.List, p *packages.Package, fd *ast.FuncDecl, lowered *int) {
	name := p.PkgPath + "." + fd.Name.Name
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: %v", name, r)
		}
	}()
	before := diags.Len()
	f := l.Func(p.TypesInfo.Defs[fd.Name].(*types.Func))
	if f == nil {
		if diags.Len() == 0 {
			t.Errorf("%s is refused without a reason", name)
		}
		return
	}
	if diags.Len() > before {
		t.Errorf("%s is lowered, but: %v", name, diags.Sorted())
	}
	*lowered++
	prog := &ir.Program{Funcs: lower.Reachable(f)}
	if err := ir.Verify(prog); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

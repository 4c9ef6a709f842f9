package emit

import (
	"bytes"
	"flag"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted outputs in testdata")

// TestGolden renders the IR of each file in testdata. A file's prose says what it shows; "in.ir" is the program, "decls.go" what
// the package declares besides, "want.go" the output.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			golden(t, file)
		})
	}
}

func golden(t *testing.T, file string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var in, decls, want string
	for _, f := range ar.Files {
		switch f.Name {
		case "in.ir":
			in = string(f.Data)
		case "decls.go":
			decls = string(f.Data)
		case "want.go":
			want = string(f.Data)
		}
	}
	out := render(t, in, decls)
	if *update {
		kept := ar.Files[:0]
		for _, f := range ar.Files {
			if f.Name != "want.go" {
				kept = append(kept, f)
			}
		}
		ar.Files = append(kept, txtar.File{Name: "want.go", Data: out})
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
		want = string(out)
	}
	check(t, out, decls)
	if string(out) != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// render gives the text of the program, which is to be the same each time and to leave the program alone.
func render(t *testing.T, in, decls string) []byte {
	t.Helper()
	prog, err := ir.Parse(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := ir.Verify(prog); err != nil {
		t.Fatal(err)
	}
	origins(prog)
	before := ir.Print(prog)
	f := &File{Pkg: types.NewPackage("p", "p"), Units: []Unit{{prog}}, Taken: declared(t, decls)}
	first, err := f.Render()
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.Render()
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("a second rendering differs (%v)\n%s", err, second)
	}
	if after := ir.Print(prog); after != before {
		t.Errorf("the program was changed to\n%s", after)
	}
	return first
}

// origins gives the statements behind a call of mark.Adjoint("text") that origin, up to the next such call or the end of the block;
// mark.Forward ends it, and behind mark.Forward("") there is none. The text form of the IR has no origins, and no two variables of the same name: those that end in __2 and
// so on lose that.
func origins(p *ir.Program) {
	byText := map[string]*ir.Origin{}
	var mark func(b *ir.Block, o *ir.Origin)
	mark = func(b *ir.Block, o *ir.Origin) {
		var out []ir.Stmt
		for _, s := range b.List {
			if c, ok := s.(*ir.CallStmt); ok && c.Fn.Pkg == "mark" {
				text := constant.StringVal(c.Args[0].(*ir.Const).Val)
				if o = nil; text == "" {
					continue
				}
				if byText[text] == nil {
					byText[text] = &ir.Origin{Text: text, Adjoint: c.Fn.Name == "Adjoint"}
				}
				o = byText[text]
				continue
			}
			switch s := s.(type) {
			case *ir.Decl:
				s.Var.Name, _, _ = strings.Cut(s.Var.Name, "__")
			case *ir.Count:
				s.Var.Name, _, _ = strings.Cut(s.Var.Name, "__")
			}
			setOrigin(s, o)
			for _, in := range ir.Blocks(s) {
				mark(in, o)
			}
			out = append(out, s)
		}
		b.List = out
	}
	for _, f := range p.Funcs {
		mark(f.Body, &ir.Origin{Text: "forward"})
	}
}

func setOrigin(s ir.Stmt, o *ir.Origin) {
	at := ir.At{Orig: o}
	switch s := s.(type) {
	case *ir.Decl:
		s.At = at
	case *ir.Assign:
		s.At = at
	case *ir.CallStmt:
		s.At = at
	case *ir.Copy:
		s.At = at
	case *ir.Clear:
		s.At = at
	case *ir.If:
		s.At = at
	case *ir.Count:
		s.At = at
	case *ir.While:
		s.At = at
	case *ir.Exit:
		s.At = at
	case *ir.Push:
		s.At = at
	case *ir.Pop:
		s.At = at
	}
}

// declared reports which names the package declares.
func declared(t *testing.T, decls string) func(string) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "decls.go", "package p\n"+decls, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names[d.Name.Name] = d.Recv == nil
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names[s.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
	return func(name string) bool { return names[name] }
}

var (
	sourceImporter = sync.OnceValue(func() types.Importer {
		return importer.ForCompiler(token.NewFileSet(), "source", nil)
	})
)

// check type-checks the output together with the rest of the package.
func check(t *testing.T, out []byte, decls string) {
	t.Helper()
	fset := token.NewFileSet()
	f1, err := parser.ParseFile(fset, "out.go", out, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f2, err := parser.ParseFile(fset, "decls.go", "package p\n"+decls, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: sourceImporter(), Error: func(err error) { t.Error(err) }}
	if _, err := conf.Check("p", fset, []*ast.File{f1, f2}, nil); err != nil {
		t.Logf("%s", out)
	}
}

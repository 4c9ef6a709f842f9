package stdrule

import (
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

// readTargets gives the targets of all rules, by the path of their package.
func readTargets(t *testing.T) map[string][]string {
	targets := map[string][]string{}
	names, err := fs.Glob(Source, "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		src, err := Source.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if len(file.Imports) > 0 {
			t.Errorf("%s imports a package; its rules would be left out of programs without it", name)
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				rest, ok := strings.CutPrefix(c.Text, "//gograd:rule ")
				if !ok {
					continue
				}
				f := strings.Fields(rest)
				dot := strings.LastIndexByte(f[0], '.')
				if len(f) != 2 || f[1] != "inactive" || dot < 0 {
					t.Errorf("%s: %s", name, c.Text)
					continue
				}
				path, fn := f[0][:dot], f[0][dot+1:]
				if slices.Contains(targets[path], fn) {
					t.Errorf("%s stands twice", f[0])
				}
				targets[path] = append(targets[path], fn)
			}
		}
	}
	return targets
}

// What the rules are for exists, and has a signature that an inactive function can have: no results with floats but
// where text comes in, and no parameter that is a function.
func TestTargets(t *testing.T) {
	imp := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for path, names := range readTargets(t) {
		pkg, err := imp.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			fn, ok := pkg.Scope().Lookup(name).(*types.Func)
			if !ok || !fn.Exported() {
				t.Errorf("%s.%s is not an exported function", path, name)
				continue
			}
			for v := range fn.Signature().Params().Variables() {
				if _, isFunc := v.Type().Underlying().(*types.Signature); isFunc {
					t.Errorf("%s calls its parameter %s", fn.FullName(), v.Name())
				}
			}
			for v := range fn.Signature().Results().Variables() {
				if b, isBasic := v.Type().Underlying().(*types.Basic); isBasic && b.Info()&types.IsFloat != 0 && !strings.HasPrefix(name, "Parse") {
					t.Errorf("%s gives a float", fn.FullName())
				}
			}
		}
	}
}

func TestMathBitsIsComplete(t *testing.T) {
	pkg, err := importer.ForCompiler(token.NewFileSet(), "source", nil).Import("math/bits")
	if err != nil {
		t.Fatal(err)
	}
	have := readTargets(t)["math/bits"]
	for _, name := range pkg.Scope().Names() {
		fn, ok := pkg.Scope().Lookup(name).(*types.Func)
		if ok && fn.Exported() && !slices.Contains(have, name) {
			t.Errorf("math/bits.%s has no rule", name)
		}
	}
}

// Source must hold all files with rules, and no others.
func TestSource(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		want := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && name != "source.go"
		if _, err := Source.Open(name); (err == nil) != want {
			t.Errorf("%s in Source: %v, want %v", name, err == nil, want)
		}
	}
}

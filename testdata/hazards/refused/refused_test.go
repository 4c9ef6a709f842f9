// Package refused holds the hazards that lie outside of the language that is differentiated: one archive
// each, with a Go file and the places where the tool must say that it can't.
package refused

import (
	"errors"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// root is the directory of the module under test.
const root = "../../.."

var wantLine = regexp.MustCompile(`(?m)^want: (in\.go:\d+):\d+$`)

// cases gives the archives by file name.
func cases(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob("*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	out := map[string]*txtar.Archive{}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Files) != 1 || a.Files[0].Name != "in.go" || !wantLine.Match(a.Comment) {
			t.Fatalf("%s: want one file in.go and a line want: in.go:line:column", name)
		}
		out[name] = a
	}
	return out
}

// Each file is good Go, but for calls of what is yet to be generated; and something begins at each place that is wanted.
func TestArchives(t *testing.T) {
	for name, a := range cases(t) {
		t.Run(name, func(t *testing.T) {
			src := a.Files[0].Data
			if f, err := format.Source(src); err != nil || string(f) != string(src) {
				t.Errorf("not formatted (%v)", err)
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, "in.go", src, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			conf := types.Config{Importer: importer.Default(), Error: func(err error) {
				if !strings.HasSuffix(err.Error(), "Grad") {
					t.Error(err)
				}
			}}
			_, _ = conf.Check("in", fset, []*ast.File{file}, nil)
			begins := map[string]bool{}
			ast.Inspect(file, func(n ast.Node) bool {
				if n != nil {
					begins[fset.Position(n.Pos()).String()] = true
				}
				return true
			})
			for _, m := range wantLine.FindAll(a.Comment, -1) {
				if at := strings.TrimPrefix(string(m), "want: "); !begins[at] {
					t.Errorf("nothing begins at %s", at)
				}
			}
		})
	}
}

// The tool names each line, exits with 1, and writes nothing.
func TestRefused(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "gograd")
	build := exec.Command("go", "build", "-o", tool, "./cmd/gograd")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, a := range cases(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "go.mod", []byte("module in\n\ngo 1.26.0\n"))
			write(t, dir, "in.go", a.Files[0].Data)
			cmd := exec.Command(tool)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 {
				t.Errorf("%v, want exit code 1\n%s", err, out)
			}
			for _, m := range wantLine.FindAllSubmatch(a.Comment, -1) {
				if located := regexp.MustCompile(`(?m)^(\S*/)?` + regexp.QuoteMeta(string(m[1])) + `:\d+: .*\[GG\d\d\d\]$`); !located.Match(out) {
					t.Errorf("nothing is said of %s:\n%s", m[1], out)
				}
			}
			if files, _ := os.ReadDir(dir); len(files) != 2 {
				t.Errorf("the folder has %v", files)
			}
		})
	}
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The innermost loops of generated functions have no more bounds checks left, as the compiler reports them, than bounds.txt says.
// UPDATE=1 writes that file anew.
func TestBoundsChecks(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	out, err := exec.Command("go", "build", "-gcflags=-d=ssa/check_bce", "./...").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	got := map[string]int{}
	for _, path := range generated(t) {
		countChecks(t, path, out, got)
	}
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(got)) {
		fmt.Fprintf(&b, "%s %d\n", name, got[name])
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("bounds.txt", b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("bounds.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for line := range strings.Lines(string(text)) {
		name, n, _ := strings.Cut(strings.TrimSpace(line), " ")
		want[name], _ = strconv.Atoi(n)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if got[name] > want[name] {
			t.Errorf("%s has %d bounds checks in innermost loops, and had %d", name, got[name], want[name])
		}
	}
}

func generated(t *testing.T) []string {
	var out []string
	for _, pattern := range []string{"*/*_gograd.go", "*/*/*_gograd.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, paths...)
	}
	return out
}

var check = regexp.MustCompile(`(?m)^(\S+):(\d+):(\d+): Found Is(Slice)?InBounds$`)

// countChecks adds to got, by package and function, the checks reported in the innermost loops of the file.
func countChecks(t *testing.T, path string, report []byte, got map[string]int) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		name := filepath.ToSlash(filepath.Dir(path)) + "." + f.Name.Name
		got[name] += 0
		ast.Inspect(f, func(n ast.Node) bool {
			body := loopBody(n)
			if body == nil || nested(body) {
				return true
			}
			from, to := fset.Position(body.Pos()), fset.Position(body.End())
			for _, m := range check.FindAllSubmatch(report, -1) {
				line, _ := strconv.Atoi(string(m[2]))
				if filepath.Clean(string(m[1])) == path && from.Line < line && line < to.Line {
					got[name]++
				}
			}
			return true
		})
	}
}

func loopBody(n ast.Node) *ast.BlockStmt {
	switch n := n.(type) {
	case *ast.ForStmt:
		return n.Body
	case *ast.RangeStmt:
		return n.Body
	}
	return nil
}

func nested(b *ast.BlockStmt) bool {
	found := false
	ast.Inspect(b, func(n ast.Node) bool {
		found = found || n != nil && loopBody(n) != nil
		return !found
	})
	return found
}

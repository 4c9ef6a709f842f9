package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/diag"
	diagdoc "github.com/gograd/gograd/testdata/diag"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var codes = regexp.MustCompile(`(?m) \[(GG\d+)\]$`)

// TestDocumented: each code has a document with an explanation, and each document a code.
func TestDocumented(t *testing.T) {
	for _, c := range diag.Codes {
		content, err := diagdoc.Files.ReadFile(c.ID + ".txtar")
		if err != nil {
			t.Errorf("%s (%s) has no document", c.ID, c.Title)
			continue
		}
		if ar := txtar.Parse(content); len(strings.TrimSpace(string(ar.Comment))) < 40 || len(ar.Files) == 1 {
			t.Errorf("the document of %s needs an explanation, an example and what gograd says", c.ID)
		}
	}
	seen := map[string]bool{}
	for _, c := range diag.Codes {
		if seen[c.ID] {
			t.Errorf("%s is there twice", c.ID)
		}
		seen[c.ID] = true
	}
	names, err := fs.Glob(diagdoc.Files, "*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if id := strings.TrimSuffix(name, ".txtar"); !seen[id] {
			t.Errorf("%s is not in the table of codes", id)
		}
	}
}

// example is the example of a document, unpacked into a directory that is called as its code.
type example struct {
	id      string
	archive *txtar.Archive
	want    string
	got     strings.Builder
}

// TestDiagnostics runs the examples: each gives its code and no other, and nothing is written. All are packages of one
// module, so that they are loaded together.
func TestDiagnostics(t *testing.T) {
	names, err := fs.Glob(diagdoc.Files, "*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, noC := exec.LookPath("gcc")
	dir := t.TempDir()
	files := map[string]string{"go.mod": "module example.com/m\n\ngo 1.26.0\n"}
	examples := map[string]*example{}
	for _, name := range names {
		content, err := diagdoc.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		x := &example{id: strings.TrimSuffix(name, ".txtar"), archive: txtar.Parse(content)}
		if len(x.archive.Files) == 0 || x.id == "GG017" && noC != nil {
			continue
		}
		examples[x.id] = x
		for _, f := range x.archive.Files {
			if f.Name == "want" {
				x.want = string(f.Data)
			} else {
				files[x.id+"/"+f.Name] = strings.ReplaceAll(string(f.Data), "example.com/m", "example.com/m/"+x.id)
			}
		}
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	distribute(t, dir, examples, "./...")
	distribute(t, dir, examples, "./GG023/nothing/...")
	for _, x := range examples {
		t.Run(x.id, x.check)
	}
	unchanged(t, dir, files)
}

// distribute runs the command and gives each example what was said about it.
func distribute(t *testing.T, dir string, examples map[string]*example, pattern string) {
	_, stderr, code := output(t, dir, pattern)
	if code != exitProblem {
		t.Errorf("exit code %d", code)
	}
	var to *example
	for line := range strings.Lines(stderr) {
		if !strings.HasPrefix(line, "\t") {
			id, _, _ := strings.Cut(strings.TrimPrefix(line, "./"), "/")
			if to = examples[id]; to == nil {
				t.Errorf("about no example: %s", line)
			}
		}
		if to != nil {
			line = strings.ReplaceAll(line, "example.com/m/"+to.id, "example.com/m")
			to.got.WriteString(strings.ReplaceAll(line, to.id+"/", ""))
		}
	}
}

// check compares what was said with the document.
func (x *example) check(t *testing.T) {
	got := x.got.String()
	found := codes.FindAllStringSubmatch(got, -1)
	if len(found) == 0 {
		t.Errorf("no diagnostic")
	}
	for _, m := range found {
		if m[1] != x.id {
			t.Errorf("%s as well", m[1])
		}
	}
	if os.Getenv("UPDATE") != "" {
		update(t, x.id, x.archive, got)
	} else if d := cmp.Diff(mask(x.want), mask(got)); d != "" {
		t.Error(d)
	}
}

// mask hides line numbers in the standard library, which differ from one version of Go to the next.
func mask(s string) string {
	return regexp.MustCompile(`:\d+:\d+ \[GG052\]`).ReplaceAllString(s, ":line [GG052]")
}

// unchanged checks that the directory holds the files and nothing else.
func unchanged(t *testing.T, dir string, files map[string]string) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		if err == nil && !d.IsDir() {
			if text, err := os.ReadFile(path); err != nil || string(text) != files[filepath.ToSlash(rel)] {
				t.Errorf("%s was written", rel)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// update rewrites what gograd says in a document.
func update(t *testing.T, id string, ar *txtar.Archive, got string) {
	var files []txtar.File
	for _, f := range ar.Files {
		if f.Name != "want" {
			files = append(files, f)
		}
	}
	ar.Files = append(files, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(filepath.Join("../../testdata/diag", id+".txtar"), txtar.Format(ar), 0o666); err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestFixedBugs runs the archives in testdata/fixedbugs, one a bug: its story, a package main and, as "want", what the program prints
// with the code generated for it, which is derived by hand. All are packages of one module, so that they are loaded and built together.
func TestFixedBugs(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(root, "testdata", "fixedbugs", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	dir := t.TempDir()
	write := func(name string, content []byte) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module example.com/m\n\ngo 1.26.0\n\nrequire github.com/gograd/gograd v0.0.0\n\nreplace github.com/gograd/gograd => "+root+"\n"))
	want := map[string]string{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(strings.TrimSpace(string(ar.Comment))) < 80 {
			t.Errorf("%s has no story", name)
		}
		for _, f := range ar.Files {
			if f.Name == "want" {
				want[name] = string(f.Data)
			} else {
				write(name+"/"+f.Name, f.Data)
			}
		}
		if want[name] == "" {
			t.Errorf("%s doesn't say what it wants", name)
		}
	}
	if _, stderr, code := output(t, dir, "./..."); code != exitDone {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	bin := filepath.Join(dir, "bin") + string(filepath.Separator)
	build := exec.Command("go", "build", "-o", bin, "./...") // writes the mains only
	build.Dir, build.Env = dir, append(os.Environ(), goEnv(t)...)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range want {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := exec.Command(filepath.Join(bin, name)).CombinedOutput()
			if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, string(out)); diff != "" {
				gen, _ := filepath.Glob(filepath.Join(dir, name, "*_gograd.go"))
				for _, g := range gen {
					code, _ := os.ReadFile(g)
					t.Logf("%s", code)
				}
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

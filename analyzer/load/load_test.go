package load

import (
	"bytes"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/diag"
	"golang.org/x/tools/txtar"
)

// unpack writes an archive to a new directory.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// describe says what was loaded: functions with their signatures, stale outputs, failures and problems.
func describe(t *testing.T, dir string, patterns ...string) string {
	t.Helper()
	var diags diag.List
	env := append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=")
	prog, err := Load(&Config{Dir: dir, Env: env, Patterns: patterns}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, pkg := range prog.Packages {
		b.WriteString(pkg.PkgPath)
		if pkg.Failed {
			b.WriteString(" failed")
		}
		b.WriteString("\n")
		for _, f := range pkg.Files {
			for _, fn := range f.Functions {
				var sig bytes.Buffer
				types.WriteSignature(&sig, fn.Sig.Type(), types.RelativeTo(pkg.Types))
				b.WriteString("\t" + filepath.Base(f.Output) + ": " + fn.Sig.Name + sig.String() + " " + f.Constraint + "\n")
			}
		}
		for _, s := range pkg.Stale {
			b.WriteString("\tstale " + filepath.Base(s) + "\n")
		}
	}
	for _, d := range diags.Sorted() {
		s := strings.TrimPrefix(d.Pos.String(), dir+string(filepath.Separator))
		b.WriteString(s + ": " + d.Message + " [" + d.Code + "]\n")
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			input, want, ok := strings.Cut(string(content), "-- want --\n")
			if !ok {
				t.Fatal("no want")
			}
			got := describe(t, unpack(t, input), "./...")
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, []byte(input+"-- want --\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Package examples runs the programs in its folders, and holds each to the output that its README shows.
package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var shown = regexp.MustCompile("(?s)```text\n(.*?)```")

func TestExamples(t *testing.T) {
	readmes, err := filepath.Glob("*/README.md")
	if err != nil || len(readmes) < 5 {
		t.Fatalf("found %v (%v)", readmes, err)
	}
	bin := t.TempDir()
	for _, readme := range readmes {
		dir := filepath.Dir(readme)
		t.Run(dir, func(t *testing.T) {
			text, err := os.ReadFile(readme)
			if err != nil {
				t.Fatal(err)
			}
			want := shown.FindSubmatch(text)
			if want == nil {
				t.Fatalf("%s shows no output", readme)
			}
			program := filepath.Join(bin, dir)
			if out, err := exec.Command("go", "build", "-o", program, "./"+dir).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			got, err := exec.Command(program).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if string(got) != string(want[1]) {
				t.Errorf("got\n%s\nwant\n%s", got, want[1])
			}
		})
	}
}

// What the repository's README shows of curvefit stands in its files. `.ci/generate` brings it up to date.
func TestShownInReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"model.go", "model_gograd.go"} {
		source, err := os.ReadFile(filepath.Join("curvefit", file))
		if err != nil {
			t.Fatal(err)
		}
		_, shown, ok := strings.Cut(string(source), "\n// misfit")
		if !ok || !strings.Contains(string(readme), "```go\n// misfit"+shown+"```\n") {
			t.Errorf("README.md does not show %s as it is: run .ci/generate", file)
		}
	}
}

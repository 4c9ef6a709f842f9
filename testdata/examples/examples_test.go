// Package examples runs the programs in its folders, and holds each to the output that its README shows.
package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// Package hazards counts the hazards that have a case.
package hazards

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Every row of the list has a test TestHnn_… in one of the folders, or an archive refused/nn_….txtar.
func TestEveryRowHasACase(t *testing.T) {
	const rows = 90
	covered := map[string]bool{}
	files, err := filepath.Glob("*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^func TestH(\d\d)_`)
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(src, -1) {
			covered[string(m[1])] = true
		}
	}
	archives, err := filepath.Glob("refused/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range archives {
		covered[filepath.Base(a)[:2]] = true
	}
	for i := 1; i <= rows; i++ {
		if n := fmt.Sprintf("%02d", i); !covered[n] {
			t.Errorf("no case for row %s", n)
		}
	}
}

package normal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/randir"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// The archives in testdata: prose, the program "in", its normal form "out". UPDATE=1 writes out anew.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(ar.Files) == 0 || len(ar.Files) > 2 || ar.Files[0].Name != "in" || len(strings.TrimSpace(string(ar.Comment))) < 20 {
				t.Fatal("want prose, in, out")
			}
			p, err := ir.Parse(string(ar.Files[0].Data))
			if err != nil {
				t.Fatal(err)
			}
			if err := ir.Verify(p); err != nil {
				t.Fatal(err)
			}
			q := normal.Normalize(p.Funcs[0])
			if err := errors.Join(ir.Verify(q), ir.VerifyNormal(q)); err != nil {
				t.Error(err)
			}
			for seed := range uint64(40) {
				if _, err := same(p, q, randir.Inputs(randir.Seeded(seed), p.Funcs[0])); err != nil {
					t.Errorf("inputs %d: %v", seed, err)
				}
			}
			got := ir.Print(q)
			if os.Getenv("UPDATE") != "" {
				ar.Files = []txtar.File{ar.Files[0], {Name: "out", Data: []byte(got)}}
				if err := os.WriteFile(name, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want := ""
			if len(ar.Files) == 2 {
				want = string(ar.Files[1].Data)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

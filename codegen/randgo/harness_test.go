package randgo

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// simple is a program whose gradient a test can write down.
func simple(seed uint64) *Program {
	name := fmt.Sprintf("p%d", seed)
	return &Program{
		Seed: seed, Name: name, Kind: "grad", Method: name, Grad: name + "Grad", Wrt: []Wrt{{Param: 0}},
		Source: fmt.Sprintf("//gograd:grad\nfunc %[1]s(x []float64) float64 { return x[0] * x[1] }\n\nfunc %[1]sArgs() []any { return []any{make([]float64, 2)} }\n", name),
	}
}

// fakeTool writes gradients for the programs that carry a directive: program 3 is refused, the one of program 5 doesn't compile,
// on program 7 the tool fails without saying where, the gradient of program 8 is wrong.
func fakeTool(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "p*.go"))
	if err != nil {
		return err
	}
	text := map[string]string{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.Base(f), ".go")
		if !strings.Contains(string(src), "//gograd:") || strings.HasSuffix(name, "_gograd") {
			continue
		}
		body := "dx[0], dx[1] = x[1], x[0]\n"
		switch name {
		case "p3":
			return errors.New("gograd: exit status 1\n" + f + ":4:2: not supported [GG999]\n")
		case "p5":
			body = "dx[0] = 1.0\nvar s string = x[1]\n"
		case "p7":
			return errors.New("panic: index out of range")
		case "p8":
			body = "dx[0], dx[1] = x[0], x[1]\n"
		}
		text[name] = fmt.Sprintf("package %s\n\nfunc %sGrad(dx, x []float64) float64 {\n%sreturn %s(x)\n}\n", filepath.Base(dir), name, body, name)
	}
	for name, t := range text {
		if err := os.WriteFile(filepath.Join(dir, name+"_gograd.go"), []byte(t), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// TestHarness sends programs of which some are refused, some fail to compile and one is wrong through all of it.
func TestHarness(t *testing.T) {
	var all []*Program
	for seed := range uint64(10) {
		all = append(all, simple(seed))
	}
	rep, err := Run{Dir: t.TempDir(), Root: root(t), Generate: fakeTool}.Check(all)
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(rep.Refused)); !slices.Equal(got, []uint64{3, 7}) {
		t.Errorf("refused %v, want 3 and 7", got)
	}
	if got := slices.Sorted(maps.Keys(rep.Broken)); !slices.Equal(got, []uint64{5}) {
		t.Errorf("broken %v, want 5", got)
	}
	if len(rep.Outcomes) != len(all) {
		t.Errorf("%d outcomes, want %d", len(rep.Outcomes), len(all))
	}
	for _, o := range rep.Outcomes {
		if (o.Diff != "") != (o.Seed == 8) {
			t.Errorf("seed %d: %q", o.Seed, o.Diff)
		}
	}
}

// TestMinimize cuts a program down to the call that a predicate wants to keep.
func TestMinimize(t *testing.T) {
	for seed := range uint64(200) {
		p, err := New(seed, Config{Statements: 6})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(p.Source, "math.Sincos(") || p.Method != p.Name {
			continue
		}
		small, err := Minimize(p, 60, func(ps []*Program) ([]bool, error) {
			bad := make([]bool, len(ps))
			for i, q := range ps {
				bad[i] = strings.Contains(q.Source, "math.Sincos(")
			}
			return bad, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if small.Source == p.Source {
			continue // the call stands in a helper that nothing calls, and goes with it in the first step
		}
		if small.Name != p.Name || !strings.Contains(small.Source, "//gograd:"+p.Kind) || len(small.Source) > 700 {
			t.Errorf("left of %d bytes:\n%s", len(p.Source), small.Source)
		}
		return
	}
	t.Error("no program calls math.Sincos")
}

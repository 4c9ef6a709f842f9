package lower_test

import (
	"fmt"
	"go/types"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/lower"
)

// outcome is what a run can be seen to do.
type outcome struct {
	result float64
	x      []float64
	panic  string
}

func (o outcome) same(p outcome) bool {
	if (o.panic == "") != (p.panic == "") || o.panic != "" && o.panic != p.panic {
		return false
	}
	bits := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b }
	return (o.panic != "" || bits(o.result, p.result)) && slices.EqualFunc(o.x, p.x, bits)
}

func native(f func([]float64, int) float64, x []float64, n int) (o outcome) {
	o.x = slices.Clone(x)
	defer func() {
		if r := recover(); r != nil {
			o.panic = strings.TrimSpace(fmt.Sprint(r))
		}
	}()
	o.result = f(o.x, n)
	return o
}

func interpreted(p *ir.Program, f *ir.Func, x []float64, n int) (o outcome, err error) {
	args := interp.FromGo(x, n)
	rs, err := interp.New(p).Call(f, args...)
	o.x = interp.Primals(args[:1])
	if p, ok := err.(*interp.Panic); ok {
		o.panic = p.Msg
		return o, nil
	}
	if err == nil {
		o.result = rs[0].F
	}
	return o, err
}

// TestSnippets compares what the snippets do as Go and as IR.
func TestSnippets(t *testing.T) {
	files, err := filepath.Glob("snippets_?*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	ar := &txtar.Archive{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		ar.Files = append(ar.Files, txtar.File{Name: strings.TrimSuffix(f, "_test.go") + ".go", Data: src})
	}
	p := load(t, ar)
	inputs := [][]float64{
		{1, 2, 3, 4, 5, 6, 7},
		{0.5, -1.25, 3.5, 0, 2.25, 8, 1},
		{-5, 0.1, 1e-3, 2, -0.7, 0.3, 9},
		{2, 5, -3, 0.25, 1, 1, 0},
	}
	for name, f := range snippets {
		t.Run(name, func(t *testing.T) {
			var diags diag.List
			fn := p.path["p"].Scope().Lookup(name).(*types.Func)
			root := p.lowerer(&diags).Func(fn)
			if root == nil {
				t.Fatal(diags.Sorted())
			}
			prog := &ir.Program{Funcs: lower.Reachable(root)}
			if err := ir.Verify(prog); err != nil {
				t.Fatalf("%v\n%s", err, ir.Print(prog))
			}
			for _, x := range inputs {
				for n := range 5 {
					want := native(f, x, n)
					got, err := interpreted(prog, root, x, n)
					if err != nil || !want.same(got) {
						t.Fatalf("%s(%v, %d):\nGo %+v\nIR %+v %v\n%s", name, x, n, want, got, err, ir.Print(prog))
					}
				}
			}
		})
	}
}

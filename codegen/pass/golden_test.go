package pass

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// The archives in testdata, named pass_what.txtar: prose, the program "in", and "out", what that pass makes of it. UPDATE=1 writes out
// anew. Statements in blocks whose labels begin with "adjoint" are adjoint statements, each block's with an origin of its own;
// the blocks are only there to say so. Variables that are called t and a number are temporaries. What is called
// pass_not_what.txtar must stay as it is. The directive says fast where the name has "fast" in it, and for functions.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	acts, stays := map[string]int{}, map[string]int{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		pass, what, _ := strings.Cut(name, "_")
		if strings.HasPrefix(what, "not_") {
			stays[pass]++
		} else {
			acts[pass]++
		}
		t.Run(name, func(t *testing.T) { golden(t, path, pass, strings.HasPrefix(what, "not_")) })
	}
	for _, p := range Passes {
		if acts[p.Name] == 0 || stays[p.Name] == 0 || acts[p.Name]+stays[p.Name] < 3 {
			t.Errorf("%s has %d archives where it acts and %d where it must not", p.Name, acts[p.Name], stays[p.Name])
		}
	}
}

// The archives in testdata/pending say what passes should do and don't yet; one that they do moves to testdata.
func TestPending(t *testing.T) {
	paths, err := filepath.Glob("testdata/pending/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		pass, what, _ := strings.Cut(name, "_")
		t.Run(name, func(t *testing.T) {
			c := readCase(t, path)
			if err := c.run(passNamed(t, pass), strings.HasPrefix(what, "not_")); err != nil {
				t.Skip("still so:", err)
			}
			t.Error("it is as it should be now: the archive belongs to testdata")
		})
	}
}

func golden(t *testing.T, path, name string, stays bool) {
	c := readCase(t, path)
	ps := passNamed(t, name)
	if name == "functions" || strings.Contains(path, "fast") {
		ps = fastPass(ps)
	}
	if err := c.run(ps, stays); err != nil {
		t.Error(err)
	}
	got := ir.Print(c.p)
	if os.Getenv("UPDATE") != "" {
		c.ar.Files = []txtar.File{c.ar.Files[0], {Name: "out", Data: []byte(got)}}
		if err := os.WriteFile(path, txtar.Format(c.ar), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want := ""
	if len(c.ar.Files) == 2 {
		want = string(c.ar.Files[1].Data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// passCase is an archive with its program.
type passCase struct {
	ar *txtar.Archive
	p  *ir.Program
}

func readCase(t *testing.T, path string) *passCase {
	ar, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(ar.Files) == 0 || ar.Files[0].Name != "in" || len(strings.TrimSpace(string(ar.Comment))) < 20 {
		t.Fatal("want prose, in, out")
	}
	return &passCase{ar, annotated(t, string(ar.Files[0].Data))}
}

// run lets the pass do all it finds to do. The program must compute what it did, and be as it was if it is to stay so.
func (c *passCase) run(ps Pass, stays bool) error {
	was := cloneProgram(c.p)
	if err := tryPass(ps, c.p, nil); err != nil {
		return err
	}
	for seed := range uint64(20) {
		args := randir.Inputs(randir.Seeded(seed), c.p.Funcs[0])
		if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err != nil {
			continue // what an adjoint statement panics for may go with it
		}
		if err := same(was, c.p, args, interp.Within(1e-9)); err != nil {
			return fmt.Errorf("inputs %d: %w", seed, err)
		}
	}
	if before, after := ir.Print(was), ir.Print(c.p); stays != (before == after) {
		return fmt.Errorf("changed is %t:\n%s", before != after, after)
	}
	return nil
}

// fastPass is ps where the directive says fast.
func fastPass(ps Pass) Pass {
	return Pass{Name: ps.Name, Run: func(u *unit) bool {
		fast := *u
		fast.fast = true
		return ps.Run(&fast)
	}}
}

func passNamed(t *testing.T, name string) Pass {
	for _, p := range Passes {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no pass %q", name)
	return Pass{}
}

// annotated parses a program, gives its statements their origins and its variables their kinds.
func annotated(t *testing.T, src string) *ir.Program {
	p, err := ir.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.Funcs {
		dissolve(f.Body, primal)
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if d, ok := s.(*ir.Decl); ok {
				d.Var.Temp = strings.HasPrefix(d.Var.Name, "t") && strings.Trim(d.Var.Name[1:], "0123456789") == ""
			}
			return true
		})
	}
	if err := ir.Verify(p); err != nil {
		t.Fatal(err)
	}
	return p
}

// makeGuard makes the branch s a guard if it compares floats.
func makeGuard(s ir.Stmt) {
	if f, ok := s.(*ir.If); ok && comparesFloats(f.Cond) {
		f.Guard = true
	}
}

// dissolve gives the statements of blk the origin o, or that of the block "adjoint" that they are in, and dissolves those blocks. The branches of
// those called "adjointguarded" are guards.
func dissolve(blk *ir.Block, o *ir.Origin) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if b, ok := s.(*ir.Block); ok && strings.HasPrefix(b.Label, "adjoint") {
			dissolve(b, &ir.Origin{Text: "primal", Adjoint: true})
			if strings.HasPrefix(b.Label, "adjointguarded") {
				ir.Walk(b, func(s ir.Stmt) bool { makeGuard(s); return true })
			}
			out = append(out, b.List...)
			continue
		}
		mark(s, o)
		for _, in := range ir.Blocks(s) {
			dissolve(in, o)
		}
		out = append(out, s)
	}
	blk.List = out
}

func comparesFloats(e ir.Expr) bool {
	c, ok := e.(*ir.Binary)
	return ok && ir.IsFloat(c.X.Type())
}

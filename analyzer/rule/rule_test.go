package rule_test

import (
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/load"
	"github.com/gograd/gograd/analyzer/rule"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// loadArchive loads the packages of an archive.
func loadArchive(t *testing.T, archive string) (*load.Program, *diag.List, string) {
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
	var diags diag.List
	env := append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=")
	prog, err := load.Load(&load.Config{Dir: dir, Env: env, Patterns: []string{"./..."}}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diags.Sorted() {
		t.Fatal(d)
	}
	return prog, &diags, dir
}

// userRules describes the rules that are not gograd's own, and the problems.
func userRules(prog *load.Program, diags *diag.List, dir string) string {
	finder := rule.NewFinder(prog, diags)
	var b strings.Builder
	for _, pkg := range prog.Packages {
		set := finder.For(pkg.Package)
		fmt.Fprintf(&b, "%s failed=%v\n", pkg.PkgPath, set.Failed)
		for _, r := range set.All() {
			pos := prog.Fset.Position(r.Pos)
			if rel, ok := strings.CutPrefix(pos.Filename, dir+"/"); ok {
				fmt.Fprintf(&b, "\t%s %d %s:%d\n", r.Target, r.Kind, rel, pos.Line)
			}
		}
	}
	for _, d := range diags.Sorted() {
		fmt.Fprintf(&b, "%s [%s]\n", strings.ReplaceAll(d.Pos.String()+": "+d.Message, dir+"/", ""), d.Code)
	}
	return b.String()
}

func TestScope(t *testing.T) {
	got := userRules(loadArchive(t, `
-- go.mod --
module example.com/m
go 1.26.0
-- lib/lib.go --
// Package lib is without rules.
package lib

type T float64

func (t *T) Dot(x []float64) float64 { return 0 }
func (t T) Scale(a float64, n int) (float64, error) { return 0, nil }
func Log(format string, args ...any) {}
func Copy(dst, src []float64)
-- rules/rules.go --
package rules

import (
	l "example.com/m/lib"
	_ "log"
)

//gograd:rule (*l.T).Dot refused
var _ string

//gograd:rule l.T.Scale
func scale(t l.T, a float64, n int, y float64, err error, dy float64) (dt l.T, da float64) { return }

//gograd:rule log.Printf inactive
//gograd:rule example.com/m/lib.Log inactive
var _ int

//gograd:rule math.Tanh
func tanh(x, y, dy float64) float64 { return 1 }
-- a/a.go --
package a

import _ "example.com/m/rules"

//gograd:rule square
func dsquare(x, y, dy float64) (dx float64) { return 2 * x * dy }

func square(x float64) float64 { return x * x }
-- b/b.go --
package b // with a //gograd

import _ "example.com/m/a"
`))
	want := `example.com/m/a failed=false
	(*example.com/m/lib.T).Dot 2 rules/rules.go:8
	(example.com/m/lib.T).Scale 0 rules/rules.go:11
	example.com/m/a.square 0 a/a.go:5
	example.com/m/lib.Log 1 rules/rules.go:15
	log.Printf 1 rules/rules.go:14
	math.Tanh 0 rules/rules.go:18
example.com/m/b failed=false
	example.com/m/a.square 0 a/a.go:5
example.com/m/rules failed=false
	(*example.com/m/lib.T).Dot 2 rules/rules.go:8
	(example.com/m/lib.T).Scale 0 rules/rules.go:11
	example.com/m/lib.Log 1 rules/rules.go:15
	log.Printf 1 rules/rules.go:14
	math.Tanh 0 rules/rules.go:18
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestProblems(t *testing.T) {
	got := userRules(loadArchive(t, `
-- go.mod --
module example.com/m
go 1.26.0
-- one/one.go --
package one

//gograd:rule math.Sin
func sin(x, y, dy float64) (dx float64) { return dy }
-- two/two.go --
package two

//gograd:rule math.Sin
func sin(x, y, dy float64) (dx float64) { return dy }
-- a/a.go --
package a // with a //gograd

import (
	_ "example.com/m/one"
	_ "example.com/m/two"
)
-- b/b.go --
package b

//gograd:rule
func r1() {}

//gograd:rule math.Tan bounded bounded
func r2() {}

//gograd:rule math.Sin maybe
func r3() {}

//gograd:rule math.Nothing
func r4() {}

//gograd:rule nothing.Sin
func r5() {}

//gograd:rule math.Sin
func r6(x, dy float64) float64 { return 0 }

//gograd:rule math.Cos
func r7[T any](x, y, dy T) T { return x }

//gograd:rule math.Tan
var r8 int

//gograd:rule math.Exp inactive

//gograd:rule (b.T.M
//gograd:rule (T).M inactive
//gograd:rule (U).M inactive
//gograd:rule max inactive
//gograd:rule math.IsNaN
//gograd:rule math.Exp
//gograd:rule math.Exp inactive
func r9(x, y, dy float64) (dx float64) { return dy }

type T int

type S struct { W []float64; n int }

func (s *S) dot(x []float64, a float64, p struct{ A float64 }) (y []float64) { return nil }

//gograd:rule (*S).dot
func r11(dx []float64, s *S, x []float64, a float64, p struct{ A float64 }, y, dy []float64) (da float64, dp struct{ A float64 }) { return }

//gograd:rule (*S).other
func r12(ds *S, dx []float64, s *S, x []float64) {}

func (s *S) other(x []float64) {}

//gograd:rule math.Log
func (T) r10(x, y, dy float64) (dx float64) { return dy }
`))
	want := `example.com/m/a failed=true
	math.Sin 0 one/one.go:3
example.com/m/b failed=true
	math.Exp 0 b/b.go:34
example.com/m/one failed=false
	math.Sin 0 one/one.go:3
example.com/m/two failed=false
	math.Sin 0 two/two.go:3
b/b.go:3:1: //gograd:rule needs the name of a function [GG100]
b/b.go:6:32: bounded is one word too many [GG100]
b/b.go:9:24: maybe is none of inactive, refused, bounded, regular, nonzero and strict [GG100]
b/b.go:12:15: package math has no function called Nothing [GG101]
b/b.go:15:15: package nothing is not imported [GG101]
b/b.go:18:1: the rule for math.Sin must be func(x float64, y float64, dy float64) (dx float64) [GG102]
b/b.go:21:1: the rule for math.Cos has type parameters [GG104]
b/b.go:24:1: the rule for math.Tan stands on something that is not a function [GG100]
b/b.go:27:1: //gograd:rule stands in no doc comment [GG100]
b/b.go:29:15: (b.T.M is not the name of a function [GG100]
b/b.go:30:15: example.com/m/b.T has no method called M [GG101]
b/b.go:31:15: package example.com/m/b has no type called U [GG101]
b/b.go:32:15: package example.com/m/b has no function called max [GG101]
b/b.go:33:1: no derivative goes through math.IsNaN: the rule for it can only be inactive [GG102]
b/b.go:35:1: another rule for math.Exp is at line 34 of b/b.go [GG103]
b/b.go:44:1: the rule for (*example.com/m/b.S).dot must be func(ds *S, dx []float64, s *S, x []float64, a float64, p struct{A float64}, y []float64, dy []float64) (da float64, dp struct{A float64}) [GG102]
b/b.go:47:1: (*example.com/m/b.S).other takes or gives floats inside of slices, arrays, structs or pointers; rules for that are not applied yet [GG105]
b/b.go:52:1: the rule for math.Log is a method [GG104]
two/two.go:3:1: another rule for math.Sin is at line 3 of one/one.go [GG103]
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Every function of package math that takes or gives a float has a rule of gograd's own.
func TestMathIsCovered(t *testing.T) {
	prog, diags, _ := loadArchive(t, `
-- go.mod --
module example.com/m
go 1.26.0
-- a.go --
package a // with a //gograd
`)
	set := rule.NewFinder(prog, diags).For(prog.Packages[0].Package)
	for _, d := range diags.Sorted() {
		t.Error(d)
	}
	scope := prog.ByPath("math").Types.Scope()
	for _, name := range scope.Names() {
		if fn, ok := scope.Lookup(name).(*types.Func); ok && fn.Exported() {
			if r := set.Lookup(fn); r == nil {
				t.Errorf("no rule for %s", fn.FullName())
			} else if r.Kind == rule.Active && (r.Decl == nil || r.Fn == nil || r.Pkg.TypesInfo.Defs[r.Decl.Name] != r.Fn) {
				t.Errorf("the rule for %s is incomplete", fn.FullName())
			}
		}
	}
	for _, name := range []string{"min", "max"} {
		if r := set.ByName(name); r == nil || r.Decl == nil {
			t.Errorf("no rule for %s", name)
		}
	}
}

// Inactive functions of the standard library are known where the program has them, and only there.
func TestStandardLibrary(t *testing.T) {
	prog, diags, _ := loadArchive(t, `
-- go.mod --
module example.com/m
go 1.26.0
-- a.go --
package a // with a //gograd

import "strings"

var _ = strings.ToUpper("a")
`)
	set := rule.NewFinder(prog, diags).For(prog.Packages[0].Package)
	if r := set.ByName("strings.HasPrefix"); r == nil || r.Kind != rule.Inactive {
		t.Error("strings.HasPrefix is not inactive")
	}
	if set.ByName("net/url.Parse") != nil {
		t.Error("a rule for a package that is not there")
	}
	if diags.Len() > 0 {
		t.Error(diags.Sorted())
	}
}

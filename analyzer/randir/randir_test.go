package randir_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
	"pgregory.net/rapid"
)

const programs = 300

// each runs f on programs of fixed seeds.
func each(t *testing.T, o randir.Options, f func(t *testing.T, p *ir.Program, r randir.Source)) {
	for seed := range uint64(programs) {
		r := randir.Seeded(seed)
		p := randir.Program(r, o)
		if !t.Run(fmt.Sprint(seed), func(t *testing.T) { f(t, p, r) }) {
			t.Logf("the program of seed %d:\n%s", seed, ir.Print(p))
			return
		}
	}
}

func TestWellFormed(t *testing.T) {
	each(t, randir.Default, func(t *testing.T, p *ir.Program, _ randir.Source) {
		if err := ir.Verify(p); err != nil {
			t.Error(err)
		}
	})
}

func TestNormal(t *testing.T) {
	o := randir.Default
	o.Features = randir.Normal
	each(t, o, func(t *testing.T, p *ir.Program, _ randir.Source) {
		if err := ir.Verify(p); err != nil {
			t.Error(err)
		}
		if err := ir.VerifyNormal(p); err != nil {
			t.Error(err)
		}
	})
}

func TestPrintParsePrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randir.Gen(randir.Default).Draw(t, "program")
		text := ir.Print(p)
		q, err := ir.Parse(text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if again := ir.Print(q); again != text {
			t.Fatalf("printed\n%s\nand then\n%s", text, again)
		}
		if err := ir.Verify(q); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	})
}

func TestSameSeedSameProgram(t *testing.T) {
	for seed := range uint64(20) {
		a, b := randir.Program(randir.Seeded(seed), randir.Default), randir.Program(randir.Seeded(seed), randir.Default)
		if ir.Print(a) != ir.Print(b) {
			t.Fatalf("seed %d gives two programs", seed)
		}
	}
}

// A program that is read back computes the same, bit for bit; none panics or runs on.
func TestRunsAndReadsBack(t *testing.T) {
	each(t, randir.Default, func(t *testing.T, p *ir.Program, r randir.Source) {
		q, err := ir.Parse(ir.Print(p))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			args := randir.Inputs(r, p.Funcs[0])
			again := interp.Clone(args)
			y, err := interp.New(p).Call(p.Funcs[0], args...)
			if err != nil {
				t.Fatal(err)
			}
			z, err := interp.New(q).Call(q.Funcs[0], again...)
			if err != nil {
				t.Fatal(err)
			}
			if why, ok := interp.Same(append(y, args...), append(z, again...), interp.Exactly); !ok {
				t.Fatalf("read back, it computes something else: %s", why)
			}
			if x := y[0].F; math.IsNaN(x) || math.Abs(x) > 1e6 {
				t.Errorf("result %v", x)
			}
		}
	})
}

// The programs contain every construct that they are said to contain.
func TestCoverage(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(programs) {
		p := randir.Program(randir.Seeded(seed), randir.Default)
		for _, f := range p.Funcs {
			for _, v := range f.Params {
				seen["param "+fmt.Sprintf("%T", v.Type.Underlying())]++
			}
			ir.Walk(f.Body, func(s ir.Stmt) bool {
				seen[fmt.Sprintf("%T", s)]++
				if c, ok := s.(*ir.CallStmt); ok && c.Callee.Name == "co" && f.Name == "rec" {
					seen["mutual call"]++
				}
				switch s := s.(type) {
				case *ir.Exit:
					seen[fmt.Sprintf("exit %d", s.Kind)]++
				case *ir.Count:
					seen[fmt.Sprintf("step %d", s.Step)]++
				case *ir.CallStmt:
					seen["self call"] += map[bool]int{true: 1}[s.Callee == f]
				}
				for _, e := range ir.Exprs(s) {
					ir.WalkExpr(e, func(e ir.Expr) bool { seen[fmt.Sprintf("%T", e)]++; return true })
				}
				return true
			})
		}
	}
	for _, want := range []string{
		"param *types.Basic", "param *types.Slice", "param *types.Struct", "param *types.Pointer", "param *types.Array",
		"*ir.Block", "*ir.Decl", "*ir.Assign", "*ir.CallStmt", "*ir.Copy", "*ir.Clear", "*ir.If", "*ir.Count", "*ir.While", "*ir.Panic",
		"exit 0", "exit 1", "exit 2", "step 1", "step -1", "step 2", "step -2", "self call", "mutual call",
		"*ir.Const", "*ir.Ref", "*ir.Index", "*ir.Field", "*ir.Deref", "*ir.Addr", "*ir.Slice", "*ir.Unary", "*ir.Binary", "*ir.Conv",
		"*ir.Call", "*ir.Composite", "*ir.Make", "*ir.New",
	} {
		if seen[want] < 10 {
			t.Errorf("%s stands %d times in %d programs", want, seen[want], programs)
		}
	}
}

// Tangents agree with difference quotients. Where the quotients of two step widths disagree, a branch is near and nothing is compared; few may be.
func TestTangentsAgainstDifferences(t *testing.T) {
	o := randir.Default
	o.Features &^= randir.Float32 // too coarse for difference quotients
	compared, skipped := 0, 0
	each(t, o, func(t *testing.T, p *ir.Program, r randir.Source) {
		args := randir.Inputs(r, p.Funcs[0])
		dir := make([]float64, len(interp.Leaves(args)))
		for i := range dir {
			dir[i] = float64(r.IntN(2001)-1000) / 1000
		}
		at := func(h float64) float64 {
			c := interp.Clone(args)
			for i, l := range interp.Leaves(c) {
				l.F += h * dir[i]
			}
			y, err := interp.New(p).Call(p.Funcs[0], c...)
			if err != nil {
				t.Fatal(err)
			}
			return y[0].F
		}
		quotient := func(h float64) float64 { return (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h) }
		q1, q2 := quotient(1e-4), quotient(3e-5)
		if math.Abs(q1-q2) > 1e-6*(1+math.Abs(q1)) {
			skipped++
			return
		}
		interp.SetTangents(args, dir)
		y, err := interp.New(p).Call(p.Funcs[0], args...)
		if err != nil {
			t.Fatal(err)
		}
		compared++
		if d := y[0].D; math.Abs(d-q2) > 1e-5*(1+math.Abs(d)) {
			t.Errorf("tangent %v, difference quotients %v and %v", d, q1, q2)
		}
	})
	t.Logf("%d compared, %d skipped", compared, skipped)
	if skipped > programs/5 {
		t.Errorf("%d of %d programs are too rough to compare", skipped, programs)
	}
}

// On arguments that overlap, programs run too, some arguments share memory, and copies of them share it in the same way.
func TestOverlapping(t *testing.T) {
	shared := 0
	each(t, randir.Default, func(t *testing.T, p *ir.Program, r randir.Source) {
		f := p.Funcs[0]
		args := randir.Overlapping(r, f)
		again := interp.Clone(args)
		y, err := interp.New(p).Call(f, args...)
		if err != nil {
			t.Fatal(err)
		}
		z, err := interp.New(p).Call(f, again...)
		if err != nil {
			t.Fatal(err)
		}
		if why, ok := interp.Same(append(y, args...), append(z, again...), interp.Exactly); !ok {
			t.Fatalf("the copies compute something else: %s", why)
		}
		separate := 0
		for i := range again {
			separate += len(interp.Leaves(again[i : i+1]))
		}
		if separate > len(interp.Leaves(again)) {
			shared++
		}
	})
	if shared < programs/20 {
		t.Errorf("only %d of %d calls have arguments that share memory", shared, programs)
	}
}

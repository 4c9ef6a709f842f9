package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/load"
	"github.com/gograd/gograd/analyzer/rule"
	"github.com/gograd/gograd/codegen"
	"github.com/gograd/gograd/codegen/pass"
)

// job is the work on one package.
type job struct {
	prog    *load.Program
	pkg     *load.Package // without problems so far; Files say what is asked for
	rules   *rule.Set
	diags   *diag.List                       // problems go here
	static  bool                             // code that would need the tape is an error
	off     map[string]bool                  // passes that are left out, by name
	verbose bool                             // what log is told is shown
	lines   []string                         // what log was told
	made    func() (map[string][]byte, bool) // its outputs
}

// log says what is done and why, with -v; it may be called always.
func (j *job) log(format string, args ...any) {
	if j.verbose {
		j.lines = append(j.lines, fmt.Sprintf(format, args...))
	}
}

// backend is what turns requests into code.
type backend interface {
	// Package makes the output of each file of the package, by its absolute name. Where that is not possible it adds problems
	// to the job's diagnostics and returns false.
	Package(j *job) (files map[string][]byte, ok bool)

	// Dump writes what a stage, one of dumpStages after the first, made of the functions for which want holds. It
	// returns false after problems, as Package does.
	Dump(j *job, stage string, want func(name string) bool, w io.Writer) (ok bool)
}

// theBackend is the backend of the command.
var theBackend backend = reverse{}

// dumpStages are the stages that can be dumped, in the order of the work.
var dumpStages = []string{"directives", "ir", "normal", "facts", "adjoint", "optimized", "go"}

func isStage(s string) bool { return slices.Contains(dumpStages, s) }

// reverse is the backend that makes adjoints ahead of time.
type reverse struct{}

func (reverse) generator(j *job) *codegen.Generator {
	return &codegen.Generator{Prog: j.prog, Pkg: j.pkg, Rules: j.rules, Diags: j.diags, Passes: pass.Options{Off: j.off}}
}

// Package implements backend.
func (r reverse) Package(j *job) (map[string][]byte, bool) {
	g := r.generator(j)
	if j.verbose {
		g.Report = func(rep *codegen.Report) { report(j, rep) }
	}
	return g.Files()
}

// Dump implements backend.
func (r reverse) Dump(j *job, stage string, want func(name string) bool, w io.Writer) bool {
	g := r.generator(j)
	g.Want = want
	var all []*facts
	g.Stage = func(s string, fn *directive.Function, p *ir.Program) {
		switch {
		case s == codegen.StageNormal && stage == "facts":
			all = append(all, &facts{fn: fn, prog: p})
		case s == stage:
			fmt.Fprintf(w, "// %s of %s\n%s\n", s, fn.Name, ir.Print(p))
		}
	}
	if stage == "facts" {
		g.Report = func(rep *codegen.Report) { all[len(all)-1].rep = rep }
	}
	files, ok := g.Files()
	for _, f := range all {
		f.print(w, j)
	}
	if stage == "go" {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			w.Write(files[name])
		}
	}
	return ok
}

package randgo

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gograd/gograd/codegen/randgo/check"
)

// Report is what came of a run.
type Report struct {
	Outcomes []check.Outcome
	Refused  map[uint64]string // programs that the tool refused or failed on, with what it said
	Broken   map[uint64]string // programs whose generated code doesn't compile, with what the compiler said
}

// Failure is a program that isn't as it should be.
type Failure struct {
	Seed  uint64
	Stage string // "refused", "broken", or the stage of the check that differed: "gradient", "twin", "program"
	What  string
}

// Failures are all programs that were refused, don't compile, or differ, by seed.
func (r *Report) Failures() []Failure {
	var out []Failure
	for seed, what := range r.Refused {
		out = append(out, Failure{seed, "refused", "refused: " + what})
	}
	for seed, what := range r.Broken {
		out = append(out, Failure{seed, "broken", "does not compile: " + what})
	}
	for _, o := range r.Outcomes {
		if o.Diff != "" {
			stage, _, _ := strings.Cut(o.Diff, ":")
			out = append(out, Failure{o.Seed, stage, o.Diff})
		}
	}
	slices.SortFunc(out, func(a, b Failure) int { return cmp.Compare(a.Seed, b.Seed) })
	return out
}

package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/rogpeppe/go-internal/diff"
)

func (a *app) checkFlags(fs *flag.FlagSet) func([]string) int {
	var opts options
	opts.declare(fs)
	diffs := fs.Bool("diff", false, "print how the outputs differ from what would be written")
	return func(args []string) int {
		s, err := a.start(opts, args)
		if err != nil {
			return a.fail(err)
		}
		return s.check(*diffs)
	}
}

// check says which outputs are not what generate would leave.
func (s *session) check(diffs bool) int {
	outdated := false
	s.eachMade(func(j *job, files map[string][]byte) bool {
		for _, f := range j.pkg.Files {
			if want, ok := files[f.Output]; ok && s.differs(f.Output, want, diffs) {
				outdated = true
			}
		}
		for _, name := range j.pkg.Stale {
			fmt.Fprintf(s.stdout, "%s: nothing asks for it\n", s.relative(name))
			outdated = true
		}
		return true
	})
	if code := s.finish(); code != exitDone || !outdated {
		return code
	}
	return exitProblem
}

// differs compares an output with what it should be.
func (s *session) differs(name string, want []byte, diffs bool) bool {
	have, err := os.ReadFile(name)
	short := s.relative(name)
	switch {
	case err != nil:
		fmt.Fprintf(s.stdout, "%s: missing\n", short)
	case string(have) == string(want):
		return false
	default:
		fmt.Fprintf(s.stdout, "%s: out of date\n", short)
	}
	if diffs {
		s.stdout.Write(diff.Diff(short, have, short+" (wanted)", want))
	}
	return true
}

// Command bench measures the derivatives that gograd makes against those written by hand, against the
// functions themselves and against finite differences, all in one run, and prints a table:
//
//	go -C testdata/bench run . [-bench regexp] [-rounds n] [-time duration] [-ablate] [-scaling] [-write directory]
//
// With -ablate it prints what switching off each of gograd's passes costs, with -scaling how the cost of the generated derivatives grows
// with the size of the problem. With -write it measures all three, and writes them to performance.md and performance.svg in the
// directory: that is how docs/performance.md is made.
//
// Before it measures a derivative it compares it with the hand-written one. The exit code is 1 when
// they disagree, 2 for a wrong command line.
package main

//go:generate go tool gograd ./...

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/timing"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// bench is a run of the command.
type bench struct {
	match          *regexp.Regexp // the cases
	rounds         int            // of measurements
	slice          time.Duration  // length of a measurement
	passes         string         // what -ablate switches off: names separated by commas; "" is all
	stdout, stderr io.Writer
}

func run(args []string, stdout, stderr io.Writer) int {
	b := &bench{stdout: stdout, stderr: stderr}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	pattern := flags.String("bench", "", "measure only the cases whose name matches the regular `expression`")
	flags.IntVar(&b.rounds, "rounds", 11, "number of measurements of each function; the median counts")
	flags.DurationVar(&b.slice, "time", 20*time.Millisecond, "length of one measurement")
	ablate := flags.Bool("ablate", false, "print what switching off each pass costs")
	flags.StringVar(&b.passes, "passes", "", "with -ablate, switch off only these `passes`, separated by commas")
	scaling := flags.Bool("scaling", false, "print the cost of the generated derivatives as problems grow")
	write := flags.String("write", "", "write all figures to performance.md and performance.svg in the `directory`")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	do := b.table
	switch {
	case *write != "":
		do = func() error { return b.write(*write) }
	case *ablate:
		do = b.ablationTable
	case *scaling:
		do = b.scalingTable
	}
	err := b.check(*pattern, flags.Args())
	if err == nil {
		err = do()
	}
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}
	fmt.Fprintln(stderr, "bench:", err)
	return 1
}

// usageError is what is wrong with the command line.
type usageError struct{ error }

// check looks at what the command line says.
func (b *bench) check(pattern string, args []string) (err error) {
	b.match, err = regexp.Compile(pattern)
	switch {
	case err != nil:
		return usageError{err}
	case len(args) > 0:
		return usageError{fmt.Errorf("unexpected argument %q", args[0])}
	case b.rounds < 1:
		return usageError{fmt.Errorf("-rounds is %d, want at least 1", b.rounds)}
	case b.slice <= 0:
		return usageError{fmt.Errorf("-time is %v, want more than 0", b.slice)}
	}
	return nil
}

// selected are the cases that were asked for, with their numbers among all.
func (b *bench) selected(all []*cases.Case) (list []*cases.Case, numbers []int, err error) {
	for i, c := range all {
		if b.match.MatchString(c.Name) {
			list, numbers = append(list, c), append(numbers, i)
		}
	}
	if len(list) == 0 {
		return nil, nil, usageError{fmt.Errorf("no case matches %q", b.match)}
	}
	return list, numbers, nil
}

// progress says on a terminal what is being done; "" takes it away.
func (b *bench) progress(format string, args ...any) {
	f, ok := b.stderr.(*os.File)
	if !ok {
		return
	}
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprintf(f, "\r\033[K"+format, args...)
	}
}

// table measures the selected cases and prints the table.
func (b *bench) table() error {
	results, err := b.results()
	if err == nil {
		tableOf(results).print(b.stdout)
	}
	return err
}

func (b *bench) results() ([]result, error) {
	selected, _, err := b.selected(cases.Benchmarks())
	if err != nil {
		return nil, err
	}
	var results []result
	for i, c := range selected {
		b.progress("%d/%d %s", i+1, len(selected), c.Name)
		r, err := measure(c, b.rounds, b.slice)
		if err != nil {
			return nil, err
		}
		r.differences = measureDifferences(c, timing.Median(r.primal.ns), b.rounds, b.slice)
		results = append(results, r)
	}
	b.progress("")
	return results, nil
}

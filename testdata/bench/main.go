// Command bench measures the derivatives that gograd makes against those written by hand and against the
// functions themselves, all in one run, and prints a table:
//
//	go -C testdata/bench run . [-bench regexp] [-rounds n] [-time duration]
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
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	pattern := flags.String("bench", "", "measure only the cases whose name matches the regular `expression`")
	rounds := flags.Int("rounds", 11, "number of measurements of each function; the median counts")
	slice := flags.Duration("time", 20*time.Millisecond, "length of one measurement")
	ablate := flags.Bool("ablate", false, "reserved: switch off each pass in turn")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	match, err := regexp.Compile(*pattern)
	switch {
	case err != nil:
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case *rounds < 1:
		err = fmt.Errorf("-rounds is %d, want at least 1", *rounds)
	case *slice <= 0:
		err = fmt.Errorf("-time is %v, want more than 0", *slice)
	case *ablate:
		err = errors.New("-ablate is not there yet")
	}
	if err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}

	var selected []*cases.Case
	for _, c := range cases.Benchmarks() {
		if match.MatchString(c.Name) {
			selected = append(selected, c)
		}
	}
	if len(selected) == 0 {
		fmt.Fprintf(stderr, "bench: no case matches %q\n", *pattern)
		return 2
	}
	var results []result
	for i, c := range selected {
		if isTerminal(stderr) {
			fmt.Fprintf(stderr, "\r\033[K%d/%d %s", i+1, len(selected), c.Name)
		}
		r, err := measure(c, *rounds, *slice)
		if err != nil {
			fmt.Fprintln(stderr, "\nbench:", err)
			return 1
		}
		results = append(results, r)
	}
	if isTerminal(stderr) {
		fmt.Fprint(stderr, "\r\033[K")
	}
	printTable(stdout, results)
	return 0
}

// isTerminal reports whether w is a terminal, where progress can be shown.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

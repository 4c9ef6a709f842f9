// Command gradbench runs one function of one of GradBench's evals on an input in GradBench's format:
//
//	go -C testdata/bench run ./gradbench -eval gmm -function jacobian < input.json
//
// It prints the output as JSON. The exit code is 1 when the input is not right, 2 for a wrong
// command line.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/gograd/gograd/testdata/bench/variant"
)

// An eval reads an input and returns its functions by name, each of which computes an output.
type eval func(in io.Reader) (map[string]function, error)

type function func(g *variant.Gradients) any

var evals = map[string]eval{
	"ba":   readBA,
	"det":  readDet,
	"gmm":  readGMM,
	"llsq": readLLSQ,
	"lse":  readLSE,
	"lstm": readLSTM,
	"ode":  readODE,
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// errUsage is an error of the command line.
var errUsage = errors.New("usage")

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("gradbench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	name := flags.String("eval", "", "one of "+strings.Join(names(evals), ", "))
	fn := flags.String("function", "", "objective or jacobian; primal or gradient")
	impl := flags.String("impl", "generated", "derivatives to use: generated or hand")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	out, err := evaluate(*name, *fn, *impl, flags.Args(), stdin)
	if err == nil {
		err = json.NewEncoder(stdout).Encode(out)
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "gradbench:", err)
	if errors.Is(err, errUsage) {
		return 2
	}
	return 1
}

func evaluate(name, fn, impl string, rest []string, stdin io.Reader) (any, error) {
	if len(rest) > 0 {
		return nil, fmt.Errorf("%w: unexpected argument %q; the input is read from standard input", errUsage, rest[0])
	}
	read, ok := evals[name]
	if !ok {
		return nil, fmt.Errorf("%w: -eval %q; want one of %s", errUsage, name, strings.Join(names(evals), ", "))
	}
	gradients := variant.Generated
	switch impl {
	case "generated":
	case "hand":
		gradients = variant.Hand
	default:
		return nil, fmt.Errorf("%w: -impl %q; want generated or hand", errUsage, impl)
	}
	functions, err := read(stdin)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	compute, ok := functions[fn]
	if !ok {
		return nil, fmt.Errorf("%w: %s has no -function %q; want one of %s", errUsage, name, fn, strings.Join(names(functions), ", "))
	}
	return compute(gradients), nil
}

func names[T any](m map[string]T) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// decode reads the single JSON value of in.
func decode[T any](in io.Reader) (v T, err error) {
	d := json.NewDecoder(in)
	if err := d.Decode(&v); err != nil {
		return v, fmt.Errorf("input: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return v, errors.New("input: more than one JSON value")
	}
	return v, nil
}

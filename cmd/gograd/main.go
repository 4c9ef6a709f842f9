// Gograd writes gradients of Go functions.
//
// Usage:
//
//	gograd [flags] [packages]
//	gograd verb [flags] [packages]
//
// It reads functions that are annotated with //gograd:grad, //gograd:vjp or //gograd:jacobian, and writes the functions which compute their
// derivatives to files beside them: loss.go gives loss_gograd.go. Run `gograd -h` for the flags and verbs, and
// `gograd explain GG012` for what a code in a message means.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

// The exit codes.
const (
	exitDone    = 0
	exitProblem = 1 // in the user's code, or nothing could be read or written
	exitUsage   = 2
)

// app is one run of the command.
type app struct {
	stdout, stderr io.Writer
	backend        backend
	dir            string   // where it runs; "" is the current directory
	env            []string // of the go command; nil is the current environment
}

// verb is one thing that the command does.
type verb struct {
	name  string
	args  string // what follows the flags
	short string
	// flags declares the verb's flags, and returns what runs it.
	flags func(a *app, fs *flag.FlagSet) func(args []string) int
}

// verbs are the verbs; the first is the one that is meant where none is given.
var verbs = []verb{
	{"generate", "[packages]", "write the functions that the directives ask for", (*app).generateFlags},
	{"check", "[packages]", "write nothing; exit with 1 when an output is not up to date", (*app).checkFlags},
	{"dump", "[packages]", "print what one stage of the work made of the packages", (*app).dumpFlags},
	{"explain", "code", "say what a code in a message means, with an example", (*app).explainFlags},
}

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // little of what is allocated dies before the command ends: collecting it costs a third of the time
	}
	a := &app{stdout: os.Stdout, stderr: os.Stderr, backend: theBackend}
	os.Exit(a.run(os.Args[1:]))
}

// run finds the verb, reads its flags and runs it.
func (a *app) run(args []string) int {
	v := verbs[0]
	if len(args) > 0 {
		for _, w := range verbs {
			if w.name == args[0] {
				v, args = w, args[1:]
				break
			}
		}
	}
	fs := flag.NewFlagSet("gograd "+v.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	do := v.flags(a, fs)
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		a.help(v, fs)
		return exitDone
	case err != nil:
		return a.usage("%v", err)
	}
	for _, arg := range fs.Args() {
		if strings.HasPrefix(arg, "-") {
			return a.usage("flags stand before %s: %s", v.args, arg)
		}
	}
	return do(fs.Args())
}

// usage reports a wrong command line.
func (a *app) usage(format string, args ...any) int {
	fmt.Fprintf(a.stderr, "gograd: "+format+"\nRun 'gograd -h' for how it is used.\n", args...)
	return exitUsage
}

// fail reports what is nobody's code's fault.
func (a *app) fail(err error) int {
	fmt.Fprintf(a.stderr, "gograd: %v\n", err)
	return exitProblem
}

// help prints how a verb is used; that of the first verb is the help of the command.
func (a *app) help(v verb, fs *flag.FlagSet) {
	w := a.stdout
	if v.name != verbs[0].name {
		fmt.Fprintf(w, "usage: gograd %s [flags] %s\n\n%s\n", v.name, v.args, v.short)
	} else {
		fmt.Fprint(w, helpTop)
		for _, v := range verbs {
			fmt.Fprintf(w, "    %-10s %s\n", v.name, v.short)
		}
		fmt.Fprintf(w, "\nEach has its own flags: see gograd verb -h. Without a verb, gograd means gograd %s.\n", v.name)
	}
	some := false
	fs.VisitAll(func(*flag.Flag) { some = true })
	if some {
		fmt.Fprintf(w, "\nFlags of %s:\n", v.name)
		fs.SetOutput(w)
		fs.PrintDefaults()
	}
	if v.name == verbs[0].name {
		fmt.Fprint(w, helpBottom)
	}
}

const helpTop = `gograd writes gradients of Go functions.

usage: gograd [verb] [flags] [packages]

Annotate a function

    //gograd:grad wrt=w,b
    func Loss(w []float64, b float64, xs [][]float64, ys []float64) float64 {

and run gograd in its directory, or put a line into the package

    //go:generate go run github.com/gograd/gograd/cmd/gograd

and run go generate. Beside loss.go appears loss_gograd.go, with

    func LossGrad(dw, w []float64, b float64, xs [][]float64, ys []float64) (loss, db float64)

which gives Loss's value, sets dw to the gradient with respect to w, and returns that with respect to b.

Packages are named as for the go command: . (which is what none means), ./..., import paths. A file name means its package.

Verbs:
`

const helpBottom = `
Directives, in the doc comment of a function or method:
    //gograd:grad [wrt=a,b] [name=Ident] [fast]        value and gradient of the one float result
    //gograd:jacobian [wrt=a,b] [name=Ident] [fast]    values and gradients of all float results
    //gograd:vjp  [wrt=a,b] [name=Ident] [fast]        any number of results, with a seed for each
    //gograd:rule pkg.Func                             this function is the derivative rule of pkg.Func
wrt names parameters, the receiver or fields of them; left out, it means all parameters that carry floats.
name is what the function is to be called. fast lets its value differ by rounding.

Exit status: 0 done, 1 problems in the code (nothing is written for a package that has one), 2 wrong usage.
`

package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	diagdoc "github.com/gograd/gograd/testdata/diag"
	"golang.org/x/tools/txtar"
)

func (a *app) explainFlags(*flag.FlagSet) func([]string) int {
	return func(args []string) int {
		if len(args) == 0 {
			for _, c := range diag.Codes {
				fmt.Fprintf(a.stdout, "%s  %s\n", c.ID, c.Title)
			}
			return exitDone
		}
		for _, id := range args {
			c, ok := diag.Lookup(strings.ToUpper(id))
			if !ok {
				return a.usage("there is no code %s; gograd explain lists all", id)
			}
			a.explain(c)
		}
		return exitDone
	}
}

// explain prints the documentation of a code: why, the way out, and an example with what gograd says about it.
func (a *app) explain(c diag.Code) {
	fmt.Fprintf(a.stdout, "%s: %s\n", c.ID, c.Title)
	content, err := diagdoc.Files.ReadFile(c.ID + ".txtar")
	if err != nil {
		for _, n := range diag.NotesOf(c.ID) {
			fmt.Fprintf(a.stdout, "\n%s\n", n)
		}
		return
	}
	ar := txtar.Parse(content)
	fmt.Fprintf(a.stdout, "\n%s\n", strings.TrimSpace(string(ar.Comment)))
	for _, f := range ar.Files {
		switch {
		case f.Name == "go.mod":
			continue
		case f.Name == "want":
			fmt.Fprintf(a.stdout, "\ngives\n\n")
		default:
			fmt.Fprintf(a.stdout, "\n%s:\n\n", f.Name)
		}
		for line := range strings.Lines(string(f.Data)) {
			fmt.Fprint(a.stdout, "    "+line)
		}
	}
}

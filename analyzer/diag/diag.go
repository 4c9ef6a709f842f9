// Package diag holds what gograd has to say about the user's code: located messages with a code, the reason and the way out.
package diag

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// Diagnostic is one problem.
type Diagnostic struct {
	Pos     token.Position
	Code    string // "GG012", a row of Codes
	Message string
	Notes   []string // the reason and the way out, printed indented below the message
}

// String is the diagnostic as the command prints it.
func (d Diagnostic) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s [%s]", d.Pos, d.Message, d.Code)
	for _, n := range d.Notes {
		b.WriteString("\n\t" + n)
	}
	return b.String()
}

// List collects the diagnostics of a run.
type List struct {
	all   []Diagnostic
	added int
}

// Add records a problem; the same problem at the same place is recorded once.
func (l *List) Add(d Diagnostic) {
	l.added++
	for _, o := range l.all {
		if o.Pos == d.Pos && o.Code == d.Code && o.Message == d.Message {
			return
		}
	}
	l.all = append(l.all, d)
}

// Append adds the problems of another list.
func (l *List) Append(other *List) {
	for _, d := range other.all {
		l.Add(d)
	}
}

// Addf records a problem with the given code at pos. The notes come from the code's row of Codes unless given.
func (l *List) Addf(pos token.Position, code, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Code: code, Message: fmt.Sprintf(format, args...), Notes: NotesOf(code)})
}

// Len is how often a problem was added, the same one again included: who compares it before and after some work knows
// whether the work met a problem, even one that is known already.
func (l *List) Len() int { return l.added }

// Sorted gives the problems in the order of their positions.
func (l *List) Sorted() []Diagnostic {
	out := slices.Clone(l.all)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.Filename, b.Pos.Filename), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return out
}

package randgo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Config says how large programs are. The zero value means the defaults.
type Config struct {
	Statements int // in the annotated function, 14 by default; a helper has about half
	Depth      int // of nested blocks, 3 by default
	Trips      int // product of the trip counts of nested loops, 150 by default
}

func (c Config) withDefaults() Config {
	if c.Statements == 0 {
		c.Statements = 14
	}
	if c.Depth == 0 {
		c.Depth = 3
	}
	if c.Trips == 0 {
		c.Trips = 150
	}
	return c
}

// gen is what the functions of one program have in common.
type gen struct {
	*rand.Rand
	cfg     Config
	prefix  string
	ft      *typ // the float type that the program computes in
	structs []*typ
	floats  []*typ      // float types in use
	rounds  bool        // rounds to float32 on the way
	headers bool        // exchanges rows of slices that it was given
	globals []*variable // package-level tables and constants
	helpers []*helper
	decls   strings.Builder
	hasNode bool
	hasLink bool
}

func (g *gen) chance(percent int) bool { return g.IntN(100) < percent }

func (g *gen) between(lo, hi int) int { return lo + g.IntN(hi-lo+1) }

func pickOne[T any](g *gen, xs []T) T { return xs[g.IntN(len(xs))] }

// variable is something in scope.
type variable struct {
	name  string
	t     *typ
	hi    int    // of an int: it is in [0, hi); 0 when that isn't known
	of    string // of an int: it is an index of the slice of this name
	fixed bool   // not to be assigned to: loop counters, package-level variables
	ro    bool   // the memory it refers to is not to be written to
	keep  bool   // a result that must stay what it is
	used  bool   // something reads it
}

// fn is one function while it is made.
type fn struct {
	*gen
	out     *strings.Builder
	vars    []*variable
	names   int
	left    int // statements that may still be made
	depth   int
	trips   int // product of the trip counts around the current place
	cost    int // statements executed, roughly
	results []*variable
	named   bool
	pure    bool   // must not write to the memory of its parameters
	self    string // its name
	loops   []*loop
	calling int // depth of calls in arguments of calls
}

// loop is one that the current place is in.
type loop struct {
	label string
	used  bool // by a labelled break or continue
}

func (f *fn) line(format string, args ...any) { fmt.Fprintf(f.out, format+"\n", args...) }

func (f *fn) newName(stem string) string {
	f.names++
	return fmt.Sprintf("%s%d", stem, f.names)
}

func (f *fn) add(v *variable) *variable {
	f.vars = append(f.vars, v)
	return v
}

// block makes statements between braces, in a scope of their own.
func (f *fn) block(head string, body func()) {
	f.line("%s {", head)
	f.scope(body)
	f.line("}")
}

func (f *fn) scope(body func()) {
	n := len(f.vars)
	f.depth++
	body()
	f.useLeftovers(n)
	f.depth--
	f.vars = f.vars[:n]
}

// useLeftovers adds what the scope's own variables hold, and nobody has read, to variables outside; n is how many
// variables there are outside. Without that much of a program would be dead.
func (f *fn) useLeftovers(n int) {
	if f.ended() {
		return
	}
	for _, v := range f.vars[n:] {
		if v.used || !v.t.hasFloat() || f.hidden(v) || f.chance(20) {
			continue
		}
		s, t, ok := f.walk(v, v.name, v.t, isFloat, false, false)
		if !ok {
			continue
		}
		inner := f.vars
		f.vars = f.vars[:n]
		p, ok := f.find(func(o *typ) bool { return o.k == kFloat }, true)
		f.vars = inner
		if !ok || f.hidden(p.v) {
			continue
		}
		if t.name != p.t.name {
			s = p.t.name + "(" + s + ")"
		}
		f.line("%s += %s * %s", p.s, f.number(0.1, 0.7).s, s)
	}
}

// looped makes a block that runs trips times.
func (f *fn) looped(head string, trips int, body func()) {
	l := &loop{}
	f.loops = append(f.loops, l)
	outer, out := f.trips, f.out
	f.trips *= max(trips, 1)
	f.out = &strings.Builder{}
	f.block(head, body)
	if l.used {
		fmt.Fprintf(out, "%s:\n", l.label)
	}
	out.WriteString(f.out.String())
	f.out, f.trips = out, outer
	f.loops = f.loops[:len(f.loops)-1]
}

// roomFor says whether a loop with so many trips may stand here.
func (f *fn) roomFor(trips int) bool { return f.trips*trips <= f.cfg.Trips }

// statements makes up to n statements and says whether the last one leaves the block.
func (f *fn) statements(n int) (left bool) {
	for i := range n {
		if f.left <= 0 {
			return false
		}
		if f.statement(i > 0) {
			return true
		}
	}
	return false
}

// ended says whether the last line leaves the block, so that nothing may follow it.
func (f *fn) ended() bool {
	lines := strings.TrimSpace(f.out.String())
	word, _, _ := strings.Cut(lines[strings.LastIndexByte(lines, '\n')+1:], " ")
	switch word {
	case "return", "break", "continue", "fallthrough":
		return true
	}
	return false
}

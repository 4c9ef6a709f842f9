package randgo

import (
	"fmt"
	"strings"
)

func (f *fn) ifStmt() bool {
	if !f.nested() {
		return false
	}
	f.line("if %s {", f.cond(1))
	f.scope(func() { f.statements(f.size()) })
	for range f.IntN(2) {
		f.line("} else if %s {", f.cond(1))
		f.scope(func() { f.statements(f.size()) })
	}
	if f.chance(50) {
		f.line("} else {")
		f.scope(func() { f.statements(f.size()) })
	}
	f.line("}")
	return true
}

// switchStmt is a switch with an int, a float or no tag, with fallthrough and a default anywhere.
func (f *fn) switchStmt() bool {
	if !f.nested() {
		return false
	}
	var cases []string
	head := "switch"
	v, isInt := f.intVar()
	switch k := f.IntN(3); {
	case k == 0 && isInt:
		m := f.between(2, 5)
		head = fmt.Sprintf("switch %s %% %d", v.name, m)
		if f.chance(40) {
			name := f.newName("k")
			head = fmt.Sprintf("switch %s := %s %% %d; %s", name, v.name, m, name)
		}
		for i := range m - 1 {
			cases = append(cases, fmt.Sprint(i))
		}
		if len(cases) > 2 {
			cases[0] += ", " + cases[len(cases)-1]
			cases = cases[:len(cases)-1]
		}
	case k == 1 && f.chance(30):
		head = "switch " + f.typed(f.leaf())
		cases = []string{"0", f.number(0.2, 0.9).s, f.number(1.1, 1.8).s}
	default:
		for range f.between(1, 3) {
			cases = append(cases, f.cond(1))
		}
	}
	f.cases(head, cases)
	return true
}

func (f *fn) cases(head string, cases []string) {
	f.line("%s {", head)
	dflt := -1
	if f.chance(60) {
		dflt = f.IntN(len(cases) + 1)
	}
	for i := 0; i <= len(cases); i++ {
		if i == dflt {
			f.line("default:")
			f.clause(i < len(cases))
		}
		if i < len(cases) {
			f.line("case %s:", cases[i])
			f.clause(i < len(cases)-1 || dflt == len(cases))
		}
	}
	f.line("}")
}

// clause is the body of a case; where more follow it may fall through, or break out on a condition.
func (f *fn) clause(more bool) {
	f.scope(func() {
		if f.statements(f.size()) {
			return
		}
		if f.chance(12) {
			f.block("if "+f.cond(0), func() { f.line("break") })
			f.statements(1)
			return
		}
		if more && f.chance(25) {
			f.line("fallthrough")
		}
	})
}

// ret is a return statement for the current state.
func (f *fn) ret() {
	if len(f.results) == 0 || f.named && f.chance(60) {
		f.line("return")
		return
	}
	var vals []string
	for _, r := range f.results {
		vals = append(vals, f.result(r))
	}
	f.line("return %s", strings.Join(vals, ", "))
}

// result is an expression to return for a result.
func (f *fn) result(r *variable) string {
	switch {
	case r.keep:
		return r.name
	case r.t.k == kFloat:
		e := f.squash(f.float(3), 10)
		if a := f.leaf(); !a.c && f.chance(60) {
			e.s = "(" + a.s + "*" + f.leaf().s + " + " + e.s + ")"
		}
		return bare(f.to(r.t, e))
	case r.t.k == kBool:
		return f.cond(1)
	case r.t.k == kInt:
		if v, ok := f.intVar(); ok {
			return v.name
		}
		return "1"
	}
	return f.valueOf(r.t)
}

// earlyReturn returns under a condition that is rather not met.
func (f *fn) earlyReturn() bool {
	if !f.nested() {
		return false
	}
	f.block("if "+f.cond(1)+" && "+f.atom(), func() {
		f.statements(f.IntN(3))
		f.ret()
	})
	return true
}

// leave ends the block: a return, or break or continue of a loop.
func (f *fn) leave() bool {
	switch {
	case len(f.loops) > 0 && f.chance(70):
		f.exit()
	case f.depth > 2:
		f.ret()
	default:
		return false
	}
	return true
}

// exit is break or continue, with or without a label.
func (f *fn) exit() {
	verb := "continue"
	if f.chance(40) {
		verb = "break"
	}
	if f.chance(40) {
		l := pickOne(f.gen, f.loops)
		if l.label == "" {
			l.label = f.newName("loop")
		}
		l.used = true
		f.line("%s %s", verb, l.label)
		return
	}
	f.line("%s", verb)
}

// leaveLoop is an exit under a condition.
func (f *fn) leaveLoop() bool {
	if !f.nested() {
		return false
	}
	f.block("if "+f.cond(0)+" && "+f.atom(), func() {
		f.statements(f.IntN(2))
		f.exit()
	})
	return true
}

// labelled is a nest of two loops whose inner one continues and breaks the outer.
func (f *fn) labelled() bool {
	if f.depth+1 > f.cfg.Depth || !f.roomFor(12) {
		return false
	}
	i, j := f.newName("i"), f.newName("j")
	f.looped(fmt.Sprintf("for %s := range 4", i), 4, func() {
		f.add(&variable{name: i, t: intT, hi: 4, fixed: true})
		outer := f.loops[len(f.loops)-1]
		outer.label, outer.used = f.newName("outer"), true
		f.statements(1)
		f.looped(fmt.Sprintf("for %s := 0; %s < 3; %s++", j, j, j), 3, func() {
			f.add(&variable{name: j, t: intT, hi: 3, fixed: true})
			f.statements(2)
			f.block("if "+f.cond(1), func() {
				f.statements(1)
				f.line("%s %s", pickOne(f.gen, []string{"continue", "break"}), outer.label)
			})
			f.statements(2)
		})
		f.statements(1)
	})
	return true
}

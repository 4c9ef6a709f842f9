package randgo

import (
	"fmt"
	"strings"
)

// consumeSome adds up all floats of some variable.
func (f *fn) consumeSome() bool {
	if len(f.vars) == 0 {
		return false
	}
	v := pickOne(f.gen, f.vars)
	if f.hidden(v) || !v.t.hasFloat() || !f.roomFor(9) {
		return false
	}
	f.consume([]*variable{v})
	return true
}

// consume adds up all floats of the variables, each through some function, in a new variable.
func (f *fn) consume(vars []*variable) {
	acc := f.newName("acc")
	f.line("var %s %s", acc, f.ft)
	for _, v := range vars {
		v.used = true
		f.consumePart(acc, v.name, v.t)
	}
	f.add(&variable{name: acc, t: f.ft})
}

func (f *fn) consumePart(acc, s string, t *typ) {
	if strings.HasPrefix(s, "*") && t.k != kFloat {
		s = "(" + s + ")"
	}
	switch t.k {
	case kFloat:
		f.cost += f.trips
		f.line("%s += %s", acc, f.term(acc, s, t))
	case kSlice, kArray:
		i := f.newName("i")
		if t.elem.k == kFloat && f.chance(50) {
			f.block(fmt.Sprintf("for _, %s := range %s", i, s), func() { f.consumePart(acc, i, t.elem) })
			return
		}
		f.block(fmt.Sprintf("for %s := range %s", i, s), func() { f.consumePart(acc, s+"["+i+"]", t.elem) })
	case kPtr:
		if t.elem.k != kStruct {
			s = "*" + s
		}
		f.consumePart(acc, s, t.elem)
	case kStruct:
		for _, fd := range t.fields {
			f.consumePart(acc, s+"."+fd.name, fd.t)
		}
	}
}

// term is a summand made of s.
func (f *fn) term(acc, s string, t *typ) string {
	if t.name != f.ft.name {
		s = f.ft.name + "(" + s + ")"
	}
	c := f.number(0.2, 1.2).s
	switch f.IntN(6) {
	case 0:
		return fmt.Sprintf("%s * %s * %s", c, s, s)
	case 1:
		return fmt.Sprintf("%s * %s", s, bare(f.squash(f.leaf(), 1).s))
	case 2:
		return fmt.Sprintf("0.1 * (1 + %s) * %s", acc, s)
	case 3:
		return f.math(1, "Sin", expr{s: fmt.Sprintf("%s + %s", s, acc)}).s
	case 4:
		return fmt.Sprintf("%s / (%s + %s*%s)", c, f.number(1, 2).s, s, s)
	}
	return fmt.Sprintf("%s * %s", c, s)
}

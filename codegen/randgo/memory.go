package randgo

import (
	"fmt"
	"strings"
)

// alias names a part of something: a row, a subslice (which may overlap others), an inner struct's address.
func (f *fn) alias() bool {
	s, ok := f.find(func(t *typ) bool { return (t.k == kSlice || t.k == kPtr) && t.hasFloat() && t.n >= 0 }, false)
	if !ok {
		return false
	}
	name, t, e := f.newName("row"), s.t, s.s
	if t.k == kSlice && t.n >= 2 && f.chance(60) {
		lo := f.IntN(t.n - 1)
		hi := f.between(lo+1, t.n)
		t = &typ{k: kSlice, elem: t.elem, n: hi - lo}
		e = fmt.Sprintf("%s[%d:%d]", s.s, lo, hi)
		switch {
		case lo == 0 && f.chance(50):
			e = fmt.Sprintf("%s[:%d]", s.s, hi)
		case hi == s.t.n && f.chance(50):
			e = fmt.Sprintf("%s[%d:]", s.s, lo)
		case f.chance(15):
			e = fmt.Sprintf("%s[%d:%d:%d]", s.s, lo, hi, hi)
		}
	}
	f.line("%s := %s", name, e)
	f.add(&variable{name: name, t: t, ro: s.v.ro})
	return true
}

// pointer takes the address of a float or of a struct.
func (f *fn) pointer() bool {
	s, ok := f.addressable(func(t *typ) bool { return t.k == kFloat || t.k == kStruct })
	if !ok {
		return false
	}
	for _, v := range f.vars {
		if v.t.k == kPtr && same(v.t.elem, s.t) && !v.fixed && !v.ro && !f.hidden(v) && v != s.v && f.chance(40) {
			f.line("%s = &%s", v.name, s.s)
			return true
		}
	}
	name := f.newName("ptr")
	f.line("%s := &%s", name, s.s)
	f.add(&variable{name: name, t: ptrTo(s.t)})
	return true
}

// addressable finds something that may be written to through its address.
func (f *fn) addressable(want func(*typ) bool) (spot, bool) {
	s, ok := f.find(want, false)
	if !ok || s.v.ro || s.v.fixed || f.isGlobal(s.v) || strings.HasPrefix(s.s, "*") {
		return s, false
	}
	return s, true
}

// pointerChosen lets branches choose where a pointer or slice points, then writes through it.
func (f *fn) pointerChosen() bool {
	if !f.nested() {
		return false
	}
	if f.chance(40) {
		return f.sliceChosen()
	}
	a, ok := f.addressable(isFloat)
	if !ok {
		return false
	}
	b, ok := f.addressable(func(t *typ) bool { return same(t, a.t) })
	if !ok {
		return false
	}
	p := f.newName("ptr")
	f.line("%s := &%s", p, a.s)
	f.add(&variable{name: p, t: ptrTo(a.t)})
	f.block("if "+f.cond(1), func() { f.line("%s = &%s", p, b.s) })
	f.line("*%s = %s", p, bare(f.to(a.t, f.tame(2))))
	return true
}

func (f *fn) sliceChosen() bool {
	a, ok := f.find(func(t *typ) bool { return t.k == kSlice && t.n > 0 && t.hasFloat() }, false)
	if !ok {
		return false
	}
	b, ok := f.find(func(t *typ) bool { return same(t, a.t) }, false)
	if !ok {
		return false
	}
	name := f.newName("sel")
	f.line("%s := %s", name, a.s)
	v := &variable{name: name, t: a.t, ro: a.v.ro || b.v.ro}
	f.block("if "+f.cond(1), func() { f.line("%s = %s", name, b.s) })
	f.add(v)
	return true
}

// local declares an array, a slice or a struct, made there and then.
func (f *fn) local() bool {
	name := f.newName("buf")
	n := f.between(2, 4)
	ft := pickOne(f.gen, f.floats)
	switch k := f.IntN(9); {
	case k < 3:
		t := sliceOf(ft, n)
		f.line("%s := make([]%s, %d)", name, ft, n)
		f.add(&variable{name: name, t: t})
		if f.chance(60) {
			f.fill(name, t)
		}
	case k < 4:
		t := arrayOf(ft, n)
		f.line("var %s %s", name, t)
		f.add(&variable{name: name, t: t})
	case k < 6:
		t := arrayOf(ft, n)
		if f.chance(50) {
			t = sliceOf(ft, n)
		}
		f.line("%s := %s{%s}", name, t, f.values(ft, n))
		f.add(&variable{name: name, t: t})
	case k < 7:
		f.line("%s := new(%s)", name, ft)
		f.line("*%s = %s", name, bare(f.to(ft, f.tame(2))))
		f.add(&variable{name: name, t: ptrTo(ft)})
	default:
		return f.localStruct(name)
	}
	return true
}

// fill sets every element of a slice of floats.
func (f *fn) fill(name string, t *typ) {
	i := f.newName("i")
	f.cost += f.trips * t.n
	f.scope(func() {
		f.add(counter(i, t.n))
		f.line("for %s := range %s {\n%s[%s] = %s\n}", i, name, name, i, bare(f.to(t.elem, f.tame(2))))
	})
}

// values are n expressions of a float type.
func (f *fn) values(t *typ, n int) string {
	var list []string
	for range n {
		list = append(list, bare(f.to(t, f.tame(1))))
	}
	return strings.Join(list, ", ")
}

func (f *fn) localStruct(name string) bool {
	if len(f.structs) == 0 {
		return false
	}
	t := pickOne(f.gen, f.structs)
	lit := f.literal(t)
	if f.chance(40) {
		f.line("%s := &%s", name, lit)
		t = ptrTo(t)
	} else {
		f.line("%s := %s", name, lit)
	}
	f.add(&variable{name: name, t: t})
	return true
}

// literal is a composite literal of a struct with some of its fields set.
func (f *fn) literal(t *typ) string {
	var parts []string
	for _, fd := range t.fields {
		switch {
		case fd.t.k == kFloat && f.chance(70):
			parts = append(parts, fd.name+": "+bare(f.to(fd.t, f.tame(1))))
		case fd.t.k == kArray && fd.t.elem.k == kFloat && f.chance(50):
			parts = append(parts, fmt.Sprintf("%s: %s{%s}", fd.name, fd.t, f.values(fd.t.elem, fd.t.n)))
		case fd.t.k == kSlice && fd.t.elem.k == kFloat && f.chance(50):
			if s, ok := f.find(func(o *typ) bool { return same(o, fd.t) }, false); ok && !s.v.ro {
				parts = append(parts, fd.name+": "+s.s)
				continue
			}
			parts = append(parts, fmt.Sprintf("%s: %s{%s}", fd.name, fd.t, f.values(fd.t.elem, fd.t.n)))
		case fd.t.k == kStruct:
			parts = append(parts, fd.name+": "+f.literal(fd.t))
		case fd.t.refers() || fd.t.k == kInt:
			parts = append(parts, fd.name+": "+fd.t.fresh())
		}
	}
	return t.String() + "{" + strings.Join(parts, ", ") + "}"
}

// copyValue copies a struct or an array, whole, and changes one of the two.
func (f *fn) copyValue() bool {
	value := func(t *typ) bool { return (t.k == kStruct || t.k == kArray) && t.hasFloat() }
	s, ok := f.find(value, false)
	if !ok {
		return false
	}
	if d, ok := f.find(func(t *typ) bool { return same(t, s.t) && !t.refers() }, true); ok && d.s != s.s && f.chance(50) {
		f.line("%s = %s", d.s, s.s)
	} else {
		name := f.newName("cp")
		f.line("%s := %s", name, s.s)
		v := f.add(&variable{name: name, t: s.t, ro: s.v.ro})
		s.v, s.s = v, name
	}
	if p, t, ok := f.walk(s.v, s.s, s.t, isFloat, true, false); ok {
		f.line("%s = %s", p, bare(f.to(t, f.tame(2))))
	}
	return true
}

// copyClear uses copy, with or without overlap, or clear.
func (f *fn) copyClear() bool {
	d, ok := f.vector(true)
	if !ok || d.t.k != kSlice {
		return false
	}
	s, ok := f.find(func(t *typ) bool { return t.k == kSlice && t.elem.name == d.t.elem.name && t.elem.k == kFloat }, false)
	switch k := f.IntN(4); {
	case k == 0:
		f.line("clear(%s)", d.s)
	case k == 1:
		f.line("copy(%[1]s[1:], %[1]s)", d.s)
	case k == 2:
		f.line("copy(%[1]s, %[1]s[1:])", d.s)
	case ok:
		f.line("copy(%s, %s)", d.s, s.s)
	}
	f.line("%s[%d] = %s", d.s, f.IntN(d.t.n), bare(f.to(d.t.elem, f.tame(2))))
	return true
}

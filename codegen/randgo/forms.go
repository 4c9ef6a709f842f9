package randgo

import "fmt"

// twoIndex runs two counters towards each other, as code does that reverses in place.
func (f *fn) twoIndex() bool {
	c, ok := f.vector(true)
	if !ok || !f.nested() || !f.roomFor(2) {
		return false
	}
	i, j := f.newName("i"), f.newName("j")
	f.looped(fmt.Sprintf("for %[1]s, %[2]s := 0, len(%[3]s)-1; %[1]s < %[2]s; %[1]s, %[2]s = %[1]s+1, %[2]s-1", i, j, c.s), 2, func() {
		f.add(counter(i, c.t.n))
		f.add(counter(j, c.t.n))
		f.line("%[1]s[%[2]s], %[1]s[%[3]s] = %[1]s[%[3]s], %[4]s*%[1]s[%[2]s]", c.s, i, j, f.number(0.5, 1.1).s)
		f.statements(2)
	})
	return true
}

// shrinking is a loop that takes a slice apart from its head, its tail, or in pairs.
func (f *fn) shrinking() bool {
	s, ok := f.find(func(t *typ) bool { return t.k == kSlice && t.hasFloat() && t.elem.k == kFloat }, false)
	if !ok || !f.nested() || !f.roomFor(4) {
		return false
	}
	rest, h := f.newName("rest"), f.newName("head")
	end := fmt.Sprintf("%[1]s[1:]", rest)
	if f.chance(30) {
		end = fmt.Sprintf("%[1]s[:len(%[1]s)-1]", rest)
	}
	body := func() {
		f.line("%s := %s[0]", h, rest)
		f.add(&variable{name: h, t: s.t.elem})
		f.statements(2)
		if !s.v.ro && !f.isGlobal(s.v) {
			f.line("%s[0] = %s", rest, bare(f.to(s.t.elem, f.tame(2))))
		}
	}
	f.looped(fmt.Sprintf("for %s := %s; len(%s) > 0; %s = %s", rest, s.s, rest, rest, end), 4, body)
	return true
}

// boolAssign changes a boolean.
func (f *fn) boolAssign() bool {
	for _, v := range f.vars {
		if v.t.k == kBool && !f.hidden(v) && f.chance(60) {
			f.line("%s = %s", v.name, pickOne(f.gen, []string{v.name + " || ", "!" + v.name + " && ", ""})+f.atom())
			return true
		}
	}
	return false
}

// ifCall is an if whose own variable is what a helper returns.
func (f *fn) ifCall() bool {
	if !f.nested() || len(f.helpers) == 0 {
		return false
	}
	h := pickOne(f.gen, f.helpers)
	if len(h.results) != 1 || h.results[0].k != kFloat || !f.affordable(h) {
		return false
	}
	call, ok := f.call(h)
	if !ok {
		return false
	}
	f.cost += f.trips * h.cost
	y := f.newName("y")
	n := len(f.vars)
	f.add(&variable{name: y, t: h.results[0]})
	f.line("if %s := %s; %s > %s {", y, call, y, f.number(-0.4, 0.9).s)
	f.scope(func() { f.statements(f.size()) })
	f.line("} else {")
	f.scope(func() { f.statements(f.size()) })
	f.line("}")
	f.vars = f.vars[:n]
	return true
}

// localConst declares a constant in the function.
func (f *fn) localConst() bool {
	name := f.newName("c")
	f.line("const %s = %s / 3", name, f.number(0.5, 3).s)
	if p, ok := f.place(); ok {
		f.line("%s = %s * %s", p.s, p.s, name)
	}
	return true
}

// varPair declares two variables in one declaration.
func (f *fn) varPair() bool {
	a, b := f.newName("s"), f.newName("t")
	if f.chance(50) {
		f.line("var %s, %s = %s, %s", a, b, f.typed(f.tame(2)), f.typed(f.tame(2)))
	} else {
		f.line("var (\n%s = %s\n%s %s = %s\n)", a, f.typed(f.tame(2)), b, f.ft, bare(f.tame(2).s))
	}
	f.add(&variable{name: a, t: f.ft})
	f.add(&variable{name: b, t: f.ft})
	return true
}

// matrix declares an array of arrays, or a slice of pointers to floats of its own and of others.
func (f *fn) matrix() bool {
	name := f.newName("mat")
	n, m := f.between(2, 3), f.between(2, 3)
	if f.chance(65) {
		t := arrayOf(arrayOf(f.ft, m), n)
		f.line("%s := %s{{%s}}", name, t, f.values(f.ft, m))
		f.add(&variable{name: name, t: t})
		return true
	}
	a, ok := f.addressable(isFloat)
	if !ok {
		return false
	}
	b, ok := f.addressable(func(t *typ) bool { return same(t, a.t) })
	if !ok {
		return false
	}
	t := sliceOf(ptrTo(a.t), 2)
	f.line("%s := %s{&%s, &%s}", name, t, a.s, b.s)
	f.add(&variable{name: name, t: t})
	return true
}

// copyPart copies or clears a part of a slice.
func (f *fn) copyPart() bool {
	d, ok := f.vector(true)
	if !ok || d.t.k != kSlice {
		return false
	}
	lo := f.IntN(d.t.n)
	hi := f.between(lo, d.t.n)
	s, ok := f.find(func(t *typ) bool { return t.k == kSlice && t.elem.name == d.t.elem.name && t.elem.k == kFloat }, false)
	if !ok || f.chance(30) {
		f.line("clear(%s[%d:%d])", d.s, lo, hi)
		return true
	}
	if f.chance(30) {
		n := f.newName("n")
		f.line("%s := copy(%s[%d:%d], %s)", n, d.s, lo, hi, s.s)
		f.add(&variable{name: n, t: intT})
		return true
	}
	f.line("copy(%s[%d:%d], %s)", d.s, lo, hi, s.s)
	return true
}

// modeSwitch branches on a string.
func (f *fn) modeSwitch() bool {
	if !f.nested() {
		return false
	}
	modes := []string{`"linear"`, `"square"`, `"none"`}
	mode := f.newName("mode")
	f.line("%s := %s", mode, pickOne(f.gen, modes))
	f.block("if "+f.cond(0), func() { f.line("%s = %s", mode, pickOne(f.gen, modes)) })
	f.cases("switch "+mode, modes[:f.between(1, 3)])
	return true
}

// rowSwap exchanges rows of a slice of slices that is at hand, be it a parameter's.
func (f *fn) rowSwap() bool {
	if !f.headers {
		return false
	}
	s, ok := f.find(func(t *typ) bool { return t.k == kSlice && t.n >= 2 && t.elem.k == kSlice && t.elem.hasFloat() }, false)
	if !ok || s.v.ro {
		return false
	}
	f.line("%[1]s[0], %[1]s[%[2]d] = %[1]s[%[2]d], %[1]s[0]", s.s, s.t.n-1)
	return true
}

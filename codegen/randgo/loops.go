package randgo

import (
	"fmt"
	"strings"
)

// body makes the body of a loop.
func (f *fn) body(vars ...*variable) func() {
	return func() {
		for _, v := range vars {
			if v.name != "_" {
				f.add(v)
			}
		}
		f.statements(f.between(2, 5))
	}
}

// counter is a loop variable in [0, hi).
func counter(name string, hi int) *variable {
	return &variable{name: name, t: intT, hi: hi, fixed: true}
}

// counted is a loop that counts: up, down, strided, over an int, or triangular.
func (f *fn) counted() bool {
	n := f.between(2, 5)
	if s, ok := f.find(func(t *typ) bool { return t.k == kSlice && t.n > 0 }, false); ok && f.chance(60) {
		n = s.t.n
	}
	if !f.nested() || !f.roomFor(n) {
		return false
	}
	i := f.newName(pickOne(f.gen, []string{"i", "j", "k"}))
	v := counter(i, n)
	head := ""
	switch f.IntN(11) {
	case 0, 1, 2:
		head = fmt.Sprintf("for %[1]s := 0; %[1]s < %[2]s; %[1]s++", i, f.lenOr(n))
	case 3, 4:
		head = fmt.Sprintf("for %s := range %s", i, f.lenOr(n))
	case 5:
		head = fmt.Sprintf("for %[1]s := %[2]s - 1; %[1]s >= 0; %[1]s--", i, f.lenOr(n))
	case 6:
		head = fmt.Sprintf("for %[1]s := %[3]d; %[1]s < %[2]d; %[1]s += %[4]d", i, n, f.IntN(2), f.between(2, 3))
	case 7:
		head = fmt.Sprintf("for %[1]s := %[2]d; %[1]s >= 0; %[1]s -= 2", i, n-1)
	case 8:
		head = fmt.Sprintf("for %[1]s := 1; %[1]s <= %[2]d; %[1]s++", i, n-1)
	default:
		w, ok := f.counterInScope()
		if !ok {
			head = fmt.Sprintf("for range %d", n)
			v = counter("_", n)
			break
		}
		v.hi, n = w.hi, w.hi
		head = f.triangular(i, w)
	}
	if !f.roomFor(n) {
		return false
	}
	f.looped(head, n, f.body(v))
	return true
}

// triangular is the head of a loop that is bounded by the counter of another.
func (f *fn) triangular(i string, w *variable) string {
	switch f.IntN(4) {
	case 0:
		return fmt.Sprintf("for %[1]s := 0; %[1]s < %[2]s; %[1]s++", i, w.name)
	case 1:
		return fmt.Sprintf("for %[1]s := %[2]s + 1; %[1]s < %[3]d; %[1]s++", i, w.name, w.hi)
	case 2:
		return fmt.Sprintf("for %[1]s := %[2]s; %[1]s >= 0; %[1]s--", i, w.name)
	}
	return fmt.Sprintf("for %[1]s := range %[2]s", i, w.name)
}

func (f *fn) counterInScope() (*variable, bool) {
	for range 5 {
		if v, ok := f.intVar(); ok && v.hi > 0 && v.fixed {
			return v, true
		}
	}
	return nil, false
}

// lenOr writes n as the length of something, if there is something of that length.
func (f *fn) lenOr(n int) string {
	s, ok := f.find(func(t *typ) bool { return (t.k == kSlice || t.k == kArray) && t.n == n }, false)
	if ok && f.chance(70) {
		return "len(" + s.s + ")"
	}
	return fmt.Sprint(n)
}

// ranged is a range over a slice, an array or a pointer to an array.
func (f *fn) ranged() bool {
	s, ok := f.find(func(t *typ) bool { return t.k == kSlice || t.k == kArray }, false)
	n := 4
	if ok && s.t.n >= 0 {
		n = s.t.n
	}
	if !ok || !f.nested() || !f.roomFor(n) {
		return false
	}
	i, x := f.newName("i"), f.newName("x")
	vi := &variable{name: i, t: intT, hi: max(s.t.n, 0), fixed: true}
	if s.t.n < 0 {
		vi.of = s.s
	}
	vx := &variable{name: x, t: s.t.elem, ro: s.v.ro}
	switch k := f.IntN(10); {
	case k < 3:
		f.looped(fmt.Sprintf("for %s := range %s", i, s.s), n, f.body(vi))
	case k < 6:
		f.looped(fmt.Sprintf("for _, %s := range %s", x, s.s), n, f.body(vx))
	case k < 9:
		f.looped(fmt.Sprintf("for %s, %s := range %s", i, x, s.s), n, f.body(vi, vx))
	default:
		p, ok := f.find(func(t *typ) bool { return same(t, s.t.elem) && t.k == kFloat }, true)
		if !ok || p.s != p.v.name {
			return false
		}
		f.looped(fmt.Sprintf("for _, %s = range %s", p.s, s.s), n, f.body())
	}
	return true
}

// conditionOnly is a loop with nothing but a condition, on floats that shrink or on ints that count down.
func (f *fn) conditionOnly() bool {
	if !f.nested() || !f.roomFor(4) {
		return false
	}
	k := f.newName("k")
	if f.chance(50) {
		f.line("%s := %d", k, f.between(2, 4))
		f.looped(fmt.Sprintf("for %s > 0", k), 4, func() {
			f.line("%s--", k)
			f.body(counter(k, 4))()
		})
		f.add(&variable{name: k, t: intT, fixed: true})
		return true
	}
	v := f.newName("r")
	f.line("%s := %s", v, f.typed(f.math(3, "Abs", f.tame(2))))
	f.line("%s := 0", k)
	f.add(&variable{name: v, t: f.ft})
	f.looped(fmt.Sprintf("for %s > %s && %s < 4", v, f.number(0.2, 0.5).s, k), 4, func() {
		f.line("%s++", k)
		f.line("%s *= %s", v, f.number(0.4, 0.8).s)
		f.body()()
	})
	f.add(&variable{name: k, t: intT, fixed: true})
	return true
}

// infinite is a loop without a condition that breaks.
func (f *fn) infinite() bool {
	if !f.nested() || !f.roomFor(4) {
		return false
	}
	k := f.newName("k")
	f.line("%s := 0", k)
	f.looped("for", 4, func() {
		atEnd := f.chance(30)
		if !atEnd {
			f.block(fmt.Sprintf("if %s >= %d", k, f.between(1, 4)), func() { f.line("break") })
		}
		f.line("%s++", k)
		if atEnd {
			f.block(fmt.Sprintf("if %s > 3 || %s", k, f.cond(0)), func() {
				// what stands here may continue; not for ever
				f.block(fmt.Sprintf("if %s < 8", k), func() { f.statements(1) })
				f.line("break")
			})
		}
		f.body(&variable{name: k, t: intT, fixed: true})()
	})
	f.add(&variable{name: k, t: intT, fixed: true})
	return true
}

// floatLoop counts with a float that starts at an active value.
func (f *fn) floatLoop() bool {
	if !f.nested() || !f.roomFor(5) {
		return false
	}
	h, lo := f.newName("h"), f.math(1, "Tanh", f.leaf())
	f.looped(fmt.Sprintf("for %[1]s := %[2]s; %[1]s < %[3]s; %[1]s += %[4]s", h, f.typed(lo), f.number(0.9, 1.2).s, f.number(0.47, 0.8).s), 5,
		f.body(&variable{name: h, t: f.ft, fixed: true}))
	return true
}

// vector is a slice or array of floats of at least two elements.
func (f *fn) vector(write bool) (spot, bool) {
	s, ok := f.find(func(t *typ) bool { return (t.k == kSlice || t.k == kArray) && t.n >= 2 && t.elem.k == kFloat }, false)
	if !ok || write && (s.v.ro || f.isGlobal(s.v)) {
		return s, false
	}
	if strings.HasPrefix(s.s, "*") {
		s.s = "(" + s.s + ")"
	}
	return s, true
}

// clenshaw is the recurrence of that name over some coefficients.
func (f *fn) clenshaw() bool {
	c, ok := f.vector(false)
	if !ok || !f.roomFor(c.t.n) {
		return false
	}
	b1, b2, x, i := f.newName("b"), f.newName("b"), f.newName("x"), f.newName("i")
	f.line("%s := %s", x, f.typed(f.math(1, "Sin", f.float(2))))
	f.line("var %s, %s %s", b1, b2, f.ft)
	elem := fmt.Sprintf("%s(%s[%s])", f.ft, c.s, i)
	f.block(fmt.Sprintf("for %[1]s := len(%[2]s) - 1; %[1]s >= 1; %[1]s--", i, c.s), func() {
		if f.chance(50) {
			f.line("%s, %s = 2*%s*%s-%s+%s, %s", b1, b2, x, b1, b2, elem, b1)
			return
		}
		f.line("t := %s", b1)
		f.line("%s = 2*%s*%s - %s + %s", b1, x, b1, b2, elem)
		f.line("%s = t", b2)
	})
	r := f.newName("r")
	f.line("%s := %s*%s - %s + %s(%s[0])", r, x, b1, b2, f.ft, c.s)
	f.add(&variable{name: r, t: f.ft})
	return true
}

// prefixSum updates a vector in place from its neighbours.
func (f *fn) prefixSum() bool {
	c, ok := f.vector(true)
	if !ok || !f.roomFor(c.t.n) {
		return false
	}
	i := f.newName("i")
	a := f.number(0.2, 0.7).s
	f.cost += f.trips * c.t.n
	switch f.IntN(3) {
	case 0:
		f.block(fmt.Sprintf("for %[1]s := 1; %[1]s < len(%[2]s); %[1]s++", i, c.s), func() {
			f.line("%[1]s[%[2]s] += %[3]s * %[1]s[%[2]s-1]", c.s, i, a)
		})
	case 1:
		f.block(fmt.Sprintf("for %[1]s := len(%[2]s) - 2; %[1]s >= 0; %[1]s--", i, c.s), func() {
			f.line("%[1]s[%[2]s] -= %[3]s * %[1]s[%[2]s+1] * %[1]s[%[2]s]", c.s, i, a)
		})
	default:
		f.block(fmt.Sprintf("for %[1]s := 1; %[1]s < len(%[2]s); %[1]s++", i, c.s), func() {
			f.line("%[1]s[%[2]s] = (%[1]s[%[2]s-1] + %[3]s*%[1]s[0]) / (1 + %[1]s[%[2]s]*%[1]s[%[2]s])", c.s, i, a)
		})
	}
	return true
}

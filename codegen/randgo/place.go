package randgo

import (
	"fmt"
	"strings"
)

// spot is a part of a variable: an expression, what type it has, and the variable that it starts from.
type spot struct {
	s string
	t *typ
	v *variable
}

// find walks from random variables through fields, elements and pointers until it meets a type that is wanted.
// With write, the spot may be assigned to.
func (f *fn) find(want func(*typ) bool, write bool) (spot, bool) {
	if len(f.vars)+len(f.globals) == 0 {
		return spot{}, false
	}
	for range 16 {
		i := f.IntN(len(f.vars) + min(len(f.globals), 1))
		var v *variable
		if i < len(f.vars) {
			v = f.vars[i]
		} else {
			v = pickOne(f.gen, f.globals)
		}
		if f.hidden(v) {
			continue
		}
		if s, t, ok := f.walk(v, v.name, v.t, want, write, false); ok {
			v.used = v.used || !write
			return spot{s, t, v}, true
		}
	}
	return spot{}, false
}

// hidden says whether a later variable of the same name hides v.
func (f *fn) hidden(v *variable) bool {
	for i := len(f.vars) - 1; i >= 0; i-- {
		if f.vars[i].name == v.name {
			return f.vars[i] != v
		}
	}
	return false
}

func (f *fn) walk(v *variable, s string, t *typ, want func(*typ) bool, write, through bool) (string, *typ, bool) {
	if want(t) && !(write && !f.writable(v, t, s, through)) && (t.k == kFloat || f.chance(75)) {
		return s, t, true
	}
	if strings.HasPrefix(s, "*") {
		s = "(" + s + ")"
	}
	switch t.k {
	case kSlice, kArray:
		i, ok := f.index(t.n, s)
		if !ok {
			return "", nil, false
		}
		return f.walk(v, s+"["+i+"]", t.elem, want, write, through || t.k == kSlice)
	case kPtr:
		if t.elem.k != kStruct && t.elem.k != kArray {
			return f.walk(v, "*"+s, t.elem, want, write, true)
		}
		if want(t.elem) && f.chance(50) {
			return "*" + s, t.elem, !(write && v.ro)
		}
		return f.walkInto(v, s, t.elem, want, write)
	case kStruct:
		fd := pickOne(f.gen, t.fields)
		return f.walk(v, s+"."+fd.name, fd.t, want, write, through)
	}
	return "", nil, false
}

// walkInto goes on inside what a pointer points to.
func (f *fn) walkInto(v *variable, s string, t *typ, want func(*typ) bool, write bool) (string, *typ, bool) {
	if t.k == kArray {
		i, ok := f.index(t.n, s)
		if !ok {
			return "", nil, false
		}
		return f.walk(v, s+"["+i+"]", t.elem, want, write, true)
	}
	fd := pickOne(f.gen, t.fields)
	return f.walk(v, s+"."+fd.name, fd.t, want, write, true)
}

// writable says whether the spot may be assigned to; through tells that it lies in memory that v refers to.
func (f *fn) writable(v *variable, t *typ, s string, through bool) bool {
	if t.k == kSlice || t.k == kPtr || t.k == kInt || t.refers() {
		return false
	}
	if through {
		return !v.ro
	}
	return !v.fixed || s != v.name && !f.isGlobal(v)
}

func (f *fn) isGlobal(v *variable) bool {
	for _, g := range f.globals {
		if g == v {
			return true
		}
	}
	return false
}

func isFloat(t *typ) bool { return t.k == kFloat }

// index gives an index that is in range for length n, or for the slice called s where n is not known.
func (f *fn) index(n int, s string) (string, bool) {
	var vars []*variable
	for _, v := range f.vars {
		if v.t.k == kInt && !f.hidden(v) && (n > 0 && v.hi > 0 && v.hi <= n || v.of == s) {
			vars = append(vars, v)
		}
	}
	if len(vars) > 0 && f.chance(80) {
		return f.indexOf(pickOne(f.gen, vars), n, s), true
	}
	if n <= 0 {
		if len(vars) == 0 {
			return "", false
		}
		return vars[0].name, true
	}
	if v, ok := f.intVar(); ok && f.chance(25) {
		return fmt.Sprintf("(%s+%d)%%%d", v.name, f.IntN(3), n), true
	}
	if f.chance(3) {
		return fmt.Sprintf("int(3*math.Abs(math.Sin(%s)))%%%d", f.to(f64, f.float(1)), n), true
	}
	return fmt.Sprint(f.IntN(n)), true
}

// indexOf makes an index out of a variable that is in range.
func (f *fn) indexOf(v *variable, n int, s string) string {
	switch {
	case n > 0 && v.hi > 0 && v.hi < n && f.chance(30):
		return fmt.Sprintf("%s+%d", v.name, n-v.hi)
	case n > 0 && v.hi == n && f.chance(12):
		return fmt.Sprintf("%d-%s", n-1, v.name)
	case n > 0 && f.chance(8):
		return fmt.Sprintf("(%s+%d)%%%d", v.name, f.between(1, 3), n)
	case n > 0 && v.hi == n && f.chance(5):
		return v.name + "/2"
	case v.of == s && f.chance(10):
		return fmt.Sprintf("len(%s)-1-%s", s, v.name)
	}
	return v.name
}

// intVar is some int in scope that is not negative.
func (f *fn) intVar() (*variable, bool) {
	var vars []*variable
	for _, v := range f.vars {
		if v.t.k == kInt && !f.hidden(v) {
			vars = append(vars, v)
		}
	}
	if len(vars) == 0 {
		return nil, false
	}
	return pickOne(f.gen, vars), true
}

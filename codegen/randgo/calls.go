package randgo

import (
	"fmt"
	"strings"
)

// helper is a function or method that the program's functions may call.
type helper struct {
	name     string
	recv     *typ // of a method, also its first parameter
	params   []*typ
	variadic bool
	results  []*typ
	mutates  bool // writes to memory of its parameters, or gives a way to it back
	cost     int
	argument func(f *fn, i int) (string, bool) // arguments that must be of a certain kind, or nil
}

// affordable says whether h may be called here.
func (f *fn) affordable(h *helper) bool { return f.trips*h.cost <= 4000 && h.name != f.self }

// callExpr is a call of a pure helper with one float result.
func (f *fn) callExpr() (expr, bool) {
	for range 3 {
		if len(f.helpers) == 0 {
			break
		}
		h := pickOne(f.gen, f.helpers)
		if h.mutates || len(h.results) != 1 || h.results[0].k != kFloat || !f.affordable(h) {
			continue
		}
		if s, ok := f.call(h); ok {
			f.cost += f.trips * h.cost
			if h.results[0].name != f.ft.name {
				s = f.ft.name + "(" + s + ")"
			}
			return expr{s: s, mag: 6}, true
		}
	}
	return expr{}, false
}

// call writes the call of h with arguments found in scope.
func (f *fn) call(h *helper) (string, bool) {
	if f.calling > 1 {
		return "", false
	}
	f.calling++
	defer func() { f.calling-- }()
	var args []string
	for i, p := range h.params {
		if h.variadic && i == len(h.params)-1 {
			args = append(args, f.variadicArgs(p))
			break
		}
		a, ok := f.argOf(h, i, p)
		if !ok {
			return "", false
		}
		args = append(args, a)
	}
	if h.recv != nil {
		if i := strings.LastIndex(args[0], ".P"+f.prefix[1:]+"T"); i > 0 && f.chance(50) && !strings.ContainsAny(args[0][i+1:], ".[(") {
			args[0] = args[0][:i] // the method is promoted
		}
		return args[0] + "." + h.name + "(" + strings.Join(args[1:], ", ") + ")", true
	}
	return h.name + "(" + strings.Join(args, ", ") + ")", true
}

func (f *fn) argOf(h *helper, i int, p *typ) (string, bool) {
	if h.argument != nil {
		if s, ok := h.argument(f, i); ok {
			return s, true
		}
	}
	return f.arg(p, h.mutates, h.recv != nil && i == 0)
}

// variadicArgs are some floats, or a slice handed on.
func (f *fn) variadicArgs(p *typ) string {
	if s, ok := f.find(func(t *typ) bool { return t.k == kSlice && same(t.elem, p.elem) }, false); ok && !s.v.ro && f.chance(50) {
		return s.s + "..."
	}
	return f.values(p.elem, f.IntN(4))
}

// arg is an argument of type p. For a function that mutates, it refers to nothing that must not be written to.
func (f *fn) arg(p *typ, mutates, recv bool) (string, bool) {
	free := func(s spot) bool { return !mutates || !s.v.ro && !f.isGlobal(s.v) }
	switch p.k {
	case kFloat:
		return bare(f.to(p, f.tame(2))), true
	case kInt:
		if v, ok := f.intVar(); ok && f.chance(50) {
			return v.name, true
		}
		return fmt.Sprint(f.IntN(4)), true
	case kBool:
		return f.cond(1), true
	}
	for range 4 {
		if s, ok := f.find(func(t *typ) bool { return same(t, p) }, false); ok && free(s) && !(recv && strings.HasPrefix(s.s, "*")) {
			return s.s, true
		}
		switch p.k {
		case kSlice:
			if s, ok := f.find(func(t *typ) bool { return t.k == kSlice && same(t.elem, p.elem) && t.n >= p.n }, false); ok && free(s) {
				return f.cut(s, p.n), true
			}
		case kPtr:
			if s, ok := f.addressable(func(t *typ) bool { return same(t, p.elem) }); ok {
				if recv {
					return s.s, true // Go takes the address itself
				}
				return "&" + s.s, true
			}
		}
	}
	if recv {
		return "", false
	}
	if p.k == kSlice && p.elem.k == kFloat {
		return fmt.Sprintf("%s{%s}", p, f.values(p.elem, max(p.n, p.some))), true
	}
	return p.fresh(), true
}

// cut is n elements of s, or all of them when n is not known.
func (f *fn) cut(s spot, n int) string {
	switch {
	case n < 0 || s.t.n == n:
		return s.s
	case f.chance(50):
		return fmt.Sprintf("%s[:%d]", s.s, n)
	}
	lo := f.IntN(s.t.n - n + 1)
	return fmt.Sprintf("%s[%d:%d]", s.s, lo, lo+n)
}

// valueOf is a value of a type, from scope or new.
func (f *fn) valueOf(t *typ) string {
	if s, ok := f.find(func(o *typ) bool { return same(o, t) }, false); ok && !t.refers() {
		return s.s
	}
	switch {
	case t.k == kStruct:
		return f.literal(t)
	case t.k == kArray && t.elem.k == kFloat:
		return fmt.Sprintf("%s{%s}", t, f.values(t.elem, t.n))
	}
	return t.fresh()
}

// callStmt calls a helper for its effect and its results.
func (f *fn) callStmt() bool {
	for range 4 {
		if len(f.helpers) == 0 {
			return false
		}
		h := pickOne(f.gen, f.helpers)
		if !f.affordable(h) {
			continue
		}
		s, ok := f.call(h)
		if !ok {
			continue
		}
		f.cost += f.trips * h.cost
		f.useCall(h, s)
		return true
	}
	return false
}

// useCall writes the statement around a call. What a mutating function returns goes to plain variables only, because
// Go leaves open whether other places are found before or after the call.
func (f *fn) useCall(h *helper, call string) {
	if len(h.results) == 0 || f.chance(6) {
		f.line("%s", call)
		return
	}
	if len(h.results) == 1 && h.results[0].k == kFloat && f.chance(50) {
		p, ok := f.find(func(t *typ) bool { return same(t, h.results[0]) }, true)
		if ok && (!h.mutates || p.s == p.v.name) {
			op := "="
			if !h.mutates && f.chance(40) {
				op = "+="
			}
			f.line("%s %s %s", p.s, op, call)
			return
		}
	}
	var names []string
	var vars []*variable
	for _, r := range h.results {
		if len(h.results) > 1 && f.chance(15) && len(vars) > 0 {
			names = append(names, "_")
			continue
		}
		v := &variable{name: f.newName("y"), t: r}
		names, vars = append(names, v.name), append(vars, v)
	}
	f.line("%s := %s", strings.Join(names, ", "), call)
	f.vars = append(f.vars, vars...)
}

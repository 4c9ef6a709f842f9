package randgo

import (
	"fmt"
	"strings"
)

// newFn starts a function of the program.
func (g *gen) newFn(self string, statements int) *fn {
	return &fn{gen: g, out: &strings.Builder{}, left: statements, trips: 1, self: self, depth: 1}
}

// helper makes a function and lets what follows call it.
func (g *gen) helper() {
	name := fmt.Sprintf("%sh%d", g.prefix, len(g.helpers))
	switch k := g.IntN(100); {
	case k < 62:
		g.general(name)
	case k < 72:
		g.recursive(name)
	case k < 78:
		g.chooser(name)
	case k < 83:
		g.subslice(name)
	case k < 87:
		g.maker(name)
	case k < 91 && len(g.structs) > 0:
		g.constructor(name)
	default:
		g.variadicHelper(name)
	}
}

// paramType is a type for a parameter of a helper or of the annotated function.
func (g *gen) paramType() *typ {
	ft := pickOne(g, g.floats)
	if g.chance(70) {
		ft = g.ft
	}
	switch k := g.IntN(100); {
	case k < 30:
		return ft
	case k < 52:
		return sliceOf(ft, g.between(2, 5))
	case k < 57:
		return &typ{k: kSlice, elem: ft, n: -1, some: g.IntN(5)}
	case k < 65:
		return sliceOf(sliceOf(ft, g.between(2, 3)), g.between(2, 3))
	case k < 70:
		return arrayOf(ft, g.between(2, 4))
	case k < 74:
		return ptrTo(ft)
	case k < 77:
		return sliceOf(arrayOf(ft, 2), g.between(2, 3))
	case k < 79:
		return ptrTo(arrayOf(ft, g.between(2, 3)))
	case len(g.structs) == 0:
		return sliceOf(ft, g.between(2, 5))
	case k < 87:
		return pickOne(g, g.structs)
	case k < 96:
		return ptrTo(pickOne(g, g.structs))
	}
	return sliceOf(pickOne(g, g.structs), 2)
}

// params adds parameters and writes them.
func (f *fn) params(types []*typ) string {
	var list []string
	for _, t := range types {
		stem := "a"
		switch t.k {
		case kSlice, kArray:
			stem = "x"
		case kStruct, kPtr:
			stem = "m"
		case kInt:
			stem = "n"
		case kBool:
			stem = "ok"
		}
		name := f.newName(stem)
		f.add(&variable{name: name, t: t, ro: f.pure && t.refers(), fixed: f.pure && t.k == kInt})
		list = append(list, name+" "+t.String())
	}
	return strings.Join(list, ", ")
}

// general is a helper of no special kind: pure or mutating, a function or a method, with early returns.
func (g *gen) general(name string) {
	h := &helper{name: name, mutates: g.chance(55)}
	f := g.newFn(name, g.cfg.Statements/2)
	f.pure = !h.mutates
	recv := ""
	if len(g.structs) > 0 && g.chance(35) {
		h.recv = pickOne(g, g.structs)
		if g.chance(65) {
			h.recv = ptrTo(h.recv)
		}
		h.params = append(h.params, h.recv)
		recv = "(" + f.params(h.params) + ") "
		h.name = fmt.Sprintf("Step%d", len(g.helpers))
		f.self = h.name
	}
	var types []*typ
	for range g.between(1, 3) {
		types = append(types, g.paramType())
	}
	if g.chance(20) {
		types = append(types, intT)
	}
	h.params = append(h.params, types...)
	head := "func " + recv + h.name + "(" + f.params(types) + ")"
	for range g.between(g.IntN(2), 3) {
		h.results = append(h.results, g.resultType(h))
	}
	if !h.mutates && len(h.results) == 0 || g.chance(35) {
		h.results = []*typ{g.ft}
	}
	g.finish(h, f, head, func() {})
}

func (g *gen) resultType(h *helper) *typ {
	switch k := g.IntN(20); {
	case k == 0:
		return boolT
	case k == 1:
		return arrayOf(g.ft, 2)
	case k == 2 && len(g.structs) > 0:
		if t := pickOne(g, g.structs); !t.refers() {
			return t
		}
	case k < 6:
		return pickOne(g, g.floats)
	}
	return g.ft
}

// finish makes results, body and return, and registers the helper; first makes the body's first statements.
func (g *gen) finish(h *helper, f *fn, head string, first func()) {
	f.named = len(h.results) > 0 && g.chance(35)
	head += f.resultList(h.results)
	first()
	f.statements(f.left)
	f.ret()
	fmt.Fprintf(&g.decls, "%s {\n%s}\n\n", head, f.out)
	h.cost = f.cost + 1
	g.helpers = append(g.helpers, h)
}

// resultList declares the results, by name if the function has named results.
func (f *fn) resultList(types []*typ) string {
	var list []string
	for _, t := range types {
		r := &variable{t: t}
		f.results = append(f.results, r)
		if f.named {
			r.name = f.newName("res")
			f.add(r)
			list = append(list, r.name+" "+t.String())
			continue
		}
		list = append(list, t.String())
	}
	switch {
	case len(list) == 0:
		return ""
	case len(list) == 1 && !f.named:
		return " " + list[0]
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// chooser returns the pointer to the larger of two floats.
func (g *gen) chooser(name string) {
	t := pickOne(g, g.floats)
	fmt.Fprintf(&g.decls, "func %[1]s(p, q *%[2]s) *%[2]s {\nif *p %[3]s *q {\nreturn p\n}\nreturn q\n}\n\n", name, t, pickOne(g, []string{"<", ">"}))
	g.helpers = append(g.helpers, &helper{name: name, params: []*typ{ptrTo(t), ptrTo(t)}, results: []*typ{ptrTo(t)}, mutates: true, cost: 2})
}

// subslice returns a part of its argument, after a change to it or without one.
func (g *gen) subslice(name string) {
	n := g.between(3, 4)
	t := pickOne(g, g.floats)
	change := ""
	if g.chance(50) {
		change = fmt.Sprintf("x[%d] *= %s\n", g.IntN(n), g.number(0.3, 0.9).s)
	}
	fmt.Fprintf(&g.decls, "func %[1]s(x []%[2]s, a %[2]s) []%[2]s {\n%[3]sif a > %[4]s {\nreturn x[:%[5]d]\n}\nreturn x[%[6]d:]\n}\n\n",
		name, t, change, g.number(-0.2, 0.8).s, n-1, 1)
	g.helpers = append(g.helpers, &helper{name: name, params: []*typ{sliceOf(t, n), t}, results: []*typ{sliceOf(t, n-1)}, mutates: true, cost: 2})
}

// maker returns a slice that it made.
func (g *gen) maker(name string) {
	f := g.newFn(name, 4)
	f.pure = true
	n := g.between(2, 4)
	t := sliceOf(g.ft, n)
	head := "func " + name + "(" + f.params([]*typ{sliceOf(g.ft, n), g.ft}) + ")"
	f.line("out := make([]%s, %d)", g.ft, n)
	f.fill("out", t)
	f.results = []*variable{f.add(&variable{name: "out", t: t, keep: true, fixed: true})}
	f.statements(2)
	f.line("return out")
	g.decls.WriteString(head + " " + t.String() + " {\n" + f.out.String() + "}\n\n")
	g.helpers = append(g.helpers, &helper{name: name, params: []*typ{sliceOf(g.ft, n), g.ft}, results: []*typ{t}, mutates: true, cost: f.cost + 1})
}

func (g *gen) variadicHelper(name string) {
	f := g.newFn(name, 4)
	h := &helper{name: name, mutates: g.chance(40), variadic: true, params: []*typ{g.ft, sliceOf(g.ft, -1)}, results: []*typ{g.ft}}
	f.pure = !h.mutates
	head := fmt.Sprintf("func %s(a %s, xs ...%s)", name, g.ft, g.ft)
	f.add(&variable{name: "a", t: g.ft})
	f.add(&variable{name: "xs", t: sliceOf(g.ft, -1), ro: f.pure, fixed: true})
	body := func() {
		f.looped("for i, x := range xs", 4, f.body(&variable{name: "i", t: intT, of: "xs", fixed: true}, &variable{name: "x", t: g.ft}))
	}
	g.finish(h, f, head, body)
}

// constructor returns a pointer to a struct that it made, of which slices are its arguments.
func (g *gen) constructor(name string) {
	t := pickOne(g, g.structs)
	f := g.newFn(name, 2)
	ts := []*typ{g.ft}
	for _, fd := range t.fields {
		if fd.t.k == kSlice && fd.t.elem.k == kFloat {
			ts = append(ts, fd.t)
		}
	}
	head := "func " + name + "(" + f.params(ts) + ")"
	f.line("out := &%s", f.literal(t))
	f.results = []*variable{f.add(&variable{name: "out", t: ptrTo(t), keep: true, fixed: true})}
	f.statements(2)
	f.line("return out")
	fmt.Fprintf(&g.decls, "%s *%s {\n%s}\n\n", head, t, f.out)
	g.helpers = append(g.helpers, &helper{name: name, params: ts, results: []*typ{ptrTo(t)}, mutates: true, cost: f.cost + 1})
}

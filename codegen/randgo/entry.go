package randgo

import (
	"fmt"
	"slices"
	"strings"
)

// entry makes the annotated function.
func (g *gen) entry() *Program {
	p := &Program{Name: g.prefix, Kind: "grad", Method: g.prefix}
	switch k := g.IntN(100); {
	case k < 40:
		p.Kind = "vjp"
	case k < 55:
		p.Kind = "jacobian"
	}
	f := g.newFn(p.Name, g.cfg.Statements)
	f.pure = g.chance(35)
	types, recv := g.entryTypes()
	list := f.params(types)
	params := append([]*variable(nil), f.vars...)
	results := g.entryResults(p.Kind, f.pure || !anyRefers(types))
	f.named = g.chance(30)
	decl := f.entryHead(p, list, recv, types, results)
	f.guard(params)
	for i, r := range f.results {
		if r.t.refers() {
			f.sliceResult(r, i)
		}
	}
	early := f.chance(60)
	if early {
		f.consume(floating(params))
	}
	f.statements(f.left)
	if !early || f.chance(40) {
		f.consume(floating(params))
	}
	f.last()
	wrt := f.directive(p, params, recv)
	fmt.Fprintf(&g.decls, "%s\n%s {\n%s}\n\n", wrt, decl, f.out)
	g.arguments(p, types, f.pure)
	return p
}

// arguments makes the function that makes arguments. Where the program writes to its slices, one of them may be a part of another.
func (g *gen) arguments(p *Program, types []*typ, pure bool) {
	var fresh []string
	for _, t := range types {
		fresh = append(fresh, t.fresh())
	}
	shared := ""
	if !pure && g.chance(12) {
		for i, a := range types {
			for j, b := range types {
				if shared == "" && i != j && a.k == kSlice && b.k == kSlice && same(a.elem, b.elem) && a.elem.k == kFloat && a.n >= b.n && b.n > 0 && p.whole(i) && p.whole(j) {
					shared = "x := " + fresh[i] + "\n"
					fresh[i], fresh[j] = "x", fmt.Sprintf("x[%d:%d]", a.n-b.n, a.n)
				}
			}
		}
	}
	fmt.Fprintf(&g.decls, "func %s() []any {\n%sreturn []any{%s}\n}\n", p.ArgsName(), shared, strings.Join(fresh, ", "))
}

// whole says whether the program is differentiated with respect to the whole of a parameter.
func (p *Program) whole(param int) bool { return slices.Contains(p.Wrt, Wrt{Param: param}) }

// floating are the variables that carry floats.
func floating(vars []*variable) []*variable {
	var out []*variable
	for _, v := range vars {
		if v.t.hasFloat() {
			out = append(out, v)
		}
	}
	return out
}

// entryTypes are the parameters' types; one at least can carry a derivative. With recv the first is a receiver's.
func (g *gen) entryTypes() (types []*typ, recv bool) {
	if len(g.structs) > 0 && g.chance(20) {
		t := pickOne(g, g.structs)
		if g.chance(70) {
			t = ptrTo(t)
		}
		types, recv = append(types, t), true
	}
	for range g.between(1, 3) {
		types = append(types, g.paramType())
	}
	if g.chance(25) {
		types = append(types, pickOne(g, []*typ{intT, boolT}))
	}
	return types, recv
}

func anyRefers(types []*typ) bool {
	for _, t := range types {
		if t.refers() && t.hasFloat() {
			return true
		}
	}
	return false
}

// entryResults are the results; with needed, a float is among them.
func (g *gen) entryResults(kind string, needed bool) []*typ {
	if kind == "grad" {
		types := []*typ{g.ft}
		if g.chance(15) {
			types = append(types, pickOne(g, []*typ{intT, boolT}))
			if g.chance(40) {
				types[0], types[1] = types[1], types[0]
			}
		}
		return types
	}
	if kind == "jacobian" {
		types := []*typ{g.ft}
		for range g.IntN(3) {
			types = append(types, pickOne(g, append([]*typ{g.ft, intT, boolT}, g.floats...)))
		}
		return types
	}
	var types []*typ
	if needed || g.chance(70) {
		types = append(types, g.ft)
	}
	for range g.IntN(3) {
		switch k := g.IntN(10); {
		case k == 0:
			types = append(types, arrayOf(g.ft, 2))
		case k == 1:
			types = append(types, sliceOf(g.ft, g.between(2, 3)))
		case k == 2 && len(g.structs) > 0 && !g.structs[0].refers():
			types = append(types, g.structs[0])
		case k == 3:
			types = append(types, intT)
		default:
			types = append(types, pickOne(g, g.floats))
		}
	}
	return types
}

func (f *fn) entryHead(p *Program, list string, recv bool, types, results []*typ) string {
	head := "func "
	p.Grad = p.Name + map[string]string{"grad": "Grad", "vjp": "VJP", "jacobian": "Jacobian"}[p.Kind]
	if recv {
		first, rest, _ := strings.Cut(list, ", ")
		head += "(" + first + ") "
		list = rest
		p.Method = "(" + types[0].String() + ")." + p.Name
		p.Grad = "(" + types[0].String() + ")." + p.Grad
	}
	return head + p.Name + "(" + list + ")" + f.resultList(results)
}

// guard panics on bad arguments, which are never given.
func (f *fn) guard(params []*variable) {
	if !f.chance(25) {
		return
	}
	for _, v := range params {
		if v.t.k == kSlice && v.t.n > 0 {
			f.block(fmt.Sprintf("if len(%s) == 0", v.name), func() { f.line("panic(%q)", f.self+": "+v.name+" is empty") })
			return
		}
	}
}

// sliceResult makes the memory of a result at the function's start.
func (f *fn) sliceResult(r *variable, i int) {
	if f.named {
		f.line("%s = make(%s, %d)", r.name, r.t, r.t.n)
		r.keep, r.fixed = true, true
		return
	}
	r.name, r.keep, r.fixed = fmt.Sprintf("out%d", i), true, true
	f.line("%s := make(%s, %d)", r.name, r.t, r.t.n)
	f.add(r)
}

// last returns results that depend on much of what is in scope.
func (f *fn) last() {
	var sums []string
	for _, v := range f.vars {
		if f.hidden(v) || !v.t.hasFloat() {
			continue
		}
		if s, t, ok := f.walk(v, v.name, v.t, isFloat, false, false); ok && f.chance(70) {
			if t.name != f.ft.name {
				s = f.ft.name + "(" + s + ")"
			}
			sums = append(sums, f.number(0.3, 1.4).s+"*"+s)
		}
	}
	for _, r := range f.results {
		if r.t.k == kFloat && len(sums) > 0 {
			name := f.newName("sum")
			f.line("%s := %s", name, strings.Join(sums, " + "))
			f.add(&variable{name: name, t: f.ft})
			if f.named {
				f.line("%s += %s", r.name, bare(f.to(r.t, expr{s: name})))
			} else {
				f.line("return %s", f.returned(r, name))
				return
			}
			break
		}
	}
	f.ret()
}

// returned are the results, with sum added to the given one.
func (f *fn) returned(with *variable, sum string) string {
	var vals []string
	for _, r := range f.results {
		v := f.result(r)
		if r == with {
			v = bare(f.to(r.t, expr{s: sum})) + " + " + v
		}
		vals = append(vals, v)
	}
	return strings.Join(vals, ", ")
}

// directive chooses what to differentiate with respect to, and writes the comment.
func (f *fn) directive(p *Program, params []*variable, recv bool) string {
	var able []int
	for i, v := range params {
		if v.t.hasFloat() {
			able = append(able, i)
		}
	}
	first := 0
	if recv {
		first = 1
	}
	all := len(able) > 0 && able[len(able)-1] >= first
	if all && f.chance(40) {
		for _, i := range able {
			if i >= first {
				p.Wrt = append(p.Wrt, Wrt{Param: i})
			}
		}
		return "//gograd:" + p.Kind
	}
	var names []string
	for k, i := range able {
		if f.chance(60) || k == len(able)-1 && len(p.Wrt) == 0 {
			w := Wrt{Param: i, Path: f.path(params[i].t)}
			name := params[i].name
			if w.Path != "" {
				name += "." + w.Path
			}
			p.Wrt, names = append(p.Wrt, w), append(names, name)
		}
	}
	return fmt.Sprintf("//gograd:%s wrt=%s", p.Kind, strings.Join(names, ","))
}

// path is sometimes a field of a struct parameter.
func (f *fn) path(t *typ) string {
	if t.k == kPtr {
		t = t.elem
	}
	if t.k != kStruct || !f.chance(15) {
		return ""
	}
	fd := pickOne(f.gen, t.fields)
	if !fd.t.hasFloat() || fd.embedded {
		return ""
	}
	return fd.name
}

package randgo

import "fmt"

// swapSlices exchanges two local slice variables.
func (f *fn) swapSlices() bool {
	var vars []*variable
	for _, v := range f.vars {
		if v.t.k == kSlice && v.t.n > 0 && v.t.hasFloat() && !v.fixed && !v.keep && !f.hidden(v) {
			vars = append(vars, v)
		}
	}
	if len(vars) == 0 {
		return false
	}
	a := pickOne(f.gen, vars)
	for _, b := range vars {
		if b != a && same(a.t, b.t) && a.ro == b.ro {
			f.line("%s, %s = %s, %s", a.name, b.name, b.name, a.name)
			return true
		}
	}
	return false
}

// doubleBuffer advances a state by steps that write to one buffer what they read from the other.
func (f *fn) doubleBuffer() bool {
	n, steps := f.between(3, 4), f.between(2, 3)
	if !f.nested() || !f.roomFor(n*steps) {
		return false
	}
	cur, next, i := f.newName("cur"), f.newName("next"), f.newName("i")
	t := sliceOf(f.ft, n)
	f.line("%s, %s := %s{%s}, make(%s, %d)", cur, next, t, f.values(f.ft, n), t, n)
	f.add(&variable{name: cur, t: t, fixed: true})
	f.looped(fmt.Sprintf("for range %d", steps), steps*n, func() {
		if f.chance(30) {
			f.line("%s := make(%s, %d)", next, t, n)
		}
		f.scope(func() {
			f.add(counter(i, n))
			f.line("for %[1]s := range %[2]s {\n%[2]s[%[1]s] = %[3]s*%[4]s[%[1]s] + %[5]s*%[4]s[(%[1]s+1)%%%[6]d]*%[4]s[0] + %[7]s\n}",
				i, next, f.number(0.3, 0.8).s, cur, f.number(0.05, 0.2).s, n, f.squash(f.float(1), 1).s)
		})
		f.statements(1)
		f.line("%s, %s = %s, %s", cur, next, next, cur)
	})
	return true
}

// linkedList builds a list of nodes and walks it, changing them.
func (f *fn) linkedList() bool {
	if !f.nested() || !f.roomFor(3) {
		return false
	}
	node := f.prefix + "Node"
	if !f.hasNode {
		f.hasNode = true
		fmt.Fprintf(&f.decls, "type %s struct {\nV, W %s\nNext *%s\n}\n\n", node, f.ft, node)
	}
	head, n := f.newName("head"), f.newName("n")
	f.line("var %s *%s", head, node)
	f.looped(fmt.Sprintf("for %s := range 3", n), 3, func() {
		f.add(counter(n, 3))
		f.line("%s = &%s{V: %s, W: %s, Next: %s}", head, node, bare(f.tame(2).s), bare(f.tame(1).s), head)
	})
	nodeT := &typ{k: kStruct, name: node, fields: []field{{name: "V", t: f.ft}, {name: "W", t: f.ft}}}
	acc := f.newName("acc")
	f.line("var %s %s", acc, f.ft)
	f.add(&variable{name: acc, t: f.ft})
	f.looped(fmt.Sprintf("for %[1]s := %[2]s; %[1]s != nil; %[1]s = %[1]s.Next", n, head), 3, func() {
		f.add(&variable{name: n, t: ptrTo(nodeT), fixed: true})
		f.line("%s += %s.V * %s.W", acc, n, n)
		f.line("%s.V = %s", n, bare(f.tame(2).s))
		f.block(fmt.Sprintf("if %s.Next != nil", n), func() { f.line("%[1]s.Next.W += %[1]s.V * %[2]s", n, f.number(0.2, 0.9).s) })
		f.statements(1)
	})
	return true
}

// rows makes a slice of slices, its rows made one by one or cut from one backing array.
func (f *fn) rows() bool {
	if !f.nested() || !f.roomFor(3) {
		return false
	}
	name, i, back := f.newName("grid"), f.newName("i"), f.newName("flat")
	ft := pickOne(f.gen, f.floats)
	n, m := f.between(2, 3), f.between(2, 3)
	row := sliceOf(ft, m)
	f.line("%s := make([][]%s, %d)", name, ft, n)
	switch f.IntN(3) {
	case 0:
		f.line("%s := make([]%s, %d)", back, ft, n*m)
		f.line("for %[1]s := range %[2]s {\n%[2]s[%[1]s] = %[3]s[%[1]s*%[4]d : (%[1]s+1)*%[4]d]\n}", i, name, back, m)
		f.add(&variable{name: back, t: sliceOf(ft, n*m)})
	case 1:
		f.line("%s := make([]%s, %d)", back, ft, n+m)
		f.line("for %[1]s := range %[2]s {\n%[2]s[%[1]s] = %[3]s[%[1]s : %[1]s+%[4]d]\n}", i, name, back, m)
		f.add(&variable{name: back, t: sliceOf(ft, n+m)})
	default:
		f.looped(fmt.Sprintf("for %s := range %s", i, name), n, func() {
			f.add(counter(i, n))
			f.line("%s[%s] = make([]%s, %d)", name, i, ft, m)
			f.fill(fmt.Sprintf("%s[%s]", name, i), row)
		})
	}
	f.add(&variable{name: name, t: sliceOf(row, n)})
	if f.chance(40) {
		f.line("%[1]s[0], %[1]s[1] = %[1]s[1], %[1]s[0]", name)
	}
	f.statements(2)
	return true
}

// scratch is a loop with a buffer that is used again, or made afresh, by every iteration.
func (f *fn) scratch() bool {
	n := f.between(2, 3)
	if !f.nested() || !f.roomFor(3*n) {
		return false
	}
	buf, k, acc := f.newName("tmp"), f.newName("k"), f.newName("acc")
	t := sliceOf(f.ft, n)
	decl := fmt.Sprintf("%s := make(%s, %d)", buf, t, n)
	afresh := f.chance(50)
	f.line("var %s %s", acc, f.ft)
	f.add(&variable{name: acc, t: f.ft})
	if !afresh {
		f.line("%s", decl)
		f.add(&variable{name: buf, t: t})
	}
	f.looped(fmt.Sprintf("for %s := range 3", k), 3, func() {
		f.add(counter(k, 3))
		if afresh {
			f.line("%s", decl)
			f.add(&variable{name: buf, t: t})
		}
		if f.chance(70) {
			f.fill(buf, t)
		}
		f.statements(2)
		f.line("%s += %s[%d] * %s[%d]", acc, buf, f.IntN(n), buf, f.IntN(n))
	})
	return true
}

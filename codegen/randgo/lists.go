package randgo

import "fmt"

// Lists that loops build: pushed at the head, appended at the tail, or threaded through the elements of a slice, with pointers to
// elements of slices in them; then turned round, cut, and walked, while something is stored on the way.

// list is one while it is made.
type list struct {
	*fn
	typ     string // of its elements
	head    string
	n       int    // how many elements it has
	from    string // the slice that its values come from; "" for none
	targets string // the slice that its pointers point into; "" where they are nil
}

// listOf makes a list and walks it.
func (f *fn) listOf() bool {
	if !f.nested() || !f.roomFor(4) {
		return false
	}
	l := &list{fn: f, typ: f.linkType(), head: f.newName("head"), n: f.between(2, 4)}
	floats := func(t *typ) bool { return t.k == kSlice && same(t.elem, f.ft) && t.n > 1 && t.n <= 4 }
	if s, ok := f.find(floats, false); ok && f.chance(70) {
		l.from, l.n = s.s, s.t.n
	}
	if s, ok := f.addressable(floats); ok && f.chance(60) {
		l.targets, l.n = s.s, min(l.n, s.t.n)
	}
	l.build()
	for range f.IntN(3) {
		l.change()
	}
	for range f.between(1, 2) {
		l.walkAlong()
	}
	return true
}

// linkType is the type of the elements, declared once.
func (f *fn) linkType() string {
	name := f.prefix + "Link"
	if !f.hasLink {
		f.hasLink = true
		fmt.Fprintf(&f.decls, "type %[1]s struct {\nV %[2]s\nP *%[2]s\nNext *%[1]s\n}\n\n", name, f.ft)
	}
	return name
}

func (l *list) build() {
	l.line("var %s *%s", l.head, l.typ)
	i := l.newName("i")
	nodes, tail := l.newName("nodes"), l.newName("tail")
	way := l.IntN(4)
	switch way {
	case 0:
		l.line("%s := make([]%s, %d)", nodes, l.typ, l.n)
	case 1:
		l.line("var %s *%s", tail, l.typ)
	}
	l.looped(fmt.Sprintf("for %s := range %d", i, l.n), l.n, func() {
		l.add(counter(i, l.n))
		value, target := bare(l.tame(2).s), ""
		if l.from != "" {
			value = fmt.Sprintf("%s[%s] * %s", l.from, i, l.number(0.3, 1).s)
		}
		if l.targets != "" {
			target = fmt.Sprintf("&%s[%s]", l.targets, i)
		}
		switch way {
		case 0:
			l.thread(nodes, i, value, target)
		case 1:
			l.atTail(tail, value, target)
		default:
			l.push(value, target)
		}
		l.statements(1)
	})
}

// thread links elements of a slice.
func (l *list) thread(nodes, i, value, target string) {
	l.line("%s[%s].V = %s", nodes, i, value)
	if target != "" {
		l.line("%s[%s].P = %s", nodes, i, target)
	}
	l.line("%s[%s].Next = %s", nodes, i, l.head)
	l.line("%s = &%s[%s]", l.head, nodes, i)
}

// atTail appends.
func (l *list) atTail(tail, value, target string) {
	n := l.newName("n")
	l.line("%s := &%s{V: %s%s}", n, l.typ, value, furtherField("P", target))
	l.line("if %[1]s == nil {\n%[2]s = %[3]s\n} else {\n%[1]s.Next = %[3]s\n}\n%[1]s = %[3]s", tail, l.head, n)
}

// push puts an element before the head.
func (l *list) push(value, target string) {
	if l.chance(60) {
		l.line("%[1]s = &%[2]s{V: %[3]s%[4]s, Next: %[1]s}", l.head, l.typ, value, furtherField("P", target))
		return
	}
	n := l.newName("n")
	l.line("%s := new(%s)", n, l.typ)
	l.line("%s.V = %s", n, value)
	if target != "" {
		l.line("%s.P = %s", n, target)
	}
	if l.chance(50) {
		l.line("%[1]s.Next, %[2]s = %[2]s, %[1]s", n, l.head)
		return
	}
	l.line("%s.Next = %s", n, l.head)
	l.line("%s = %s", l.head, n)
}

// furtherField is a further field of a literal, if there is a value for it.
func furtherField(field, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(", %s: %s", field, value)
}

// change turns the list round, exchanges its first two elements, drops the second one, or puts its end in front.
func (l *list) change() {
	p, q := l.newName("p"), l.newName("q")
	switch l.IntN(4) {
	case 0:
		l.line("var %s *%s", p, l.typ)
		l.line("for %[1]s != nil {\n%[1]s.Next, %[2]s, %[1]s = %[2]s, %[1]s, %[1]s.Next\n}\n%[1]s = %[2]s", l.head, p)
	case 1:
		l.line("if %[1]s := %[2]s.Next; %[1]s != nil {\n%[2]s.Next = %[1]s.Next\n%[1]s.Next = %[2]s\n%[2]s = %[1]s\n}", q, l.head)
	case 2:
		l.line("if %[1]s := %[2]s.Next; %[1]s != nil && (%[3]s) {\n%[2]s.Next = %[1]s.Next\n%[2]s.V += %[1]s.V\n}", q, l.head, l.cond(1))
	default:
		l.line("%s := %s", p, l.head)
		l.line("for %[1]s.Next != nil && %[1]s.Next.Next != nil {\n%[1]s = %[1]s.Next\n}", p)
		l.line("if %[1]s := %[2]s.Next; %[1]s != nil {\n%[2]s.Next = nil\n%[1]s.Next = %[3]s\n%[3]s = %[1]s\n}", q, p, l.head)
	}
}

// walkAlong sums up something of the elements, and stores to them or through their pointers.
func (l *list) walkAlong() {
	acc, n := l.newName("acc"), l.newName("n")
	l.line("var %s %s", acc, l.ft)
	l.add(&variable{name: acc, t: l.ft})
	element := &typ{k: kStruct, name: l.typ, fields: []field{{name: "V", t: l.ft}}}
	head, step := fmt.Sprintf("for %[1]s := %[2]s; %[1]s != nil; %[1]s = %[1]s.Next", n, l.head), ""
	if l.chance(30) {
		l.line("%s := %s", n, l.head)
		head, step = fmt.Sprintf("for %s != nil", n), fmt.Sprintf("%[1]s = %[1]s.Next", n)
	}
	l.looped(head, l.n, func() {
		if step == "" { // else it is nil in the end
			l.add(&variable{name: n, t: ptrTo(element), fixed: true})
		}
		if l.targets != "" && l.chance(70) {
			l.line("%s += %s.V * *%s.P", acc, n, n)
			l.line("*%s.P = %s", n, bare(l.tame(2).s))
		} else {
			l.line("%s += %s.V * %s.V", acc, n, n)
		}
		if l.chance(60) {
			l.line("%s.V = %s", n, bare(l.tame(2).s))
		}
		if step == "" {
			l.statements(1) // which may go on with the next iteration
		} else {
			l.line("%s", step)
		}
	})
}

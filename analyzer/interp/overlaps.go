package interp

import "fmt"

// overlaps is to the interpreter what runtime.Overlaps is to generated code. Here memory is cells, not bytes: it compares, cell by cell,
// where they meet.
type overlaps struct {
	fn     string
	blocks []givenBlock
	seen   map[visited]*Value
}

// givenBlock is an argument's memory: the cells of scalars that it is made of, and those of its destinations.
type givenBlock struct {
	name   string
	stored bool
	group  int64
	cells  []*Value
	dests  [][]*Value
}

// visited is what has been followed: by which function, in which role, from where.
type visited struct {
	id   int64
	role int
	at   *Value
	n    int
}

func newOverlaps(a []Value) []Value {
	return []Value{{K: Opaque, Ref: &overlaps{fn: a[0].Str(), seen: map[visited]*Value{}}}}
}

// tell takes note of a block. args are its name, the slice or pointer, and the destinations.
func tell(o *overlaps, stored bool, group int64, args []Value) {
	b := givenBlock{name: args[0].Str(), stored: stored, group: group, cells: memory(args[1])}
	for _, d := range args[2:] {
		m := memory(d)
		if len(m) != len(b.cells) {
			o.fail("the destination of %s has another shape", b.name)
		}
		b.dests = append(b.dests, m)
	}
	o.blocks = append(o.blocks, b)
}

func toldStored(a []Value) { tell(a[0].Ref.(*overlaps), true, a[1].I, a[2:]) }
func toldRead(a []Value)   { tell(a[0].Ref.(*overlaps), false, 0, a[1:]) }

// memory is the cells of scalars that the slice or pointer v refers to.
func memory(v Value) []*Value {
	var out []*Value
	if v.K == Pointer {
		if t := v.Target(); t != nil {
			out = scalars(t, out)
		}
		return out
	}
	for i := range v.Len() {
		out = scalars(v.At(i), out)
	}
	return out
}

func scalars(c *Value, out []*Value) []*Value {
	if c.K != Struct && c.K != Array {
		return append(out, c)
	}
	for i := range c.Elems {
		out = scalars(&c.Elems[i], out)
	}
	return out
}

// visit reports whether the slice or pointer a[3] has memory that has not been followed yet, always with the same destinations.
func visit(a []Value) []Value {
	o, id, name, p := a[0].Ref.(*overlaps), a[1].I, a[2].Str(), memory(a[3])
	if len(p) == 0 {
		return []Value{Boolean(false)}
	}
	_, old := o.seen[visited{id, 0, p[0], len(p)}]
	o.seen[visited{id, 0, p[0], len(p)}] = nil
	for row, v := range a[4:] {
		d := memory(v)
		if len(d) != len(p) {
			o.fail("the destination of %s has another shape", name)
		}
		o.pair(visited{id, 2*row + 1, p[0], len(p)}, d[0], name)
		o.pair(visited{id, 2*row + 2, d[0], len(p)}, p[0], name)
	}
	return []Value{Boolean(!old)}
}

func (o *overlaps) pair(v visited, with *Value, name string) {
	if old, ok := o.seen[v]; ok && old != with {
		o.fail("the destination of %s is not shared as %s is", name, name)
	}
	o.seen[v] = with
}

func (o *overlaps) fail(format string, args ...any) {
	panic("gograd: " + o.fn + ": " + fmt.Sprintf(format, args...))
}

// met is what a cell has been met as: a cell of an argument, or of a destination.
type met struct {
	block *givenBlock
	index int
	row   int // -1 for the argument
}

// checkOverlaps panics where blocks overlap that must not.
func checkOverlaps(a []Value) {
	o := a[0].Ref.(*overlaps)
	at := map[*Value]met{}
	enter := func(c *Value, m met) {
		old, ok := at[c]
		if ok && !old.like(m) {
			o.fail("%s and %s overlap in a way that the adjoint is not right for", old.block.name, m.block.name)
		}
		at[c] = m
	}
	for i := range o.blocks {
		b := &o.blocks[i]
		for k, c := range b.cells {
			if b.stored {
				enter(c, met{b, k, -1})
			}
		}
		for row, d := range b.dests {
			for k, c := range d {
				enter(c, met{b, k, row})
			}
		}
	}
	for i := range o.blocks {
		for _, c := range o.blocks[i].cells {
			if m, ok := at[c]; ok && !o.blocks[i].stored {
				o.fail("%s and %s overlap", m.block.name, o.blocks[i].name)
			}
		}
	}
}

// like reports whether one cell may be both.
func (m met) like(n met) bool {
	switch {
	case m.row != n.row:
		return false
	case m.row >= 0:
		return m.block.cells[m.index] == n.block.cells[n.index]
	case m.block.group != n.block.group || m.block.group == 0 || len(m.block.dests) != len(n.block.dests):
		return false
	}
	for row := range m.block.dests {
		if m.block.dests[row][m.index] != n.block.dests[row][n.index] {
			return false
		}
	}
	return true
}

// elsewhere panics when the destination a[2] shares a cell with a[4].
func elsewhere(a []Value) {
	o := &overlaps{fn: a[0].Str()}
	for _, c := range memory(a[2]) {
		for _, d := range memory(a[4]) {
			if c == d {
				o.fail("%s overlaps %s; it must be disjoint", a[1].Str(), a[3].Str())
			}
		}
	}
}

// notSame panics when the memory of a[2] begins with the same cell as that of a[4].
func notSame(a []Value) {
	d, p := memory(a[2]), memory(a[4])
	if len(d) > 0 && len(p) > 0 && d[0] == p[0] {
		o := &overlaps{fn: a[0].Str()}
		o.fail("%s overlaps %s; it must be disjoint", a[1].Str(), a[3].Str())
	}
}

package runtime

import (
	"cmp"
	"fmt"
	"slices"
)

// CheckOverlaps panics when the blocks that o was told of overlap in a way that the generated function can't be right for. It is the end of o.
func CheckOverlaps(o *Overlaps) {
	o.checkAlike(o.stored, argument)
	for row, d := range o.dests {
		o.checkAlike(d, row)
	}
	for row, d := range o.dests {
		o.checkApart(o.stored, d, argument, row)
		for other := range row {
			o.checkApart(o.dests[other], d, other, row)
		}
	}
	for _, r := range o.read {
		o.checkRead(r, o.stored, argument)
		for row, d := range o.dests {
			o.checkRead(r, d, row)
		}
	}
	overlapsPool.Put(o)
}

// argument stands for the row of what is no destination.
const argument = -1

// checkAlike sorts spans, which are all of one row, and panics where they overlap in the wrong way.
//
// Spans that hang together, each overlapping another, must all be of one group, or have the same shift if they are destinations. This
// is an equivalence; so it is enough to compare each span, in the order of their beginnings, with the one before it that reaches farthest.
//
// Afterwards the ends are those of all spans up to there: they rise as the beginnings do, and can be searched.
func (o *Overlaps) checkAlike(spans []span, row int) {
	byAddress := func(a, b span) int { return cmp.Compare(a.lo, b.lo) }
	if !slices.IsSortedFunc(spans, byAddress) {
		slices.SortFunc(spans, byAddress)
	}
	for i := 1; i < len(spans); i++ {
		s, t := &spans[i-1], &spans[i]
		if t.lo < s.hi && !o.alike(s.block, t.block, row) {
			o.bad(s.block, t.block, row, row)
		}
		if t.hi < s.hi {
			t.hi = s.hi
		}
	}
}

// alike reports whether the blocks a and b may overlap, or their destinations in a row.
func (o *Overlaps) alike(a, b, row int) bool {
	s, t := &o.blocks[a], &o.blocks[b]
	if row != argument {
		return o.shifts[s.shifts+row] == o.shifts[t.shifts+row]
	}
	return s.group == t.group && s.group != 0 && slices.Equal(o.shiftsOf(s), o.shiftsOf(t))
}

func (o *Overlaps) shiftsOf(b *block) []uintptr { return o.shifts[b.shifts : b.shifts+b.rows] }

// checkApart panics where a span of one sorted list overlaps one of the other.
func (o *Overlaps) checkApart(list, others []span, row, otherRow int) {
	if len(list) == 0 || len(others) == 0 || others[len(others)-1].hi <= list[0].lo || list[len(list)-1].hi <= others[0].lo {
		return
	}
	for i, k := 0, 0; i < len(list) && k < len(others); {
		s, t := &list[i], &others[k]
		switch {
		case s.hi <= t.lo:
			i++
		case t.hi <= s.lo:
			k++
		default:
			o.bad(s.block, t.block, row, otherRow)
		}
	}
}

// checkRead panics where r, which is only read, overlaps one of the sorted spans.
func (o *Overlaps) checkRead(r span, spans []span, row int) {
	n := len(spans)
	if n == 0 || r.hi <= spans[0].lo || spans[n-1].hi <= r.lo {
		return
	}
	k, _ := slices.BinarySearchFunc(spans, r.lo, func(s span, at uintptr) int {
		if s.hi <= at {
			return -1
		}
		return 1
	})
	if k < n && spans[k].lo < r.hi {
		o.bad(spans[k].block, r.block, row, argument)
	}
}

// bad panics since memory of the blocks a and b, in those rows, overlaps. They are told by names: the same one stands for several elements of
// a slice.
//
//go:noinline
func (o *Overlaps) bad(a, b, row, otherRow int) {
	if row == argument && otherRow != argument {
		a, b, row, otherRow = b, a, otherRow, row
	}
	s, t := o.blocks[a], o.blocks[b]
	var what string
	switch {
	case row == argument && s.group == t.group && s.group != 0:
		what = fmt.Sprintf("%s overlap, but their destinations do not do so in the same way", both(s.name, t.name))
	case row == argument:
		what = fmt.Sprintf("%s overlap; they must be disjoint", both(s.name, t.name))
	case otherRow == argument:
		what = fmt.Sprintf("%s overlaps %s; it must be disjoint", destinationName(s.name), t.name)
	case row != otherRow:
		what = fmt.Sprintf("destinations of different results overlap: of %s and of %s", s.name, t.name)
	case s.name == t.name:
		what = fmt.Sprintf("parts of %s overlap, but not as those of %s do", destinationName(s.name), s.name)
	default:
		what = fmt.Sprintf("%s and that of %s overlap, but not as these do", destinationName(s.name), t.name)
	}
	panic(fmt.Sprintf("gograd: %s: %s", o.fn, what))
}

func both(a, b string) string {
	if a == b {
		return "parts of " + a
	}
	return a + " and " + b
}

func destinationName(name string) string { return "the destination of " + name }

//go:noinline
func badDestination(fn, name string, got, want int) {
	panic(fmt.Sprintf("gograd: %s: %s has length %d, want %d", fn, destinationName(name), got, want))
}

// CheckElsewhere panics unless the destination d shares no memory with p. It is what CheckOverlaps comes to where a function is
// given one slice only.
func CheckElsewhere[T any](fn, dName string, d []T, name string, p []T) {
	s, t := sliceAt(d), sliceAt(p)
	if s.lo < t.hi && t.lo < s.hi {
		badElsewhere(fn, dName, name)
	}
}

// CheckElsewherePointer is CheckElsewhere for a pointer.
func CheckElsewherePointer[T any](fn, dName string, d *T, name string, p *T) {
	if d == p && d != nil {
		badElsewhere(fn, dName, name)
	}
}

//go:noinline
func badElsewhere(fn, d, p string) {
	panic(fmt.Sprintf("gograd: %s: %s overlaps %s; it must be disjoint", fn, d, p))
}

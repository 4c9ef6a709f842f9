package runtime

import "fmt"

// Structures that refer to themselves, as lists and trees do, are followed by functions that call themselves, one for each type. They
// ask before each step whether they have been there: what is shared, or leads back into itself, is followed once. Argument
// and destinations are followed in step: where one has been before and the other not, they are shared differently.

// VisitPointer reports whether there is something at p that the function with the number id has not followed yet. It panics when p has
// been followed with other destinations than d, or d with another argument.
func VisitPointer[T any](o *Overlaps, id int, name string, p *T, d ...*T) bool {
	if p == nil {
		return false
	}
	at := pointerAt(p).lo
	isNew := o.visit(visit{id, argument, at, 1}, 0, name)
	for row, x := range d {
		if x == nil {
			badNil(o.fn, destinationName(name))
		}
		to := pointerAt(x).lo
		o.pair(id, row, at, to, 1, name)
	}
	return isNew
}

// VisitSlice is to a slice what VisitPointer is to a pointer.
func VisitSlice[T any](o *Overlaps, id int, name string, p []T, d ...[]T) bool {
	if len(p) == 0 {
		return false
	}
	at := sliceAt(p).lo
	isNew := o.visit(visit{id, argument, at, len(p)}, 0, name)
	for row, x := range d {
		if len(x) != len(p) {
			badDestination(o.fn, name, len(x), len(p))
		}
		to := sliceAt(x).lo
		o.pair(id, row, at, to, len(p), name)
	}
	return isNew
}

// pair takes note that the destination of what is at p is at d, and the other way round.
func (o *Overlaps) pair(id, row int, p, d uintptr, n int, name string) {
	o.visit(visit{id, 2*row + 1, p, n}, d, name)
	o.visit(visit{id, 2*row + 2, d, n}, p, name)
}

// visit takes note that v is met with the counterpart with, and reports whether it is new.
func (o *Overlaps) visit(v visit, with uintptr, name string) bool {
	old, isNew := o.seen.put(v, with)
	if old != with {
		badSharing(o.fn, name)
	}
	return isNew
}

//go:noinline
func badSharing(fn, name string) {
	panic(fmt.Sprintf("gograd: %s: the destination of %s is not shared, or does not lead back into itself, as %s does", fn, name, name))
}

// visit is what has been met: n elements at an address, by the function id, in a role.
type visit struct {
	id, role int
	addr     uintptr
	n        int
}

// visited is a hash table of what has been met, and its counterpart. Its zero value is empty.
type visited struct {
	slots []slot // a power of two of them, at least twice as many as are taken
	taken int
}

type slot struct {
	visit
	with uintptr
	used bool
}

func (t *visited) reset() {
	if t.taken > 0 {
		clear(t.slots)
		t.taken = 0
	}
}

// put gives the counterpart of v, which is with if v is new.
func (t *visited) put(v visit, with uintptr) (counterpart uintptr, isNew bool) {
	if 2*(t.taken+1) > len(t.slots) {
		t.grow()
	}
	s := t.find(v)
	if s.used {
		return s.with, false
	}
	*s = slot{v, with, true}
	t.taken++
	return with, true
}

// find is the slot of v, or the free one where it belongs.
func (t *visited) find(v visit) *slot {
	h := uint64(v.addr)>>3 ^ uint64(v.n)<<40 ^ uint64(v.id)<<52 ^ uint64(v.role)<<56
	h *= 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio: spreads neighbouring addresses
	mask := uint64(len(t.slots) - 1)
	for i := h >> 32 & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; !s.used || s.visit == v {
			return s
		}
	}
}

func (t *visited) grow() {
	old := t.slots
	t.slots = make([]slot, max(64, 2*len(old)))
	for _, s := range old {
		if s.used {
			*t.find(s.visit) = s
		}
	}
}

package runtime

import (
	"reflect"
	"sync"
)

// Overlaps finds out how the memory of a call's arguments and of its destinations overlaps, for generated functions that store
// through their arguments. Such a function tells it all blocks of memory that matter, then asks CheckOverlaps. It works on
// addresses, of which it makes ranges that it sorts; so it takes time with n log n for n blocks, and n where they stand in the
// order of their addresses, as rows that were made one after the other mostly do.
//
// The memory that an argument refers to has one block for each slice and pointer. Blocks that the function stores to are in groups:
// those of one group may overlap as their destinations do, at the same distance, those of different groups not at all, and those
// of group 0 not with each other either. Blocks that the function only reads may overlap each other at will, but nothing that is
// stored to. A destination overlaps no argument, and another destination only as their arguments do, in the same row of a
// Jacobian. These rules are what the analyses of the generator rely on.
type Overlaps struct {
	fn     string
	blocks []block
	shifts []uintptr // from a block to its destination in each row
	stored []span
	read   []span
	dests  [][]span // by row
	seen   visited
}

// block is what o was told of at once.
type block struct {
	name   string
	group  int
	shifts int // the first of them
	rows   int // how many there are
}

// span is the memory of a block, or of its destination in a row.
type span struct {
	lo, hi uintptr
	block  int
}

var overlapsPool = sync.Pool{New: func() any { return new(Overlaps) }}

// NewOverlaps begins to look at a call of the generated function fn.
func NewOverlaps(fn string) *Overlaps {
	o := overlapsPool.Get().(*Overlaps)
	o.fn = fn
	o.blocks, o.shifts, o.stored, o.read = o.blocks[:0], o.shifts[:0], o.stored[:0], o.read[:0]
	for row := range o.dests {
		o.dests[row] = o.dests[row][:0]
	}
	o.seen.reset()
	return o
}

// StoredSlice tells o that the function stores to elements of the slice p, called name, or to memory that can't be told from it. d are its
// destinations, one for each row.
func StoredSlice[T any](o *Overlaps, group int, name string, p []T, d ...[]T) {
	if len(p) > 0 {
		at := sliceAt(p)
		at.block = o.add(name, group, len(d))
		o.stored = append(o.stored, at)
		sliceDestinations(o, at, p, d)
	}
}

// ReadSlice tells o that the function only reads the elements of p.
func ReadSlice[T any](o *Overlaps, name string, p []T, d ...[]T) {
	if len(p) > 0 {
		at := sliceAt(p)
		at.block = o.add(name, 0, len(d))
		o.read = append(o.read, at)
		sliceDestinations(o, at, p, d)
	}
}

// StoredPointer is to a pointer what StoredSlice is to a slice.
func StoredPointer[T any](o *Overlaps, group int, name string, p *T, d ...*T) {
	if p != nil {
		at := pointerAt(p)
		at.block = o.add(name, group, len(d))
		o.stored = append(o.stored, at)
		pointerDestinations(o, at, d)
	}
}

// ReadPointer is to a pointer what ReadSlice is to a slice.
func ReadPointer[T any](o *Overlaps, name string, p *T, d ...*T) {
	if p != nil {
		at := pointerAt(p)
		at.block = o.add(name, 0, len(d))
		o.read = append(o.read, at)
		pointerDestinations(o, at, d)
	}
}

// add takes note of a block with destinations in so many rows, and gives its number.
func (o *Overlaps) add(name string, group, rows int) int {
	for len(o.dests) < rows {
		o.dests = append(o.dests, nil)
	}
	o.blocks = append(o.blocks, block{name, group, len(o.shifts), rows})
	return len(o.blocks) - 1
}

func sliceDestinations[T any](o *Overlaps, at span, p []T, d [][]T) {
	for row, x := range d {
		if len(x) != len(p) {
			badDestination(o.fn, o.blocks[at.block].name, len(x), len(p))
		}
		o.destination(at, row, sliceAt(x))
	}
}

func pointerDestinations[T any](o *Overlaps, at span, d []*T) {
	for row, x := range d {
		if x == nil {
			badNil(o.fn, destinationName(o.blocks[at.block].name))
		}
		o.destination(at, row, pointerAt(x))
	}
}

func (o *Overlaps) destination(of span, row int, at span) {
	at.block = of.block
	o.shifts = append(o.shifts, at.lo-of.lo)
	o.dests[row] = append(o.dests[row], at)
}

// sliceAt is where the elements of s are. Addresses stay what they are: what reflect has seen lies on the heap.
func sliceAt[T any](s []T) span {
	if len(s) == 0 {
		return span{}
	}
	at := pointerAt(&s[0])
	at.hi = at.lo + uintptr(len(s))*(at.hi-at.lo)
	return at
}

func pointerAt[T any](p *T) span {
	v := reflect.ValueOf(p)
	lo := v.Pointer()
	return span{lo: lo, hi: lo + v.Type().Elem().Size()}
}

package runtime

import "fmt"

// Overlap reports whether a and b share an element, and where b begins, counted in elements from the beginning of a
// (negative if b begins first).
//
// Slices that end with the same array, as subslices do that were taken without a third index, are told by their
// capacities. For others, disjoint ones among them, it compares addresses: a scan of both, which reads no element.
func Overlap[T any](a, b []T) (offset int, ok bool) {
	if len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	if &a[:cap(a)][cap(a)-1] == &b[:cap(b)][cap(b)-1] {
		offset = cap(a) - cap(b)
		if offset >= len(a) || -offset >= len(b) {
			return 0, false
		}
		return offset, true
	}
	if i := find(a, &b[0]); i >= 0 {
		return i, true
	}
	if j := find(b, &a[0]); j >= 0 {
		return -j, true
	}
	return 0, false
}

// find is the index of the element of s that is at p, or -1.
func find[T any](s []T, p *T) int {
	for i := range s {
		if &s[i] == p {
			return i
		}
	}
	return -1
}

// CheckDisjoint panics if a and b, parameters of the generated function fn, share an element.
func CheckDisjoint[T any](fn, aName string, a []T, bName string, b []T) {
	if offset, ok := Overlap(a, b); ok {
		badOverlap(fn, aName, bName, overlap{offset, ok})
	}
}

// overlap is a result of Overlap.
type overlap struct {
	offset int
	ok     bool
}

// describe says how second lies to first.
func (o overlap) describe(first, second string) string {
	switch {
	case o.offset == 0:
		return "begin at the same element"
	case o.offset < 0:
		return fmt.Sprintf("overlap, %s beginning %d elements after %s", first, -o.offset, second)
	}
	return fmt.Sprintf("overlap, %s beginning %d elements after %s", second, o.offset, first)
}

//go:noinline
func badOverlap(fn, a, b string, o overlap) {
	panic(fmt.Sprintf("gograd: %s: %s and %s %s; they must be disjoint", fn, a, b, o.describe(a, b)))
}

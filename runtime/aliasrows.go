package runtime

import "fmt"

// CheckRows panics when two rows of a overlap and those of the destination da do not do so in the same way, or the other way round.
func CheckRows[T any](fn, aName string, a, da [][]T) {
	for i := range a {
		for j := range i {
			offset, ok := Overlap(a[i], a[j])
			dOffset, dOK := Overlap(da[i], da[j])
			if ok != dOK || offset != dOffset {
				badRows(fn, aName, j, i, ok)
			}
		}
	}
}

// CheckRowsDisjoint panics when two rows of a overlap.
func CheckRowsDisjoint[T any](fn, aName string, a [][]T) {
	for i := range a {
		for j := range i {
			if _, ok := Overlap(a[i], a[j]); ok {
				badRowsOverlap(fn, aName, j, i)
			}
		}
	}
}

//go:noinline
func badRows(fn, a string, i, j int, overlap bool) {
	if overlap {
		panic(fmt.Sprintf("gograd: %s: %s[%d] and %s[%d] overlap, but their destinations do not do so in the same way", fn, a, i, a, j))
	}
	panic(fmt.Sprintf("gograd: %s: the destinations of %s[%d] and %s[%d] overlap, but these do not", fn, a, i, a, j))
}

//go:noinline
func badRowsOverlap(fn, a string, i, j int) {
	panic(fmt.Sprintf("gograd: %s: %s[%d] and %s[%d] overlap; they must be disjoint", fn, a, i, a, j))
}

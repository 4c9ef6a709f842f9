package runtime

import "fmt"

// CheckAliasPointers panics if of a and b, and of da and db, their destinations, one pair is the same pointer and the other is not.
// It is to pointers what CheckAlias is to slices. Nil is the same as nothing.
func CheckAliasPointers[T any](fn, aName string, a, da *T, bName string, b, db *T) {
	same := a == b && a != nil
	if same != (da == db && da != nil) {
		badPointers(fn, aName, bName, same)
	}
}

// CheckDisjointPointers panics if a and b are the same pointer, and not nil.
func CheckDisjointPointers[T any](fn, aName string, a *T, bName string, b *T) {
	if a == b && a != nil {
		badSamePointer(fn, aName, bName)
	}
}

//go:noinline
func badPointers(fn, a, b string, same bool) {
	if same {
		panic(fmt.Sprintf("gograd: %s: %s and %s are the same, but their destinations are not", fn, a, b))
	}
	panic(fmt.Sprintf("gograd: %s: the destinations of %s and %s are the same, but these are not", fn, a, b))
}

//go:noinline
func badSamePointer(fn, a, b string) {
	panic(fmt.Sprintf("gograd: %s: %s and %s are the same; they must be different", fn, a, b))
}

package runtime

import "fmt"

// CheckDisjointPointers panics if a and b are the same pointer, and not nil.
func CheckDisjointPointers[T any](fn, aName string, a *T, bName string, b *T) {
	if a == b && a != nil {
		badSamePointer(fn, aName, bName)
	}
}

//go:noinline
func badSamePointer(fn, a, b string) {
	panic(fmt.Sprintf("gograd: %s: %s and %s are the same; they must be different", fn, a, b))
}

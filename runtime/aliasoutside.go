package runtime

import "fmt"

// CheckOutside panics when p points to an element of a.
func CheckOutside[T any](fn, aName string, a []T, pName string, p *T) {
	if i := find(a, p); i >= 0 {
		badInside(fn, aName, i, pName)
	}
}

//go:noinline
func badInside(fn, a string, i int, p string) {
	panic(fmt.Sprintf("gograd: %s: %s points to %s[%d]; it must point elsewhere", fn, p, a, i))
}

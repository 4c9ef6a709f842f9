package runtime

import "fmt"

// CheckLen panics unless got, the length of the destination dst of the generated function fn, is want, the
// length of src.
func CheckLen(fn, dst string, got int, src string, want int) {
	if got != want {
		panic(badLen(fn, dst, got, src, want))
	}
}

// CheckNotNil panics if isNil says that the destination dst of the generated function fn is nil where there must be memory.
func CheckNotNil(fn, dst string, isNil bool) {
	if isNil {
		badNil(fn, dst)
	}
}

// CheckNotSame panics when the destination d of the generated function fn begins with the same element as its
// argument p, which is called name.
func CheckNotSame[T any](fn, dst string, d []T, name string, p []T) {
	if len(d) > 0 && len(p) > 0 && &d[0] == &p[0] {
		panic("gograd: " + fn + ": " + dst + " overlaps " + name + "; it must be disjoint") // a call would cost more than inlining allows
	}
}

// CheckNotSamePointer is CheckNotSame for pointers.
func CheckNotSamePointer[T any](fn, dst string, d *T, name string, p *T) {
	if d == p && d != nil {
		badElsewhere(fn, dst, name)
	}
}

// The messages are made out of line, so that the checks themselves are inlined. The panics are not, so that the compiler sees
// that behind CheckLen the lengths are equal, and checks no index of the one slice that is in range for the other.

//go:noinline
func badLen(fn, dst string, got int, src string, want int) string {
	return fmt.Sprintf("gograd: %s: len(%s) = %d, want len(%s) = %d", fn, dst, got, src, want)
}

//go:noinline
func badNil(fn, dst string) {
	panic(fmt.Sprintf("gograd: %s: %s is nil", fn, dst))
}

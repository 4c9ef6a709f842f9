package interp

import "fmt"

// matcher compares two values cell by cell; a cell of the one always belongs to the same cell of the other.
type matcher struct {
	near  func(x, y float64) bool
	pairs map[*Value]*Value
	why   string
}

func (s *matcher) fail(format string, args ...any) bool {
	s.why = fmt.Sprintf(format, args...)
	return false
}

func (s *matcher) match(a, b *Value) bool {
	if other, ok := s.pairs[a]; ok {
		if other != b {
			return s.fail("aliases differ")
		}
		return true
	}
	s.pairs[a] = b
	if a.K != b.K {
		return s.fail("kind %d and kind %d", a.K, b.K)
	}
	switch a.K {
	case Float64, Float32:
		if !s.near(a.F, b.F) {
			return s.fail("%v and %v", a.F, b.F)
		}
	case Int, Bool:
		if a.I != b.I {
			return s.fail("%d and %d", a.I, b.I)
		}
	case String:
		if a.Str() != b.Str() {
			return s.fail("%q and %q", a.Str(), b.Str())
		}
	case Struct, Array:
		for i := range a.Elems {
			if !s.match(&a.Elems[i], &b.Elems[i]) {
				return false
			}
		}
	case Slice:
		return s.slices(a, b)
	case Pointer:
		return s.pointers(a, b)
	}
	return true
}

func (s *matcher) slices(a, b *Value) bool {
	if a.Len() != b.Len() || a.IsNil() != b.IsNil() {
		return s.fail("a slice of %d (nil: %t) and one of %d (nil: %t)", a.Len(), a.IsNil(), b.Len(), b.IsNil())
	}
	for i := range a.Len() {
		if !s.match(a.At(i), b.At(i)) {
			return false
		}
	}
	return true
}

func (s *matcher) pointers(a, b *Value) bool {
	x, y := a.Target(), b.Target()
	if (x == nil) != (y == nil) {
		return s.fail("one pointer is nil")
	}
	return x == nil || s.match(x, y)
}

package randgo

import (
	"fmt"
	"strings"
)

type kind int

const (
	kFloat kind = iota
	kInt
	kBool
	kSlice
	kArray
	kStruct
	kPtr
)

// typ is a type as the generator sees it: Go's, and for a slice how long it is, because all lengths are known while a program is made.
type typ struct {
	k      kind
	name   string // of a named type, or of float64 and its like
	elem   *typ
	n      int // length; of a slice -1 when it isn't known
	some   int // where the length isn't known: that of a fresh value
	fields []field
}

type field struct {
	name     string
	t        *typ
	embedded bool
}

var (
	f64   = &typ{k: kFloat, name: "float64"}
	f32   = &typ{k: kFloat, name: "float32"}
	intT  = &typ{k: kInt, name: "int"}
	boolT = &typ{k: kBool, name: "bool"}
)

func sliceOf(e *typ, n int) *typ { return &typ{k: kSlice, elem: e, n: n} }
func arrayOf(e *typ, n int) *typ { return &typ{k: kArray, elem: e, n: n} }
func ptrTo(e *typ) *typ          { return &typ{k: kPtr, elem: e} }

// String is the type as Go writes it.
func (t *typ) String() string {
	if t.name != "" {
		return t.name
	}
	switch t.k {
	case kSlice:
		return "[]" + t.elem.String()
	case kArray:
		return fmt.Sprintf("[%d]%s", t.n, t.elem)
	case kPtr:
		return "*" + t.elem.String()
	}
	panic("a struct has a name")
}

// same holds for types that are the same with the same lengths.
func same(a, b *typ) bool {
	if a == b {
		return true
	}
	if a.k != b.k || a.name != b.name || a.n != b.n || a.k == kStruct {
		return false
	}
	return a.elem == nil || same(a.elem, b.elem)
}

// hasFloat says whether a float can be reached in a value of the type.
func (t *typ) hasFloat() bool {
	switch t.k {
	case kFloat:
		return true
	case kSlice, kArray, kPtr:
		return t.elem.hasFloat()
	case kStruct:
		for _, f := range t.fields {
			if f.t.hasFloat() {
				return true
			}
		}
	}
	return false
}

// refers says whether a value of the type refers to memory.
func (t *typ) refers() bool {
	switch t.k {
	case kSlice, kPtr:
		return true
	case kArray:
		return t.elem.refers()
	case kStruct:
		for _, f := range t.fields {
			if f.t.refers() {
				return true
			}
		}
	}
	return false
}

// fresh is an expression for a new value of the type, with all its memory, where every float is zero.
func (t *typ) fresh() string {
	switch t.k {
	case kInt:
		return "2"
	case kBool:
		return "true"
	case kSlice:
		n := t.n
		if n < 0 {
			n = t.some
		}
		if !t.elem.refers() {
			return fmt.Sprintf("make(%s, %d)", t, n)
		}
		return t.String() + "{" + repeat(t.elem.fresh(), n) + "}"
	case kArray:
		if !t.elem.refers() {
			return t.String() + "{}"
		}
		return t.String() + "{" + repeat(t.elem.fresh(), t.n) + "}"
	case kPtr:
		if t.elem.k == kStruct || t.elem.k == kArray {
			return "&" + t.elem.fresh()
		}
		return fmt.Sprintf("new(%s)", t.elem)
	case kStruct:
		var parts []string
		for _, f := range t.fields {
			if f.t.refers() || f.t.k == kInt {
				parts = append(parts, f.name+": "+f.t.fresh())
			}
		}
		return t.String() + "{" + strings.Join(parts, ", ") + "}"
	}
	return t.String() + "(0)"
}

func repeat(s string, n int) string {
	return strings.TrimSuffix(strings.Repeat(s+", ", n), ", ")
}

package interp

import gograd "github.com/gograd/gograd/runtime"

// RuntimePath is the import path of the package that generated code calls.
const RuntimePath = "github.com/gograd/gograd/runtime"

// runtimeFuncs are the functions of the runtime package that stand in IR. The checks are the package's own: memory of
// the program overlaps as the Go slices of cells do that hold it.
var runtimeFuncs = map[string]func(a []Value) []Value{
	"StopGradient": func(a []Value) []Value { return []Value{stopGradient(a[0])} },
	"Sincos":       func(a []Value) []Value { return append(mathCall("Sin", a), mathCall("Cos", a)...) },
	"Apart":        func(a []Value) []Value { return []Value{Boolean(gograd.Apart(a[0].cells(), a[1].cells()))} },
	"CheckLen": checked(func(a []Value) {
		gograd.CheckLen(a[0].Str(), a[1].Str(), int(a[2].I), a[3].Str(), int(a[4].I))
	}),
	"CheckNotNil": checked(func(a []Value) { gograd.CheckNotNil(a[0].Str(), a[1].Str(), a[2].Bool()) }),
	"CheckDisjoint": checked(func(a []Value) {
		gograd.CheckDisjoint(a[0].Str(), a[1].Str(), a[2].cells(), a[3].Str(), a[4].cells())
	}),
	"CheckDisjointPointers": checked(func(a []Value) {
		gograd.CheckDisjointPointers(a[0].Str(), a[1].Str(), a[2].Target(), a[3].Str(), a[4].Target())
	}),
	"NewOverlaps":   newOverlaps,
	"StoredSlice":   checked(toldStored),
	"StoredPointer": checked(toldStored),
	"ReadSlice":     checked(toldRead),
	"ReadPointer":   checked(toldRead),
	"VisitSlice":    checkedResult(visit),
	"VisitPointer":  checkedResult(visit),
	"CheckOverlaps": checked(checkOverlaps),

	"CheckElsewhere":        checked(elsewhere),
	"CheckElsewherePointer": checked(elsewhere),
	"CheckNotSame":          checked(notSame),
	"CheckNotSamePointer":   checked(notSame),
}

// checked makes the panic of a check the program's.
func checked(check func(a []Value)) func(a []Value) []Value {
	return checkedResult(func(a []Value) []Value {
		check(a)
		return []Value{}
	})
}

// checkedResult is checked for a check that gives something.
func checkedResult(check func(a []Value) []Value) func(a []Value) []Value {
	return func(a []Value) []Value {
		defer func() {
			switch r := recover().(type) {
			case nil:
			case string:
				panic(&Panic{Text(r), r})
			default:
				panic(r)
			}
		}()
		return check(a)
	}
}

// cells is what a slice sees, as a Go slice.
func (v Value) cells() []Value {
	w := v.Window()
	return w.Base[w.Off : w.Off+w.Len : w.Off+w.Cap]
}

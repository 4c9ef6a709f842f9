package interp

import gograd "github.com/gograd/gograd/runtime"

// RuntimePath is the import path of the package that generated code calls.
const RuntimePath = "github.com/gograd/gograd/runtime"

// runtimeFuncs are the functions of the runtime package that stand in IR. The checks are the package's own: memory of
// the program overlaps as the Go slices of cells do that hold it.
var runtimeFuncs = map[string]func(a []Value) []Value{
	"StopGradient": func(a []Value) []Value { return []Value{stopGradient(a[0])} },
	"Sincos":       func(a []Value) []Value { return append(mathCall("Sin", a), mathCall("Cos", a)...) },
	"CheckLen": checked(func(a []Value) {
		gograd.CheckLen(a[0].Str(), a[1].Str(), int(a[2].I), a[3].Str(), int(a[4].I))
	}),
	"CheckNotNil": checked(func(a []Value) { gograd.CheckNotNil(a[0].Str(), a[1].Str(), a[2].Bool()) }),
	"CheckAlias": checked(func(a []Value) {
		gograd.CheckAlias(a[0].Str(), a[1].Str(), a[2].cells(), a[3].cells(), a[4].Str(), a[5].cells(), a[6].cells())
	}),
	"CheckDisjoint": checked(func(a []Value) {
		gograd.CheckDisjoint(a[0].Str(), a[1].Str(), a[2].cells(), a[3].Str(), a[4].cells())
	}),
	"CheckAliasPointers": checked(func(a []Value) {
		gograd.CheckAliasPointers(a[0].Str(), a[1].Str(), a[2].Target(), a[3].Target(), a[4].Str(), a[5].Target(), a[6].Target())
	}),
	"CheckDisjointPointers": checked(func(a []Value) {
		gograd.CheckDisjointPointers(a[0].Str(), a[1].Str(), a[2].Target(), a[3].Str(), a[4].Target())
	}),
	"CheckOutside": checked(func(a []Value) {
		gograd.CheckOutside(a[0].Str(), a[1].Str(), a[2].cells(), a[3].Str(), a[4].Target())
	}),
	"CheckRows":         checked(func(a []Value) { gograd.CheckRows(a[0].Str(), a[1].Str(), a[2].rows(), a[3].rows()) }),
	"CheckRowsDisjoint": checked(func(a []Value) { gograd.CheckRowsDisjoint(a[0].Str(), a[1].Str(), a[2].rows()) }),
}

// checked makes the panic of a check the program's.
func checked(check func(a []Value)) func(a []Value) []Value {
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
		check(a)
		return []Value{}
	}
}

// cells is what a slice sees, as a Go slice.
func (v Value) cells() []Value {
	w := v.Window()
	return w.Base[w.Off : w.Off+w.Len : w.Off+w.Cap]
}

// rows is what a slice of slices sees.
func (v Value) rows() [][]Value {
	var out [][]Value
	for _, r := range v.cells() {
		out = append(out, r.cells())
	}
	return out
}

package check

import (
	"fmt"
	"math"
	"reflect"
)

// Dual numbers are told by their shape: a struct of a float V and a float64 D.
func isDual(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 2 && t.Field(0).Name == "V" && t.Field(1).Name == "D"
}

// addressable puts arguments where they can be set.
func addressable(args []any) []reflect.Value {
	out := make([]reflect.Value, len(args))
	for i, a := range args {
		v := reflect.New(reflect.TypeOf(a)).Elem()
		v.Set(reflect.ValueOf(a))
		out[i] = v
	}
	return out
}

// call calls a function; a variadic one gets its last argument as a slice.
func call(f any, args []reflect.Value) []reflect.Value {
	v := reflect.ValueOf(f)
	if n := len(args); v.Type().NumIn() != n {
		panic(fmt.Sprintf("%v takes %d arguments, has %d", v.Type(), v.Type().NumIn(), n))
	}
	res := v.Call
	if v.Type().IsVariadic() {
		res = v.CallSlice
	}
	var out []reflect.Value
	for _, r := range res(args) {
		a := reflect.New(r.Type()).Elem()
		a.Set(r)
		out = append(out, a)
	}
	return out
}

// visit calls leaf for everything in vs that is neither array nor struct, slice nor pointer; for slices and pointers it calls ref first.
func visit(vs []reflect.Value, leaf, ref func(reflect.Value)) {
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch {
		case isDual(v.Type()):
			leaf(v)
		case v.Kind() == reflect.Array, v.Kind() == reflect.Slice:
			if v.Kind() == reflect.Slice {
				ref(v)
			}
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case v.Kind() == reflect.Pointer:
			ref(v)
			if !v.IsNil() {
				walk(v.Elem())
			}
		default:
			leaf(v)
		}
	}
	for _, v := range vs {
		walk(v)
	}
}

func isFloat(t reflect.Type) bool {
	return t.Kind() == reflect.Float64 || t.Kind() == reflect.Float32 || isDual(t)
}

// floats are the float leaves of the values, dual numbers among them; what lies in shared memory comes once.
func floats(vs []reflect.Value) []reflect.Value {
	var out []reflect.Value
	seen := map[any]bool{}
	visit(vs, func(v reflect.Value) {
		if !isFloat(v.Type()) {
			return
		}
		if p := v.Addr().Interface(); !seen[p] {
			seen[p] = true
			out = append(out, v)
		}
	}, func(reflect.Value) {})
	return out
}

// within gives the numbers of those leaves that lie in the part.
func within(leaves []reflect.Value, part reflect.Value) []int {
	var out []int
	for _, p := range floats([]reflect.Value{part}) {
		for i, l := range leaves {
			if l.Addr().Interface() == p.Addr().Interface() {
				out = append(out, i)
			}
		}
	}
	return out
}

// field is a field of a struct or of what a pointer points to.
func field(v reflect.Value, path string) reflect.Value {
	if path == "" {
		return v
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v.FieldByName(path)
}

// refers says whether a value of the type refers to memory.
func refers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Map:
		return true
	case reflect.Array:
		return refers(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if refers(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

func setFloats(leaves []reflect.Value, xs []float64) {
	for i, l := range leaves {
		l.SetFloat(xs[i])
	}
}

func setDual(v reflect.Value, x, d float64) {
	v.Field(0).SetFloat(x)
	v.Field(1).SetFloat(d)
}

func tangentOf(v reflect.Value) float64 { return v.Field(1).Float() }

// bits is all that can be seen of the values: numbers to the bit (of dual numbers their values), lengths, what is nil.
func bits(vs []reflect.Value) []uint64 {
	var out []uint64
	visit(vs, func(v reflect.Value) {
		if isDual(v.Type()) {
			v = v.Field(0)
		}
		switch v.Kind() {
		case reflect.Float64, reflect.Float32:
			out = append(out, floatBits(v.Float()))
		case reflect.Int:
			out = append(out, uint64(v.Int()))
		case reflect.Bool:
			b := uint64(0)
			if v.Bool() {
				b = 1
			}
			out = append(out, b)
		}
	}, func(v reflect.Value) {
		switch {
		case v.IsNil():
			out = append(out, math.MaxUint64)
		case v.Kind() == reflect.Slice:
			out = append(out, uint64(v.Len()))
		}
	})
	return out
}

// floatBits takes every NaN for the same.
func floatBits(x float64) uint64 {
	if math.IsNaN(x) {
		return math.Float64bits(math.NaN())
	}
	return math.Float64bits(x)
}

func diffBits(want, got []uint64) string {
	if len(want) != len(got) {
		return fmt.Sprintf("%d leaves, want %d", len(got), len(want))
	}
	for i := range want {
		if want[i] != got[i] {
			return fmt.Sprintf("leaf %d is %#x (%v), want %#x (%v)", i, got[i], math.Float64frombits(got[i]), want[i], math.Float64frombits(want[i]))
		}
	}
	return ""
}

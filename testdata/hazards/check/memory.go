package check

import (
	"fmt"
	"math"
	"reflect"
)

// carries says whether a type can carry a derivative, as the contract defines it.
func carries(t reflect.Type, seen map[reflect.Type]bool) bool {
	return reaches(t, seen, func(t reflect.Type) bool { return t.Kind() == reflect.Float64 || t.Kind() == reflect.Float32 })
}

// refers says whether a type holds memory through which a derivative is carried.
func refers(t reflect.Type, seen map[reflect.Type]bool) bool {
	return carries(t, nil) && reaches(t, seen, func(t reflect.Type) bool {
		return (t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer) && carries(t, nil)
	})
}

func reaches(t reflect.Type, seen map[reflect.Type]bool, is func(reflect.Type) bool) bool {
	if is(t) {
		return true
	}
	if seen[t] {
		return false
	}
	if seen == nil {
		seen = map[reflect.Type]bool{}
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return reaches(t.Elem(), seen, is)
	case reflect.Struct:
		for i := range t.NumField() {
			if reaches(t.Field(i).Type, seen, is) {
				return true
			}
		}
	}
	return false
}

// walk visits the floats of v, and beside each the float at the same path of d. A pointer is followed once.
func walk(v, d reflect.Value, path string, visit func(path string, v, d reflect.Value)) {
	seen := map[uintptr]bool{}
	var rec func(v, d reflect.Value, path string)
	rec = func(v, d reflect.Value, path string) {
		if !carries(v.Type(), nil) {
			return
		}
		switch v.Kind() {
		case reflect.Float32, reflect.Float64:
			visit(path, v, d)
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				rec(v.Index(i), d.Index(i), fmt.Sprintf("%s[%d]", path, i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				rec(v.Field(i), d.Field(i), path+"."+v.Type().Field(i).Name)
			}
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Pointer()] {
				seen[v.Pointer()] = true
				rec(v.Elem(), d.Elem(), path)
			}
		}
	}
	rec(v, d, path)
}

// fill sets every float of v.
func fill(v reflect.Value, value func() float64) {
	walk(v, v, "", func(_ string, f, _ reflect.Value) { f.SetFloat(value()) })
}

// clone copies a tree of memory; pointers shared inside it stay shared.
func clone(v reflect.Value) reflect.Value { return rebuild(v, false, map[uintptr]reflect.Value{}) }

// like makes the destination for a parameter that holds v: zeroes of the same shape, behind a
// pointer for a struct or an array.
func like(v reflect.Value) reflect.Value {
	z := rebuild(v, true, map[uintptr]reflect.Value{})
	holder := reflect.New(z.Type())
	holder.Elem().Set(z)
	if v.Kind() == reflect.Struct || v.Kind() == reflect.Array {
		return holder
	}
	return holder.Elem()
}

func rebuild(v reflect.Value, zero bool, made map[uintptr]reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Cap()))
		full, from := out.Slice(0, v.Cap()), v.Slice(0, v.Cap())
		for i := range v.Cap() {
			full.Index(i).Set(rebuild(from.Index(i), zero, made))
		}
	case reflect.Pointer:
		if v.IsNil() {
			return out
		}
		if m, ok := made[v.Pointer()]; ok {
			return m
		}
		out.Set(reflect.New(v.Type().Elem()))
		made[v.Pointer()] = out
		out.Elem().Set(rebuild(v.Elem(), zero, made))
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(rebuild(v.Index(i), zero, made))
		}
	case reflect.Struct:
		if !zero {
			out.Set(v)
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() {
				out.Field(i).Set(rebuild(v.Field(i), zero, made))
			} else if refers(f.Type, nil) {
				panic("check: unexported field " + f.Name + " refers to memory: make the arguments with a function of your own")
			}
		}
	default:
		if !zero {
			out.Set(v)
		}
	}
	return out
}

// difference says where two values are not the same bit for bit (any NaN equals any), or "".
func difference(got, want reflect.Value, path string) string {
	found := ""
	seen := map[uintptr]bool{}
	var rec func(g, w reflect.Value, path string)
	rec = func(g, w reflect.Value, path string) {
		if found != "" {
			return
		}
		same := true
		switch w.Kind() {
		case reflect.Float32, reflect.Float64:
			x, y := g.Float(), w.Float()
			same = math.Float64bits(x) == math.Float64bits(y) || (math.IsNaN(x) && math.IsNaN(y))
		case reflect.Slice, reflect.Array:
			if g.Len() != w.Len() {
				same = false
				break
			}
			for i := range w.Len() {
				rec(g.Index(i), w.Index(i), fmt.Sprintf("%s[%d]", path, i))
			}
		case reflect.Struct:
			for i := range w.NumField() {
				rec(g.Field(i), w.Field(i), path+"."+w.Type().Field(i).Name)
			}
		case reflect.Pointer, reflect.Interface:
			if g.IsNil() || w.IsNil() {
				same = g.IsNil() == w.IsNil()
				break
			}
			if w.Kind() == reflect.Pointer {
				if seen[w.Pointer()] {
					break
				}
				seen[w.Pointer()] = true
			}
			rec(g.Elem(), w.Elem(), path)
		case reflect.Func, reflect.Chan, reflect.Map, reflect.UnsafePointer:
		default:
			same = g.Equal(w)
		}
		if !same && found == "" {
			found = fmt.Sprintf("%s is %v, want %v", path, g, w)
		}
	}
	rec(got, want, path)
	return found
}

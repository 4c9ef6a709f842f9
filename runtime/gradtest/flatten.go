package gradtest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// flattener walks a value and its derivative side by side and collects their floats.
type flattener struct {
	leaves leafList
	errs   []error
	met    map[uintptr]meeting // floats met, by address
	walked map[memory]bool     // pointers and slices gone through

	lo, hi uintptr // addresses of the Var's own value, a copy of the caller's
}

// meeting is where a float was met first.
type meeting struct {
	path string
	dx   uintptr
}

// memory is what a pointer or a slice refers to.
type memory struct {
	addr uintptr
	typ  reflect.Type
	n    int
	d    uintptr // address of the derivative
}

func flatten(wrt []Var) (leafList, []error) {
	f := &flattener{met: map[uintptr]meeting{}, walked: map[memory]bool{}}
	for _, v := range wrt {
		x, dx := reflect.ValueOf(v.x), reflect.ValueOf(v.dx)
		if !x.IsValid() || !dx.IsValid() || x.Type() != dx.Type() {
			f.errorf("%s is a %T, its derivative a %T", v.name, v.x, v.dx)
			continue
		}
		x, dx = variable(x), variable(dx)
		f.lo, f.hi = x.Addr().Pointer(), x.Addr().Pointer()+x.Type().Size()
		f.walk(v.name, x, dx)
	}
	return f.leaves, f.errs
}

func (f *flattener) errorf(format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf(format, args...))
}

func (f *flattener) walk(path string, x, dx reflect.Value) {
	switch x.Kind() {
	case reflect.Float32, reflect.Float64:
		f.float(path, x, dx)
	case reflect.Struct:
		for i := range x.NumField() {
			f.walk(path+"."+x.Type().Field(i).Name, settable(x.Field(i)), settable(dx.Field(i)))
		}
	case reflect.Array:
		f.elements(path, x, dx)
	case reflect.Slice:
		if x.Len() != dx.Len() {
			f.errorf("%s has length %d, its derivative %d", path, x.Len(), dx.Len())
		} else if x.Len() > 0 && f.first(memory{x.Pointer(), x.Type(), x.Len(), dx.Pointer()}) {
			f.elements(path, x, dx)
		}
	case reflect.Pointer:
		switch {
		case x.IsNil():
		case dx.IsNil():
			f.errorf("%s is not nil, but its derivative is", path)
		case f.first(memory{x.Pointer(), x.Type(), 1, dx.Pointer()}):
			f.walk(path, x.Elem(), dx.Elem())
		}
	case reflect.Map:
		f.mapValues(path, x, dx)
	}
}

// first reports whether m has not been walked through before.
func (f *flattener) first(m memory) bool {
	seen := f.walked[m]
	f.walked[m] = true
	return !seen
}

func (f *flattener) elements(path string, x, dx reflect.Value) {
	for i := range x.Len() {
		f.walk(fmt.Sprintf("%s[%d]", path, i), x.Index(i), dx.Index(i))
	}
}

// float records a float. One that is reached on several ways is one component, and its derivative must be, too.
func (f *flattener) float(path string, x, dx reflect.Value) {
	addr, dAddr := x.Addr().Pointer(), dx.Addr().Pointer()
	if f.lo <= addr && addr < f.hi {
		f.errorf("%s is a value; give its address", path)
		return
	}
	if m, ok := f.met[addr]; ok {
		if m.dx != dAddr {
			f.errorf("%s and %s are one variable, their derivatives are not", m.path, path)
		}
		return
	}
	if addr == dAddr {
		f.errorf("%s and its derivative are one variable", path)
	}
	f.met[addr] = meeting{path, dAddr}
	f.leaves = append(f.leaves, leaf{path, cell{x.Float, x.SetFloat}, cell{dx.Float, dx.SetFloat}, precisionOf(x)})
}

func precisionOf(x reflect.Value) precision {
	if x.Kind() == reflect.Float32 {
		return asFloat32
	}
	return asFloat64
}

// mapValues walks through the values of a map. They are not variables: a float in one is changed in a copy that is stored again.
func (f *flattener) mapValues(path string, x, dx reflect.Value) {
	keys := x.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	for _, key := range keys {
		at := fmt.Sprintf("%s[%v]", path, key)
		if !dx.MapIndex(key).IsValid() {
			f.errorf("%s has no derivative", at)
			continue
		}
		xv, dxv := variable(x.MapIndex(key)), variable(dx.MapIndex(key))
		n := len(f.leaves)
		f.walk(at, xv, dxv)
		for i := n; i < len(f.leaves); i++ {
			l := &f.leaves[i]
			l.x, l.dx = stored(l.x, x, key, xv), stored(l.dx, dx, key, dxv)
		}
	}
}

// stored is c, which lies in copy or in memory that copy refers to, for a copy of m[key].
func stored(c cell, m, key, copy reflect.Value) cell {
	return cell{
		get: func() float64 {
			copy.Set(m.MapIndex(key))
			return c.get()
		},
		set: func(v float64) {
			copy.Set(m.MapIndex(key))
			c.set(v)
			m.SetMapIndex(key, copy)
		},
	}
}

// variable is a new variable that holds v.
func variable(v reflect.Value) reflect.Value {
	x := reflect.New(v.Type()).Elem()
	x.Set(v)
	return x
}

// settable is the addressable v without the restriction that reflect puts on unexported fields.
func settable(v reflect.Value) reflect.Value {
	if v.CanSet() {
		return v
	}
	return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
}

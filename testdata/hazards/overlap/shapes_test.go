package overlap

import (
	"math/rand/v2"
	"reflect"
)

// Values of random shape, whose parts share memory at random.

// maker makes values, and remembers the memory that it made, to use it again.
type maker struct {
	r      *rand.Rand
	share  float64                          // how likely memory is used again
	slices map[reflect.Type][]reflect.Value // by element: whole arrays, as slices
	ptrs   map[reflect.Type][]reflect.Value // by element: pointers to variables
	depth  int
}

func newMaker(r *rand.Rand, share float64) *maker {
	return &maker{r: r, share: share, slices: map[reflect.Type][]reflect.Value{}, ptrs: map[reflect.Type][]reflect.Value{}}
}

const maxLevels = 6

// fill sets the variable v at random.
func (m *maker) fill(v reflect.Value) {
	m.depth++
	defer func() { m.depth-- }()
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(float64(m.r.IntN(2001)-1000) / 1000)
	case reflect.Int:
		v.SetInt(int64(m.r.IntN(3)))
	case reflect.Struct:
		for i := range v.NumField() {
			m.fill(v.Field(i))
		}
	case reflect.Array:
		m.note(v.Slice(0, v.Len()))
		for i := range v.Len() {
			m.fill(v.Index(i))
		}
	case reflect.Slice:
		v.Set(m.slice(v.Type()))
	case reflect.Pointer:
		v.Set(m.pointer(v.Type()))
	}
}

// note remembers an array that is not filled yet, and its elements.
func (m *maker) note(array reflect.Value) {
	t := array.Type().Elem()
	m.slices[t] = append(m.slices[t], array)
	for i := range array.Len() {
		m.notePointer(array.Index(i).Addr())
	}
}

// notePointer remembers a variable and its fields.
func (m *maker) notePointer(p reflect.Value) {
	t := p.Type().Elem()
	m.ptrs[t] = append(m.ptrs[t], p)
	if t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			m.notePointer(p.Elem().Field(i).Addr())
		}
	}
}

func (m *maker) slice(t reflect.Type) reflect.Value {
	old := m.slices[t.Elem()]
	var array reflect.Value
	if len(old) > 0 && m.r.Float64() < m.share {
		array = old[m.r.IntN(len(old))]
	} else {
		n := 3 + m.r.IntN(2)
		if t.Elem().Kind() != reflect.Float64 {
			n = 2
		}
		if m.depth > maxLevels {
			n = 0
		}
		array = reflect.MakeSlice(t, n, n)
		m.note(array)
		for i := range n {
			m.fill(array.Index(i))
		}
	}
	lo := m.r.IntN(max(array.Len(), 1))
	hi := array.Len() - m.r.IntN(array.Len()-lo+1)
	if hi == lo {
		lo, hi = 0, array.Len()
	}
	if m.r.IntN(2) == 0 {
		return array.Slice3(lo, hi, hi).Convert(t)
	}
	return array.Slice(lo, hi).Convert(t)
}

func (m *maker) pointer(t reflect.Type) reflect.Value {
	old := m.ptrs[t.Elem()]
	switch {
	case len(old) > 0 && m.r.Float64() < m.share:
		return old[m.r.IntN(len(old))]
	case m.depth > maxLevels, m.r.IntN(6) == 0:
		return reflect.Zero(t)
	}
	p := reflect.New(t.Elem())
	m.notePointer(p)
	m.fill(p.Elem())
	return p
}

// pair is a float of one value, and the one in its place in another of the same shape.
type pair struct{ a, b *float64 }

// pairs walks two values in step, as long as both go on, and gives each pair of floats once.
func pairs(a, b reflect.Value) []pair {
	w := &walker{seen: map[any]bool{}}
	w.walk(a, b)
	return w.out
}

type walker struct {
	seen map[any]bool
	out  []pair
}

func (w *walker) walk(a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Float64:
		p := pair{a.Addr().Interface().(*float64), b.Addr().Interface().(*float64)}
		if !w.seen[p] {
			w.seen[p] = true
			w.out = append(w.out, p)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			w.walk(a.Field(i), b.Field(i))
		}
	case reflect.Array:
		for i := range a.Len() {
			w.walk(a.Index(i), b.Index(i))
		}
	case reflect.Slice:
		key := [5]any{a.Pointer(), b.Pointer(), a.Len(), b.Len(), a.Type()}
		if a.Len() == 0 || w.seen[key] {
			return
		}
		w.seen[key] = true
		for i := range min(a.Len(), b.Len()) {
			w.walk(a.Index(i), b.Index(i))
		}
	case reflect.Pointer:
		key := [3]any{a.Pointer(), b.Pointer(), a.Type()}
		if a.IsNil() || b.IsNil() || w.seen[key] {
			return
		}
		w.seen[key] = true
		w.walk(a.Elem(), b.Elem())
	}
}

// unshared gives dst the shape of src, without sharing; what is deeper than some levels is left nil.
func unshared(dst, src reflect.Value, depth int) {
	switch src.Kind() {
	case reflect.Struct:
		for i := range src.NumField() {
			unshared(dst.Field(i), src.Field(i), depth)
		}
	case reflect.Array:
		for i := range src.Len() {
			unshared(dst.Index(i), src.Index(i), depth)
		}
	case reflect.Slice:
		if src.IsNil() || src.Type().Elem().Kind() == reflect.Int {
			dst.Set(src)
			return
		}
		dst.Set(reflect.MakeSlice(src.Type(), src.Len(), src.Len()))
		if depth > 0 {
			for i := range src.Len() {
				unshared(dst.Index(i), src.Index(i), depth-1)
			}
		}
	case reflect.Pointer:
		if !src.IsNil() && depth > 0 {
			dst.Set(reflect.New(src.Type().Elem()))
			unshared(dst.Elem(), src.Elem(), depth-1)
		}
	}
}

// references are all variables that hold slices of floats, or of what has floats, or pointers, that v leads to.
func references(v reflect.Value) []reflect.Value {
	var out []reflect.Value
	seen := map[any]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Slice, reflect.Pointer:
			if v.Type().Elem().Kind() == reflect.Int || v.IsNil() || seen[v.Addr().Pointer()] {
				return
			}
			seen[v.Addr().Pointer()] = true
			out = append(out, v)
			if v.Kind() == reflect.Pointer {
				walk(v.Elem())
				return
			}
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(v)
	return out
}

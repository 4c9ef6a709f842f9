package runtime

import "reflect"

// Like returns a value of the same type and shape as p in memory of its own, with all floats zero: a destination for
// the derivative with respect to p.
//
// Slices keep their length and capacity, nil stays nil, maps keep their keys. What shares memory in p shares it in
// the same way in the result: slices that overlap, pointers into slices and structs, cycles. Whatever can't carry a
// derivative, such as integers, strings, functions and interfaces, is taken over from p, so that a matrix keeps its
// dimensions.
//
// Like uses reflection and is not meant for inner loops. Generated code doesn't call it.
func Like[T any](p T) T {
	src := reflect.New(reflect.TypeFor[T]()).Elem()
	src.Set(reflect.ValueOf(&p).Elem())
	l := newLiker()
	l.scan(src)
	l.allot()
	var out T
	l.fill(reflect.ValueOf(&out).Elem(), src)
	return out
}

// liker makes one copy. It works in three steps: scan finds the memory that p refers to, allot gives each connected
// piece of it a zeroed counterpart, fill sets what refers to memory in the counterparts.
type liker struct {
	found   map[region]reflect.Value // the pointer or slice that refers to it
	islands []*island                // by address
	maps    map[uintptr]*mapCopy
	carries map[reflect.Type]bool
}

// mapCopy is the counterpart of a map.
type mapCopy struct {
	copy   reflect.Value
	filled bool
}

func newLiker() *liker {
	return &liker{found: map[region]reflect.Value{}, maps: map[uintptr]*mapCopy{}, carries: map[reflect.Type]bool{}}
}

// scan finds all memory that v refers to. v is addressable and may be set.
func (l *liker) scan(v reflect.Value) {
	if !l.refers(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			l.scan(settable(v.Field(i)))
		}
	case reflect.Array:
		for i := range v.Len() {
			l.scan(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() && l.add(region{v.Pointer(), v.Type().Elem(), 1}, v) {
			l.scan(v.Elem())
		}
	case reflect.Slice:
		all := v.Slice(0, v.Cap())
		if l.add(region{v.Pointer(), v.Type().Elem(), v.Cap()}, all) && l.refers(v.Type().Elem()) {
			for i := range all.Len() {
				l.scan(all.Index(i))
			}
		}
	case reflect.Map:
		l.scanMap(v)
	}
}

func (l *liker) scanMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	if _, seen := l.maps[v.Pointer()]; seen {
		return
	}
	l.maps[v.Pointer()] = &mapCopy{copy: reflect.MakeMapWithSize(v.Type(), v.Len())}
	for it := v.MapRange(); it.Next(); {
		l.scan(variable(it.Value()))
	}
}

// add records r and reports whether it is new.
func (l *liker) add(r region, v reflect.Value) bool {
	if _, seen := l.found[r]; seen || r.size() == 0 {
		return false
	}
	l.found[r] = v
	return true
}

// fill makes dst, a zeroed variable, the counterpart of src.
func (l *liker) fill(dst, src reflect.Value) {
	if !l.carriesFloat(src.Type()) {
		dst.Set(src)
		return
	}
	switch src.Kind() {
	case reflect.Struct:
		for i := range src.NumField() {
			l.fill(settable(dst.Field(i)), settable(src.Field(i)))
		}
	case reflect.Array:
		for i := range src.Len() {
			l.fill(dst.Index(i), src.Index(i))
		}
	case reflect.Pointer:
		if !src.IsNil() {
			dst.Set(l.pointer(src))
		}
	case reflect.Slice:
		if !src.IsNil() {
			dst.Set(l.slice(src))
		}
	case reflect.Map:
		if !src.IsNil() {
			dst.Set(l.filledMap(src))
		}
	}
}

func (l *liker) filledMap(src reflect.Value) reflect.Value {
	m := l.maps[src.Pointer()]
	if m.filled {
		return m.copy
	}
	m.filled = true
	for it := src.MapRange(); it.Next(); {
		val := reflect.New(src.Type().Elem()).Elem()
		l.fill(val, variable(it.Value()))
		m.copy.SetMapIndex(it.Key(), val)
	}
	return m.copy
}

// variable is a new variable that holds v.
func variable(v reflect.Value) reflect.Value {
	x := reflect.New(v.Type()).Elem()
	x.Set(v)
	return x
}

// settable is the addressable v without the restriction that reflect puts on unexported fields: a parameter struct with
// unexported fields is as common as one with exported ones.
func settable(v reflect.Value) reflect.Value {
	if v.CanSet() {
		return v
	}
	return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
}

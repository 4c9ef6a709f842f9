package runtime

import "reflect"

// carriesFloat reports whether a value of type t may hold floats, in itself or in memory that it refers to.
func (l *liker) carriesFloat(t reflect.Type) bool {
	c, known := l.carries[t]
	if !known {
		c = reachesFloat(t, map[reflect.Type]bool{})
		l.carries[t] = c
	}
	return c
}

// reachesFloat looks for a float in t and, but for those that it has seen, in the types that t is made of.
func reachesFloat(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Float32, reflect.Float64:
		return true
	case reflect.Array, reflect.Slice, reflect.Pointer, reflect.Map:
		return reachesFloat(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if reachesFloat(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

// refers reports whether a value of type t may refer to memory that holds floats.
func (l *liker) refers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Map:
		return l.carriesFloat(t)
	case reflect.Array:
		return l.refers(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if l.refers(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

// onlyFloats reports whether a value of type t consists of floats.
func onlyFloats(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Float32, reflect.Float64:
		return true
	case reflect.Array:
		return onlyFloats(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !onlyFloats(t.Field(i).Type) {
				return false
			}
		}
		return true
	}
	return false
}

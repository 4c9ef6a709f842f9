package tape

import (
	"fmt"
	"reflect"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// GradientOf returns the derivatives of the number y by all that is in m: any nesting of structs, slices, arrays, maps, pointers and
// interfaces, with [Var], [Float] and *[Param] in it. The same structure comes back, with the derivative in
// place of each: of a Var as a constant on t, of a Float as a constant, of a *Param as one with the derivative as its Value. What y does not
// depend on is the zero Var, or a nil *Param; of a Float, the constant 0. A struct's field with the tag `grad:"-"` is left
// out; what else is in m is copied.
func GradientOf[M any](t *Tape, y Var, m M) (M, error) {
	var zero M
	c := collector{t: t, seen: map[any]bool{}}
	if err := c.collect(reflect.ValueOf(&m).Elem(), "m"); err != nil {
		return zero, err
	}
	gs, err := t.Gradient(y, c.sources...)
	if err != nil {
		return zero, err
	}
	b := builder{t: t, grads: map[Var]*tensor.Tensor{}, made: map[any]reflect.Value{}}
	for k, x := range c.sources {
		b.grads[x] = gs[k]
	}
	return b.build(reflect.ValueOf(&m).Elem()).Interface().(M), nil
}

// GradientMap returns the derivatives of the number y by named sources; nil for those it does not depend on.
func GradientMap[K comparable](t *Tape, y Var, sources map[K]Var) (map[K]*tensor.Tensor, error) {
	keys, xs := make([]K, 0, len(sources)), make([]Var, 0, len(sources))
	for k, x := range sources {
		keys, xs = append(keys, k), append(xs, x)
	}
	gs, err := t.Gradient(y, xs...)
	if err != nil {
		return nil, err
	}
	m := make(map[K]*tensor.Tensor, len(keys))
	for i, k := range keys {
		m[k] = gs[i]
	}
	return m, nil
}

var (
	varType   = reflect.TypeFor[Var]()
	floatType = reflect.TypeFor[Float]()
	paramType = reflect.TypeFor[*Param]()
)

// collector finds the sources in a value.
type collector struct {
	t       *Tape
	sources []Var
	seen    map[any]bool // sources, and pointers that were followed
}

func (c *collector) source(x Var) {
	if !c.seen[x] {
		c.seen[x] = true
		c.sources = append(c.sources, x)
	}
}

func (c *collector) collect(v reflect.Value, path string) error {
	switch v.Type() {
	case varType:
		if x := v.Interface().(Var); x.t != nil {
			c.source(x)
		}
		return nil
	case floatType:
		if x := v.Interface().(Float); x.t != nil {
			c.source(Var{x.t, x.i, x.epoch})
		}
		return nil
	case paramType:
		if x, ok := c.t.params[v.Interface().(*Param)]; ok {
			c.source(x)
		}
		return nil
	}
	if !holdsSource(v.Type(), nil) {
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Pointer {
			if c.seen[v.Interface()] {
				return nil
			}
			c.seen[v.Interface()] = true
		}
		return c.collect(v.Elem(), path)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if err := c.collect(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if err := c.collect(it.Value(), fmt.Sprintf("%s[%v]", path, it.Key())); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Tag.Get("grad") == "-" || !holdsSource(f.Type, nil) {
				continue
			}
			if !f.IsExported() {
				return fmt.Errorf("tape: GradientOf: %s.%s is not exported; export it, or tag it `grad:\"-\"`", path, f.Name)
			}
			if err := c.collect(v.Field(i), path+"."+f.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// holdsSource tells whether there may be a source in a value of type t. Within an interface there may be anything.
func holdsSource(t reflect.Type, above []reflect.Type) bool {
	if t == varType || t == floatType || t == paramType {
		return true
	}
	for _, a := range above {
		if a == t {
			return false // found elsewhere, if at all
		}
	}
	above = append(above, t)
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return holdsSource(t.Elem(), above)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Tag.Get("grad") != "-" && holdsSource(f.Type, above) {
				return true
			}
		}
	}
	return false
}

// builder makes the value that has the derivatives in it.
type builder struct {
	t     *Tape
	grads map[Var]*tensor.Tensor
	made  map[any]reflect.Value // for pointers
}

func (b *builder) build(v reflect.Value) reflect.Value {
	switch v.Type() {
	case varType:
		return reflect.ValueOf(b.constant(v.Interface().(Var)))
	case floatType:
		x := v.Interface().(Float)
		if g := b.grads[Var{x.t, x.i, x.epoch}]; x.t != nil && g != nil {
			return reflect.ValueOf(Num(g.Item()))
		}
		return reflect.ValueOf(Float{})
	case paramType:
		p := v.Interface().(*Param)
		if g := b.grads[b.t.params[p]]; p != nil && g != nil {
			return reflect.ValueOf(&Param{p.Name, p.Trainable, g})
		}
		return reflect.Zero(paramType)
	}
	if !holdsSource(v.Type(), nil) {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		return b.pointer(v)
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		return b.build(v.Elem()).Convert(v.Type())
	}
	return b.composite(v)
}

// constant returns the derivative by x as a constant. The tape may be consumed.
func (b *builder) constant(x Var) Var {
	g := b.grads[x]
	if x.t == nil || g == nil {
		return Var{}
	}
	i := b.t.pushTensor(opLeaf, -1, -1, g.Shape(), 0)
	copy(b.t.data(i), g.Data())
	return b.t.handle(i)
}

func (b *builder) pointer(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	if made, ok := b.made[v.Interface()]; ok {
		return made
	}
	p := reflect.New(v.Type().Elem())
	b.made[v.Interface()] = p
	p.Elem().Set(b.build(v.Elem()))
	return p
}

func (b *builder) composite(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(b.build(v.Index(i)))
		}
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for it := v.MapRange(); it.Next(); {
			out.SetMapIndex(it.Key(), b.build(it.Value()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("grad") != "-" {
				out.Field(i).Set(b.build(v.Field(i)))
			}
		}
	}
	return out
}

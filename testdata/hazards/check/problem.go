package check

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

// problem is a case made ready: which parameters count, and which of them have a destination.
type problem struct {
	t    TB
	c    Case
	name string
	f, g reflect.Value
	wrt  []int
}

// outcome is what one call left.
type outcome struct {
	args     []reflect.Value // addressable
	before   []place         // the differentiated floats as the call found them; the primal may rewire its arguments
	results  []reflect.Value
	panicked any
}

// float is the one float result of a function under //gograd:grad.
func (o outcome) float() float64 {
	for _, r := range o.results {
		if r.CanFloat() {
			return r.Float()
		}
	}
	panic("check: no float result")
}

func newProblem(t TB, c Case) (*problem, bool) {
	t.Helper()
	p := &problem{t: t, c: c, f: reflect.ValueOf(c.F), g: reflect.ValueOf(c.G), wrt: c.Wrt}
	p.name = runtime.FuncForPC(p.f.Pointer()).Name()
	p.name = p.name[strings.LastIndexByte(p.name, '/')+1:]
	if p.wrt == nil {
		for i := range p.f.Type().NumIn() {
			if carries(p.f.Type().In(i), nil) && !(c.Method && i == 0) {
				p.wrt = append(p.wrt, i)
			}
		}
	}
	dst := p.destinations(p.fresh(), func() float64 { return 0 })
	want := p.f.Type().NumIn() + len(dst)
	if p.g.Type().NumIn() < want {
		t.Errorf("%s: the generated function is %v, which has no room for %d destinations", p.name, p.g.Type(), len(dst))
		return nil, false
	}
	return p, true
}

// fresh makes the arguments, each in an addressable variable of the parameter's type.
func (p *problem) fresh() []reflect.Value {
	var vars []reflect.Value
	for i, a := range p.c.Args() {
		v := reflect.New(p.f.Type().In(i)).Elem()
		if a != nil {
			v.Set(reflect.ValueOf(a).Convert(v.Type()))
		}
		vars = append(vars, v)
	}
	return vars
}

// destinations makes one for each differentiated parameter that refers to memory, filled with garbage.
func (p *problem) destinations(args []reflect.Value, garbage func() float64) []reflect.Value {
	var dst []reflect.Value
	if p.c.Like != nil {
		plain := make([]any, len(args))
		for i, a := range args {
			plain[i] = a.Interface()
		}
		for _, d := range p.c.Like(plain) {
			v := reflect.New(reflect.TypeOf(d)).Elem()
			v.Set(reflect.ValueOf(d))
			dst = append(dst, v)
		}
	} else {
		for _, i := range p.wrt {
			if refers(args[i].Type(), nil) {
				dst = append(dst, like(args[i]))
			}
		}
	}
	for _, d := range dst {
		fill(d, garbage)
	}
	return dst
}

// run calls fn on fresh arguments, between the destinations and the seeds if it is a generated one.
func (p *problem) run(fn reflect.Value, dst, seeds []reflect.Value) outcome {
	return p.runWith(fn, p.fresh(), dst, seeds)
}

func (p *problem) runWith(fn reflect.Value, args, dst, seeds []reflect.Value) (o outcome) {
	o.args = args
	var in []reflect.Value
	rest := args
	if p.c.Method {
		in, rest = append(in, args[0]), args[1:]
	}
	in = append(in, dst...)
	in = append(in, rest...)
	in = append(in, seeds...)
	defer func() {
		if r := recover(); r != nil {
			o.panicked = r
		}
	}()
	if fn.Type().IsVariadic() {
		o.results = fn.CallSlice(in)
	} else {
		o.results = fn.Call(in)
	}
	return o
}

// place is a float of the arguments: its address, and how a reader finds it.
type place struct {
	addr uintptr
	path string
	v    reflect.Value
}

// places are the floats of the differentiated arguments, each once, in order.
func (p *problem) places(args []reflect.Value) []place {
	var out []place
	seen := map[uintptr]bool{}
	for _, i := range p.wrt {
		walk(args[i], args[i], fmt.Sprintf("argument %d", i), func(path string, v, _ reflect.Value) {
			if a := v.Addr().Pointer(); !seen[a] {
				seen[a] = true
				out = append(out, place{a, path, v})
			}
		})
	}
	return out
}

func (p *problem) slots() []string {
	var s []string
	for _, l := range p.places(p.fresh()) {
		s = append(s, l.path)
	}
	return s
}

// reader gives what reads the derivative of a call into dst, in the order of places. It looks dst up before
// the call, which may rewire it as it rewires the arguments. Where the arguments share memory the
// derivative is the sum over the destinations of that memory.
func (p *problem) reader(dst []reflect.Value) func(o outcome) []float64 {
	args := p.fresh()
	type pair struct {
		addr uintptr
		d    reflect.Value
	}
	var pairs []pair
	seen := map[uintptr]bool{}
	for _, i := range p.wrt {
		if !refers(args[i].Type(), nil) {
			continue
		}
		d := dst[0]
		dst = dst[1:]
		if k := args[i].Kind(); k == reflect.Struct || k == reflect.Array {
			d = d.Elem()
		}
		walk(args[i], d, "", func(_ string, v, d reflect.Value) {
			if a := d.Addr().Pointer(); !seen[a] {
				seen[a] = true
				pairs = append(pairs, pair{v.Addr().Pointer(), d})
			}
		})
	}
	return func(o outcome) []float64 {
		sum := map[uintptr]float64{}
		for _, q := range pairs {
			sum[q.addr] += q.d.Float()
		}
		next := p.f.Type().NumOut()
		for _, i := range p.wrt {
			if !refers(args[i].Type(), nil) && next < len(o.results) {
				walk(args[i], o.results[next], "", func(_ string, v, d reflect.Value) { sum[v.Addr().Pointer()] = d.Float() })
				next++
			}
		}
		var out []float64
		for _, l := range p.places(args) {
			out = append(out, sum[l.addr])
		}
		return out
	}
}

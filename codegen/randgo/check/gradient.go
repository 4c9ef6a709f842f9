package check

import (
	"fmt"
	"math"
	"reflect"
)

// gradient calls the generated function twice and compares what it gives with the twin's slopes.
func (r *run) gradient() string {
	first, diff := r.once()
	if diff != "" {
		return diff
	}
	second, diff := r.once()
	if diff != "" {
		return "second call: " + diff
	}
	for i := range first {
		if floatBits(first[i]) != floatBits(second[i]) {
			return fmt.Sprintf("derivative %d differs between two calls: %v, %v", i, first[i], second[i])
		}
	}
	return r.compare(first)
}

// compare holds derivatives, given by leaf of the arguments, against slopes.
func (r *run) compare(grad []float64) string {
	tol, scale := 1e-9, 1.0
	if r.Single {
		tol = 3e-4
	}
	for _, g := range grad {
		scale = max(scale, math.Abs(g))
	}
	for _, dir := range r.directions() {
		want, got, size := r.slope(dir), 0.0, 0.0
		for i, d := range dir {
			got += d * grad[i]
			size = max(size, math.Abs(d))
		}
		if math.IsNaN(want) || math.IsInf(want, 0) {
			continue
		}
		if !(math.Abs(got-want) <= tol*(scale*size+math.Abs(want))) {
			return fmt.Sprintf("derivative %v, want %v, along %s", got, want, sparse(dir))
		}
	}
	return ""
}

// sparse writes a direction.
func sparse(dir []float64) string {
	at, n := 0, 0
	for i, d := range dir {
		if d != 0 {
			at, n = i, n+1
		}
	}
	if n == 1 {
		return fmt.Sprintf("leaf %d of the arguments", at)
	}
	return fmt.Sprint(dir)
}

// once calls the generated function and gives the derivatives by leaf of the arguments; for a jacobian the sum of its rows, each times
// the cotangent of its result.
func (r *run) once() (grad []float64, diff string) {
	args := addressable(r.Args())
	leaves := floats(args)
	setFloats(leaves, r.inputs)
	rows := make([]*destinations, 1)
	if r.Kind == "jacobian" {
		rows = make([]*destinations, len(r.seeds))
	}
	var dests []reflect.Value
	for i := range rows {
		rows[i] = r.destinations()
		for _, w := range r.Wrt {
			if d, ok := destination(field(rows[i].own[w.Param], w.Path)); ok {
				dests = append(dests, d)
			}
		}
	}
	res := call(r.Grad, r.arguments(args, dests))
	n := reflect.TypeOf(r.F).NumOut()
	if d := diffBits(r.results, bits(res[:n])); d != "" {
		return nil, "results: " + d
	}
	if d := diffBits(r.state, bits(args)); d != "" {
		return nil, "arguments afterwards: " + d
	}
	grad, values := make([]float64, len(leaves)), res[n:]
	for k, row := range rows {
		weight := 1.0
		if r.Kind == "jacobian" {
			weight = r.seeds[k]
		}
		if values, diff = r.collect(row, grad, weight, values); diff != "" {
			return nil, diff
		}
	}
	if len(values) > 0 {
		return nil, fmt.Sprintf("%d results too many", len(values))
	}
	return grad, ""
}

// destinations are parts of another set of arguments, so that they overlap as the arguments do.
type destinations struct {
	own   []reflect.Value
	count int // of floats
}

func (r *run) destinations() *destinations {
	d := &destinations{own: addressable(r.Args())}
	shadow := floats(d.own)
	d.count = len(shadow)
	for i, l := range shadow {
		if r.Kind == "vjp" {
			l.SetFloat(r.final[i])
		} else {
			l.SetFloat(r.rng.NormFloat64())
		}
	}
	return d
}

// destination is what is passed for a part of the arguments, if it is one that has a destination.
func destination(part reflect.Value) (reflect.Value, bool) {
	if !refers(part.Type()) {
		return reflect.Value{}, false
	}
	if k := part.Kind(); k == reflect.Struct || k == reflect.Array {
		return part.Addr(), true
	}
	return part, true
}

// arguments puts receiver, destinations, parameters and cotangents in order.
func (r *run) arguments(args, dests []reflect.Value) []reflect.Value {
	var in []reflect.Value
	if r.Method {
		in, args = append(in, args[0]), args[1:]
	}
	in = append(append(in, dests...), args...)
	if r.Kind != "vjp" {
		return in
	}
	other := addressable(r.Args())
	setFloats(floats(other), r.inputs)
	at := 0
	for _, res := range call(r.F, other) {
		leaves := floats([]reflect.Value{res})
		if len(leaves) == 0 {
			continue
		}
		for _, l := range leaves {
			l.SetFloat(r.seeds[at])
			at++
		}
		in = append(in, res)
	}
	return in
}

// collect adds the derivatives of a row, times weight, to grad. It reads them from destinations and from the results that follow the
// function's own, and gives those that are left.
func (r *run) collect(row *destinations, grad []float64, weight float64, values []reflect.Value) ([]reflect.Value, string) {
	after := floats(row.own)
	if len(after) != row.count {
		return nil, fmt.Sprintf("destinations have %d floats after the call, had %d", len(after), row.count)
	}
	own := map[int]float64{}
	for _, w := range r.Wrt {
		part := field(row.own[w.Param], w.Path)
		at := within(after, part)
		if refers(part.Type()) {
			for _, i := range at {
				own[i] = after[i].Float()
			}
			continue
		}
		if len(values) == 0 {
			return nil, "too few results"
		}
		got := floats(values[:1])
		if len(got) != len(at) {
			return nil, fmt.Sprintf("derivative by value has %d floats, want %d", len(got), len(at))
		}
		for k, i := range at {
			own[i] += got[k].Float()
		}
		values = values[1:]
	}
	for i, g := range own {
		grad[i] += weight * g
	}
	return values, ""
}

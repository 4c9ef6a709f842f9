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

// once calls the generated function and gives the derivatives by leaf of the arguments.
func (r *run) once() (grad []float64, diff string) {
	args := addressable(r.Args())
	leaves := floats(args)
	setFloats(leaves, r.inputs)
	own := addressable(r.Args()) // destinations are parts of another set of arguments, so that they overlap as the arguments do
	shadow := floats(own)
	for i, l := range shadow {
		if r.Kind == "vjp" {
			l.SetFloat(r.final[i])
		} else {
			l.SetFloat(r.rng.NormFloat64())
		}
	}
	var dests []reflect.Value
	for _, w := range r.Wrt {
		if d, ok := destination(field(own[w.Param], w.Path)); ok {
			dests = append(dests, d)
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
	return r.collect(own, shadow, leaves, args, res[n:])
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

// collect reads the derivatives from destinations and from the results that follow the function's own.
func (r *run) collect(own, shadow, leaves, args, values []reflect.Value) ([]float64, string) {
	grad := make([]float64, len(leaves))
	after := floats(own)
	if len(after) != len(shadow) {
		return nil, fmt.Sprintf("destinations have %d floats after the call, had %d", len(after), len(shadow))
	}
	for _, w := range r.Wrt {
		part := field(own[w.Param], w.Path)
		at := within(after, part)
		if refers(part.Type()) {
			for _, i := range at {
				grad[i] = after[i].Float()
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
			grad[i] += got[k].Float()
		}
		values = values[1:]
	}
	if len(values) > 0 {
		return nil, fmt.Sprintf("%d results too many", len(values))
	}
	return grad, ""
}

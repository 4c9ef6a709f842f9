package tape

import (
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Concat returns tensors one after the other along an axis. Their other axes have the same lengths.
func Concat(k int, xs ...Var) Var {
	t := tapeOf(xs...)
	if t == nil {
		return Var{}
	}
	first := xs[0].shape()
	k, ok := axis(k, len(first))
	total := 0
	operands := make([]int32, len(xs))
	parts, shapes := make([][]float64, len(xs)), make([][]int, len(xs))
	for j, x := range xs {
		if !ok || !sameBut(k, first, x.shape()) {
			return t.shapeError("Concat", "only along the axis may they differ", xs...)
		}
		total += x.shape()[k]
		operands[j], shapes[j] = x.i, x.shape()
	}
	shape := slices.Clone(first)
	shape[k] = total
	i, dst := t.resultN(opConcat, operands, shape)
	t.extend(i).ints = t.keepInts([]int{k})
	for j, x := range xs {
		parts[j] = x.data()
	}
	nd.Concat(dst, k, parts, shapes)
	return t.done(i)
}

// sameBut tells whether two shapes are the same but for axis k.
func sameBut(k int, a, b []int) bool {
	return len(a) == len(b) && slices.Equal(a[:k], b[:k]) && slices.Equal(a[k+1:], b[k+1:])
}

// Stack returns tensors of one shape along a new axis k.
func Stack(k int, xs ...Var) Var {
	t := tapeOf(xs...)
	if t == nil {
		return Var{}
	}
	expanded := make([]Var, len(xs))
	for j, x := range xs {
		expanded[j] = Expand(x, k)
	}
	if k < 0 {
		k += len(xs[0].shape()) + 1
	}
	return Concat(k, expanded...)
}

// Split returns the parts of x along an axis, of the given lengths, which add up to that of the axis. If that is an
// error, they are zero Vars.
func Split(x Var, k int, lengths ...int) []Var {
	parts := make([]Var, len(lengths))
	t := tapeOf(x)
	if t == nil {
		return parts
	}
	k, ok := axis(k, len(x.shape()))
	total := 0
	for _, n := range lengths {
		total += n
		ok = ok && n >= 0
	}
	if !ok || total != x.shape()[k] {
		t.shapeError("Split", "the parts don't make up the axis", x)
		return parts
	}
	start := 0
	for j, n := range lengths {
		parts[j] = Narrow(x, k, start, start+n)
		start += n
	}
	return parts
}

// Narrow returns the elements of x from start to before stop along an axis.
func Narrow(x Var, k, start, stop int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	if !ok {
		return t.shapeError("Narrow", "no such axis", x)
	}
	starts, sizes := make([]int, len(x.shape())), x.Shape()
	starts[k], sizes[k] = start, stop-start
	return Slice(x, starts, sizes, nil)
}

// Index returns the part of x with the given indexes in the first axes: Index(x, i) is row i of a matrix.
func Index(x Var, indexes ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	if len(indexes) > len(x.shape()) {
		return t.shapeError("Index", "more indexes than axes", x)
	}
	starts, sizes := make([]int, len(x.shape())), x.Shape()
	for k, i := range indexes {
		starts[k], sizes[k] = i, 1
	}
	y := Slice(x, starts, sizes, nil)
	return Reshape(y, sizes[len(indexes):]...)
}

// Slice returns, along each axis k, sizes[k] elements of x: those at starts[k], starts[k]+steps[k], …. Without steps, they are 1; a step
// may be negative.
func Slice(x Var, starts, sizes, steps []int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	rank := len(x.shape())
	if steps == nil {
		steps = slices.Repeat([]int{1}, rank)
	}
	if len(starts) != rank || len(sizes) != rank || len(steps) != rank {
		return t.shapeError("Slice", "a start, a size and a step for each axis", x)
	}
	for k, n := range x.shape() {
		end := starts[k] + (sizes[k]-1)*steps[k]
		if sizes[k] < 0 || sizes[k] > 0 && (starts[k] < 0 || starts[k] >= n || end < 0 || end >= n) {
			return t.shapeError("Slice", "beyond its ends", x)
		}
	}
	i, dst := t.result(opSlice, x.i, -1, sizes)
	t.extend(i).ints = t.keepInts(slices.Concat(starts, sizes, steps))
	nd.Slice(dst, x.data(), x.shape(), starts, sizes, steps)
	return t.done(i)
}

// unslice returns zeros of the given shape, with y at the place that Slice takes.
func unslice(y Var, shape, bounds []int) Var {
	t := tapeOf(y)
	if t == nil {
		return Var{}
	}
	r := len(shape)
	i, dst := t.result(opSliceAdd, y.i, -1, shape)
	t.extend(i).ints = t.keepInts(bounds)
	clear(dst)
	nd.SliceAdd(dst, y.data(), t.shape(i), bounds[:r], bounds[r:2*r], bounds[2*r:])
	return t.done(i)
}

// Gather returns the elements of x with the given indexes along an axis. An index may be repeated.
func Gather(x Var, k int, indexes ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	for _, i := range indexes {
		ok = ok && i >= 0 && i < x.shape()[k]
	}
	if !ok {
		return t.shapeError("Gather", "no such axis, or an index beyond its end", x)
	}
	shape := x.Shape()
	shape[k] = len(indexes)
	i, dst := t.result(opGather, x.i, -1, shape)
	t.extend(i).ints = t.keepInts(append([]int{k}, indexes...))
	nd.Gather(dst, x.data(), x.shape(), k, indexes)
	return t.done(i)
}

// ScatterAdd returns x with the elements of y added to those with the given indexes along an axis. An index may be repeated.
func ScatterAdd(x Var, k int, y Var, indexes ...int) Var {
	t := tapeOf(x, y)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	for _, i := range indexes {
		ok = ok && i >= 0 && i < x.shape()[k]
	}
	if !ok || !sameBut(k, x.shape(), y.shape()) || y.shape()[k] != len(indexes) {
		return t.shapeError("ScatterAdd", "an index for each element along the axis", x, y)
	}
	return Add(x, scatter(y, k, x.shape()[k], indexes))
}

// scatter is ScatterAdd to n zeros along the axis.
func scatter(y Var, k, n int, indexes []int) Var {
	t := tapeOf(y)
	if t == nil {
		return Var{}
	}
	shape := y.Shape()
	shape[k] = n
	i, dst := t.result(opScatterAdd, y.i, -1, shape)
	t.extend(i).ints = t.keepInts(append([]int{k}, indexes...))
	clear(dst)
	nd.ScatterAdd(dst, y.data(), shape, k, indexes)
	return t.done(i)
}

// Pad returns x with before[k] and after[k] elements of the value v added at the ends of each axis k.
func Pad(x Var, before, after []int, v float64) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	shape := x.Shape()
	if len(before) != len(shape) || len(after) != len(shape) {
		return t.shapeError("Pad", "two lengths for each axis", x)
	}
	for k := range shape {
		if before[k] < 0 || after[k] < 0 {
			return t.shapeError("Pad", "a negative length", x)
		}
		shape[k] += before[k] + after[k]
	}
	i, dst := t.result(opPad, x.i, -1, shape)
	t.extend(i).ints = t.keepInts(before)
	nd.Pad(dst[:nd.Size(shape)], x.data(), x.shape(), before, after, v)
	return t.done(i)
}

// Flip returns x with the elements along an axis in reverse order.
func Flip(x Var, k int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	if !ok {
		return t.shapeError("Flip", "no such axis", x)
	}
	i, dst := t.result(opFlip, x.i, -1, x.shape())
	t.extend(i).ints = t.keepInts([]int{k})
	nd.Flip(dst, x.data(), x.shape(), k)
	return t.done(i)
}

func init() {
	pulls[opConcat] = func(p *pull) {
		k, start := p.ints()[0], 0
		for j := range p.t.exts[p.node().ext].args {
			n := p.in(j).shape()[k]
			if p.needs(j) {
				p.add(j, Narrow(p.dy, k, start, start+n))
			}
			start += n
		}
	}
	pulls[opSlice] = func(p *pull) { p.add(0, unslice(p.dy, p.in(0).Shape(), p.ints())) }
	pulls[opSliceAdd] = func(p *pull) {
		r := len(p.in(0).shape())
		bounds := slices.Clone(p.ints())
		p.add(0, Slice(p.dy, bounds[:r], bounds[r:2*r], bounds[2*r:]))
	}
	pulls[opGather] = func(p *pull) {
		k := p.ints()[0]
		p.add(0, scatter(p.dy, k, p.in(0).shape()[k], slices.Clone(p.ints()[1:])))
	}
	pulls[opScatterAdd] = func(p *pull) { p.add(0, Gather(p.dy, p.ints()[0], slices.Clone(p.ints()[1:])...)) }
	pulls[opPad] = func(p *pull) { p.add(0, Slice(p.dy, slices.Clone(p.ints()), p.in(0).Shape(), nil)) }
	pulls[opFlip] = func(p *pull) { p.add(0, Flip(p.dy, p.ints()[0])) }
}

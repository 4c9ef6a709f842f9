package tape

import (
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Identity returns x as a new value. Sources and adjoints of the two are told apart.
func Identity(x Var) Var { return reshape(opIdentity, x, nil) }

// Reshape returns x with another shape for the same elements, row after row. One length may be -1: it is what is left.
func Reshape(x Var, shape ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	shape = slices.Clone(shape)
	size, free := 1, -1
	for k, n := range shape {
		switch {
		case n >= 0:
			size *= n
		case n == -1 && free < 0:
			free = k
		default:
			return t.shapeError("Reshape", "a negative length", x)
		}
	}
	if free >= 0 && size > 0 {
		shape[free] = x.Len() / size
		size *= shape[free]
	}
	if size != x.Len() || slices.Contains(shape, -1) {
		t.fail(&ShapeError{Op: "Reshape", Shapes: [][]int{x.Shape(), shape}, Reason: "the number of elements changes"})
		return Var{}
	}
	return reshape(opReshape, x, shape)
}

// Flatten returns the elements of x as a vector.
func Flatten(x Var) Var { return Reshape(x, -1) }

// reshape copies x; without a shape, with its own.
func reshape(op opcode, x Var, shape []int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	if op == opIdentity {
		shape = x.shape()
	}
	i, dst := t.result(op, x.i, -1, shape)
	copy(dst, x.data())
	return t.done(i)
}

// Transpose returns x with its axes in another order: axis k of the result is axis perm[k] of x. Without perm the order is
// reversed, which transposes a matrix.
func Transpose(x Var, perm ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	rank := len(x.shape())
	if len(perm) == 0 {
		for k := rank - 1; k >= 0; k-- {
			perm = append(perm, k)
		}
	}
	seen := make([]bool, rank)
	shape := make([]int, rank)
	for k, p := range perm {
		if len(perm) != rank || p < 0 || p >= rank || seen[p] {
			return t.shapeError("Transpose", "not a permutation of its axes", x)
		}
		seen[p] = true
		shape[k] = x.shape()[p]
	}
	i, dst := t.result(opTranspose, x.i, -1, shape)
	t.extend(i).ints = t.keepInts(perm)
	nd.Transpose(dst[:x.Len()], x.data(), x.shape(), perm)
	return t.done(i)
}

// Broadcast repeats x to the given shape, as NumPy's broadcast_to does.
func Broadcast(x Var, shape ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	joint, ok := nd.Broadcast(nil, x.shape(), shape)
	if !ok || !nd.Equal(joint, shape) {
		t.fail(&ShapeError{Op: "Broadcast", Shapes: [][]int{x.Shape(), slices.Clone(shape)}})
		return Var{}
	}
	return broadcastTo(x, shape)
}

// broadcastTo is Broadcast, where it is known to be possible. It gives x itself where there is nothing to do.
func broadcastTo(x Var, shape []int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	if nd.Equal(x.shape(), shape) {
		return x
	}
	i, dst := t.result(opBroadcast, x.i, -1, shape)
	nd.BroadcastTo(dst, t.shape(i), x.data(), x.shape())
	return t.done(i)
}

// sumTo sums x over the axes along which a tensor of the given shape is broadcast to x's.
func sumTo(x Var, shape []int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	if nd.Equal(x.shape(), shape) {
		return x
	}
	i, dst := t.result(opSumTo, x.i, -1, shape)
	nd.SumTo(dst, t.shape(i), x.data(), x.shape())
	return t.done(i)
}

// Expand returns x with an axis of length 1 before axis k; k may be the rank.
func Expand(x Var, k int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape())+1)
	if !ok {
		return t.shapeError("Expand", "no such axis", x)
	}
	return Reshape(x, slices.Insert(x.Shape(), k, 1)...)
}

// Squeeze returns x without the axes of length 1 that are named; without names, without all of them.
func Squeeze(x Var, axes ...int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	set, ok := axisSet(axes, len(x.shape()))
	if !ok {
		return t.shapeError("Squeeze", "no such axis", x)
	}
	var shape []int
	for k, n := range x.shape() {
		if n != 1 || set>>k&1 == 0 {
			shape = append(shape, n)
		}
	}
	if len(axes) > 0 && len(shape) != len(x.shape())-len(axes) {
		return t.shapeError("Squeeze", "an axis that is not of length 1", x)
	}
	return Reshape(x, shape...)
}

// axis returns k as an index of an axis; negative ones count from the last.
func axis(k, rank int) (int, bool) {
	if k < 0 {
		k += rank
	}
	return k, k >= 0 && k < rank
}

// axisSet returns axes as a set of bits, all where there are none.
func axisSet(axes []int, rank int) (set uint64, ok bool) {
	if rank > 64 {
		return 0, false
	}
	if len(axes) == 0 {
		return 1<<rank - 1, true
	}
	for _, k := range axes {
		k, ok := axis(k, rank)
		if !ok || set>>k&1 != 0 {
			return 0, false
		}
		set |= 1 << k
	}
	return set, true
}

func init() {
	pulls[opIdentity] = func(p *pull) { p.add(0, p.dy) }
	pulls[opReshape] = func(p *pull) { p.add(0, reshape(opReshape, p.dy, p.in(0).shape())) }
	pulls[opTranspose] = func(p *pull) {
		perm := p.ints()
		inverse := make([]int, len(perm))
		for k, q := range perm {
			inverse[q] = k
		}
		p.add(0, Transpose(p.dy, inverse...))
	}
	pulls[opBroadcast] = func(p *pull) { p.add(0, p.dy) } // add sums
	pulls[opSumTo] = func(p *pull) { p.add(0, broadcastTo(p.dy, p.in(0).shape())) }
}

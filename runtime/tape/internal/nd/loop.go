package nd

// A loop is one of nested loops that go through up to three arrays together. A nest is a []loop with the innermost first.
//
// Nests are kept short: an axis of one element is no loop, and two loops are one where each array goes on from the inner to the outer
// with the same step. So arrays of equal shape are one loop, a matrix and a row are two, whatever the rank that they are given with,
// and the innermost loop of broadcasting has the steps 0 and 1 only.
type loop struct {
	n, at int    // trip count, and counter of next
	step  [3]int // how far each array moves in a turn
}

// offsets are the places in the arrays of a nest.
type offsets [3]int

// appendLoop puts one more loop around nest.
func appendLoop(nest []loop, n, step0, step1, step2 int) []loop {
	if n == 1 {
		return nest
	}
	if len(nest) > 0 {
		in := &nest[len(nest)-1]
		if step0 == in.n*in.step[0] && step1 == in.n*in.step[1] && step2 == in.n*in.step[2] {
			in.n *= n
			return nest
		}
	}
	return append(nest, loop{n: n, step: [3]int{step0, step1, step2}})
}

// nestBroadcast is the nest over shape of an array with that shape, and of two that are broadcast to it.
func nestBroadcast(nest []loop, shape, a, b []int) []loop {
	step, stepA, stepB := 1, 1, 1
	for i := len(shape) - 1; i >= 0; i-- {
		n, na, nb := shape[i], axisLen(a, len(shape), i), axisLen(b, len(shape), i)
		nest = appendLoop(nest, n, step, repeated(stepA, na), repeated(stepB, nb))
		step, stepA, stepB = step*n, stepA*na, stepB*nb
	}
	return nest
}

// repeated is the step along an axis of length n of an array that is broadcast.
func repeated(step, n int) int {
	if n == 1 {
		return 0
	}
	return step
}

// nestReduce is the nest over shape of an array with that shape, and of one that lacks axes.
func nestReduce(nest []loop, shape []int, axes uint64) []loop {
	step, stepDst := 1, 1
	for i := len(shape) - 1; i >= 0; i-- {
		n := shape[i]
		if axes>>i&1 != 0 {
			nest = appendLoop(nest, n, step, 0, 0)
		} else {
			nest = appendLoop(nest, n, step, stepDst, 0)
			stepDst *= n
		}
		step *= n
	}
	return nest
}

// split takes the innermost loop from nest. There is always one: a nest without loops is one turn.
func split(nest []loop) (inner loop, outer []loop) {
	if len(nest) == 0 {
		return loop{n: 1}, nest
	}
	return nest[0], nest[1:]
}

// next advances the counters of nest, and the offsets with them. It returns false after the last turn, with all as at the start.
func next(nest []loop, o *offsets) bool {
	for i := range nest {
		l := &nest[i]
		l.at++
		if l.at < l.n {
			o[0] += l.step[0]
			o[1] += l.step[1]
			o[2] += l.step[2]
			return true
		}
		back := l.n - 1
		l.at = 0
		o[0] -= back * l.step[0]
		o[1] -= back * l.step[1]
		o[2] -= back * l.step[2]
	}
	return false
}

// Each calls body for every index of an array of that shape, in row-major order, with the offset in memory of each of several arrays that are
// walked along with the strides given (see Strides and BroadcastStrides). body must not keep or change offsets. It allocates.
func Each(shape []int, strides [][]int, body func(offsets []int)) {
	if Size(shape) == 0 {
		return
	}
	at := make([]int, len(shape))
	o := make([]int, len(strides))
	for {
		body(o)
		axis := len(shape) - 1
		for ; axis >= 0; axis-- {
			turns := 1
			if at[axis]++; at[axis] == shape[axis] {
				turns = 1 - shape[axis]
				at[axis] = 0
			}
			for k := range o {
				o[k] += turns * strides[k][axis]
			}
			if turns > 0 {
				break
			}
		}
		if axis < 0 {
			return
		}
	}
}

package aliasing

// axpyInto sets z to x*y element by element, and then adds x to it.
func axpyInto(z, x, y []float64) {
	for i := range z {
		z[i] = x[i] * y[i]
		z[i] += x[i]
	}
}

// h38SameTwice reads two arguments that may be one, and calls a helper with the same slice three times. Trap: the helper writes what it reads under another name.
//
//gograd:grad
func h38SameTwice(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += x[i] * y[i] * y[i]
	}
	z := make([]float64, len(x))
	copy(z, x)
	axpyInto(z, z, z)
	for i := range z {
		s += z[i]
	}
	return s
}

// h38Elements reads elements of two arguments that may be one. Trap: in both destinations the first contribution to an element could assign.
//
//gograd:grad
func h38Elements(x, y []float64) float64 {
	return x[0]*x[0]*y[1] + x[1]*y[0] + y[2]*x[2]
}

// h38Loops reads two arguments that may be one in two loops. Trap: each loop could assign.
//
//gograd:grad
func h38Loops(x, y []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	for _, v := range y {
		s += v * v * v
	}
	return s
}

// h39OverlappingSubslices adds one part of x into another. Trap: an element is written as lo[i] and read as hi[i-2].
//
//gograd:grad
func h39OverlappingSubslices(x []float64) float64 {
	lo, hi := x[:len(x)-2], x[2:]
	for i := range hi {
		hi[i] += lo[i] * lo[i]
	}
	mid := x[1 : len(x)-1]
	for i := range lo {
		lo[i] *= mid[i]
	}
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// h39Written writes through one parameter what overlaps another. Trap: the shadows have to overlap as the arguments do.
//
//gograd:grad
func h39Written(dst, src []float64) float64 {
	s := 0.0
	for i := range dst {
		dst[i] *= src[i]
		s += dst[i] * float64(i+1)
	}
	return s
}

// h46SharedRows fills a matrix whose rows are parts of one array, and of each other. Trap: a shadow made row by row shares nothing.
//
//gograd:grad
func h46SharedRows(x []float64, n int) float64 {
	back := make([]float64, 2*n)
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = back[i : i+n]
	}
	for i, row := range rows {
		for j := range row {
			row[j] += x[i] * float64(j+1)
		}
	}
	s := 0.0
	for _, row := range rows {
		for j := range row {
			row[j] *= row[0]
			s += row[j]
		}
	}
	for _, v := range back {
		s += v * v
	}
	return s
}

// h47PointerInBranch lets a condition choose the place that is written. Trap: the reverse sweep has to find the same place.
//
//gograd:grad
func h47PointerInBranch(x []float64, pick int) float64 {
	var other float64
	p := &other
	if pick >= 0 {
		p = &x[pick]
	}
	*p = *p**p + x[0]
	s := *p
	for _, v := range x {
		s += v * v
	}
	return s * (other + 1)
}

// larger gives the address of the larger of the two.
func larger(a, b *float64) *float64 {
	if *a > *b {
		return a
	}
	return b
}

// h48PointerToLarger squares the larger of two elements in place, again and again. Trap: the choice is made from values that the write changes.
//
//gograd:grad
func h48PointerToLarger(x []float64, rounds int) float64 {
	for range rounds {
		p := larger(&x[0], &x[1])
		*p = 0.5**p + 0.25*x[2]
	}
	return x[0]*x[0] + x[1]*x[2]
}

// node is one of a linked list.
type node struct {
	Value float64
	Next  *node
}

// h49LinkedList weights a list by its order, overwrites it, and grows it at its head. Trap: the shadow is a list as well, whose links change as the primal's do.
//
//gograd:grad
//gograd:vjp
func h49LinkedList(head *node, x float64) float64 {
	s, w := 0.0, 1.0
	for n := head; n != nil; n = n.Next {
		s += w * n.Value
		w *= x
		n.Value *= n.Value
	}
	grown := &node{Value: x * x, Next: head}
	for n := grown; n != nil; n = n.Next {
		s += n.Value * x
	}
	return s
}

// h49Reversed turns the list round in place. Trap: what the argument points to is then the list's last.
//
//gograd:grad
//gograd:vjp
func h49Reversed(head *node) float64 {
	var back *node
	for n := head; n != nil; {
		n.Next, back, n = back, n, n.Next
	}
	s, w := 0.0, 1.0
	for n := back; n != nil; n = n.Next {
		s += w * n.Value * n.Value
		w++
	}
	return s
}

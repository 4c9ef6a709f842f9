package overlap

// rowsAgainst stores to y, which may be a part of a row.
//
//gograd:grad
func rowsAgainst(xs [][]float64, y []float64) float64 {
	s := 0.0
	for i, x := range xs {
		for j := range min(len(x), len(y)) {
			y[j] += x[j] * y[j]
			s += float64(i+1) * x[j] * y[j]
		}
	}
	return s
}

// both stores to one of two slices, which may be one memory if their destinations are.
//
//gograd:grad
func both(x, y []float64) float64 {
	for i := range y {
		y[i] *= y[i]
	}
	s := 0.0
	for i := range x {
		s += x[i] * x[i] * x[i]
	}
	for i := range min(len(x), len(y)) {
		y[i] = s * x[i]
	}
	for i := range y {
		s += y[i]
	}
	return s
}

// rowsOfTwo stores to rows of a, which may be rows of b.
//
//gograd:grad
//gograd:vjp
func rowsOfTwo(a, b [][]float64) float64 {
	s := 0.0
	for i := range min(len(a), len(b)) {
		for j := range min(len(a[i]), len(b[i])) {
			a[i][j] *= b[i][j] + 2
			s += a[i][j]*b[i][j] + b[0][min(j, len(b[0])-1)*0]
		}
	}
	return s
}

// deep stores three levels down.
//
//gograd:grad
func deep(t [][][]float64) float64 {
	s := 1.0
	for i := range t {
		for j := range t[i] {
			for k := range t[i][j] {
				s += t[i][j][k] * s
				t[i][j][k] = s * t[i][j][0]
			}
		}
	}
	return s
}

// layer has all kinds of memory in it.
type layer struct {
	W    []float64
	B    *float64
	Pair [2]float64
	N    []int
}

// layers stores through fields of elements.
//
//gograd:grad
func layers(ls []layer, x []float64) float64 {
	s := 0.0
	for i := range ls {
		l := &ls[i]
		for j := range min(len(l.W), len(x)) {
			l.W[j] *= x[j]
			s += l.W[j] * l.Pair[j%2]
		}
		if l.B != nil {
			*l.B += s * l.Pair[0]
			l.Pair[1] = *l.B * 0.5
		}
		for _, n := range l.N {
			s *= 1 + 0.25*float64(n)
		}
	}
	return s
}

// node is an element of a list.
type node struct {
	V    float64
	P    *float64
	Next *node
}

// along walks n steps of a list, and stores in each.
//
//gograd:grad
//gograd:vjp
func along(p *node, q *float64, n int) float64 {
	s := 1.0
	for range n {
		if p == nil {
			break
		}
		p.V *= s
		if p.P != nil {
			*p.P += 0.5 * p.V
		}
		if q != nil {
			s += *q * p.V
		}
		p = p.Next
	}
	return s
}

// inSlice has the nodes in a slice, too.
//
//gograd:grad
func inSlice(nodes []node, head *node, n int) float64 {
	s := 0.5
	for i := range nodes {
		nodes[i].V += s
		if head != nil && n > 0 {
			s += head.V * nodes[i].V
			head = head.Next
			n--
		}
	}
	return s
}

// reversed turns a list round, and weighs its elements; n bounds the steps, for lists without an end.
//
//gograd:grad
func reversed(head *node, n int) float64 {
	var prev *node
	for range n {
		if head == nil {
			break
		}
		head.Next, prev, head = prev, head, head.Next
	}
	s, w := 0.0, 1.0
	for range n {
		if prev == nil {
			break
		}
		s += w * prev.V * prev.V
		w *= 0.5
		prev.V *= w
		prev = prev.Next
	}
	return s
}

// tree has any number of branches.
type tree struct {
	V    float64
	Kids []*tree
}

// climb stores in a tree on the way down and up.
//
//gograd:grad
func climb(t *tree, depth int) float64 {
	if t == nil || depth == 0 {
		return 1
	}
	s := t.V
	t.V *= 0.5
	for _, k := range t.Kids {
		s += t.V * climb(k, depth-1)
	}
	return s
}

// arrays sees an array as a whole and by a slice.
//
//gograd:grad
func arrays(a *[3]float64, x []float64, rows [][2]float64) float64 {
	s := 0.0
	for i := range 3 {
		if a != nil && i < len(x) {
			a[i] *= x[i]
			s += a[i] * x[0]
		}
	}
	for i := range rows {
		rows[i][0] += s
		s += rows[i][1] * rows[i][0]
	}
	return s
}

// point is two floats.
type point struct{ X, Y float64 }

// field has a struct and perhaps one of its fields.
//
//gograd:grad
func field(p *point, f *float64, ps []point) float64 {
	if p == nil || f == nil {
		return 0
	}
	p.X *= *f
	s := p.X * p.Y
	for i := range ps {
		s += ps[i].X * *f
		*f += ps[i].Y
	}
	return s * p.X
}

// swapped exchanges rows, then stores to them.
//
//gograd:grad
func swapped(a [][]float64, x []float64) float64 {
	if len(a) < 2 || len(x) == 0 {
		return 0
	}
	a[0], a[1] = a[1], a[0]
	s := 0.0
	for j := range a[0] {
		a[0][j] *= x[0]
		s += a[0][j]
	}
	for j := range a[1] {
		s += a[1][j] * a[1][j] * x[len(x)-1]
	}
	return s
}

// scratch has rows without a destination.
//
//gograd:grad wrt=x
func scratch(x []float64, buf [][]float64, c []float64) float64 {
	s := 0.0
	for i := range buf {
		for j := range min(len(buf[i]), len(x)) {
			buf[i][j] = x[j] * float64(i+1)
		}
	}
	for i := range buf {
		for j := range min(len(buf[i]), len(x), len(c)) {
			s += buf[i][j] * x[j] * c[j]
		}
	}
	return s
}

// indices changes the indices that it reads elements by.
//
//gograd:grad
func indices(x []float64, idx, other []int) float64 {
	s := 0.0
	for i := range min(len(idx), len(other)) {
		k := other[i]
		s += x[k%len(x)] * x[other[i]%len(x)]
		idx[i] = idx[i] + 1
		s *= 1 + x[other[i]%len(x)]
	}
	return s
}

// table and constants are memory of the package.
var (
	table     []float64
	constants [4]float64
)

// ofPackage reads memory of the package.
//
//gograd:grad
func ofPackage(x []float64) float64 {
	s := 0.0
	for i := range min(len(x), len(table), len(constants)) {
		s += x[i] * table[i] * constants[i]
		x[i] = s
	}
	return s
}

// reads stores nothing.
//
//gograd:grad
func reads(xs [][]float64, y []float64, p *node, n int) float64 {
	s := 0.0
	for _, x := range xs {
		for j := range min(len(x), len(y)) {
			s += x[j] * x[j] * y[j]
		}
	}
	for range n {
		if p == nil {
			break
		}
		s += p.V * s
		p = p.Next
	}
	return s
}

// readsRows stores nothing, and adds once to each element.
//
//gograd:grad
func readsRows(xs [][]float64, ys [][]float64) float64 {
	s := 0.0
	for i := range xs {
		for j := range xs[i] {
			s += xs[i][j] * xs[i][j] * float64(i+2)
		}
	}
	for i := range ys {
		for j := range ys[i] {
			s += ys[i][j] * float64(j+2)
		}
	}
	return s
}

// moments has destinations in several rows, three levels down.
//
//gograd:jacobian
func moments(t [][][]float64, p *node, n int) (sum, squares float64) {
	for i := range t {
		for j := range t[i] {
			for _, v := range t[i][j] {
				sum += v
				squares += v * v
			}
		}
	}
	for range n {
		if p == nil {
			break
		}
		sum += p.V
		squares += p.V * p.V
		p = p.Next
	}
	return sum, squares
}

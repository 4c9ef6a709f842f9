package beyond

import "math"

// doubleBuffer exchanges two slices after each step. Trap: which memory a name stands for alternates, and the last exchange decides what is returned.
//
//gograd:grad
func doubleBuffer(x []float64, k float64, steps int) float64 {
	cur, next := make([]float64, len(x)), make([]float64, len(x))
	copy(cur, x)
	for range steps {
		for i := range cur {
			left := cur[(i+len(cur)-1)%len(cur)]
			next[i] = cur[i] + k*left*cur[i]
		}
		cur, next = next, cur
	}
	return cur[0] + 0.5*next[0]
}

// particle shares its slice with every copy of it.
type particle struct {
	Pos  []float64
	Mass float64
}

// sharedAfterCopy copies a struct that holds a slice. Trap: the copies have masses of their own, and one position.
//
//gograd:grad
func sharedAfterCopy(p particle, k float64) float64 {
	q := p
	q.Mass *= k
	q.Pos[0] *= q.Mass
	p.Pos[0] += p.Mass
	r := []particle{p, q}
	r[0].Pos[0] *= r[1].Mass
	r[1].Mass = 7
	return p.Pos[0]*q.Mass + r[1].Mass*q.Pos[0]
}

// tail gives the part of x behind its first element, which it changes.
func tail(x []float64) []float64 {
	x[0] *= x[0]
	return x[1:]
}

// returnsArgument works on what a helper gives back. Trap: it is the argument's own memory.
//
//gograd:grad
func returnsArgument(x []float64) float64 {
	s := 1.0
	for y := x; len(y) > 0; y = tail(y) {
		y[0] *= s
		s += y[0]
	}
	for _, v := range x {
		s += v
	}
	return s
}

// slicesOfPointers writes to elements through pointers of which two are one. Trap: the same place twice in one sweep.
//
//gograd:grad
func slicesOfPointers(x []float64) float64 {
	ps := []*float64{&x[0], &x[1], &x[0]}
	s := 0.0
	for i, p := range ps {
		*p *= *p
		if p == ps[0] {
			*p += float64(i)
		}
		s += *ps[0]
	}
	return s * *ps[1]
}

// point and segment nest.
type point struct{ X, Y float64 }

type segment struct {
	Ends [2]point
	Mid  *point
}

// elementPointers moves points by pointers into structs in slices. Trap: a field of an array in a struct in a slice, by three ways.
//
//gograd:grad
func elementPointers(ss []segment, k float64) float64 {
	s := 0.0
	for i := range ss {
		seg := &ss[i]
		a, b := &seg.Ends[0], &seg.Ends[1]
		if seg.Mid == nil {
			seg.Mid = a
		}
		seg.Mid.X = k * (a.X + b.X)
		a.X *= b.Y
		*b = point{b.Y, seg.Mid.X}
		s += seg.Ends[1].Y*ss[i].Ends[0].X + seg.Mid.Y
	}
	return s
}

// arraySliced slices an array, and copies it before and after. Trap: the slice is the array's memory, the copies are not.
//
//gograd:grad
func arraySliced(x float64) float64 {
	a := [3]float64{x, x * x, 1}
	before := a
	s := a[:]
	for i := range s {
		s[i] *= s[0]
	}
	after := a
	s[2] = 0
	a[0] += 1
	return before[1]*after[1] + after[2]*a[0] + s[0]*s[2]
}

// pivots solves a*y = b in place by elimination with row exchanges, and returns the sum of y and the determinant. Trap: the rows of the matrix change places.
//
//gograd:grad
func pivots(a [][]float64, b []float64) float64 {
	det := 1.0
	for k := range a {
		p := k
		for i := k + 1; i < len(a); i++ {
			if math.Abs(a[i][k]) > math.Abs(a[p][k]) {
				p = i
			}
		}
		if p != k {
			a[p], a[k] = a[k], a[p]
			b[p], b[k] = b[k], b[p]
			det = -det
		}
		det *= a[k][k]
		for i := k + 1; i < len(a); i++ {
			f := a[i][k] / a[k][k]
			for j := k; j < len(a); j++ {
				a[i][j] -= f * a[k][j]
			}
			b[i] -= f * b[k]
		}
	}
	s := det
	for i := len(a) - 1; i >= 0; i-- {
		for j := i + 1; j < len(a); j++ {
			b[i] -= a[i][j] * b[j]
		}
		b[i] /= a[i][i]
		s += b[i]
	}
	return s
}

// movingIndices reads elements by indices that it changes afterwards. Trap: the reverse sweep needs the indices, flags and counts of that time, though none is a float.
//
//gograd:grad
func movingIndices(x []float64, idx []int, flip []bool) float64 {
	s := 1.0
	for round := range 3 {
		for k := range idx {
			v := x[idx[k]]
			if flip[k] {
				v = -v * v
			}
			s = s*v + 1
			idx[k] = (idx[k] + round + 1) % len(x)
			flip[k] = !flip[k]
		}
	}
	return s
}

// tally is the primal's own output besides its value.
type tally struct {
	Count   int
	Name    string
	History []int
	Seen    bool
}

// countsOnce changes integers, strings and booleans of the caller's. Trap: a second forward sweep would change them twice.
//
//gograd:grad wrt=x
func countsOnce(x []float64, t *tally) float64 {
	s := 0.0
	for i, v := range x {
		t.Count++
		t.History[i%len(t.History)] += i + 1
		s += math.Exp(v) * float64(t.Count)
		if v > 1 {
			t.Name += "+"
			t.Seen = !t.Seen
		}
	}
	return s * float64(len(t.Name)+1)
}

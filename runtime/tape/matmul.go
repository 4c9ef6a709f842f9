package tape

import (
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// MatMul returns the matrix product of a and b, by gonum's BLAS. With more than two axes, those before the last two count matrices and are
// broadcast. A vector on the left is a row, on the right a column, and has no axis in the result. As BLAS does, it may leave out products
// with an element of a that is zero: zero times infinity is then zero.
func MatMul(a, b Var) Var {
	t := tapeOf(a, b)
	if t == nil {
		return Var{}
	}
	ra, rb := len(a.shape()), len(b.shape())
	if ra == 0 || rb == 0 {
		return t.shapeError("MatMul", "numbers; Mul multiplies them", a, b)
	}
	if a.shape()[ra-1] != b.shape()[max(rb-2, 0)] {
		return t.shapeError("MatMul", "the inner lengths differ", a, b)
	}
	x, y := a, b
	if ra == 1 {
		x = Reshape(a, 1, -1)
	}
	if rb == 1 {
		y = Reshape(b, -1, 1)
	}
	z := matMul(x, y, false, false)
	if z.t == nil || ra > 1 && rb > 1 {
		return z
	}
	shape := z.Shape()
	if ra == 1 {
		shape = slices.Delete(shape, len(shape)-2, len(shape)-1)
	}
	if rb == 1 {
		shape = shape[:len(shape)-1]
	}
	return Reshape(z, shape...)
}

// Dot returns the inner product of two vectors.
func Dot(a, b Var) Var {
	t := tapeOf(a, b)
	if t == nil {
		return Var{}
	}
	if len(a.shape()) != 1 || len(b.shape()) != 1 {
		return t.shapeError("Dot", "vectors", a, b)
	}
	return MatMul(a, b)
}

// Outer returns the matrix of the products of the elements of two vectors.
func Outer(a, b Var) Var {
	t := tapeOf(a, b)
	if t == nil {
		return Var{}
	}
	if len(a.shape()) != 1 || len(b.shape()) != 1 {
		return t.shapeError("Outer", "vectors", a, b)
	}
	return Mul(Reshape(a, -1, 1), Reshape(b, 1, -1))
}

// matMul is the product of matrices, each of which may be transposed first.
func matMul(a, b Var, transA, transB bool) Var {
	t := tapeOf(a, b)
	if t == nil {
		return Var{}
	}
	m, k := lastTwo(a.shape(), transA)
	k2, n := lastTwo(b.shape(), transB)
	var buf [8]int
	shape, ok := nd.Broadcast(buf[:0], a.shape()[:len(a.shape())-2], b.shape()[:len(b.shape())-2])
	if !ok || k != k2 {
		return t.shapeError("MatMul", "they don't go together", a, b)
	}
	i, dst := t.result(opMatMul, a.i, b.i, append(shape, m, n))
	t.extend(i).set = uint64(one(transA)) | uint64(one(transB))<<1
	nd.BatchMatMul(dst, t.shape(i), a.data(), a.shape(), b.data(), b.shape(), transA, transB, 0)
	return t.done(i)
}

// lastTwo returns rows and columns of the matrices in a tensor, after they are transposed.
func lastTwo(shape []int, transposed bool) (m, n int) {
	m, n = shape[len(shape)-2], shape[len(shape)-1]
	if transposed {
		return n, m
	}
	return m, n
}

func init() {
	// For Y = AB, dA = dY·Bᵀ and dB = Aᵀ·dY.
	pulls[opMatMul] = func(p *pull) {
		set := p.t.exts[p.node().ext].set
		transA, transB := set&1 != 0, set&2 != 0
		a, b := p.in(0), p.in(1)
		if p.needs(0) {
			p.first(0)
			if transA {
				p.add(0, p.product(b, p.dy, transB, true))
			} else {
				p.add(0, p.product(p.dy, b, false, !transB))
			}
		}
		if p.needs(1) {
			p.first(1)
			if transB {
				p.add(1, p.product(p.dy, a, true, transA))
			} else {
				p.add(1, p.product(a, p.dy, !transA, false))
			}
		}
	}
}

// product is matMul, where a or b is p.dy, and the other a partial derivative: see times.
func (p *pull) product(a, b Var, transA, transB bool) Var {
	c := matMul(a, b, transA, transB)
	if c.t == nil || !hasNaN(c.data(), a.data(), b.data()) {
		return c
	}
	if !p.s.recorded && !p.s.masked {
		p.s.nan = true
		return c
	}
	// All the products that c sums, each on its own: of shape m, k, n.
	x, y := inAxis(a, transA, -1), inAxis(b, transB, -3)
	dy := x
	if b == p.dy {
		dy = y
	}
	return Sum(absorbed(dy, Mul(x, y)), -2)
}

// hasNaN tells whether there is a NaN in the product c of a and b that comes from an infinity or a NaN in one of them. Where c is the largest, they
// are looked at first.
func hasNaN(c, a, b []float64) bool {
	if len(a)+len(b) < len(c) && nd.Finite(a) && nd.Finite(b) {
		return false
	}
	return nd.HasNaN(c)
}

// inAxis returns the matrices in x, transposed or not, with a new axis at k.
func inAxis(x Var, transposed bool, k int) Var {
	if transposed {
		perm := make([]int, x.Rank())
		for i := range perm {
			perm[i] = i
		}
		slices.Reverse(perm[len(perm)-2:])
		x = Transpose(x, perm...)
	}
	return Expand(x, k)
}

package tape

import "github.com/gograd/gograd/runtime/tape/internal/nd"

// Cholesky returns the lower triangular L with L·Lᵀ = (A+Aᵀ)/2, of a matrix that is positive definite; that it is not, is an error. So
// the derivative is symmetric.
//
// The pullback is that of Murray, Differentiation of the Cholesky decomposition, arXiv:1602.07527, (10).
func Cholesky(a Var) Var {
	t := tapeOf(a)
	if t == nil {
		return Var{}
	}
	shape := a.shape()
	if len(shape) != 2 || shape[0] != shape[1] {
		return t.shapeError("Cholesky", "not a square matrix", a)
	}
	s := Scale(Add(a, Transpose(a)), 0.5)
	if s.t == nil {
		return Var{}
	}
	i, dst := t.result(opCholesky, s.i, -1, shape)
	if len(dst) > 0 && !nd.Cholesky(dst, s.data(), s.shape()[0]) {
		return t.shapeError("Cholesky", "not positive definite", a)
	}
	return t.done(i)
}

// SolveTriangular returns the solution X of L·X = B, or with transposed of Lᵀ·X = B. L is a lower triangular matrix; what is above its
// diagonal is not read. B is a matrix or a vector.
func SolveTriangular(l, b Var, transposed bool) Var {
	t := tapeOf(l, b)
	if t == nil {
		return Var{}
	}
	n := l.shape()
	if len(n) != 2 || n[0] != n[1] || len(b.shape()) < 1 || len(b.shape()) > 2 || b.shape()[0] != n[0] {
		return t.shapeError("SolveTriangular", "a square matrix, and as many rows", l, b)
	}
	if len(b.shape()) == 1 {
		return Flatten(SolveTriangular(l, Reshape(b, -1, 1), transposed))
	}
	i, dst := t.result(opTriSolve, l.i, b.i, b.shape())
	t.extend(i).set = uint64(one(transposed))
	copy(dst, b.data())
	if len(dst) > 0 {
		nd.TriSolve(dst, l.data(), b.data(), b.shape()[0], b.shape()[1], true, transposed)
	}
	return t.done(i)
}

// Tril returns the matrix x with zeros above the diagonal.
func Tril(x Var) Var { return triangle(x, 1) }

// triangle returns x with zeros above the diagonal, which is multiplied by diag.
func triangle(x Var, diag float64) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	if len(x.shape()) != 2 {
		return t.shapeError("Tril", "not a matrix", x)
	}
	mask := t.full(x.shape(), 0)
	cols := x.shape()[1]
	for k := range mask.data() {
		switch i, j := k/cols, k%cols; {
		case j < i:
			mask.data()[k] = 1
		case j == i:
			mask.data()[k] = diag
		}
	}
	return Mul(x, mask)
}

func init() {
	// dA = L⁻ᵀ·Φ(Lᵀ·dL)·L⁻¹, where Φ takes the lower triangle and half of the diagonal; its symmetric part is what A sees.
	pulls[opCholesky] = func(p *pull) {
		l := p.out()
		phi := triangle(matMul(l, triangle(p.dy, 1), true, false), 0.5)
		half := SolveTriangular(l, phi, true)
		da := Transpose(SolveTriangular(l, Transpose(half), true))
		p.add(0, Scale(Add(da, Transpose(da)), 0.5))
	}
	// dB = L⁻ᵀ·dX, and dL = -dB·Xᵀ; with the other of the two where L is transposed.
	pulls[opTriSolve] = func(p *pull) {
		transposed := p.t.exts[p.node().ext].set != 0
		db := SolveTriangular(p.in(0), p.dy, !transposed)
		p.add(1, db)
		if !p.needs(0) {
			return
		}
		if transposed {
			p.add(0, Neg(Tril(matMul(p.out(), db, false, true))))
		} else {
			p.add(0, Neg(Tril(matMul(db, p.out(), false, true))))
		}
	}
}

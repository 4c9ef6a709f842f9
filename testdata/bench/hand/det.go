package hand

import "sync"

var detPool = sync.Pool{New: func() any { return new([]int) }}

// DetGrad is the gradient of det.Det. A minor's adjoint is the product of the elements and signs on
// the way down to it, known before the minor is expanded; so one recursion computes both.
func DetGrad(da, a []float64, n int) float64 {
	buf := detPool.Get().(*[]int)
	if cap(*buf) <= n {
		*buf = make([]int, n+1)
	}
	next := (*buf)[:n+1]
	for i := range n {
		next[i] = i + 1
	}
	next[n] = 0
	clear(da)
	det := detMinor(da, a, next, n, n, 1)
	detPool.Put(buf)
	return det
}

// detMinor returns the determinant of the last m rows of a in the columns that next lists, and adds
// seed times its gradient to da. Small minors are written out.
func detMinor(da, a []float64, next []int, n, m int, seed float64) float64 {
	row := a[(n-m)*n:][:n]
	drow := da[(n-m)*n:][:n]
	col := next[n]
	switch m {
	case 1:
		drow[col] += seed
		return row[col]
	case 2:
		i, j := col, next[col]
		low, dlow := a[(n-1)*n:][:n], da[(n-1)*n:][:n]
		p, q, r, s := row[i], row[j], low[i], low[j]
		drow[i] += seed * s
		drow[j] -= seed * r
		dlow[i] -= seed * q
		dlow[j] += seed * p
		return p*s - q*r
	case 3:
		j := next[col]
		return detMinor3(da[(n-3)*n:], a[(n-3)*n:], n, col, j, next[j], seed)
	}
	det := 0.0
	prev := n
	for j := range m {
		after := next[col]
		next[prev] = after
		v := row[col]
		if j%2 != 0 {
			v = -v
		}
		sub := detMinor(da, a, next, n, m-1, seed*v)
		next[prev] = col
		det += v * sub
		if j%2 != 0 {
			sub = -sub
		}
		drow[col] += seed * sub
		prev, col = col, after
	}
	return det
}

// detMinor3 is detMinor for the columns i, j and k of the three rows of a.
func detMinor3(da, a []float64, n, i, j, k int, seed float64) float64 {
	r0, r1, r2 := a[:n], a[n:2*n], a[2*n:3*n]
	d0, d1, d2 := da[:n], da[n:2*n], da[2*n:3*n]
	a0, b0, c0 := r0[i], r0[j], r0[k]
	a1, b1, c1 := r1[i], r1[j], r1[k]
	a2, b2, c2 := r2[i], r2[j], r2[k]
	sa, sb, sc := b1*c2-c1*b2, a1*c2-c1*a2, a1*b2-b1*a2
	d0[i] += seed * sa
	d0[j] -= seed * sb
	d0[k] += seed * sc
	ta, tb, tc := seed*a0, seed*b0, seed*c0
	d1[i] += tc*b2 - tb*c2
	d1[j] += ta*c2 - tc*a2
	d1[k] += tb*a2 - ta*b2
	d2[i] += tb*c1 - tc*b1
	d2[j] += tc*a1 - ta*c1
	d2[k] += ta*b1 - tb*a1
	return a0*sa - b0*sb + c0*sc
}

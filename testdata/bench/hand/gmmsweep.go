package hand

// forward leaves the log-densities of the points p and q under the components in the terms.
func (w *gmmWork) forward(p, q, alpha []float64, mu, l [][]float64) {
	d := len(p)
	q = q[:d]
	for i, m := range mu {
		xa, xb := w.a.centered[i*d:][:d], w.b.centered[i*d:][:d]
		ya, yb := w.a.scaled[i*d:][:d], w.b.scaled[i*d:][:d]
		dg := w.diag[i*d:][:d]
		m = m[:d]
		for j, v := range p {
			mj, g := m[j], dg[j]
			v -= mj
			xa[j] = v
			ya[j] = g * v
			v = q[j] - mj
			xb[j] = v
			yb[j] = g * v
		}
		triangle(ya, yb, xa, xb, l[i])
		sa, sb := 0.0, 0.0
		for j, v := range ya {
			sa += v * v
			v = yb[j]
			sb += v * v
		}
		c := alpha[i] + w.sums[i]
		w.a.terms[i] = c - 0.5*sa
		w.b.terms[i] = c - 0.5*sb
	}
}

// triangle adds to ya and yb what the part tri of a triangular matrix below its diagonal makes of xa and xb,
// two columns at a time.
func triangle(ya, yb, xa, xb, tri []float64) {
	d := len(xa)
	ya, yb, xb = ya[:d], yb[:d], xb[:d]
	for c := 0; c+1 < d; c += 2 {
		r := d - c - 1
		t := tri[0]
		a0, a1, b0, b1 := xa[c], xa[c+1], xb[c], xb[c+1]
		ya[c+1] += t * a0
		yb[c+1] += t * b0
		if r == 1 {
			return
		}
		s, t1 := tri[1:r], tri[r:2*r-1]
		tri = tri[2*r-1:]
		u, v := ya[c+2:], yb[c+2:]
		u, v, t1 = u[:len(s)], v[:len(s)], t1[:len(s)]
		for j, s0 := range s {
			s1 := t1[j]
			u[j] = u[j] + s0*a0 + s1*a1
			v[j] = v[j] + s0*b0 + s1*b1
		}
	}
}

// reverse adds the derivatives of what forward has just computed, given the components' shares.
func (w *gmmWork) reverse(dalpha []float64, dmu, dl, l [][]float64) {
	d := len(w.diag) / len(l)
	for i, ea := range w.a.terms {
		eb := w.b.terms[i]
		dalpha[i] += ea + eb
		xa, xb := w.a.centered[i*d:][:d], w.b.centered[i*d:][:d]
		ya, yb := w.a.scaled[i*d:][:d], w.b.scaled[i*d:][:d]
		dg, ddg, dm := w.diag[i*d:][:d], w.ddiag[i*d:][:d], dmu[i][:d]
		for j, va := range ya { // from here on ya and yb are the adjoints of what they were
			va *= -ea
			vb := yb[j] * -eb
			ya[j], yb[j] = va, vb
			ddg[j] += va*xa[j] + vb*xb[j]
			dm[j] -= dg[j] * (va + vb)
		}
		triangleReverse(dm, dl[i], ya, yb, xa, xb, l[i])
	}
}

// triangleReverse subtracts from dx the sum of the adjoints of xa and xb in triangle, and adds that of tri to
// dtri; ya and yb are the adjoints of the results.
func triangleReverse(dx, dtri, ya, yb, xa, xb, tri []float64) {
	d := len(xa)
	dx, ya, yb, xb = dx[:d], ya[:d], yb[:d], xb[:d]
	dtri = dtri[:len(tri)]
	for c := 0; c+1 < d; c += 2 {
		r := d - c - 1
		a0, a1, b0, b1 := xa[c], xa[c+1], xb[c], xb[c+1]
		va, vb := ya[c+1], yb[c+1]
		dtri[0] += va*a0 + vb*b0
		s0 := tri[0] * (va + vb)
		s1 := 0.0
		if r > 1 {
			t0, t1 := tri[1:r], tri[r:2*r-1]
			d0, d1 := dtri[1:r], dtri[r:2*r-1]
			tri, dtri = tri[2*r-1:], dtri[2*r-1:]
			u, v := ya[c+2:], yb[c+2:]
			u, v, t1, d0, d1 = u[:len(t0)], v[:len(t0)], t1[:len(t0)], d0[:len(t0)], d1[:len(t0)]
			for j, t := range t0 {
				uj, vj := u[j], v[j]
				d0[j] += uj*a0 + vj*b0
				d1[j] += uj*a1 + vj*b1
				uj += vj
				s0 += t * uj
				s1 += t1[j] * uj
			}
			dx[c+1] -= s1
		}
		dx[c] -= s0
	}
}

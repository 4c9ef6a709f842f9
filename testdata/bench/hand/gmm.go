package hand

import (
	"math"
	"sync"

	"github.com/gograd/gograd/testdata/bench/gmm"
)

// gmmWork is what one point needs between forward and reverse sweep, and what is summed over the
// points. Rows of d numbers belong to a component each.
type gmmWork struct {
	diag, sums       []float64 // exp(q), sum of q
	ddiag            []float64
	centered, scaled []float64
	terms            []float64 // the components' log-densities, then their exponentials
}

var gmmPool = sync.Pool{New: func() any { return new(gmmWork) }}

// GMMGrad is the gradient of gmm.LogLikelihood. The points are independent but for sums, so each
// goes forward and backward at once.
func GMMGrad(dalpha []float64, dmu, dq, dl [][]float64, alpha []float64, mu, q, l, x [][]float64, prior gmm.Wishart) float64 {
	k, d := len(mu), len(mu[0])
	w := gmmPool.Get().(*gmmWork)
	w.prepare(k, d, q)

	clear(dalpha)
	for _, row := range dmu {
		clear(row)
	}
	logPrior := w.prior(dl, l, prior) // assigns dl
	total := 0.0
	for _, p := range x {
		total += w.forward(p, alpha, mu, l)
		w.reverse(dalpha, dmu, dl, l)
	}

	gamma2 := prior.Gamma * prior.Gamma
	for i := range k {
		dsum := dalpha[i] + float64(prior.M)
		dg, ddg, dqi := w.diag[i*d:][:d], w.ddiag[i*d:][:d], dq[i][:d]
		for j, v := range dg {
			dqi[j] = dsum + v*(ddg[j]-gamma2*v)
		}
	}
	n := float64(len(x))
	lseAlpha := logSumExp(w.terms, alpha)
	for i, e := range w.terms {
		dalpha[i] -= n * e
	}
	gmmPool.Put(w)
	norm := -0.5 * n * float64(d) * math.Log(2*math.Pi)
	return norm + total - n*lseAlpha + logPrior
}

// prepare computes what the points have in common.
func (w *gmmWork) prepare(k, d int, q [][]float64) {
	w.diag = grow(w.diag, k*d)
	w.ddiag = grow(w.ddiag, k*d)
	w.centered = grow(w.centered, k*d)
	w.scaled = grow(w.scaled, k*d)
	w.sums = grow(w.sums, k)
	w.terms = grow(w.terms, k)
	clear(w.ddiag)
	for i, row := range q {
		diag := w.diag[i*d:][:len(row)]
		s := 0.0
		for j, v := range row {
			diag[j] = math.Exp(v)
			s += v
		}
		w.sums[i] = s
	}
}

// prior returns the logarithm of the prior and sets dl to its derivative.
func (w *gmmWork) prior(dl, l [][]float64, prior gmm.Wishart) float64 {
	k := len(l)
	d := len(w.diag) / k
	gamma2 := prior.Gamma * prior.Gamma
	out := 0.0
	for i, tri := range l {
		sqDiag, sqTri := 0.0, 0.0
		for _, v := range w.diag[i*d:][:d] {
			sqDiag += v * v
		}
		dtri := dl[i][:len(tri)]
		for t, v := range tri {
			sqTri += v * v
			dtri[t] = -gamma2 * v
		}
		out += 0.5*gamma2*(sqDiag+sqTri) - float64(prior.M)*w.sums[i]
	}
	n := float64(d + prior.M + 1)
	c := n*float64(d)*(math.Log(prior.Gamma)-0.5*math.Log(2)) - logMultiGamma(0.5*n, d)
	return float64(k)*c - out
}

// forward returns the log-likelihood of p and leaves the responsibilities of the components in terms.
func (w *gmmWork) forward(p, alpha []float64, mu, l [][]float64) float64 {
	d := len(p)
	terms := w.terms
	for i, m := range mu {
		xc, out, dg := w.centered[i*d:][:d], w.scaled[i*d:][:d], w.diag[i*d:][:d]
		m = m[:d]
		for j, v := range p {
			v -= m[j]
			xc[j] = v
			out[j] = dg[j] * v
		}
		tri := l[i]
		c := 0
		for ; c+2 < d; c += 2 { // two columns of the triangle at once
			r := d - c - 1
			a, b := tri[:r], tri[r:2*r-1]
			tri = tri[2*r-1:]
			xa, xb := xc[c], xc[c+1]
			out[c+1] += a[0] * xa
			a = a[1:]
			o := out[c+2:]
			o = o[:len(a)]
			b = b[:len(a)]
			for j, v := range a {
				o[j] = o[j] + v*xa + b[j]*xb
			}
		}
		if c+1 < d {
			out[c+1] += tri[0] * xc[c]
		}
		s := 0.0
		for _, v := range out {
			s += v * v
		}
		terms[i] = alpha[i] + w.sums[i] - 0.5*s
	}
	return logSumExp(terms, terms)
}

// reverse adds the derivatives of what forward has just computed.
func (w *gmmWork) reverse(dalpha []float64, dmu, dl, l [][]float64) {
	d := len(w.diag) / len(l)
	dalpha = dalpha[:len(w.terms)]
	for i, e := range w.terms {
		dalpha[i] += e
		xc, v, dg, ddg := w.centered[i*d:][:d], w.scaled[i*d:][:d], w.diag[i*d:][:d], w.ddiag[i*d:][:d]
		for j, o := range v { // from here on v is the adjoint of scaled
			o *= -e
			v[j] = o
			ddg[j] += o * xc[j]
		}
		dm := dmu[i][:d]
		tri := l[i]
		dtri := dl[i][:len(tri)]
		c := 0
		for ; c+2 < d; c += 2 {
			r := d - c - 1
			a, b := tri[:r], tri[r:2*r-1]
			da, db := dtri[:r], dtri[r:2*r-1]
			tri, dtri = tri[2*r-1:], dtri[2*r-1:]
			xa, xb := xc[c], xc[c+1]
			vb := v[c+1]
			sa := dg[c]*v[c] + a[0]*vb
			sb := dg[c+1] * vb
			da[0] += vb * xa
			a, da = a[1:], da[1:]
			u := v[c+2:]
			u, b, da, db = u[:len(a)], b[:len(a)], da[:len(a)], db[:len(a)]
			for j, aj := range a {
				uj := u[j]
				da[j] += uj * xa
				db[j] += uj * xb
				sa += aj * uj
				sb += b[j] * uj
			}
			dm[c] -= sa
			dm[c+1] -= sb
		}
		if c+1 < d {
			vb := v[c+1]
			dm[c] -= dg[c]*v[c] + tri[0]*vb
			dtri[0] += vb * xc[c]
			c++
			dm[c] -= dg[c] * vb
		} else {
			dm[c] -= dg[c] * v[c]
		}
	}
}

// logSumExp returns the logarithm of the sum of the exponentials of x and sets dst, which may be x,
// to its derivative.
func logSumExp(dst, x []float64) float64 {
	top := x[0]
	for _, v := range x[1:] {
		if v > top {
			top = v
		}
	}
	dst = dst[:len(x)]
	s := 0.0
	for i, v := range x {
		e := math.Exp(v - top)
		dst[i] = e
		s += e
	}
	inv := 1 / s
	for i := range dst {
		dst[i] *= inv
	}
	return math.Log(s) + top
}

func logMultiGamma(a float64, d int) float64 {
	s := 0.25 * float64(d*(d-1)) * math.Log(math.Pi)
	for j := range d {
		g, _ := math.Lgamma(a - 0.5*float64(j))
		s += g
	}
	return s
}

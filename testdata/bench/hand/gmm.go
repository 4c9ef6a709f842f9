package hand

import (
	"math"
	"sync"

	"github.com/gograd/gograd/testdata/bench/gradbench/gmm"
)

// gmmWork is what a pair of points needs between forward and reverse sweep, and what is summed over
// the points. Rows of d numbers belong to a component each.
type gmmWork struct {
	diag, sums []float64 // exp(q), sum of q
	ddiag      []float64
	a, b       gmmPoint
}

// gmmPoint is what one of the two points needs.
type gmmPoint struct {
	centered, scaled []float64
	terms            []float64 // the components' log-densities, then their shares
}

func (p *gmmPoint) grow(k, d int) {
	p.centered = grow(p.centered, k*d)
	p.scaled = grow(p.scaled, k*d)
	p.terms = grow(p.terms, k)
}

var gmmPool = sync.Pool{New: func() any { return new(gmmWork) }}

// GMMGrad is the gradient of gmm.LogLikelihood. The points are independent but for sums, so they go
// forward and backward at once, two of them, so that the triangles and their adjoints are read and
// written once for two.
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
	for i := 0; i < len(x); i += 2 {
		p, q, single := x[i], x[i], i+1 == len(x)
		if !single {
			q = x[i+1]
		}
		w.forward(p, q, alpha, mu, l)
		total += logSumExp(w.a.terms, w.a.terms)
		if single { // the second point is there to make a pair only
			clear(w.b.terms)
		} else {
			total += logSumExp(w.b.terms, w.b.terms)
		}
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
	lseAlpha := logSumExp(w.a.terms, alpha)
	for i, e := range w.a.terms {
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
	w.sums = grow(w.sums, k)
	w.a.grow(k, d)
	w.b.grow(k, d)
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

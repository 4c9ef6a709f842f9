package hand

import "math"

// LogisticGrad is the gradient of logistic.Loss. Four samples go forward and backward at once.
func LogisticGrad(dw, w []float64, b float64, xs [][]float64, ys []float64) (loss, db float64) {
	clear(dw)
	dw = dw[:len(w)]
	n := float64(len(xs))
	dloss := 1 / n
	ys = ys[:len(xs)]
	i := 0
	for ; i+4 <= len(xs); i += 4 {
		x0, x1, x2, x3 := xs[i][:len(w)], xs[i+1][:len(w)], xs[i+2][:len(w)], xs[i+3][:len(w)]
		z0, z1, z2, z3 := b, b, b, b
		for j, v := range w {
			z0 += v * x0[j]
			z1 += v * x1[j]
			z2 += v * x2[j]
			z3 += v * x3[j]
		}
		y := ys[i : i+4 : i+4]
		e0, e1, e2, e3 := math.Exp(-y[0]*z0), math.Exp(-y[1]*z1), math.Exp(-y[2]*z2), math.Exp(-y[3]*z3)
		loss += math.Log1p(e0)
		loss += math.Log1p(e1)
		loss += math.Log1p(e2)
		loss += math.Log1p(e3)
		d0, d1 := logisticSlope(y[0], e0, dloss), logisticSlope(y[1], e1, dloss)
		d2, d3 := logisticSlope(y[2], e2, dloss), logisticSlope(y[3], e3, dloss)
		db += (d0 + d1) + (d2 + d3)
		for j := range dw {
			dw[j] += (d0*x0[j] + d1*x1[j]) + (d2*x2[j] + d3*x3[j])
		}
	}
	for ; i < len(xs); i++ {
		x := xs[i][:len(w)]
		z := b
		for j, v := range w {
			z += v * x[j]
		}
		e := math.Exp(-ys[i] * z)
		loss += math.Log1p(e)
		d := logisticSlope(ys[i], e, dloss)
		db += d
		for j, v := range x {
			dw[j] += d * v
		}
	}
	return loss / n, db
}

// logisticSlope returns the adjoint of z in log(1 + e), e = exp(-y·z).
func logisticSlope(y, e, dloss float64) float64 {
	if e > math.MaxFloat64 {
		return -dloss * y
	}
	return -dloss * y * (e / (1 + e))
}

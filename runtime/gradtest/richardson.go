package gradtest

import (
	"math"
	"slices"
)

// Derivative returns the derivative of f at x by finite differences, and an estimate of its error. It evaluates f on both
// sides of x, where f may be NaN except close to x. If it finds no derivative, d is NaN and errEst +Inf.
func Derivative(f func(x float64) float64, x float64) (d, errEst float64) {
	return derivative(f, x, asFloat64)
}

// Gradient returns the gradient of f at x by finite differences, and an estimate of the error of each component. It
// leaves x as it was.
func Gradient(f func(x []float64) float64, x []float64) (g, errEst []float64) {
	g, errEst = make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		g[i], errEst[i] = Derivative(along(f, x, i), x[i])
	}
	return g, errEst
}

// along is f as a function of x[i]. It calls f on a copy of x, which f may change.
func along(f func(x []float64) float64, x []float64, i int) func(float64) float64 {
	at := make([]float64, len(x))
	return func(xi float64) float64 {
		copy(at, x)
		at[i] = xi
		return f(at)
	}
}

// precision is what a variable can hold.
type precision struct {
	eps   float64 // distance from 1 to the next number
	round func(float64) float64
}

var (
	asFloat64 = precision{0x1p-52, func(x float64) float64 { return x }}
	asFloat32 = precision{0x1p-23, func(x float64) float64 { return float64(float32(x)) }}
)

const (
	steps   = 90  // at most, so many steps are tried
	shrink  = 1.7 // from one step to the next; not 2, so that no period of f is a multiple of all steps
	columns = 6   // of the extrapolation
)

// derivative takes central differences with ever smaller steps and extrapolates them to step zero by Richardson's
// method: D(h) = f'(x) + c₂h² + c₄h⁴ + …, each column removes a term. The error of an entry is taken to be its
// distance from its neighbours, and at least the rounding error of f over h. The entry with the least error wins
// (Ridders, Advances in Engineering Software 4(2), 1982).
//
// Large steps come first, since they are the most exact for a smooth function; the smallest serve functions that live
// near x only, like Log at 1e-9.
func derivative(f func(float64) float64, x float64, p precision) (d, errEst float64) {
	best := estimate{math.NaN(), math.Inf(1), 0}
	var above []float64  // the row before
	var later []estimate // the last entries of the rows since the best one
	h := 0.37 * max(1, math.Abs(x))
	for range steps {
		if h < 64*p.eps*math.Abs(x) {
			break
		}
		diff, noise := central(f, x, h, p)
		if math.IsNaN(diff) || math.IsInf(diff, 0) {
			above = nil
		} else {
			row, entry := extrapolate(diff, noise, above)
			entry.h = h
			above = row
			later = append(later, estimate{row[len(row)-1], 0, h})
			if entry.err < best.err {
				best, later = entry, nil
			}
		}
		if settled(best, later) {
			break
		}
		h /= shrink
	}
	return best.d, max(best.err, scatter(best, later))
}

// estimate is a derivative, its error, and the step that it comes from.
type estimate struct{ d, err, h float64 }

// extrapolate gives the row of the extrapolation that begins with diff and stands below another, and its best entry.
func extrapolate(diff, noise float64, above []float64) (row []float64, best estimate) {
	row, best = []float64{diff}, estimate{diff, math.Inf(1), 0}
	factor := 1.0
	for k := range min(len(above), columns) {
		factor *= shrink * shrink
		next := row[k] + (row[k]-above[k])/(factor-1)
		row = append(row, next)
		err := max(math.Abs(next-row[k]), math.Abs(next-above[k]), noise)
		if k+1 < len(above) {
			err = max(err, math.Abs(next-above[k+1]))
		}
		if err < best.err {
			best = estimate{d: next, err: err}
		}
	}
	return row, best
}

// scatter is how far the best estimate may be off by noise in f beyond rounding. Neighbours of it may agree by
// chance; but smaller steps magnify noise, and so tell how much there is.
func scatter(best estimate, later []estimate) float64 {
	if len(later) < 4 {
		return 0
	}
	at := make([]float64, len(later))
	for i, e := range later {
		at[i] = math.Abs(e.d-best.d) * e.h / best.h
	}
	slices.Sort(at)
	return at[len(at)/2]
}

// settled reports whether smaller steps are not worth while, given the best estimate and those of the rows since.
func settled(best estimate, later []estimate) bool {
	switch since, size := len(later), math.Abs(best.d); {
	case best.d == 0 && since > 12:
		return !slices.ContainsFunc(later, func(e estimate) bool { return e.d != 0 })
	case best.err <= 1e-12*size:
		return true
	case best.err <= 1e-9*size:
		return since > 4
	case best.err <= 1e-4*size:
		return since > 25
	}
	return false
}

// central is the central difference of f at x with a step of about h, and the part of it that rounding of f may make up.
func central(f func(float64) float64, x, h float64, p precision) (diff, noise float64) {
	right := p.round(x + h)
	left := p.round(x - (right - x))
	width := right - left
	fr, fl := f(right), f(left)
	return (fr - fl) / width, 0x1p-52 * max(math.Abs(fr), math.Abs(fl)) / width
}

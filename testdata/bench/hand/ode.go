package hand

import "sync"

// odePoint is what the four slopes of a step are taken at, in one component.
type odePoint struct {
	a, b, c, e float64
}

// odeWork holds the points of all steps. Each row has an element in front that stands for component -1: it makes
// the first component, whose slope is x[0] alone, like all others.
type odeWork struct {
	path []odePoint
	hx   []float64 // half the step times x
	dy   []float64
}

var odePool = sync.Pool{New: func() any { return new(odeWork) }}

// ODEGrad is the gradient of ode.Last. Component i of each of the four slopes needs only component
// i-1, so that one pass over the components makes a whole step, with the slopes in locals.
func ODEGrad(dx, x []float64, steps int) float64 {
	n := len(x)
	h := 2 / float64(steps)
	w := odePool.Get().(*odeWork)
	width := n + 1
	if cap(w.path) < (steps+1)*width {
		w.path = make([]odePoint, (steps+1)*width)
	}
	w.path = w.path[:(steps+1)*width]
	w.hx, w.dy = grow(w.hx, n), grow(w.dy, n)
	for i, v := range x {
		w.hx[i] = 0.5 * h * v
	}

	row := w.path[:width]
	for i := range row {
		row[i].a = 0
	}
	for s := range steps {
		row[0] = odePoint{1, 1, 1, 1}
		next := w.path[(s+1)*width:][:width]
		odeStep(next[1:], row[1:], x, h)
		row = next
	}
	last := row[n].a

	clear(w.dy)
	w.dy[n-1] = 1
	clear(dx)
	for s := steps - 1; s >= 0; s-- {
		odeStepReverse(dx, w.dy, w.path[s*width:][:width], w.hx)
	}
	for i := range dx {
		dx[i] *= h
	}
	odePool.Put(w)
	return last
}

// odeStep sets next to the solution one step after row, and the other points of row.
func odeStep(next, row []odePoint, x []float64, h float64) {
	half := h / 2
	a, b, c, e := 1.0, 1.0, 1.0, 1.0 // row one component lower
	next, row = next[:len(x)], row[:len(x)]
	for i, xi := range x {
		p := &row[i]
		k1, k2, k3, k4 := xi*a, xi*b, xi*c, xi*e
		a = p.a
		b, c, e = a+half*k1, a+half*k2, a+h*k3
		p.b, p.c, p.e = b, c, e
		next[i].a = a + h*(k1+2*k2+2*k3+k4)/6
	}
}

// odeStepReverse turns dy, the adjoint of the solution after a step of width h, into that before it,
// and adds to dx the derivative divided by h. The half of h·x is given as hx.
func odeStepReverse(dx, dy []float64, row []odePoint, hx []float64) {
	// The adjoints of the points of component i, from component i+1; of b and c the half.
	var da, db, dc, de float64
	row, dy, hx = row[:len(dx)], dy[:len(dx)], hx[:len(dx)]
	for i := len(dx) - 1; i >= 0; i-- {
		g, x, p := dy[i], hx[i], &row[i] // p is of component i-1
		dy[i] = g + (da + de) + 2*(db+dc)
		k4 := g * (1. / 6)
		k2 := k4 + k4
		k1 := k4 + db
		k3 := k2 + de
		k2 += dc
		dx[i] += (k1*p.a + k2*p.b) + (k3*p.c + k4*p.e)
		db, dc = x*k2, x*k3
		x += x
		da, de = x*k1, x*k4
	}
}

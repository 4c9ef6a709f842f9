package hand

import "sync"

// odeWork holds the solution before each step. Each row, and x, has odePad numbers in front that stand for
// components below 0: they make the first component, whose slope is x[0] alone, like all others.
type odeWork struct {
	x, path []float64
}

const odePad = 4

var odePool = sync.Pool{New: func() any { return new(odeWork) }}

// ODEGrad is the gradient of ode.Last. Component i of each of the four slopes needs only components
// up to i-1, so that one pass over the components makes a whole step, with all temporaries in locals.
func ODEGrad(dx, x []float64, steps int) float64 {
	n := len(x)
	w := odePool.Get().(*odeWork)
	width := n + odePad
	w.path = grow(w.path, (steps+1)*width)
	w.x = grow(w.x, width)
	clear(w.x[:odePad])
	copy(w.x[odePad:], x)
	row := w.path[:width]
	clear(row)
	for s := range steps {
		for i := range odePad {
			row[i] = 1
		}
		next := w.path[(s+1)*width:][:width]
		odeStep(next[odePad:], row[odePad:], x, 2/float64(steps))
		row = next
	}
	last := row[width-1]

	// The adjoint of y takes the place of the last row.
	clear(row)
	row[width-1] = 1
	clear(dx)
	for s := steps - 1; s >= 0; s-- {
		odeStepReverse(dx, row[odePad:], w.path[s*width:][:width], w.x, 2/float64(steps))
	}
	odePool.Put(w)
	return last
}

// odeStep sets next to the solution one step after y.
func odeStep(next, y, x []float64, h float64) {
	half := h / 2
	y0, y2, y3, y4 := 1.0, 1.0, 1.0, 1.0 // what each slope is taken at, one component lower
	next, y = next[:len(x)], y[:len(x)]
	for i, xi := range x {
		yi := y[i]
		k1, k2, k3, k4 := xi*y0, xi*y2, xi*y3, xi*y4
		y0, y2, y3, y4 = yi, yi+half*k1, yi+half*k2, yi+h*k3
		next[i] = yi + h*(k1+2*k2+2*k3+k4)/6
	}
}

// odeStepReverse turns dy, the adjoint of the solution after a step, into that before it, and adds to dx.
// What the slopes were taken at is computed again, three components ahead of where it is used.
func odeStepReverse(dx, dy, y, x []float64, h float64) {
	half, sixth := h/2, h/6
	n := len(dx)
	dy = dy[:n]
	y, x = y[:n+odePad], x[:n+odePad]
	// Of component i-1: a1, b1, c1, d1 are the solution and what the second, third and fourth slope
	// are taken at; of component i-2 and i-3 with the number 2 and 3.
	i := n - 1
	a1, a2, a3 := y[i+3], y[i+2], y[i+1]
	x1, x2 := x[i+3], x[i+2]
	b1, b2 := a1+half*x1*a2, a2+half*x2*a3
	c1 := a1 + half*x1*b2
	var d2, d3, d4, d1 float64 // adjoints of the same for component i, from component i+1
	for ; i >= 0; i-- {
		a4, x3 := y[i], x[i+1]
		b3 := a3 + half*x3*a4
		c2 := a2 + half*x2*b3
		e1 := a1 + h*x1*c2

		xi, g := x[i+odePad], dy[i]
		k4 := sixth * g
		k2 := 2 * k4
		dy[i] = g + (d1 + d2) + (d3 + d4)
		k1 := k4 + half*d2
		k3 := k2 + h*d4
		k2 += half * d3
		dx[i] += (k1*a1 + k2*b1) + (k3*c1 + k4*e1)
		d1, d2, d3, d4 = k1*xi, k2*xi, k3*xi, k4*xi

		a1, a2, a3 = a2, a3, a4
		b1, b2 = b2, b3
		c1 = c2
		x1, x2 = x2, x3
	}
}

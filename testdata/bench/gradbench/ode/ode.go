// Package ode is GradBench's initial value problem y'[0] = x[0], y'[i] = x[i]·y[i-1], y(0) = 0,
// solved up to t = 2 by the classical Runge-Kutta method.
package ode

// Last returns the last component of the solution at t = 2.
//
//gograd:grad wrt=x
func Last(x []float64, steps int) float64 {
	y := make([]float64, len(x))
	Solve(y, x, steps)
	return y[len(y)-1]
}

// Solve sets y to the solution at t = 2, by the given number of steps.
func Solve(y, x []float64, steps int) {
	n := len(x)
	h := 2 / float64(steps)
	k1 := make([]float64, n)
	k2 := make([]float64, n)
	k3 := make([]float64, n)
	k4 := make([]float64, n)
	tmp := make([]float64, n)
	clear(y)
	for range steps {
		slope(k1, x, y)
		shift(tmp, y, h/2, k1)
		slope(k2, x, tmp)
		shift(tmp, y, h/2, k2)
		slope(k3, x, tmp)
		shift(tmp, y, h, k3)
		slope(k4, x, tmp)
		for i := range y {
			y[i] += h * (k1[i] + 2*k2[i] + 2*k3[i] + k4[i]) / 6
		}
	}
}

// slope sets k to the right-hand side of the equation at y.
func slope(k, x, y []float64) {
	k[0] = x[0]
	for i := 1; i < len(x); i++ {
		k[i] = x[i] * y[i-1]
	}
}

// shift sets dst to y + h·k.
func shift(dst, y []float64, h float64, k []float64) {
	for i := range dst {
		dst[i] = y[i] + h*k[i]
	}
}

// Package llsq is GradBench's linear least squares: the distance of a polynomial from the sign
// function at n points of [-1, 1].
package llsq

// Objective returns half the sum of the squared differences between sign(t) and the polynomial with
// the coefficients x, over n evenly spaced t.
//
//gograd:grad wrt=x
func Objective(x []float64, n int) float64 {
	sum := 0.0
	for i := range n {
		t := -1 + float64(i)*2/float64(n-1)
		r := sign(t)
		power := 1.0
		for _, c := range x {
			r -= c * power
			power *= t
		}
		sum += r * r
	}
	return sum / 2
}

func sign(t float64) float64 {
	switch {
	case t > 0:
		return 1
	case t < 0:
		return -1
	}
	return 0
}

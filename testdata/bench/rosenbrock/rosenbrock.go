// Package rosenbrock is Rosenbrock's valley in any number of dimensions.
package rosenbrock

// Rosenbrock returns the value of the valley at x; it is 0 where all of x is 1.
//
//gograd:grad
func Rosenbrock(x []float64) float64 {
	sum := 0.0
	for i := 0; i+1 < len(x); i++ {
		a := x[i+1] - x[i]*x[i]
		b := 1 - x[i]
		sum += 100*a*a + b*b
	}
	return sum
}

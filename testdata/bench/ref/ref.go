// Package ref has every objective of the benchmark a second time, on dual numbers and from its
// mathematical definition, so that a mistake in one of the two shows as a difference.
package ref

import (
	"math"

	"github.com/gograd/gograd/testdata/bench/dual"
)

type num = dual.Number

// logSumExp is stable by the maximum; shift is what the sum is increased by before the logarithm.
func logSumExp(x []num, shift float64) num {
	top := x[0].V
	for _, v := range x {
		top = math.Max(top, v.V)
	}
	s := dual.Const(shift * math.Exp(-top))
	for _, v := range x {
		s = dual.Add(s, dual.Exp(dual.Shift(v, -top)))
	}
	return dual.Shift(dual.Log(s), top)
}

// LSE is the logarithm of the sum of the exponentials of x.
func LSE(x []num) num { return logSumExp(x, 0) }

// ODE is the last component at t = 2 of y'[0] = x[0], y'[i] = x[i]·y[i-1].
func ODE(x []num, steps int) num {
	h := 2 / float64(steps)
	f := func(y []num) []num {
		k := make([]num, len(x))
		for i := range k {
			k[i] = x[i]
			if i > 0 {
				k[i] = dual.Mul(x[i], y[i-1])
			}
		}
		return k
	}
	add := func(y []num, c float64, k []num) []num {
		z := make([]num, len(y))
		for i := range z {
			z[i] = dual.Add(y[i], dual.Scale(c, k[i]))
		}
		return z
	}
	y := make([]num, len(x))
	for range steps {
		k1 := f(y)
		k2 := f(add(y, h/2, k1))
		k3 := f(add(y, h/2, k2))
		k4 := f(add(y, h, k3))
		y = add(add(add(add(y, h/6, k1), h/3, k2), h/3, k3), h/6, k4)
	}
	return y[len(y)-1]
}

// Det is the determinant of the n×n matrix a: Leibniz' sum over the permutations.
func Det(a []num, n int) num {
	used := make([]bool, n)
	var expand func(row int, p num) num
	expand = func(row int, p num) num {
		if row == n {
			return p
		}
		var sum num
		sign := 1.0
		for c := range n {
			if used[c] {
				continue
			}
			used[c] = true
			sum = dual.Add(sum, expand(row+1, dual.Scale(sign, dual.Mul(p, a[row*n+c]))))
			used[c] = false
			sign = -sign
		}
		return sum
	}
	return expand(0, dual.Const(1))
}

// LLSQ is the least-squares distance of the polynomial x from the sign function at n points.
func LLSQ(x []num, n int) num {
	var sum num
	for i := range n {
		t := -1 + 2*float64(i)/float64(n-1)
		var p num // Horner's scheme
		for j := len(x) - 1; j >= 0; j-- {
			p = dual.Add(dual.Scale(t, p), x[j])
		}
		s := 0.0
		if t != 0 {
			s = math.Copysign(1, t)
		}
		r := dual.Shift(dual.Neg(p), s)
		sum = dual.Add(sum, dual.Mul(r, r))
	}
	return dual.Scale(0.5, sum)
}

// Rosenbrock is the valley of that name.
func Rosenbrock(x []num) num {
	var sum num
	for i, xi := range x[:len(x)-1] {
		a := dual.Sub(x[i+1], dual.Mul(xi, xi))
		b := dual.Shift(xi, -1)
		sum = dual.Sum(sum, dual.Scale(100, dual.Mul(a, a)), dual.Mul(b, b))
	}
	return sum
}

// Gaussian is the log-likelihood of xs under a normal distribution.
func Gaussian(mu, sigma num, xs []float64) num {
	var sum num
	for _, x := range xs {
		z := dual.Div(dual.Sub(dual.Const(x), mu), sigma)
		density := dual.Shift(dual.Add(dual.Scale(0.5, dual.Mul(z, z)), dual.Log(sigma)), 0.5*math.Log(2*math.Pi))
		sum = dual.Sub(sum, density)
	}
	return sum
}

// Logistic is the mean logistic loss.
func Logistic(w []num, b num, xs [][]float64, ys []float64) num {
	var sum num
	for i, x := range xs {
		z := b
		for j, v := range x {
			z = dual.Add(z, dual.Scale(v, w[j]))
		}
		sum = dual.Add(sum, dual.Log(dual.Shift(dual.Exp(dual.Scale(-ys[i], z)), 1)))
	}
	return dual.Scale(1/float64(len(xs)), sum)
}

// Call is the Black-Scholes price of a European call.
func Call(spot, strike, rate, vol, years num) num {
	variance := dual.Mul(dual.Mul(vol, vol), years)
	dev := dual.Sqrt(variance)
	forward := dual.Mul(spot, dual.Exp(dual.Mul(rate, years)))
	moneyness := dual.Sub(dual.Log(forward), dual.Log(strike))
	phi := func(x num) num { return dual.Scale(0.5, dual.Erfc(dual.Scale(-1/math.Sqrt2, x))) }
	up := dual.Div(dual.Add(moneyness, dual.Scale(0.5, variance)), dev)
	down := dual.Div(dual.Sub(moneyness, dual.Scale(0.5, variance)), dev)
	payoff := dual.Sub(dual.Mul(forward, phi(up)), dual.Mul(strike, phi(down)))
	return dual.Mul(dual.Exp(dual.Neg(dual.Mul(rate, years))), payoff)
}

// NBody moves bodies by the time dt; each has 7 numbers: position, velocity, mass.
func NBody(bodies [][]num, dt float64) [][]num {
	out := make([][]num, len(bodies))
	for i, b := range bodies {
		out[i] = append([]num(nil), b...)
		for j, other := range bodies {
			if i == j {
				continue
			}
			var d [3]num
			for c := range d {
				d[c] = dual.Sub(other[c], b[c])
			}
			sq := dual.Dot(d[:], d[:])
			pull := dual.Div(dual.Scale(dt, other[6]), dual.Mul(sq, dual.Sqrt(sq)))
			for c := range d {
				out[i][3+c] = dual.Add(out[i][3+c], dual.Mul(d[c], pull))
			}
		}
		for c := range 3 {
			out[i][c] = dual.Add(out[i][c], dual.Scale(dt, out[i][3+c]))
		}
	}
	return out
}

package control

import (
	"errors"
	"fmt"
	"math"
)

// h57EarlyReturnFirst leaves before anything is declared. Trap: the reverse sweep must not touch variables that were never born.
//
//gograd:grad
func h57EarlyReturnFirst(x []float64, y float64) float64 {
	if len(x) == 0 || y < 0 {
		return y * 2
	}
	first := x[0]
	scaled := make([]float64, len(x))
	for i, v := range x {
		scaled[i] = v * first * y
	}
	last := scaled[len(scaled)-1]
	return first * last
}

// h58ManyReturns is the Huber-like loss of a chain of guards, with a tail. Trap: each exit has its own rest of the reverse sweep.
//
//gograd:grad
func h58ManyReturns(x, y float64) float64 {
	if x > 10 {
		return 10*x + y
	}
	x *= x
	if y < -1 {
		if x > 4 {
			return x * y
		}
		y *= x
		if y < -3 {
			return y
		}
	}
	z := x - y
	switch {
	case z < -2:
		return -z
	case z > 50:
		return math.Sqrt(z)
	}
	z *= y
	return z + x
}

// h63NakedReturn has named results, which it updates as it goes and returns bare. Trap: the results are variables that are read.
//
//gograd:grad
func h63NakedReturn(x []float64) (sum float64, n int, err error) {
	n = -1
	for i, v := range x {
		if v < 0 {
			err = errors.New("negative")
			return
		}
		sum += v * v
		if sum > 100 {
			sum = math.Sqrt(sum)
			return sum + v, i, nil
		}
		n = i
	}
	sum *= sum
	return
}

// h63Shadowed returns a variable that shadows the named result. Trap: two variables of one name.
//
//gograd:grad
func h63Shadowed(x float64) (y float64) {
	y = x * x
	if x > 0 {
		y := y * x
		y++
		return y
	}
	{
		x := y + 1
		y = x * y
	}
	return
}

// h63Exchanged returns its own named results the other way round. Trap: the results are assigned all at once.
//
//gograd:vjp
func h63Exchanged(a, b float64) (p, q float64) {
	p, q = a*b, a+b
	if a > b {
		return q, p
	}
	return p * q, q
}

// h64Panics guards its arguments. Trap: a path that panics returns nothing, has no reverse sweep, and must panic as before.
//
//gograd:grad
func h64Panics(x []float64, k int) float64 {
	if len(x) == 0 {
		panic("control: empty")
	}
	if k < 0 {
		panic(fmt.Sprintf("control: bad k %d", k))
	}
	s := 1.0
	for i, v := range x {
		s *= v
		if math.IsNaN(s) {
			panic(errors.New("control: not a number"))
		}
		if i == k {
			switch {
			case v > 100:
				panic("control: too large")
			default:
				s += v
			}
		}
	}
	return s * x[k] // panics by itself where k is too large
}

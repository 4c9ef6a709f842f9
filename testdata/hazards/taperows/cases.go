package taperows

import (
	"errors"
	"math"

	gograd "github.com/gograd/gograd/runtime"
)

//gograd:grad
func Row53(x float64) float64 {
	if x < 10 {
		return x
	}
	return x * x
}

// Row54 is the sum of two targets.
//
//gograd:grad
func Row54(x, y float64) float64 { return 2*x + 3*y }

// Row55 has a result that is its parameter.
//
//gograd:vjp
func Row55(x, y float64) (loss, source float64) { return x * y, x }

// Row56 is the identity, with a seed of 2. Row 57 is the same with 1.
//
//gograd:vjp
func Row56(x float64) float64 { return x }

// Row58 adds up a value and what is made of it.
//
//gograd:grad
func Row58(x float64) float64 { return x + x*x }

//gograd:grad
func Row59(x, y float64) float64 { return x + y + y*y }

// Row60 adds up its parameter, twice.
//
//gograd:grad
func Row60(x [][]float64) float64 {
	s := 0.0
	for range 2 {
		for _, row := range x {
			for _, v := range row {
				s += v
			}
		}
	}
	return s
}

// Row62 has one of two equal values behind StopGradient.
//
//gograd:grad
func Row62(x2 float64) float64 { return gograd.StopGradient(x2*x2) + x2*x2 }

// Row63 goes on with a loss whose past does not count.
//
//gograd:grad
func Row63(v float64) float64 {
	loss := v * v
	loss = gograd.StopGradient(loss)
	loss += v * v
	return loss
}

//gograd:grad
func Row64(v2, v3, v5 float64) float64 { return max(v2, v3, v5) }

// Row66 is the cross entropy of logits and the probabilities in labels.
//
//gograd:grad wrt=logits
func Row66(logits, labels []float64) float64 {
	largest := logits[0]
	for _, v := range logits {
		largest = max(largest, v)
	}
	sum, dot, all := 0.0, 0.0, 0.0
	for i, v := range logits {
		sum += math.Exp(v - largest)
		dot += labels[i] * v
		all += labels[i]
	}
	return all*(largest+math.Log(sum)) - dot
}

//gograd:vjp
func Row69(x float64) float64 { return x * x }

func double(x float64) float64 { return 2 * x }

// Row72 calls one function twice.
//
//gograd:grad
func Row72(x float64) float64 { return double(double(x)) }

//gograd:grad
func Row73(x, y float64) float64 { return x*x + x*y }

type Row74Tuple struct {
	A, B float64
	L    []float64
}

// Row74 is the sum of a value in four places, times 1, 2 and 3.
//
//gograd:grad
func Row74(pairs [][2]float64, t Row74Tuple) float64 {
	s := 0.0
	for i, p := range pairs {
		s += float64(i+1)*p[0] + float64(i+2)*p[1]
	}
	return s + t.A + 2*t.B + t.L[0] + 3*t.L[1]
}

// Row77 doubles until there is enough.
//
//gograd:grad
func Row77(x float64) float64 {
	for x < 8 {
		x += x
	}
	return x
}

//gograd:grad
func Row79(x float64) float64 {
	y := x * x
	return y * y
}

// Row81 is the sum of the elements of two results.
//
//gograd:grad
func Row81(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v + 2 + v*v
	}
	return s
}

var errNegative = errors.New("negative")

// Row82 may fail.
//
//gograd:grad
func Row82(x float64) (float64, error) {
	if x < 0 {
		return 0, errNegative
	}
	return x * x, nil
}

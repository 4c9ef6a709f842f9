package taperows

import "math"

// Row13 is by an intermediate value: what comes after it is a function of its own.
//
//gograd:grad
func Row13(y float64) float64 { return y * y }

// Row14 is the sum of fourth powers by their roots.
//
//gograd:grad
func Row14(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		y := v * v
		s += y * y
	}
	return s
}

// Row17 has two targets. Row 18 asks for their sum.
//
//gograd:jacobian
//gograd:vjp
func Row17(x float64) (y0, y1 float64) { return x * x, 1 / x }

// Row19 has a result that is no number, which needs a seed.
//
//gograd:vjp
func Row19(x float64) []float64 { return []float64{3 * x, 4 * x} }

// Row20 has the derivatives of all elements, as those of their sum.
//
//gograd:grad
func Row20(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += sigmoid(v)
	}
	return s
}

// Row21 is a branch. Row 22 is the derivative by x, which is only compared.
//
//gograd:grad
func Row21(x, v0, v1 float64) float64 {
	result := v1 * v1
	if x > 0 {
		result = v0
	}
	return result
}

// Row23 doesn't depend on x.
//
//gograd:grad
func Row23(x, y float64) float64 { return y * y }

// Row24 writes over its parameter, in a loop. Trap: with a tape, None from the second epoch on.
//
//gograd:grad
func Row24(x float64, epochs int) float64 {
	y := 0.0
	for range epochs {
		y = x + 1
		x = x + 1
	}
	return y
}

// columnMeans is another library: plain Go with memory of its own.
func columnMeans(x [][]float64) []float64 {
	means := make([]float64, len(x[0]))
	for _, row := range x {
		for j, v := range row {
			means[j] += v / float64(len(x))
		}
	}
	return means
}

// Row25 goes through another library. Trap: with a tape, None.
//
//gograd:grad
func Row25(x [][]float64) float64 {
	squares := make([][]float64, len(x))
	for i, row := range x {
		squares[i] = make([]float64, len(row))
		for j, v := range row {
			squares[i][j] = v * v
		}
	}
	means := columnMeans(squares)
	s := 0.0
	for _, m := range means {
		s += m
	}
	return s / float64(len(means))
}

// Row26 begins with a whole number, which has no derivative and is no parameter for one; what is made of it goes on. Trap: with a tape,
// None for all of it.
//
//gograd:grad
func Row26(n int, x float64) float64 {
	whole := float64(n)
	return whole * whole * x
}

type Row27State struct{ V float64 }

func (s *Row27State) add(x float64) { s.V += x }

// Row27 has a state that is changed. Trap: with a tape, None by what it was changed by.
//
//gograd:grad
func Row27(x0 float64, x1 *Row27State) float64 {
	x1.add(x0)
	return x1.V * x1.V
}

// Row30 is an index: its derivative is zero. Row 71 is the same.
//
//gograd:grad
func Row30(x []float64) float64 {
	largest := 0
	for i, v := range x {
		if v > x[largest] {
			largest = i
		}
	}
	return float64(largest)
}

// Row31 has a parameter that isn't used: zeros, as always here.
//
//gograd:grad
func Row31(x []float64, y float64) float64 { return y * y }

// Row38 is what took two tapes.
//
//gograd:grad
func Row38(x0, x1 float64) float64 { return math.Sin(x0) + sigmoid(x1) }

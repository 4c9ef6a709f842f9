package taperows

import "math"

// Row1 is a power.
//
//gograd:grad
func Row1(x float64) float64 { return math.Pow(x, 2) }

// Row3 is the mean of the squares of x·w + b. Rows 4 to 6 ask the same of lists and named sources, which are parameters here.
//
//gograd:grad wrt=w,b
func Row3(w [][]float64, b []float64, x []float64) float64 {
	loss := 0.0
	for j, bias := range b {
		y := bias
		for i, v := range x {
			y += v * w[i][j]
		}
		loss += y * y
	}
	return loss / float64(len(b))
}

type Row7Deep struct{ X float64 }

type Row7Model struct {
	Pair   [2]float64
	Lists  [][]float64
	Deep   *Row7Deep
	Frozen float64
	Steps  int
}

// Row7 takes any nesting, but for maps, which gograd refuses so far. The derivative has the same structure.
//
//gograd:grad
func Row7(m Row7Model) float64 {
	y := m.Pair[0]*m.Pair[0] + m.Deep.X*m.Deep.X
	for _, l := range m.Lists {
		for _, v := range l {
			y += v * v
		}
	}
	return y
}

type layer struct {
	Kernel [][]float64
	Bias   []float64
}

// apply sets y to relu(x·kernel + bias).
func (l *layer) apply(y, x []float64) {
	for j, bias := range l.Bias {
		y[j] = bias
		for i, v := range x {
			y[j] += v * l.Kernel[i][j]
		}
		if !(y[j] > 0) {
			y[j] = 0
		}
	}
}

// Row8 is a model with parameters.
//
//gograd:grad wrt=l
func Row8(l *layer, x []float64) float64 {
	y := make([]float64, len(l.Bias))
	l.apply(y, x)
	loss := 0.0
	for _, v := range y {
		loss += v * v
	}
	return loss / float64(len(y))
}

// Row9 says what is differentiated by in the directive.
//
//gograd:grad wrt=x0
func Row9(x0, x1, x2, x3 float64) float64 { return x0*x0 + x1*x1 + x2*x2 }

// Row12 is by one of two numbers.
//
//gograd:grad wrt=x1
func Row12(x0, x1 float64) float64 { return math.Sin(x0) + softplus(x1) }

func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

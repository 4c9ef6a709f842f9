package kernel

// Exp sets dst to the exponentials of x, element by element, with an error of less than 1 unit in the last place
// (numbers below the normal ones included). dst's length rules; dst and x may be the same slice.
//
// Of infinity it is infinity, of -infinity 0, of NaN NaN; it overflows to infinity and underflows to 0 as math.Exp does.
func Exp(dst, x []float64) {
	x = x[:len(dst):len(x)]
	if simd && simdFunctions {
		expSIMD(dst, x)
		return
	}
	for i, v := range x {
		dst[i] = exp(v)
	}
}

// Log sets dst to the natural logarithms of x, element by element, with an error of less than 1 unit in the last place.
// dst's length rules; dst and x may be the same slice.
//
// Of infinity it is infinity, of 0 and -0 -infinity, of what is less and of NaN NaN.
func Log(dst, x []float64) {
	x = x[:len(dst):len(x)]
	if simd && simdFunctions {
		logSIMD(dst, x)
		return
	}
	for i, v := range x {
		dst[i] = log(v)
	}
}

// Tanh sets dst to the hyperbolic tangents of x, element by element, with an error of less than 2 units in the last place.
// dst's length rules; dst and x may be the same slice.
//
// Of an infinity it is 1 with its sign, of 0 and -0 the same, of NaN NaN.
func Tanh(dst, x []float64) {
	x = x[:len(dst):len(x)]
	if simd && simdFunctions {
		tanhSIMD(dst, x)
		return
	}
	for i, v := range x {
		dst[i] = tanh(v)
	}
}

// Sigmoid sets dst to 1/(1+exp(-x)), element by element, with an error of less than 2 units in the last place
// (also where it is tiny, far to the left). dst's length rules; dst and x may be the same slice.
//
// Of infinity it is 1, of -infinity 0, of NaN NaN.
func Sigmoid(dst, x []float64) {
	x = x[:len(dst):len(x)]
	if simd && simdFunctions {
		sigmoidSIMD(dst, x)
		return
	}
	for i, v := range x {
		dst[i] = sigmoid(v)
	}
}

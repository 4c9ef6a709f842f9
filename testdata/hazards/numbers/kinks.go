package numbers

import "math"

// The functions h84… are those of the contract's table of kinks, each as thin as can be.
// Trap: where a function has no derivative the tool must give what it promised, not what its formula happens to give.

//gograd:grad
func h84Abs(x float64) float64 { return math.Abs(x) }

//gograd:grad
func h84Max(x, y float64) float64 { return math.Max(x, y) }

//gograd:grad
func h84Min(x, y float64) float64 { return math.Min(x, y) }

//gograd:grad
func h84BuiltinMax(x, y, z float64) float64 { return max(x, y, z) }

//gograd:grad
func h84BuiltinMin(x, y, z float64) float64 { return min(x, 1, y, z) }

//gograd:grad
func h84Sqrt(x float64) float64 { return math.Sqrt(x) }

//gograd:grad
func h84Hypot(x, y float64) float64 { return math.Hypot(x, y) }

//gograd:grad
func h84Atan2(y, x float64) float64 { return math.Atan2(y, x) }

//gograd:grad
func h84Pow(x, y float64) float64 { return math.Pow(x, y) }

// h84PowBase is differentiated by its base alone.
//
//gograd:grad wrt=x
func h84PowBase(x, y float64) float64 { return math.Pow(x, y) }

// h84PowConstants has an exponent, then a base, that is a constant.
//
//gograd:grad
func h84PowConstants(x float64) float64 { return math.Pow(x, 3) + math.Pow(x, -2) + math.Pow(2, x) }

// h84Steps are the functions whose derivative is zero wherever there is one.
//
//gograd:grad
func h84Steps(x float64) float64 {
	s := math.Floor(x) + 2*math.Ceil(x) + 4*math.Trunc(x)
	s += 8*math.Round(x) + 16*math.RoundToEven(x) + 32*float64(int(x))
	return s + 0.5*x
}

//gograd:grad
func h84Mod(x, y float64) float64 { return math.Mod(x, y) }

// h84Float32 rounds on the way.
//
//gograd:grad
func h84Float32(x float64) float64 { return float64(float32(x)) * 0.1 }

// h84Branch is a branch of the user's own at its very edge.
//
//gograd:grad
func h84Branch(x float64) float64 {
	if x > 0 {
		return 2 * x
	} else if x == 0 {
		return 5 * x
	}
	return -3 * x
}

// The functions h84Zero… have an adjoint that is exactly zero before a partial that is Inf or NaN, and a finite result. Trap: zero times
// infinity.

//gograd:grad
func h84ZeroSqrt(x, y float64) float64 { return math.Sqrt(x) * y }

//gograd:grad
func h84ZeroLog(x, y float64) float64 { return math.Tanh(math.Log(x)) * y }

//gograd:grad
func h84ZeroQuotient(x, y, z float64) float64 { return y * math.Exp(-z/x) }

//gograd:grad
func h84ZeroProduct(x, y, z float64) float64 { return z / (x * y) }

// h84ZeroElement overflows in elements that it does not use after all.
//
//gograd:grad
func h84ZeroElement(x []float64) float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = v * v
	}
	s := 0.0
	for _, v := range y {
		if v < 1e300 {
			s += v
		}
	}
	return s
}

//gograd:grad
func h84ZeroPow(x, y, z float64) float64 { return z * math.Pow(x, y) }

// h84ZeroBranch takes the square root on one path only, and sums squares that may be zero.
//
//gograd:grad
func h84ZeroBranch(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	r := math.Sqrt(s)
	if r == 0 {
		return 7
	}
	return r
}

package interp

import "math"

// unaryFunc is a function of package math of one float, and its derivative at x where its value is y.
type unaryFunc struct {
	f func(x float64) float64
	d func(x, y float64) float64
}

func zeroSlope(float64, float64) float64 { return 0 }

var unaryFuncs = map[string]unaryFunc{
	"Abs":         {math.Abs, func(x, _ float64) float64 { return sign(x) }},
	"Acos":        {math.Acos, func(x, _ float64) float64 { return -1 / math.Sqrt((1-x)*(1+x)) }},
	"Acosh":       {math.Acosh, func(x, _ float64) float64 { return 1 / (math.Sqrt(x-1) * math.Sqrt(x+1)) }},
	"Asin":        {math.Asin, func(x, _ float64) float64 { return 1 / math.Sqrt((1-x)*(1+x)) }},
	"Asinh":       {math.Asinh, func(x, _ float64) float64 { return 1 / math.Hypot(1, x) }},
	"Atan":        {math.Atan, func(x, _ float64) float64 { return 1 / (1 + x*x) }},
	"Atanh":       {math.Atanh, func(x, _ float64) float64 { return within(math.Abs(x) <= 1, 1/((1-x)*(1+x))) }},
	"Cbrt":        {math.Cbrt, func(_, y float64) float64 { return 1 / (3 * y * y) }},
	"Ceil":        {math.Ceil, zeroSlope},
	"Cos":         {math.Cos, func(x, _ float64) float64 { return -math.Sin(x) }},
	"Cosh":        {math.Cosh, func(x, _ float64) float64 { return math.Sinh(x) }},
	"Erf":         {math.Erf, func(x, _ float64) float64 { return 2 / math.SqrtPi * math.Exp(-x*x) }},
	"Erfc":        {math.Erfc, func(x, _ float64) float64 { return -2 / math.SqrtPi * math.Exp(-x*x) }},
	"Erfinv":      {math.Erfinv, func(_, y float64) float64 { return math.SqrtPi / 2 * math.Exp(y*y) }},
	"Erfcinv":     {math.Erfcinv, func(_, y float64) float64 { return -math.SqrtPi / 2 * math.Exp(y*y) }},
	"Exp":         {math.Exp, func(_, y float64) float64 { return y }},
	"Exp2":        {math.Exp2, func(_, y float64) float64 { return y * math.Ln2 }},
	"Expm1":       {math.Expm1, func(x, _ float64) float64 { return math.Exp(x) }},
	"Floor":       {math.Floor, zeroSlope},
	"Gamma":       {math.Gamma, func(x, y float64) float64 { return y * digamma(x) }},
	"J0":          {math.J0, func(x, _ float64) float64 { return -math.J1(x) }},
	"J1":          {math.J1, func(x, _ float64) float64 { return (math.J0(x) - math.Jn(2, x)) / 2 }},
	"Log":         {math.Log, func(x, _ float64) float64 { return within(x >= 0, 1/x) }},
	"Log10":       {math.Log10, func(x, _ float64) float64 { return within(x >= 0, 1/(x*math.Ln10)) }},
	"Log1p":       {math.Log1p, func(x, _ float64) float64 { return within(x >= -1, 1/(1+x)) }},
	"Log2":        {math.Log2, func(x, _ float64) float64 { return within(x >= 0, 1/(x*math.Ln2)) }},
	"Logb":        {math.Logb, zeroSlope},
	"Round":       {math.Round, zeroSlope},
	"RoundToEven": {math.RoundToEven, zeroSlope},
	"Sin":         {math.Sin, func(x, _ float64) float64 { return math.Cos(x) }},
	"Sinh":        {math.Sinh, func(x, _ float64) float64 { return math.Cosh(x) }},
	"Sqrt":        {math.Sqrt, func(_, y float64) float64 { return 1 / (2 * y) }},
	"Tan":         {math.Tan, func(_, y float64) float64 { return 1 + y*y }},
	"Tanh":        {math.Tanh, func(x, _ float64) float64 { c := math.Cosh(x); return 1 / c / c }},
	"Trunc":       {math.Trunc, zeroSlope},
	"Y0":          {math.Y0, func(x, _ float64) float64 { return -math.Y1(x) }},
	"Y1":          {math.Y1, func(x, _ float64) float64 { return (math.Y0(x) - math.Yn(2, x)) / 2 }},
}

// binaryFunc is a function of package math of two floats, and its partial derivatives at (x, y) where its value is z.
type binaryFunc struct {
	f func(x, y float64) float64
	d func(x, y, z float64) (dx, dy float64)
}

var binaryFuncs = map[string]binaryFunc{
	"Atan2": {math.Atan2, func(y, x, _ float64) (float64, float64) {
		h := math.Hypot(x, y)
		if h == 0 {
			return 0, 0
		}
		return x / h / h, -y / h / h
	}},
	"Copysign": {math.Copysign, func(x, s, _ float64) (float64, float64) {
		if x == 0 { // it is ±Abs(x)
			return 0, 0
		}
		if math.Signbit(x) == math.Signbit(s) {
			return 1, 0
		}
		return -1, 0
	}},
	"Dim": {math.Dim, func(x, y, _ float64) (float64, float64) {
		if x > y {
			return 1, -1
		}
		return 0, 0
	}},
	"Hypot": {math.Hypot, func(x, y, h float64) (float64, float64) {
		if h == 0 {
			return 0, 0
		}
		return x / h, y / h
	}},
	"Max": {math.Max, first},
	"Min": {math.Min, first},
	"Mod": {math.Mod, func(x, y, _ float64) (float64, float64) { return 1, -math.Trunc(x / y) }},
	"Pow": {math.Pow, func(x, y, z float64) (dx, dy float64) {
		if y != 0 {
			dx = y * math.Pow(x, y-1)
		}
		if x != 0 || y <= 0 {
			dy = z * math.Log(x) // NaN where x is negative
		}
		return dx, dy
	}},
	"Remainder": {math.Remainder, func(x, y, _ float64) (float64, float64) { return 1, -math.RoundToEven(x / y) }},
}

// first gives all to the first argument that attains the result.
func first(x, _, z float64) (float64, float64) {
	if attains(x, z) {
		return 1, 0
	}
	return 0, 1
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x * 0 // 0, or NaN
}

// within is a slope inside a function's domain; outside, where the function is NaN, so is the slope.
func within(inside bool, slope float64) float64 {
	if inside {
		return slope
	}
	return math.NaN()
}

// digamma is Γ'/Γ: reflected from the left half, shifted to where its asymptotic series is accurate
// (Abramowitz & Stegun 6.3.5, 6.3.7, 6.3.18).
func digamma(x float64) float64 {
	if x <= 0 {
		if x == math.Floor(x) {
			return math.NaN()
		}
		return digamma(1-x) - math.Pi/math.Tan(math.Pi*x)
	}
	shift := 0.0
	for ; x < 10; x++ {
		shift -= 1 / x
	}
	s, power := 0.0, 1.0
	for _, c := range []float64{1. / 12, -1. / 120, 1. / 252, -1. / 240, 1. / 132, -691. / 32760, 1. / 12} {
		power /= x * x
		s += c * power
	}
	return shift + math.Log(x) - 1/(2*x) - s
}

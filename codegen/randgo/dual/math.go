package dual

import "math"

// one gives the dual of a function of one variable from its value and its partial.
func one(x F64, v, p float64) F64 { return F64{v, scale(x.D, p)} }

// two does so for two variables.
func two(x, y F64, v, p, q float64) F64 { return F64{v, scale(x.D, p) + scale(y.D, q)} }

// The functions of package math, by their names. Kinks are those of the contract.

func Sin(x F64) F64  { return one(x, math.Sin(x.V), math.Cos(x.V)) }
func Cos(x F64) F64  { return one(x, math.Cos(x.V), -math.Sin(x.V)) }
func Tan(x F64) F64  { t := math.Tan(x.V); return one(x, t, 1+t*t) }
func Asin(x F64) F64 { return one(x, math.Asin(x.V), 1/math.Sqrt((1-x.V)*(1+x.V))) }
func Acos(x F64) F64 { return one(x, math.Acos(x.V), -1/math.Sqrt((1-x.V)*(1+x.V))) }
func Atan(x F64) F64 { return one(x, math.Atan(x.V), 1/(1+x.V*x.V)) }
func Sinh(x F64) F64 { return one(x, math.Sinh(x.V), math.Cosh(x.V)) }
func Cosh(x F64) F64 { return one(x, math.Cosh(x.V), math.Sinh(x.V)) }
func Tanh(x F64) F64 { t := math.Tanh(x.V); return one(x, t, (1-t)*(1+t)) }
func Asinh(x F64) F64 {
	return one(x, math.Asinh(x.V), 1/math.Hypot(x.V, 1))
}
func Acosh(x F64) F64 {
	return one(x, math.Acosh(x.V), 1/math.Sqrt((x.V-1)*(x.V+1)))
}
func Atanh(x F64) F64 { return one(x, math.Atanh(x.V), 1/((1-x.V)*(1+x.V))) }
func Exp(x F64) F64   { e := math.Exp(x.V); return one(x, e, e) }
func Exp2(x F64) F64  { e := math.Exp2(x.V); return one(x, e, e*math.Ln2) }
func Expm1(x F64) F64 { return one(x, math.Expm1(x.V), math.Exp(x.V)) }
func Log(x F64) F64   { return one(x, math.Log(x.V), 1/x.V) }
func Log2(x F64) F64  { return one(x, math.Log2(x.V), 1/(x.V*math.Ln2)) }
func Log10(x F64) F64 { return one(x, math.Log10(x.V), 1/(x.V*math.Ln10)) }
func Log1p(x F64) F64 { return one(x, math.Log1p(x.V), 1/(1+x.V)) }
func Sqrt(x F64) F64  { s := math.Sqrt(x.V); return one(x, s, 0.5/s) }
func Cbrt(x F64) F64  { c := math.Cbrt(x.V); return one(x, c, 1/(3*c*c)) }
func Erf(x F64) F64 {
	return one(x, math.Erf(x.V), 2/math.Sqrt(math.Pi)*math.Exp(-x.V*x.V))
}
func Erfc(x F64) F64 {
	return one(x, math.Erfc(x.V), -2/math.Sqrt(math.Pi)*math.Exp(-x.V*x.V))
}
func J0(x F64) F64 { return one(x, math.J0(x.V), -math.J1(x.V)) }
func J1(x F64) F64 {
	return one(x, math.J1(x.V), (math.J0(x.V)-math.Jn(2, x.V))/2)
}

// Abs has derivative 0 at 0.
func Abs(x F64) F64 {
	switch {
	case x.V > 0:
		return one(x, math.Abs(x.V), 1)
	case x.V < 0:
		return one(x, math.Abs(x.V), -1)
	}
	return F64{V: math.Abs(x.V)}
}

func Floor(x F64) F64       { return F64{V: math.Floor(x.V)} }
func Ceil(x F64) F64        { return F64{V: math.Ceil(x.V)} }
func Trunc(x F64) F64       { return F64{V: math.Trunc(x.V)} }
func Round(x F64) F64       { return F64{V: math.Round(x.V)} }
func RoundToEven(x F64) F64 { return F64{V: math.RoundToEven(x.V)} }

func Atan2(y, x F64) F64 {
	v := math.Atan2(y.V, x.V)
	s := x.V*x.V + y.V*y.V
	if s == 0 {
		return F64{V: v}
	}
	return two(y, x, v, x.V/s, -y.V/s)
}

func Hypot(x, y F64) F64 {
	h := math.Hypot(x.V, y.V)
	if h == 0 {
		return F64{V: h}
	}
	return two(x, y, h, x.V/h, y.V/h)
}

func Pow(x, y F64) F64 {
	v := math.Pow(x.V, y.V)
	p, q := 0.0, 0.0
	if y.V != 0 {
		p = y.V * math.Pow(x.V, y.V-1)
	}
	if x.V != 0 || y.V <= 0 {
		q = v * math.Log(x.V)
	}
	return two(x, y, v, p, q)
}

func Mod(x, y F64) F64 {
	return two(x, y, math.Mod(x.V, y.V), 1, -math.Trunc(x.V/y.V))
}

func Remainder(x, y F64) F64 {
	return two(x, y, math.Remainder(x.V, y.V), 1, -math.RoundToEven(x.V/y.V))
}

func Dim(x, y F64) F64 {
	if x.V <= y.V {
		return F64{V: math.Dim(x.V, y.V)}
	}
	return two(x, y, math.Dim(x.V, y.V), 1, -1)
}

func Copysign(f, sign F64) F64 {
	if math.Signbit(f.V) != math.Signbit(sign.V) {
		return one(f, math.Copysign(f.V, sign.V), -1)
	}
	return f
}

func FMA(x, y, z F64) F64 {
	return F64{math.FMA(x.V, y.V, z.V), scale(x.D, y.V) + scale(y.D, x.V) + z.D}
}

// MathMax is math.Max; of equals the first has the derivative.
func MathMax(x, y F64) F64 {
	v := math.Max(x.V, y.V)
	if same(v, x.V) {
		return F64{v, x.D}
	}
	return F64{v, y.D}
}

// MathMin is math.Min; of equals the first has the derivative.
func MathMin(x, y F64) F64 {
	v := math.Min(x.V, y.V)
	if same(v, x.V) {
		return F64{v, x.D}
	}
	return F64{v, y.D}
}

func Ldexp(x F64, k int) F64 { return one(x, math.Ldexp(x.V, k), math.Ldexp(1, k)) }

func Frexp(x F64) (F64, int) {
	f, k := math.Frexp(x.V)
	return F64{f, math.Ldexp(x.D, -k)}, k
}

func Modf(x F64) (F64, F64) {
	i, f := math.Modf(x.V)
	return F64{V: i}, F64{f, x.D}
}

func Sincos(x F64) (F64, F64) {
	s, c := math.Sincos(x.V)
	return F64{s, scale(x.D, c)}, F64{c, scale(x.D, -s)}
}

func Signbit(x F64) bool         { return math.Signbit(x.V) }
func IsNaN(x F64) bool           { return math.IsNaN(x.V) }
func IsInf(x F64, sign int) bool { return math.IsInf(x.V, sign) }

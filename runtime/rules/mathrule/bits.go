package mathrule

import "math"

// The exponent is constant between powers of two.
//
//gograd:rule math.Frexp regular strict
func frexp(f, frac float64, exp int, dfrac float64) (df float64) { return math.Ldexp(dfrac, -exp) }

//gograd:rule math.Ldexp regular strict
func ldexp(frac float64, exp int, y, dy float64) (dfrac float64) { return math.Ldexp(dy, exp) }

// Functions of which no float goes in, or no float comes out.
//
//gograd:rule math.Ilogb inactive
//gograd:rule math.Inf inactive
//gograd:rule math.IsInf inactive
//gograd:rule math.IsNaN inactive
//gograd:rule math.NaN inactive
//gograd:rule math.Pow10 inactive
//gograd:rule math.Signbit inactive
var _ = []any{math.Ilogb, math.Inf, math.IsInf, math.IsNaN, math.NaN, math.Pow10, math.Signbit}

// Functions of a float's representation.
//
//gograd:rule math.Float32bits refused
//gograd:rule math.Float32frombits refused
//gograd:rule math.Float64bits refused
//gograd:rule math.Float64frombits refused
//gograd:rule math.Nextafter refused
//gograd:rule math.Nextafter32 refused
var _ = []any{math.Float32bits, math.Float32frombits, math.Float64bits, math.Float64frombits, math.Nextafter, math.Nextafter32}

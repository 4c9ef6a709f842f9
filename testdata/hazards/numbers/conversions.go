package numbers

import "math"

// h85Int truncates and goes on. Trap: what comes back from an integer is data.
//
//gograd:grad
func h85Int(x, y float64) float64 {
	n := int(x)
	frac := x - float64(n)
	k := uint8(y)
	return frac*frac*float64(n) + float64(int64(y*x))*y + float64(k>>1)*x
}

// h85Index chooses elements by rounded values. Trap: an index is not differentiated, the elements it picks are.
//
//gograd:grad
func h85Index(x []float64, at float64) float64 {
	i := int(at)
	t := at - float64(i)
	return x[i]*(1-t) + x[i+1]*t
}

// h85RoundTrip goes to float32 and back, sums in float32, and mixes. Trap: the adjoint of a float32 is a float32.
//
//gograd:grad
func h85RoundTrip(x float64, y []float32) float64 {
	u := float32(x)
	var s float32
	for _, v := range y {
		s += u * v
	}
	return float64(s)*x + float64(u*u)
}

// h85Mod wraps negative numbers. Trap: the quotient is truncated, not floored.
//
//gograd:grad
func h85Mod(x, y float64) float64 {
	m := math.Mod(x, y)
	if m < 0 {
		m += y
	}
	return m * m
}

// h85Modf takes a number apart. Trap: one of the two results is a step.
//
//gograd:grad
func h85Modf(x float64) float64 {
	whole, frac := math.Modf(x)
	return whole*frac + frac*frac
}

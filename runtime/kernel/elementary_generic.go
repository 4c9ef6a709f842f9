package kernel

import "math"

// The portable functions. The assembly does the same for four numbers at a time, with fused operations.

// magic is 1.5 * 2^52: a sum with it is rounded to an integer, which stands in its last bits.
const magic = 0x1.8p52

// reduced returns p and k: exp(x) = p * 2^k.
//
// Cody and Waite's reduction: x = k ln 2 + r, |r| <= ln 2 / 2, with ln 2 in two parts so that k times the first is exact.
// exp(r) = 1 + (r + r² polynomial(r)), so that only the last sum's rounding counts in full. What the rounding of r leaves is added with the polynomial.
func reduced(x float64) (p float64, k int) {
	n := float64(x*log2E) + magic
	k = int(int32(math.Float64bits(n)))
	n -= magic
	hi, lo := x-n*ln2Hi, float64(n*ln2Lo)
	r := hi - lo
	left := (hi - r) - lo
	z := r * r
	even := exp0 + z*(exp2+z*(exp4+z*(exp6+z*(exp8+z*exp10))))
	odd := exp1 + z*(exp3+z*(exp5+z*(exp7+z*exp9)))
	return 1 + (r + (left + z*(even+r*odd))), k
}

// powerOfTwo returns 2^k for a normal one.
func powerOfTwo(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }

func exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	p, k := reduced(x)
	// 2^k may be below the least number or above the greatest, where the product is not: in two halves.
	return p * powerOfTwo(k>>1) * powerOfTwo(k-k>>1)
}

// log follows the reduction that FreeBSD's documentation of its e_log.c describes: x = 2^k (1+f) with 1+f between sqrt(1/2) and
// sqrt(2), s = f/(2+f), log(1+f) = 2 atanh(s) = 2s + s z polynomial(z) with z = s²; and 2s = f - s f, s f = f²/2 - s f²/2,
// so that f, which is exact, is added last.
func log(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	case !(x < math.Inf(1)):
		return x
	}
	e := -1023
	if x < 0x1p-1022 {
		x *= 0x1p54
		e -= 54
	}
	const sqrtHalf = 0x3fe6a09e667f3bcd // its bits
	bits := math.Float64bits(x) + (0x3ff0000000000000 - sqrtHalf)
	k := float64(int(bits>>52) + e)
	f := math.Float64frombits(bits&(1<<52-1)+sqrtHalf) - 1
	s := f / (2 + f)
	z := s * s
	w := z * z
	even := log0 + w*(log2+w*(log4+w*log6))
	odd := log1 + w*(log3+w*(log5+w*log7))
	half := 0.5 * f * f
	return k*ln2Hi - ((half - (s*(half+z*(even+z*odd)) + k*ln2Lo)) - f)
}

// tanh is an odd polynomial near 0, and 1 - 2/(exp(2|x|)+1) where that is more than 1/2, so that the errors of the quotient
// shrink in the difference.
func tanh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case a < tanhSmall:
		z := a * a
		w := z * z
		even := tanh0 + w*(tanh2+w*(tanh4+w*(tanh6+w*(tanh8+w*tanh10))))
		odd := tanh1 + w*(tanh3+w*(tanh5+w*(tanh7+w*(tanh9+w*tanh11))))
		a += a * (z * (even + z*odd))
	case a < 22:
		p, k := reduced(2 * a)
		a = 1 - 2/(p*powerOfTwo(k)+1)
	case a == a:
		a = 1
	}
	return math.Copysign(a, x)
}

// sigmoid is 1/(1+e) or e/(1+e) with e = exp(-|x|). What the rounding of 1+e leaves is known exactly, and so is the quotient's
// remainder; both correct it.
func sigmoid(x float64) float64 {
	e := exp(-math.Abs(x))
	numerator := 1.0
	if x < 0 {
		numerator = e
	}
	s := 1 + e
	low := e - (s - 1)
	inverse := 1 / s
	q := numerator * inverse
	return q + (math.FMA(-q, s, numerator)-q*low)*inverse
}

package kernel

import (
	"math"
	"math/big"
	"testing"
)

// The reference: numbers as unevaluated sums of two, about 104 bits (Dekker, "A floating-point technique for extending the
// available precision", 1971; Knuth's sum without comparison). It shares neither reductions nor polynomials with the functions
// under test, and is itself compared with math/big.

type pair struct{ hi, lo float64 }

func twoSum(a, b float64) pair {
	s := a + b
	t := s - a
	return pair{s, (a - (s - t)) + (b - t)}
}

func twoProduct(a, b float64) pair {
	p := float64(a * b) // the conversion keeps the compiler from fusing it into what follows
	return pair{p, math.FMA(a, b, -p)}
}

func (x pair) normal() pair { return twoSum(x.hi, x.lo) }
func (x pair) neg() pair    { return pair{-x.hi, -x.lo} }

func (x pair) add(y pair) pair {
	s, t := twoSum(x.hi, y.hi), twoSum(x.lo, y.lo)
	s = pair{s.hi, s.lo + t.hi}.normal()
	return pair{s.hi, s.lo + t.lo}.normal()
}

func (x pair) mul(y pair) pair {
	p := twoProduct(x.hi, y.hi)
	return pair{p.hi, p.lo + float64(x.hi*y.lo) + float64(x.lo*y.hi)}.normal()
}

func (x pair) div(y pair) pair {
	q := x.hi / y.hi
	r := x.add(y.mul(pair{q, 0}).neg())
	q1 := r.hi / y.hi
	r = r.add(y.mul(pair{q1, 0}).neg())
	return twoSum(q, q1).add(pair{r.hi / y.hi, 0})
}

func (x pair) ldexp(k int) pair { return pair{math.Ldexp(x.hi, k), math.Ldexp(x.lo, k)} }

// A scaled is a pair times 2^k.
type scaled struct {
	pair
	k int
}

// expReference is the series of exp for (x - k ln 2)/256, squared eight times.
func expReference(x float64) scaled {
	const l1, l2, l3 = 0x1.62e42ffp-1, -0x1.718432a1b0e26p-35, -0x1.9ff0342542fc3p-90 // their sum is ln 2
	k := math.Round(x / math.Ln2)
	r := pair{x - float64(k*l1), 0}.add(twoProduct(k, l2).neg()).add(pair{-k * l3, 0}).ldexp(-8)
	sum, term := pair{1, 0}, pair{1, 0}
	for n := 1.0; n < 14; n++ {
		term = term.mul(r).div(pair{n, 0})
		sum = sum.add(term)
	}
	for range 8 {
		sum = sum.mul(sum)
	}
	return scaled{sum, int(k)}
}

// logReference is the series of 2 atanh near 1, elsewhere the logarithm in float64 and one step of Newton's iteration.
func logReference(x float64) scaled {
	if math.Abs(x-1) < 0x1p-8 {
		f := pair{x - 1, 0}
		s := f.div(f.add(pair{2, 0}))
		z, sum := s.mul(s), pair{}
		for n := 21.0; n > 0; n -= 2 {
			sum = sum.mul(z).add(pair{1, 0}.div(pair{n, 0}))
		}
		return scaled{sum.mul(s).ldexp(1), 0}
	}
	m, e := math.Frexp(x)
	y := math.Log(m) + float64(e)*math.Ln2 // math.Log itself is wrong below the normal numbers on amd64
	inverse := expReference(-y)
	d := inverse.mul(pair{m, 0}).ldexp(inverse.k + e).add(pair{-1, 0})
	return scaled{pair{y, 0}.add(d).add(pair{-float64(d.hi*d.hi) / 2, 0}), 0}
}

func tanhReference(x float64) scaled {
	a := math.Abs(x)
	var t pair
	switch {
	case a < 0x1p-500:
		return scaled{pair{x, 0}, 0}
	case a < 0.5:
		// sinh/cosh by their series, both times a scale in which small numbers' squares are harmless
		z := twoProduct(a, a)
		sinh, cosh := pair{1, 0}, pair{1, 0}
		term := pair{1, 0}
		for n := 1.0; n < 26; n += 2 {
			term = term.mul(z).div(pair{n * (n + 1), 0})
			cosh = cosh.add(term)
			sinh = sinh.add(term.div(pair{n + 2, 0}))
		}
		t = sinh.div(cosh).mul(pair{a, 0})
	case a < 300:
		e := expReference(2 * a)
		p := e.ldexp(e.k)
		t = p.add(pair{-1, 0}).div(p.add(pair{1, 0}))
	default:
		t = pair{1, 0}
	}
	if x < 0 {
		t = t.neg()
	}
	return scaled{t, 0}
}

func sigmoidReference(x float64) scaled {
	e := expReference(-min(math.Abs(x), 1000))
	denominator := e.ldexp(e.k).add(pair{1, 0})
	if x < 0 {
		return scaled{e.div(denominator), e.k}
	}
	return scaled{pair{1, 0}.div(denominator), 0}
}

// ulps returns how far got is from the reference, in units of the last place that a float64 of that magnitude has.
func (x scaled) ulps(got float64) float64 {
	_, e := math.Frexp(x.hi)
	unit := max(e+x.k-53, -1074)
	if math.IsInf(got, 0) { // the next number after the greatest, which it is rounded to
		got, _ = math.Frexp(got)
		got = math.Copysign(math.Ldexp(1, 1024-x.k), got)
	} else {
		got = math.Ldexp(got, -x.k)
	}
	return math.Abs(math.Ldexp((got-x.hi)-x.lo, x.k-unit))
}

const bigPrecision = 300

func bigNumber(x float64) *big.Float { return new(big.Float).SetPrec(bigPrecision).SetFloat64(x) }

// bigExp is the series of exp for x/2^20, squared 20 times.
func bigExp(x *big.Float) *big.Float {
	r := new(big.Float).SetMantExp(x, -20)
	sum, term := bigNumber(1), bigNumber(1)
	for n := 1.0; n < 40; n++ {
		term.Quo(term.Mul(term, r), bigNumber(n))
		sum.Add(sum, term)
	}
	for range 20 {
		sum.Mul(sum, sum)
	}
	return sum
}

func (x scaled) big() *big.Float {
	return new(big.Float).SetMantExp(bigNumber(0).Add(bigNumber(x.hi), bigNumber(x.lo)), x.k)
}

// The reference agrees with math/big in 85 bits.
func TestReference(t *testing.T) {
	agree := func(name string, x float64, got, want *big.Float) {
		t.Helper()
		d := bigNumber(0).Sub(got, want)
		d.Quo(d, want)
		if e, _ := d.Abs(d).Float64(); e > 0x1p-85 {
			t.Errorf("%s(%v): relative error %g", name, x, e)
		}
	}
	one := bigNumber(1)
	for _, x := range []float64{0x1p-40, 1e-8, 1e-3, 0.1, 0.3466, 0.35, 0.49, 0.5, 0.62, 1, 2, 3.7, 10, 18.7, 36, 100, 299, 700} {
		for _, x := range []float64{x, -x} {
			e := bigExp(bigNumber(x))
			agree("exp", x, expReference(x).big(), e)
			agree("sigmoid", x, sigmoidReference(x).big(), bigNumber(0).Quo(e, bigNumber(0).Add(e, one)))
			e.Mul(e, e)
			agree("tanh", x, tanhReference(x).big(), bigNumber(0).Quo(bigNumber(0).Sub(e, one), bigNumber(0).Add(e, one)))
		}
		// exp(log(x)) = x up to the relative error times log(x).
		for _, x := range []float64{x, 1 / x, 1 + x/1024, 1 - x/1024, x * 0x1p-1030} {
			if x == 1 {
				continue
			}
			l := logReference(x).big()
			agree("exp(log)-1", x, bigNumber(0).Sub(bigExp(l), one), bigNumber(0).Sub(bigNumber(x), one))
		}
	}
}

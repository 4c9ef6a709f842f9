package main

import (
	"fmt"
	"go/format"
	"math"
	"math/big"
)

// The polynomials of the elementary functions interpolate at Chebyshev's nodes, which is within a small factor of the best
// polynomial there is (Powell, "On the maximum errors of polynomial approximations defined by interpolation", 1967). All is computed in
// 400 bits and rounded to float64 at the end; a test measures what is left as error.

const precision = 400

func number(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func ratio(a, b int64) *big.Float {
	return new(big.Float).SetPrec(precision).Quo(number(float64(a)), number(float64(b)))
}

func sumOf(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Add(x, y) }
func times(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Mul(x, y) }
func minus(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Sub(x, y) }
func over(x, y *big.Float) *big.Float  { return new(big.Float).SetPrec(precision).Quo(x, y) }

// series returns the sum of term(k) * z^k.
func series(z *big.Float, term func(k int64) *big.Float) *big.Float {
	s, power := number(0), number(1)
	for k := range int64(130) {
		s = sumOf(s, times(term(k), power))
		power = times(power, z)
	}
	return s
}

// inverseFactorial returns 1/n!.
func inverseFactorial(n int64) *big.Float {
	return over(number(1), new(big.Float).SetPrec(precision).SetInt(new(big.Int).MulRange(1, n)))
}

// ln2 is 2*atanh(1/3).
func ln2() *big.Float {
	third := ratio(1, 3)
	return times(times(number(2), third), series(times(third, third), func(k int64) *big.Float { return ratio(1, 2*k+1) }))
}

// An approximation is a polynomial to be found.
type approximation struct {
	name     string
	doc      string
	f        func(z *big.Float) *big.Float
	from, to float64
	degree   int
	error    float64 // that the polynomial must not exceed, weighted
	weight   func(z float64) float64
}

var approximations = []approximation{
	{
		name: "exp", doc: "(exp(r) - 1 - r) / r²",
		f: func(r *big.Float) *big.Float {
			return series(r, func(k int64) *big.Float { return inverseFactorial(k + 2) })
		},
		from: -math.Ln2 / 2, to: math.Ln2 / 2, degree: 10,
		error: 0x1p-58, weight: func(r float64) float64 { return r * r / math.Exp(r) },
	},
	{
		name: "log", doc: "(2 atanh(s)/s - 2) / s² in z = s²",
		f: func(z *big.Float) *big.Float {
			return series(z, func(k int64) *big.Float { return ratio(2, 2*k+3) })
		},
		from: 0, to: 0.029437252, degree: 7, // of s² where 1+f = (1+s)/(1-s) = sqrt(2)
		error: 0x1p-58, weight: func(z float64) float64 { return z / 2 },
	},
	{
		name: "tanh", doc: "(tanh(x)/x - 1) / x² in z = x²",
		f: func(z *big.Float) *big.Float {
			cosh := series(z, func(k int64) *big.Float { return inverseFactorial(2 * k) })
			return over(series(z, func(k int64) *big.Float {
				return minus(inverseFactorial(2*k+3), inverseFactorial(2*k+2))
			}), cosh)
		},
		from: 0, to: tanhSmall * tanhSmall, degree: 11,
		error:  0x1p-56, // most of it is the rounding of -1/3
		weight: func(z float64) float64 { return z },
	},
}

// tanhSmall is where tanh passes from its polynomial to the exponential.
const tanhSmall = 0.625

// coefficients returns the interpolating polynomial, from the constant term up.
func (a approximation) coefficients() []float64 {
	nodes, differences := make([]*big.Float, a.degree+1), make([]*big.Float, a.degree+1)
	for i := range nodes {
		c := math.Cos(math.Pi * (float64(i) + 0.5) / float64(len(nodes)))
		nodes[i] = number((a.from+a.to)/2 + (a.to-a.from)/2*c)
		differences[i] = a.f(nodes[i])
	}
	for level := 1; level < len(nodes); level++ { // Newton's divided differences
		for i := len(nodes) - 1; i >= level; i-- {
			differences[i] = over(minus(differences[i], differences[i-1]), minus(nodes[i], nodes[i-level]))
		}
	}
	p := make([]*big.Float, a.degree+1) // p = p*(z - node) + difference, as in Horner's scheme
	for i := range p {
		p[i] = number(0)
	}
	for k := len(nodes) - 1; k >= 0; k-- {
		for i := len(p) - 1; i >= 0; i-- {
			p[i] = minus(number(0), times(p[i], nodes[k]))
			if i > 0 {
				p[i] = sumOf(p[i], p[i-1])
			}
		}
		p[0] = sumOf(p[0], differences[k])
	}
	rounded := make([]float64, len(p))
	for i := range p {
		rounded[i], _ = p[i].Float64()
	}
	return rounded
}

// worst returns the greatest weighted error of the polynomial p on a dense grid.
func (a approximation) worst(p []float64) float64 {
	w := 0.0
	const steps = 200
	for i := range steps + 1 {
		z := a.from + (a.to-a.from)*float64(i)/steps
		v := number(0)
		for k := len(p) - 1; k >= 0; k-- {
			v = sumOf(times(v, number(z)), number(p[k]))
		}
		e, _ := minus(v, a.f(number(z))).Float64()
		w = max(w, math.Abs(e)*a.weight(z))
	}
	return w
}

// A constant is a number that the elementary functions need, beside their polynomials.
type constant struct {
	name, doc string
	value     float64
}

// constants returns ln 2 in two parts, the first short enough that its product with an exponent is exact, and 1/ln 2.
func constants() []constant {
	l := ln2()
	hi, _ := new(big.Float).SetPrec(33).Set(l).Float64()
	lo, _ := minus(l, number(hi)).Float64()
	inverse, _ := over(number(1), l).Float64()
	return []constant{
		{"ln2Hi", "ln 2 in 33 bits", hi},
		{"ln2Lo", "ln 2 - ln2Hi", lo},
		{"log2E", "1 / ln 2", inverse},
		{"tanhSmall", "below it tanh is a polynomial", tanhSmall},
	}
}

// coefficientsFile returns the Go file with the constants of the portable functions.
func coefficientsFile() []byte {
	text := "// Code generated by go run . in asm. DO NOT EDIT.\n\npackage kernel\n\nconst (\n"
	for _, c := range constants() {
		text += fmt.Sprintf("\t%s = %x // %s\n", c.name, c.value, c.doc)
	}
	text += ")\n"
	for _, a := range approximations {
		text += fmt.Sprintf("\n// %s for %.4g <= z <= %.4g, from the constant term up.\nconst (\n", a.doc, a.from, a.to)
		for i, c := range a.coefficients() {
			text += fmt.Sprintf("\t%s%d = %x\n", a.name, i, c)
		}
		text += ")\n"
	}
	formatted, err := format.Source([]byte(text))
	if err != nil {
		panic(err)
	}
	return formatted
}

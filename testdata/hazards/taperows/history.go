package taperows

import "math"

func multiply(a, b float64) float64 { return a * b }

// Row83 passes one value as both arguments.
//
//gograd:grad
func Row83(x float64) float64 { return multiply(x, x) }

// The identities of row 84 have derivatives of the user's own.

func identityA(x float64) float64 { return x }
func identityB(x float64) float64 { return x }
func identityC(x float64) float64 { return x }

//gograd:rule identityA
func IdentityARule(x, y, dy float64) (dx float64) { return 2*dy*x + 1 }

//gograd:rule identityB
func IdentityBRule(x, y, dy float64) (dx float64) { return 4 * dy }

//gograd:rule identityC
func IdentityCRule(x, y, dy float64) (dx float64) { return 2 * dy }

//gograd:grad
func Row84A(x float64) float64 { return identityA(x) }

//gograd:grad
func Row84B(x float64) float64 { return identityB(x) }

//gograd:grad
func Row84C(x float64) float64 { return identityC(x) }

//gograd:grad
func Row85(x float64) float64 { return 2 * x }

//gograd:grad
func Row86(x1, x2 float64) float64 { return x1 + x2 }

// Row87 has a row for each of its results. Row 88 is the same for each example of a batch.
//
//gograd:jacobian
func Row87(x, y []float64) (z0, z1 float64) { return x[0] * x[0] * y[0], x[1] * x[1] * y[1] }

// Row89 multiplies in some of the iterations.
//
//gograd:grad
func Row89(x float64, n int) float64 {
	y := 1.0
	for i := range n {
		if i > 1 && i < 5 {
			y *= x
		}
	}
	return y
}

//gograd:grad
func Row90(x [][]float64) float64 {
	y := 0.0
	for _, row := range x {
		for _, v := range row {
			y += v
		}
	}
	return y * y
}

// Row91Naive overflows.
//
//gograd:grad
func Row91Naive(x float64) float64 { return math.Log(1 + math.Exp(x)) }

func log1pExp(x float64) float64 { return math.Log(1 + math.Exp(x)) }

//gograd:rule log1pExp
func Log1pExpRule(x, y, dy float64) (dx float64) { return dy * (1 - 1/(1+math.Exp(x))) }

// Row91 has a derivative that doesn't.
//
//gograd:grad
func Row91(x float64) float64 { return log1pExp(x) }

//gograd:grad
func Row92(x float64) float64 { return 2*math.Pow(x, 4) + 3*math.Pow(x, 3) + 2 }

// Row93 has several results, and whole numbers among its parameters.
//
//gograd:jacobian
func Row93(x []float64, indexes []int) (first, rest float64) {
	for _, i := range indexes {
		rest += x[i]
	}
	return x[0] * x[0], rest
}

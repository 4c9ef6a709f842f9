package mathrule

import "math"

// cosh² = 1 + sinh² saves the exponential.
//
//gograd:rule math.Sinh regular strict
func sinh(x, y, dy float64) (dx float64) { return dy * math.Hypot(1, y) }

//gograd:rule math.Cosh regular strict
func cosh(x, y, dy float64) (dx float64) { return dy * math.Sinh(x) }

//gograd:rule math.Tanh bounded
func tanh(x, y, dy float64) (dx float64) { return dy * (1 - y*y) }

//gograd:rule math.Asinh regular strict
func asinh(x, y, dy float64) (dx float64) { return dy / math.Hypot(1, x) }

// Two roots: x*x - 1 loses digits near 1 and overflows.
//
//gograd:rule math.Acosh strict
func acosh(x, y, dy float64) (dx float64) { return dy / (math.Sqrt(x-1) * math.Sqrt(x+1)) }

//gograd:rule math.Atanh regular strict
func atanh(x, y, dy float64) (dx float64) { return dy / ((1 - x) * (1 + x)) }

package mathrule

import "math"

// Functions that are constant between their jumps.
//
//gograd:rule math.Floor inactive
//gograd:rule math.Ceil inactive
//gograd:rule math.Trunc inactive
//gograd:rule math.Round inactive
//gograd:rule math.RoundToEven inactive
//gograd:rule math.Logb inactive
var _ = []func(float64) float64{math.Floor, math.Ceil, math.Trunc, math.Round, math.RoundToEven, math.Logb}

// Mod(x, y) is x - n*y with n = Trunc(x/y), of the exact quotient: for x = 1, y = 0.1 that is 9, not the 10 to which 1/0.1 is
// rounded. So n is computed from the result.
//
//gograd:rule math.Mod
func mod(x, y, r, dr float64) (dx, dy float64) { return dr, -dr * math.Round((x-r)/y) }

// Remainder is as Mod with n = RoundToEven(x/y).
//
//gograd:rule math.Remainder
func remainder(x, y, r, dr float64) (dx, dy float64) { return dr, -dr * math.Round((x-r)/y) }

//gograd:rule math.Modf
func modf(f, integer, fractional, dinteger, dfractional float64) (df float64) { return dfractional }

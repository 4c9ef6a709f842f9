package main

// doc is what the documentation of a function says: what it returns, and its derivative (one for each argument). For the rest there
// is the rule.
type doc struct {
	returns    string
	derivative string
}

// docs are the documentation of the functions, by the names that they have in package math. A function without an entry is an error.
var docs = map[string]doc{
	"Abs":     {"the absolute value of x", "The derivative is the sign of x, and 0 at 0."},
	"Acos":    {"the arccosine of x, in radians", "The derivative is -1/√(1-x²)."},
	"Acosh":   {"the inverse hyperbolic cosine of x", "The derivative is 1/√(x²-1)."},
	"Asin":    {"the arcsine of x, in radians", "The derivative is 1/√(1-x²)."},
	"Asinh":   {"the inverse hyperbolic sine of x", "The derivative is 1/√(1+x²)."},
	"Atan":    {"the arctangent of x, in radians", "The derivative is 1/(1+x²)."},
	"Atanh":   {"the inverse hyperbolic tangent of x", "The derivative is 1/(1-x²)."},
	"Cbrt":    {"the cube root of x", "The derivative is 1/(3∛x²): +Inf at 0."},
	"Cos":     {"the cosine of x, in radians", "The derivative is -sin x."},
	"Cosh":    {"the hyperbolic cosine of x", "The derivative is sinh x."},
	"Erf":     {"the error function of x", "The derivative is 2/√π exp(-x²)."},
	"Erfc":    {"the complementary error function of x", "The derivative is -2/√π exp(-x²)."},
	"Erfcinv": {"the inverse of Erfc(x)", "With y = erfc⁻¹(x) the derivative is -√π/2 exp(y²)."},
	"Erfinv":  {"the inverse of Erf(x)", "With y = erf⁻¹(x) the derivative is √π/2 exp(y²)."},
	"Exp":     {"e to the power x", "The derivative is eˣ."},
	"Exp2":    {"2 to the power x", "The derivative is 2ˣ ln 2."},
	"Expm1":   {"eˣ-1, exact for small x", "The derivative is eˣ."},
	"Gamma":   {"the Gamma function of x", "The derivative is Γ(x) ψ(x), with ψ as in [Polygamma]."},
	"J0":      {"the order-zero Bessel function of the first kind", "The derivative is -J₁(x)."},
	"J1":      {"the order-one Bessel function of the first kind", "The derivative is J₀(x) - J₁(x)/x: 1/2 at 0."},
	"Jn":      {"the order-n Bessel function of the first kind", "The derivative is (Jₙ₋₁(x) - Jₙ₊₁(x))/2."},
	"Ldexp":   {"frac × 2 to the power exp", "The derivative is 2 to the power exp."},
	"Lgamma":  {"the logarithm of the absolute value of Gamma(x)", "The derivative is ψ(x), as in [Polygamma]."},
	"Log":     {"the natural logarithm of x", "The derivative is 1/x."},
	"Log10":   {"the decimal logarithm of x", "The derivative is 1/(x ln 10)."},
	"Log1p":   {"the natural logarithm of 1+x, exact for small x", "The derivative is 1/(1+x)."},
	"Log2":    {"the binary logarithm of x", "The derivative is 1/(x ln 2)."},
	"Sin":     {"the sine of x, in radians", "The derivative is cos x."},
	"Sinh":    {"the hyperbolic sine of x", "The derivative is cosh x."},
	"Sqrt":    {"the square root of x", "The derivative is 1/(2√x): +Inf at 0, but nothing where the incoming adjoint is 0."},
	"Tan":     {"the tangent of x, in radians", "The derivative is 1 + tan² x."},
	"Tanh":    {"the hyperbolic tangent of x", "The derivative is 1 - tanh² x."},
	"Y0":      {"the order-zero Bessel function of the second kind", "The derivative is -Y₁(x)."},
	"Y1":      {"the order-one Bessel function of the second kind", "The derivative is Y₀(x) - Y₁(x)/x."},
	"Yn":      {"the order-n Bessel function of the second kind", "The derivative is (Yₙ₋₁(x) - Yₙ₊₁(x))/2."},

	"Ceil":        {"the least integer that is not less than x", "It is a constant: a derivative through it is nil."},
	"Floor":       {"the greatest integer that is not greater than x", "It is a constant: a derivative through it is nil."},
	"Logb":        {"the binary exponent of x", "It is a constant: a derivative through it is nil."},
	"Round":       {"the integer nearest to x, halves away from zero", "It is a constant: a derivative through it is nil."},
	"RoundToEven": {"the integer nearest to x, halves to the even one", "It is a constant: a derivative through it is nil."},
	"Trunc":       {"the integer part of x", "It is a constant: a derivative through it is nil."},

	"Atan2":     {"the arctangent of y/x in the quadrant of the point (x, y)", "The derivatives by y and x are x/(x²+y²) and -y/(x²+y²), and 0 at the origin."},
	"Copysign":  {"a value with the magnitude of f and the sign of sign", "The derivative by f is 1 where the signs of f and sign are equal, -1 where they are not, and 0 at f = 0; that by sign is 0."},
	"Dim":       {"x-y where that is positive and 0 elsewhere", "The derivatives are 1 and -1 where x > y and 0 elsewhere."},
	"Hypot":     {"√(p²+q²), without overflow or underflow on the way", "The derivatives are p/√(p²+q²) and q/√(p²+q²), and 0 at the origin."},
	"Max":       {"the larger of x and y", "The derivative is that of the larger; where they are equal it is that of x."},
	"Min":       {"the smaller of x and y", "The derivative is that of the smaller; where they are equal it is that of x."},
	"Mod":       {"the remainder of x/y, with the sign of x", "The derivatives are 1 and -n, with n = trunc(x/y)."},
	"Pow":       {"x to the power y", "The derivative by x is y xʸ⁻¹, and 0 at y = 0; that by y is xʸ ln x, 0 at x = 0 for y > 0, and NaN for x < 0: for a constant exponent take [Pow]."},
	"Remainder": {"the IEEE 754 remainder of x/y", "The derivatives are 1 and -n, with n the integer nearest to x/y."},

	"Polygamma": {"ψ⁽ⁿ⁾(x), the derivative of order n of the digamma function ψ(x) = Γ'(x)/Γ(x)", "The derivative is ψ⁽ⁿ⁺¹⁾(x). It is NaN at the poles 0, -1, -2, … and for n < 0."},
}

// Package gradtest checks derivatives in tests: generated ones, hand-written ones, derivative rules.
//
// [Check] compares a gradient with finite differences, one component at a time. [CheckFunc] does the same for functions
// of any parameters, structs and slices of slices among them. [CheckVJP] checks a vector-Jacobian product, with the
// dot-product test where there are many components, [CheckJacobian] a Jacobian, row by row. [CheckDot] compares forward with reverse mode.
//
// Check, CheckFunc and CheckJacobian also check what gograd promises beyond the derivative: that the value is the function's own,
// that the arguments end as they do after a call of the function, that a destination's old contents don't matter, and
// that a second call gives the same. CheckVJP checks that the destination is added to.
//
//	func TestRosenbrockGrad(t *testing.T) {
//		gradtest.Check(t, Rosenbrock, RosenbrockGrad, []float64{-1.2, 1})
//	}
//
// # Finite differences
//
// [Derivative] and [Gradient] extrapolate central differences to step zero and estimate the error of what they give;
// typically ten digits are right. A difference between derivative and finite difference is an error if it is larger
// than the tolerance and the estimate allow. If the estimate itself is too large to say anything, that is an error
// too: the function has a kink or a jump close to the point, is not defined on both sides of it, or is noisy. At a
// kink a gradient is a matter of convention and finite differences say nothing: check at another point.
package gradtest

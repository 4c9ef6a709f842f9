// Package mathrule holds the derivative rules of package math and of the builtins min and max.
//
// A rule is a Go function. It takes what the function that it is for takes and gives, then a cotangent for each float
// result, and returns the contribution to each float parameter's cotangent:
//
//	//gograd:rule math.Tanh
//	func tanh(x, y, dy float64) (dx float64) { return dy * (1 - y*y) }
//
// gograd compiles rules into the code that it writes, as it does the user's functions, and differentiates them again for
// higher derivatives. So they use nothing but arithmetic, if, for, and functions of math. They use the result
// where that saves work and loses nothing.
//
// A rule is applied only where one of its cotangents is not zero, or the directive says that this makes no difference: the rules need
// not care that zero times an infinite partial is to be zero. With the word regular a rule gives zero for cotangents of zero
// wherever the results are finite; with nonzero it does where no argument is zero either; with strict, no result is finite where an argument
// is not. At points without a derivative they follow the table in the documentation of gograd
// (kinks_test.go has it again as a test).
//
// Functions of which the derivative is zero wherever it exists, and those that give no float, are inactive. Functions
// that take floats to pieces by their bits are refused: no derivative of theirs would be what the user meant.
//
// Source is how gograd reads the rules. Package tape calls them, on numbers, by the exported names that they have in rules_gen.go:
// Tanh is the rule of math.Tanh.
package mathrule

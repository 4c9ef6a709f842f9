// Package rule finds derivative rules and the functions that they are for.
//
//	//gograd:rule math.Tanh
//	func tanh(x, y, dy float64) (dx float64) { return dy * (1 - y*y) }
//
// The target is pkg.Func, (pkg.T).Method, (*pkg.T).Method or pkg.T.Method, where pkg is the name under which the file imports a
// package, or an import path; without pkg it is of the rule's own package. Words may follow it:
//
//	//gograd:rule log.Printf inactive          no derivative, and no effect on active memory
//	//gograd:rule math.Float64bits refused     no derivative that could be used
//
// These have no function, and may stand in the doc comment of any declaration, or of the package. On a rule's function may stand
//
//	//gograd:rule math.Sin bounded             the function and its partial derivatives are bounded
//	//gograd:rule math.Exp regular             a cotangent of zero contributes zero wherever the results are finite
//	//gograd:rule math.Sqrt nonzero            the same where no float argument is zero
//	//gograd:rule math.Log regular strict      and no float result is finite where a float argument is not
//
// The last three save guards against infinite partial derivatives. What is not said is not supposed.
//
// # The form of a rule
//
// A rule takes, in this order,
//
//	destinations   for each parameter of the target that refers to memory with floats, typed as in package directive; added to
//	parameters     those of the target, the receiver first, a variadic one as a slice
//	results        those of the target
//	cotangents     of each result that carries floats, with its type
//
// and gives the contribution to each parameter that carries floats and does not refer to memory. Rules for functions that take
// or give floats inside of slices, arrays, structs or pointers are checked, but refused: they are not applied yet.
//
// # Scope
//
// For the code of a package, the rules of the package itself come first, then those of the packages that it
// imports (a blank import will do), then gograd's own. Two rules for one function at the same distance are an error.
// gograd's own rules come with the tool, as source; no module needs to require them. They alone may be
// for the builtins min and max. Those for packages that the program does not contain are left out.
package rule

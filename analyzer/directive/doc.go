// Package directive reads the //gograd: comments of Go source and says what function each of them asks for.
//
// It works in two steps. Requests needs syntax only; Resolve needs types, and gives the signature of the function
// to be generated. Stubs, the adjoint builder and error messages all take the signature from here.
//
// # Directives
//
//	//gograd:grad [wrt=a,b] [name=Ident] [fast]
//	//gograd:vjp  [wrt=a,b] [name=Ident] [fast]
//	//gograd:jacobian [wrt=a,b] [name=Ident] [fast]
//	//gograd:rule …                              (read by package rule)
//
// A directive stands in the doc comment of a function or method. An argument may be a Go string in quotes. A comment
// that a careless reader would take for a directive (a space before or after "gograd:", capitals) is reported.
//
// # Signatures
//
// A generated function takes, in this order, a destination for each wrt that refers to memory, the function's own
// parameters, and, for vjp, a seed for each result that carries a derivative. It returns the function's own results
// and a derivative for each wrt that is a pure value. A method gives a method. A jacobian has a destination, or a derivative, for each
// float result and each wrt: first all those of the first result.
//
// A destination has its primal's type where that is a slice, a map or a pointer, and is a pointer to it where it is a
// struct or an array with such a thing inside. The last parameter of a grad or a jacobian stays variadic; in a vjp with seeds it becomes a
// slice.
//
// # Names
//
// The function's own names are kept. A derivative is called d and the name of its primal (dx of x, dW of p.W), a seed
// d and the name of its result. In a jacobian a derivative is called after its result and its primal, as in dy/dx: dydx. A parameter without a name, or called _, is called p and its number from 0 (p1), such a
// receiver recv. A result without a name is called err if it is an error, ok if it is a bool, and, if it is the
// only one that carries a derivative, the last word of the function's name in lower case (loss of logLoss), or y
// where that is taken; several are y0, y1 and so on, any other r and its number. A name that is taken already, by another variable of the signature, a declaration of
// the package, an import of the file, or the language, gets a _ appended until it is free; own names come before destinations, these before
// seeds, and these before derivatives.
package directive

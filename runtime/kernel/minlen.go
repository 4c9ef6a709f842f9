package kernel

// From these lengths on a call is faster than the loop in its place, on the processors that were measured; the code generator asks
// before it writes a call. Below them the loop is.
const (
	MinLen         = 12 // of the kernels that add and multiply vectors
	MinLenMatrix   = 8  // columns of the functions for matrices, when there are four rows or more
	MinLenFunction = 4  // of Exp, Log, Tanh and Sigmoid
)

// short is the length from which on the assembly is called: below it, the loop is faster than another call.
const short = 4

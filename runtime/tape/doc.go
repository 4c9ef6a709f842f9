// Package tape differentiates what a program does, by recording it: the counterpart of TensorFlow's GradientTape.
//
//	t := tape.New()
//	x := t.Watch(tensor.Scalar(3))
//	y := tape.Mul(x, x)
//	gs, err := t.Gradient(y, x) // gs[0] is 6
//
// Values on a tape are [Var], numbers and tensors with NumPy's broadcasting, and [Float], numbers for scalar code. Operations are functions of
// Vars and methods of Floats. They return no errors: the first one sticks to the tape, and comes out of the methods that
// differentiate.
//
// A tape is explicit and serves one goroutine. What is used after [Tape.Reset], or on another tape, is an error with a name, never a
// wrong number. Where a target does not depend on a source, the derivative is nil, and [Tape.Explain] says why.
//
// Derivatives of elementary functions are those of the rules in runtime/rules/mathrule, which gograd compiles into the code that it writes; at
// kinks they follow the same conventions. An adjoint that is exactly zero makes zero of a partial derivative that is infinite or not
// a number. The exceptions are Cholesky and SolveTriangular, of which such matrices make NaN everywhere.
//
// Higher derivatives come from [Tape.GradientVars], which records what it does, and from [Tape.Hessian], [Tape.HVP] and [Tape.Jacobian].
// [Checkpoint] bounds the memory of long computations; [Call] makes one operation of a gradient that gograd wrote.
//
// docs/tape.md goes through TensorFlow's guides, example by example; the examples here are those.
package tape

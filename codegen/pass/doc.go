// Package pass holds the optimizations that turn what the adjoint builder writes into what a person would write. Each
// pass is one file with one job: a function from the IR to the IR that leaves what the interpreter computes as it was. Passes is the
// order in which they run.
package pass

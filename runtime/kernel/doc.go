// Package kernel has the vector kernels that generated code calls where rows are long: multiples of vectors added to others,
// inner products, matrices times vectors, outer products, and exponentials and their like over whole slices.
//
// On amd64 they are assembly for AVX2 and FMA, chosen when the program starts if processor and operating system have them; elsewhere, and
// with the build tag purego, portable Go.
//
// # What is promised
//
// Kernels without a result work element by element, and leave the bits that the loop in their documentation leaves: nothing is reordered
// and nothing fused that Go would not fuse. Only which of several NaNs comes out is open. (With GOAMD64=v3 and above the Go compiler
// fuses products and sums in some loops and not in others. The kernels never do on amd64, so there the bits may differ from a loop's.)
//
// Kernels that return sums add in an order of their own, which depends on the processor. They are for adjoints, and
// for values of functions whose directive says fast.
//
// No kernel skips a coefficient that is zero: 0 times an infinity is NaN, as in the loop. Where an adjoint of exactly 0 is to contribute nothing
// whatever it meets, the caller asks before it calls.
//
// # Lengths
//
// The length of the first vector rules. (For the matrix functions their documentation says which one does.) Vectors that are longer are used as far as that;
// one that is shorter is a panic, before anything is written. Lengths count, capacities do not.
//
// # Memory that is shared
//
// Vectors of one call may be the same slice, and come out as in the loop, element after element. Vectors that overlap in another way, so that
// an output is an input or an output at another index, leave unspecified numbers in the outputs. For the matrix functions
// the output must share no memory with the vectors, and rows that are written none with each other.
package kernel

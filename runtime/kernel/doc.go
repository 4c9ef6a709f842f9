// Package kernel has the vector kernels that generated code calls where rows are long: multiples of vectors added to others,
// inner products, matrices times vectors, outer products, and exponentials and their like over whole slices.
//
// On amd64 they are assembly for AVX2 and FMA, chosen when the program starts if processor and operating system have them; on arm64 those that
// add and multiply are assembly for NEON. Elsewhere, and with the build tag purego, they are portable Go.
//
// # What is promised
//
// Kernels without a result work element by element, and leave the bits that the loop in their documentation leaves: nothing is reordered,
// products and sums are fused into one rounding where Go does so, on arm64, and nowhere else. Only which of several NaNs comes out is open. (With GOAMD64=v3 and above the Go compiler
// fuses in some loops and not in others. The kernels never do on amd64, so there the bits may differ from a loop's.)
//
// Kernels that return sums add in an order of their own, which depends on the processor. They are for adjoints, and
// for values of functions whose directive says fast.
//
// No kernel skips a coefficient that is zero: 0 times an infinity is NaN, as in the loop. Where an adjoint of exactly 0 is to contribute nothing
// whatever it meets, there are those whose name ends in Nonzero; for a single row the caller asks before it calls.
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
// the output must share no memory with the vectors; rows may be the same slice, also rows that are written.
//
// # When they pay
//
// Time of the loop that a code generator would write, divided by the kernel's, in the first level of the cache. Measured on
// an Intel Xeon of the fifth generation (Emerald Rapids) with Go 1.26, GOAMD64=v1, least of six runs; the machine was shared, so a figure is good to a fifth or so.
//
//	length        2     4     6     8    12    16    32    64   256  1024
//	Axpy        0.5   1.0   1.0   1.6   1.5   2.2   3.4   4.6   5.7   5.8
//	Axpy2       0.7   1.3   1.1   1.8   2.7   2.9   3.7   4.5   5.6   5.5
//	Axpy4       0.7   1.0   1.4   1.9   2.6   3.1   4.6   5.8   7.3   8.3
//	AddOuter4   0.7   1.0   1.4   1.9   2.4   2.8   3.8   5.3   5.2   5.1
//	AddMul      0.7   1.1   1.3   2.1   2.4   2.3   4.9   5.4   6.0   6.6
//	Sum         0.4   0.9   1.0   1.3   1.6   3.0   5.4  11.5    30    40
//	Dot         0.6   1.1   1.3   1.5   2.0   3.1   6.0   8.9    29    30
//	Dot4        0.9   1.1   1.7   2.1   3.0   3.6   6.6   9.6  11.8  15.2
//	Exp         2.1   4.0   4.0   5.2   5.6   5.8   6.6   7.0   7.3   6.9
//	Log         2.1   3.2   3.7   3.7   3.9   3.9   4.3   4.2   4.1   4.1
//	Tanh        1.7   2.8   2.8   3.7   3.7   3.9   4.1   4.1   4.1   3.9
//	Sigmoid     2.0   3.8   3.8   4.0   4.6   5.0   5.0   5.0   5.0   5.0
//
// [MinLen] and [MinLenFunction] are drawn from it. The assembly for arm64 was tested in an emulator and is not measured. In portable Go a call is worth what its inlined loop is, except that sums have four partial sums.
// The module in the folder asm compares with gonum: the same within a quarter below 32, and up to 3 times faster above.
package kernel

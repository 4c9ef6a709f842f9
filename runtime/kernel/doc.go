// Package kernel has the vector kernels that generated code calls where rows are long: multiples of vectors added to others,
// inner products, matrices and triangles times vectors, outer products, and exponentials and their like over whole slices.
//
// On amd64 they are assembly for AVX2 and FMA, chosen when the program starts if processor and operating system have them; on arm64 those that
// add and multiply are assembly for NEON. Elsewhere, and with the build tag purego, they are portable Go.
//
// # What is promised
//
// Kernels that add and multiply and have no result work element by element, and leave the bits that the loop in their documentation leaves: nothing
// is reordered, and products and sums are fused into one rounding on arm64, as Go does there, and nowhere else. Only which of several NaNs comes out
// is open. (With GOAMD64=v3 and above the Go compiler fuses in some loops and not in others. The kernels never do on amd64, so there the bits may
// differ from a loop's.) MulVec is an exception: it adds sums.
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
// the output must share no memory with the vectors; rows may be the same slice, also rows that are written. For triangles no output may be another
// argument.
//
// # When they pay
//
// Time of the loop that a code generator would write, divided by the kernel's, in the first levels of the cache. Measured on an Intel Xeon of
// the fifth generation (Emerald Rapids) with Go 1.26 and GOAMD64=v1; least of ten runs. The machine was shared, so a figure is good to a fifth or so.
//
//	length                  2     4     6     8    12    16    24    32    64   128   256  1024
//	Axpy                  0.7   1.0   1.0   0.9   1.4   1.5   1.8   2.2   3.2   4.0   4.4   4.7
//	Axpy2                 0.7   0.8   0.9   1.1   1.5   1.6   2.1   2.4   3.2   3.5   3.7   3.8
//	Axpy4                 0.5   0.8   1.0   1.3   1.7   2.2   2.7   3.0   3.7   4.2   4.4   4.7
//	AddOuter4             0.5   0.9   1.0   1.3   1.7   1.9   2.3   2.6   3.2   3.6   4.0   4.0
//	AddMul                0.6   1.0   0.9   1.1   1.4   1.2   1.6   1.7   2.6   3.2   3.5   3.5
//	AddMulNonzero         0.8   1.1   1.2   1.3   1.6   2.2   2.4   2.5   3.0   3.8   3.5   3.7
//	Sum                   0.7   0.9   0.9   1.3   1.4   2.2   3.7   2.3   3.5   6.1   8.7    11
//	Dot                   0.6   1.1   0.8   1.1   1.4   1.4   1.8   2.1   2.9   4.9   8.1   7.6
//	Dot4                  0.4   0.5   0.7   0.8   1.1   1.4   1.8   2.2   3.0   3.5   4.1   4.6
//	Exp                   2.3   4.1   3.8   5.1   5.6   5.9   5.9   6.0   6.1   6.1   6.1   6.0
//	Log                   1.7   3.3   2.7   3.6   3.9   4.0   3.9   4.0   4.2   4.1   4.2   4.3
//	Tanh                  1.6   2.8   2.5   3.8   3.7   4.0   5.2   3.9   4.0   4.1   4.0   4.0
//	Sigmoid               2.0   3.8   3.5   4.6   4.6   4.8   4.9   5.0   5.0   5.0   5.0   5.0
//
// Matrices of n rows and n columns in one slice, against two nested loops:
//
//	length                  4     8    16    32    64   128   256
//	MulVec                1.2   1.7   2.5   2.8   3.5   4.5   8.2
//	MulVecT               1.4   1.6   2.0   2.7   3.9   4.7   5.4
//	MulVecTNonzero        1.2   1.9   3.1   4.4   5.5   4.8   8.0
//	AddOuter              1.3   1.9   2.2   3.4   3.7   2.8   2.8
//	AddOuterNonzero       1.1   1.5   1.8   2.4   3.1   2.7   2.7
//
// Triangles of n rows, against two nested loops:
//
//	length                  2     4    10    20    64
//	AxpyTriangle          1.4   1.4   2.2   4.1   5.5
//	AxpyDotTriangle       1.2   1.2   3.3   5.8   6.5
//
// Matrices and vectors against gonum (floats.AddScaled, floats.Dot, blas64.Gemv and blas64.Ger), by the benchmarks of the module in the folder asm:
//
//	length                  4     8    16    32    64   128   256  1024
//	Axpy                  1.2   1.0   1.1   1.4   1.5   1.7   1.8   1.8
//	Dot                   0.7   0.9   1.1   1.3   1.6   1.9   2.2   2.2
//	MulVec                1.5   1.0   0.8   1.0   1.2   1.4   1.6   1.0
//	MulVecT               1.5   1.1   0.9   1.0   1.3   1.4   1.5   1.0
//	AddOuter              1.5   1.0   0.9   1.1   1.3   1.0   1.0   1.0
//
// [MinLen], [MinLenMatrix] and [MinLenFunction] are drawn from this. The assembly for arm64 was tested in an emulator and is not measured. In
// portable Go a call is worth about what the loop is, except that sums have four partial sums, and that Sigmoid takes a third longer for its error bound.
package kernel

package ir

import "go/types"

// KernelPath is the import path of the vector kernels, which the optimizer calls where a loop has the shape of one.
const KernelPath = "github.com/gograd/gograd/runtime/kernel"

// Sincos is the runtime's function that gives the results of math.Sin and math.Cos, with their bits.
var Sincos = FuncRef{Pkg: "github.com/gograd/gograd/runtime", Name: "Sincos"}

// Apart is the runtime's function that tells quickly, from their capacities, that two slices are disjoint.
var Apart = FuncRef{Pkg: "github.com/gograd/gograd/runtime", Name: "Apart"}

// kernelSignatures says for each kernel what it takes, and what it does with that: f float64; i int; x []float64 whose elements it reads;
// y []float64 whose elements it reads and stores to; d []float64 whose elements it only stores to; X and Y [][]float64, which it reads,
// with rows as x and y. Behind the colon is what it gives. It touches no other memory.
var kernelSignatures = map[string]string{
	"Axpy": "fxy", "Axpy2": "fxyxy", "Axpy4": "ffffxxxxy", "Axpy4Nonzero": "ffffxxxxy", "Add": "xy", "AddMul": "xxy", "AddMulNonzero": "xxy", "Scale": "fy",
	"AddMul2": "xxyxy", "AddMul2Nonzero": "xxyxy", "AxpyDot": "fxyx:f",
	"Sum": "x:f", "Dot": "xx:f", "Dot4": "xxxxx:ffff",
	"AddOuter": "Yxx", "AddOuterNonzero": "Yxx", "AddOuterFlat": "yixx", "AddOuterFlatNonzero": "yixx", "AddOuter4": "ffffxyyyy",
	"MulVec": "yXx", "MulVecFlat": "yxix", "MulVecT": "yXx", "MulVecTNonzero": "yXx", "MulVecTFlat": "yxix", "MulVecTFlatNonzero": "yxix",
	"AxpyTriangle": "xxy", "AxpyDotTriangle": "xxyxy",
	"Exp": "dx", "Log": "dx", "Tanh": "dx", "Sigmoid": "dx",
}

// KernelArg is what a kernel does with the memory that one of its arguments refers to.
type KernelArg struct {
	Rows          bool // the argument is a slice of slices, which the kernel reads, and the elements are theirs
	Reads, Writes bool // the elements; neither for a number
}

var kernelArgs = map[rune]KernelArg{
	'x': {Reads: true}, 'y': {Reads: true, Writes: true}, 'd': {Writes: true},
	'X': {Rows: true, Reads: true}, 'Y': {Rows: true, Reads: true, Writes: true},
}

// KernelArgs tells for each argument what the kernel fn does with its memory; ok is false where fn is none.
func KernelArgs(fn FuncRef) (args []KernelArg, ok bool) {
	if fn.Pkg != KernelPath {
		return nil, false
	}
	code, ok := kernelSignatures[fn.Name]
	for _, r := range code {
		if r == ':' {
			break
		}
		args = append(args, kernelArgs[r])
	}
	return args, ok
}

// vector and matrix are what kernels work on.
var (
	vector = types.NewSlice(Float64)
	matrix = types.NewSlice(vector)
)

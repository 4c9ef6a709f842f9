package interp

import (
	"go/types"
	"math"
	"unicode/utf8"

	"github.com/gograd/gograd/analyzer/ir"
)

// external applies a function that is not part of the program. exprs are the arguments' expressions, for their types.
func (in *Interp) external(fn ir.FuncRef, args []Value, exprs []ir.Expr) []Value {
	name := fn.String()
	if f, ok := in.Funcs[name]; ok {
		return f(args)
	}
	switch fn.Pkg {
	case "":
		return []Value{builtin(fn.Name, args, exprs)}
	case "unicode/utf8":
		if fn.Name == "DecodeRuneInString" {
			r, n := utf8.DecodeRuneInString(args[0].Str())
			return []Value{Integer(int64(r)), Integer(int64(n))}
		}
	case "math":
		if r := mathCall(fn.Name, args); r != nil {
			return r
		}
	case RuntimePath:
		if f, ok := runtimeFuncs[fn.Name]; ok {
			return f(args)
		}
	case ir.KernelPath:
		if f, ok := kernels[fn.Name]; ok {
			checkKernel(fn, args)
			return f(args)
		}
	}
	panic(fault{"unknown function " + name})
}

// stopGradient is the identity without tangents, in the value itself.
func stopGradient(v Value) Value {
	v = v.Copy()
	v.D = 0
	for i := range v.Elems {
		v.Elems[i] = stopGradient(v.Elems[i])
	}
	return v
}

func builtin(name string, args []Value, exprs []ir.Expr) Value {
	switch name {
	case "len":
		return Integer(int64(args[0].Len()))
	case "cap":
		if args[0].K == Array {
			return Integer(int64(len(args[0].Elems)))
		}
		return Integer(int64(args[0].Window().Cap))
	case "min", "max":
		return extreme(name == "max", args, exprs[0].Type())
	}
	panic(fault{"unknown builtin " + name})
}

// extreme is the builtins min and max. The tangent is that of the first argument that attains the result.
func extreme(largest bool, args []Value, t types.Type) Value {
	best := args[0]
	for _, a := range args[1:] {
		switch {
		case a.K == Float64 || a.K == Float32:
			r := Value{K: a.K, F: min(best.F, a.F), D: a.D}
			if largest {
				r.F = max(best.F, a.F)
			}
			if attains(best.F, r.F) {
				r.D = best.D
			}
			best = r
		case a.K == String:
			if largest && a.Str() > best.Str() || !largest && a.Str() < best.Str() {
				best = a
			}
		default:
			less := a.I < best.I
			if isUnsigned(t) {
				less = uint64(a.I) < uint64(best.I)
			}
			if less != largest && a.I != best.I {
				best = a
			}
		}
	}
	return best
}

// attains reports whether a result is x's: the same number, or both NaN.
func attains(x, result float64) bool {
	return x == result || math.IsNaN(x) && math.IsNaN(result)
}

package ir

import (
	"go/types"
	"strings"
)

// mathSignatures are the functions of package math that do not take float64s and give one: parameters and results
// as letters (f float64, s float32, i int, b bool, u uint64, v uint32).
var mathSignatures = map[string]string{
	"Float32bits": "s:v", "Float32frombits": "v:s", "Float64bits": "f:u", "Float64frombits": "u:f",
	"Frexp": "f:fi", "Ilogb": "f:i", "Inf": "i:f", "IsInf": "fi:b", "IsNaN": "f:b", "Jn": "if:f", "Yn": "if:f",
	"Ldexp": "fi:f", "Lgamma": "f:fi", "Modf": "f:ff", "NaN": ":f", "Nextafter32": "ss:s", "Pow10": "i:f",
	"Signbit": "f:b", "Sincos": "f:ff", "FMA": "fff:f",
	"Atan2": "ff:f", "Copysign": "ff:f", "Dim": "ff:f", "Hypot": "ff:f", "Max": "ff:f", "Min": "ff:f",
	"Mod": "ff:f", "Nextafter": "ff:f", "Pow": "ff:f", "Remainder": "ff:f",
}

// mathUnary are the functions of package math from float64 to float64.
const mathUnary = " Abs Acos Acosh Asin Asinh Atan Atanh Cbrt Ceil Cos Cosh Erf Erfc Erfcinv Erfinv Exp Exp2 Expm1 Floor Gamma J0 J1 " +
	"Log Log10 Log1p Log2 Logb Round RoundToEven Sin Sinh Sqrt Tan Tanh Trunc Y0 Y1 "

var signatureTypes = map[rune]types.Type{
	'f': Float64, 's': types.Typ[types.Float32], 'i': Int, 'b': Bool, 'u': types.Typ[types.Uint64], 'v': types.Typ[types.Uint32],
	'x': vector, 'y': vector, 'd': vector, 'X': matrix, 'Y': matrix,
}

// signature gives the parameters and results of a function of package math and of a kernel; ok is false for anything else.
func signature(fn FuncRef) (params, results []types.Type, ok bool) {
	if fn == Sincos {
		return signatureList("f"), signatureList("ff"), true
	}
	if fn.Pkg != "math" && fn.Pkg != KernelPath {
		return nil, nil, false
	}
	code, ok := mathSignatures[fn.Name]
	if fn.Pkg == KernelPath {
		if code, ok = kernelSignatures[fn.Name]; !ok {
			return nil, nil, false
		}
	}
	if !ok {
		if !strings.Contains(mathUnary, " "+fn.Name+" ") {
			return nil, nil, false
		}
		code = "f:f"
	}
	in, out, _ := strings.Cut(code, ":")
	return signatureList(in), signatureList(out), true
}

func signatureList(letters string) []types.Type {
	var ts []types.Type
	for _, r := range letters {
		ts = append(ts, signatureTypes[r])
	}
	return ts
}

// resultType is the type that fn's name implies for its one result, or nil.
func resultType(fn FuncRef) types.Type {
	if fn.Pkg == "" && (fn.Name == "len" || fn.Name == "cap") {
		return Int
	}
	if _, results, ok := signature(fn); ok && len(results) == 1 {
		return results[0]
	}
	return nil
}

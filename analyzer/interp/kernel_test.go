package interp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/runtime/kernel"
)

// What the interpreter makes of a kernel is what the kernel does, to rounding.
func TestKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	vec := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			if x[i] = r.NormFloat64(); r.IntN(4) == 0 {
				x[i] = 0
			}
		}
		return x
	}
	mat := func(m, n int) [][]float64 {
		x := make([][]float64, m)
		for i := range x {
			x[i] = vec(n)
		}
		return x
	}
	for n := range 12 {
		a, b, c, d := r.NormFloat64(), r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
		m := r.IntN(7)
		u, v, w, x, y, z, v2, w2, x2 := vec(n), vec(n+1), vec(n), vec(n+2), vec(n+1), vec(m), vec(n), vec(n), vec(n)
		rows := mat(m, n)
		tri, tri2 := vec(n*(n-1)/2), vec(n*(n-1)/2+1)
		pos := vec(n)
		for i := range pos {
			pos[i] = math.Abs(pos[i]) + 0.5
		}
		for _, k := range []struct {
			name string
			run  func(args []any) []float64
			args []any
		}{
			{"Add", func(s []any) []float64 { kernel.Add(vc(s[0]), vc(s[1])); return nil }, []any{u, v}},
			{"Axpy", func(s []any) []float64 { kernel.Axpy(fl(s[0]), vc(s[1]), vc(s[2])); return nil }, []any{a, u, v}},
			{"Axpy2", func(s []any) []float64 {
				kernel.Axpy2(fl(s[0]), vc(s[1]), vc(s[2]), vc(s[3]), vc(s[4]))
				return nil
			}, []any{a, u, v, w, x}},
			{"Axpy4", func(s []any) []float64 {
				kernel.Axpy4(fl(s[0]), fl(s[1]), fl(s[2]), fl(s[3]), vc(s[4]), vc(s[5]), vc(s[6]), vc(s[7]), vc(s[8]))
				return nil
			}, []any{a, b, c, d, u, v, w, x, y}},
			{"Axpy4Nonzero", func(s []any) []float64 {
				kernel.Axpy4Nonzero(fl(s[0]), 0, fl(s[2]), fl(s[3]), vc(s[4]), vc(s[5]), vc(s[6]), vc(s[7]), vc(s[8]))
				return nil
			}, []any{a, 0.0, c, d, u, v, w, x, y}},
			{"AddOuter4", func(s []any) []float64 {
				kernel.AddOuter4(fl(s[0]), fl(s[1]), fl(s[2]), fl(s[3]), vc(s[4]), vc(s[5]), vc(s[6]), vc(s[7]), vc(s[8]))
				return nil
			}, []any{a, b, c, d, u, v, w, x, y}},
			{"AddMul", func(s []any) []float64 { kernel.AddMul(vc(s[0]), vc(s[1]), vc(s[2])); return nil }, []any{u, v, w}},
			{"AddMulNonzero", func(s []any) []float64 { kernel.AddMulNonzero(vc(s[0]), vc(s[1]), vc(s[2])); return nil }, []any{u, v, w}},
			{"AddMul2", func(s []any) []float64 {
				kernel.AddMul2(vc(s[0]), vc(s[1]), vc(s[2]), vc(s[3]), vc(s[4]))
				return nil
			}, []any{u, v, w, x, y}},
			{"AddMul2Nonzero", func(s []any) []float64 {
				kernel.AddMul2Nonzero(vc(s[0]), vc(s[1]), vc(s[2]), vc(s[3]), vc(s[4]))
				return nil
			}, []any{u, v, w, x, y}},
			{"AxpyDot", func(s []any) []float64 {
				return []float64{kernel.AxpyDot(fl(s[0]), vc(s[1]), vc(s[2]), vc(s[3]))}
			}, []any{a, u, v, w}},
			{"Scale", func(s []any) []float64 { kernel.Scale(fl(s[0]), vc(s[1])); return nil }, []any{a, u}},
			{"Sum", func(s []any) []float64 { return []float64{kernel.Sum(vc(s[0]))} }, []any{u}},
			{"Dot", func(s []any) []float64 { return []float64{kernel.Dot(vc(s[0]), vc(s[1]))} }, []any{u, v}},
			{"Dot4", func(s []any) []float64 {
				a, b, c, d := kernel.Dot4(vc(s[0]), vc(s[1]), vc(s[2]), vc(s[3]), vc(s[4]))
				return []float64{a, b, c, d}
			}, []any{u, v, w, x, y}},
			{"AddOuter", func(s []any) []float64 { kernel.AddOuter(mt(s[0]), vc(s[1]), vc(s[2])); return nil }, []any{rows, z, u}},
			{"AddOuterNonzero", func(s []any) []float64 { kernel.AddOuterNonzero(mt(s[0]), vc(s[1]), vc(s[2])); return nil }, []any{rows, z, u}},
			{"MulVec", func(s []any) []float64 { kernel.MulVec(vc(s[0]), mt(s[1]), vc(s[2])); return nil }, []any{z, rows, u}},
			{"MulVecT", func(s []any) []float64 { kernel.MulVecT(vc(s[0]), mt(s[1]), vc(s[2])); return nil }, []any{u, rows, z}},
			{"MulVecTNonzero", func(s []any) []float64 { kernel.MulVecTNonzero(vc(s[0]), mt(s[1]), vc(s[2])); return nil }, []any{u, rows, z}},
			{"AxpyTriangle", func(s []any) []float64 { kernel.AxpyTriangle(vc(s[0]), vc(s[1]), vc(s[2])); return nil }, []any{u, tri, v}},
			{"AxpyDotTriangle", func(s []any) []float64 {
				kernel.AxpyDotTriangle(vc(s[0]), vc(s[1]), vc(s[2]), vc(s[3]), vc(s[4]))
				return nil
			}, []any{u, v, tri2, tri, w}},
			{"Exp", func(s []any) []float64 { kernel.Exp(vc(s[0]), vc(s[1])); return nil }, []any{v2, u}},
			{"Log", func(s []any) []float64 { kernel.Log(vc(s[0]), vc(s[1])); return nil }, []any{v2, pos}},
			{"Tanh", func(s []any) []float64 { kernel.Tanh(vc(s[0]), vc(s[1])); return nil }, []any{w2, u}},
			{"Sigmoid", func(s []any) []float64 { kernel.Sigmoid(vc(s[0]), vc(s[1])); return nil }, []any{x2, u}},
		} {
			var args []Value
			for _, x := range k.args {
				args = append(args, valueOf(x))
			}
			got, err := callKernel(k.name, args)
			if err != nil {
				t.Fatal(err)
			}
			want := k.run(k.args)
			for _, x := range want {
				args = append(args, Float(x))
			}
			have := append(args[:len(k.args):len(k.args)], got...)
			var wanted []Value
			for _, x := range k.args {
				wanted = append(wanted, valueOf(x))
			}
			if why, ok := Same(append(wanted, args[len(k.args):]...), have, Within(1e-12)); !ok {
				t.Errorf("%s, length %d: %s", k.name, n, why)
			}
		}
	}
}

// Kernels of which it is not specified what they leave are refused, and those that panic do.
func TestKernelsRefused(t *testing.T) {
	x := Floats(1, 2, 3, 4)
	for _, c := range []struct {
		name string
		args []Value
		want string
	}{
		{"Axpy", []Value{Float(2), x.Sub(0, 3), x.Sub(1, 4)}, "overlaps"},
		{"AddOuter", []Value{SliceOf(x), Floats(1), x}, "overlaps"},
		{"Axpy2", []Value{Float(2), Floats(1, 2), x, Floats(1, 2), x.Sub(1, 3)}, "overlaps"},
		{"Axpy", []Value{Float(2), x, x}, ""},
		{"Axpy", []Value{Float(2), Floats(1, 2), x.Sub(0, 1)}, "out of range"},
		{"Nope", nil, "unknown function"},
	} {
		_, err := callKernel(c.name, c.args)
		if (err == nil) != (c.want == "") || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// callKernel calls a kernel from a program.
func callKernel(name string, args []Value) (results []Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	return New(&ir.Program{}).external(ir.FuncRef{Pkg: ir.KernelPath, Name: name}, args, nil), nil
}

func fl(x any) float64     { return x.(float64) }
func vc(x any) []float64   { return x.([]float64) }
func mt(x any) [][]float64 { return x.([][]float64) }

func valueOf(x any) Value {
	switch x := x.(type) {
	case float64:
		return Float(x)
	case []float64:
		return Floats(x...)
	case [][]float64:
		var rows []Value
		for _, r := range x {
			rows = append(rows, Floats(r...))
		}
		return SliceOf(rows...)
	}
	panic("no value")
}

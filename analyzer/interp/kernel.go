package interp

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// kernels are the functions of package runtime/kernel, as the loops in their documentation, with tangents. Sums are added up in order.
var kernels = map[string]func(a []Value) []Value{
	"Add":  loop(0, func(a []Value, i int) { plus(a[1].At(i), *a[0].At(i)) }),
	"Axpy": loop(1, func(a []Value, i int) { plus(a[2].At(i), mul(a[0], *a[1].At(i))) }),
	"Axpy2": loop(1, func(a []Value, i int) {
		plus(a[2].At(i), mul(a[0], *a[1].At(i)))
		plus(a[4].At(i), mul(a[0], *a[3].At(i)))
	}),
	"Axpy4": loop(4, func(a []Value, i int) {
		y := *a[8].At(i)
		for k := range 4 {
			y = floatOp(token.ADD, y, mul(a[k], *a[4+k].At(i)))
		}
		a[8].At(i).set(y)
	}),
	"Axpy4Nonzero": func(a []Value) []Value {
		for k := range 4 {
			if a[k].F != 0 {
				long(a[4+k], a[4].Len())
				long(a[8], a[4].Len())
				for i := range a[4].Len() {
					plus(a[8].At(i), mul(a[k], *a[4+k].At(i)))
				}
			}
		}
		return []Value{}
	},
	"AddOuter4": loop(4, func(a []Value, i int) {
		for k := range 4 {
			plus(a[5+k].At(i), mul(a[k], *a[4].At(i)))
		}
	}),
	"AddMul": loop(0, func(a []Value, i int) { plus(a[2].At(i), mul(*a[0].At(i), *a[1].At(i))) }),
	"AddMulNonzero": loop(0, func(a []Value, i int) {
		if x := *a[0].At(i); x.F != 0 {
			plus(a[2].At(i), mul(x, *a[1].At(i)))
		}
	}),
	"AddMul2": loop(0, func(a []Value, i int) {
		plus(a[2].At(i), mul(*a[0].At(i), *a[1].At(i)))
		plus(a[4].At(i), mul(*a[0].At(i), *a[3].At(i)))
	}),
	"AddMul2Nonzero": loop(0, func(a []Value, i int) {
		for k := 1; k < 5; k += 2 {
			if x := *a[0].At(i); x.F != 0 {
				plus(a[k+1].At(i), mul(x, *a[k].At(i)))
			}
		}
	}),
	"AxpyDot": func(a []Value) []Value {
		long(a[2], a[1].Len())
		s := dot(a[1], a[3])
		for i, x := range a[1].cells() {
			plus(a[2].At(i), mul(a[0], x))
		}
		return []Value{s}
	},
	"Scale": loop(1, func(a []Value, i int) { a[1].At(i).set(mul(*a[1].At(i), a[0])) }),
	"Sum": func(a []Value) []Value {
		s := Float(0)
		for _, x := range a[0].cells() {
			plus(&s, x)
		}
		return []Value{s}
	},
	"Dot": func(a []Value) []Value { return []Value{dot(a[0], a[1])} },
	"Dot4": func(a []Value) []Value {
		return []Value{dot(a[0], a[1]), dot(a[0], a[2]), dot(a[0], a[3]), dot(a[0], a[4])}
	},
	"MulVec": func(a []Value) []Value {
		long(a[0], a[1].Len())
		for i, row := range a[1].cells() {
			plus(a[0].At(i), dot(a[2], row))
		}
		return []Value{}
	},
	"AddOuter":        rows(0, false, outer),
	"AddOuterNonzero": rows(0, true, outer),
	"MulVecT":         rows(1, false, transposed),
	"MulVecTNonzero":  rows(1, true, transposed),
	"AxpyTriangle": triangle(func(a []Value, k, j, t int) {
		plus(a[2].At(j), mul(*a[1].At(t), *a[0].At(k)))
	}, 1),
	"AxpyDotTriangle": triangle(func(a []Value, k, j, t int) {
		plus(a[4].At(k), mul(*a[1].At(j), *a[3].At(t)))
		plus(a[2].At(t), mul(*a[0].At(k), *a[1].At(j)))
	}, 2, 3),
	"Exp":  mapped("Exp"),
	"Log":  mapped("Log"),
	"Tanh": mapped("Tanh"),
	"Sigmoid": loop(0, func(a []Value, i int) {
		x := *a[1].At(i)
		e := mathCall("Exp", []Value{floatOp(token.SUB, Float(0), x)})[0]
		a[0].At(i).set(floatOp(token.QUO, Float(1), floatOp(token.ADD, Float(1), e)))
	}),
}

func mul(x, y Value) Value { return floatOp(token.MUL, x, y) }

func plus(c *Value, x Value) { c.set(floatOp(token.ADD, *c, x)) }

// loop is a kernel that runs body over the length of argument number first; no other vector may be shorter.
func loop(first int, body func(a []Value, i int)) func(a []Value) []Value {
	return func(a []Value) []Value {
		n := a[first].Len()
		for _, v := range a {
			if v.K == Slice {
				long(v, n)
			}
		}
		for i := range n {
			body(a, i)
		}
		return []Value{}
	}
}

// triangle is a kernel that runs body for what stands below the diagonal of a square matrix, column after column: for row j of column k, which is
// element t of the arguments whose numbers are in triangles. None may be shorter than it has to be.
func triangle(body func(a []Value, k, j, t int), triangles ...int) func(a []Value) []Value {
	return func(a []Value) []Value {
		n := a[0].Len()
		for i, v := range a {
			if slices.Contains(triangles, i) {
				long(v, n*(n-1)/2)
			} else {
				long(v, n)
			}
		}
		t := 0
		for k := range n {
			for j := k + 1; j < n; j++ {
				body(a, k, j, t)
				t++
			}
		}
		return []Value{}
	}
}

// long panics as a kernel does that is given a vector v of less than n elements.
func long(v Value, n int) {
	if w := v.Window(); n > w.Len {
		throw("slice bounds out of range [:%d] with length %d", n, w.Len)
	}
}

func dot(x, y Value) Value {
	long(y, x.Len())
	s := Float(0)
	for i, v := range x.cells() {
		plus(&s, mul(v, *y.At(i)))
	}
	return s
}

// rows is a kernel that goes through the rows that argument number first is, and, if nonzero, leaves out those whose coefficient is 0.
func rows(first int, nonzero bool, row func(a []Value, row Value, i int)) func(a []Value) []Value {
	return func(a []Value) []Value {
		coefs := a[first+1]
		long(coefs, a[first].Len())
		for i, r := range a[first].cells() {
			if !nonzero || coefs.At(i).F != 0 {
				row(a, r, i)
			}
		}
		return []Value{}
	}
}

// outer is one row of AddOuter(rows, a, x).
func outer(a []Value, row Value, i int) {
	long(row, a[2].Len())
	for j, x := range a[2].cells() {
		plus(row.At(j), mul(*a[1].At(i), x))
	}
}

// transposed is one row of MulVecT(y, rows, x).
func transposed(a []Value, row Value, i int) {
	long(row, a[0].Len())
	for j := range a[0].Len() {
		plus(a[0].At(j), mul(*a[2].At(i), *row.At(j)))
	}
}

// mapped is a kernel that applies a function of package math to each element.
func mapped(name string) func(a []Value) []Value {
	return loop(0, func(a []Value, i int) { a[0].At(i).set(mathCall(name, []Value{*a[1].At(i)})[0]) })
}

// checkKernel stops the program where what the kernel fn leaves is not specified: an output shares memory with another vector, and is
// not the same slice.
func checkKernel(fn ir.FuncRef, args []Value) {
	kinds, _ := ir.KernelArgs(fn)
	if len(kinds) != len(args) {
		panic(fault{"arguments of " + fn.String()})
	}
	matrix := false
	var windows []Window
	var outputs []bool
	for i, k := range kinds {
		matrix = matrix || k.Rows
		list := []Value{args[i]}
		if k.Rows {
			list = args[i].cells()
		}
		for _, v := range list {
			if v.K == Slice {
				windows, outputs = append(windows, v.Window()), append(outputs, k.Writes)
			}
		}
	}
	for i, v := range windows {
		for j, w := range windows[:i] {
			same := v.Off == w.Off && !matrix
			if (outputs[i] || outputs[j]) && !same && overlap(v, w) {
				panic(fault{fn.String() + " is given memory that overlaps"})
			}
		}
	}
}

// overlap reports whether v and w see a cell in common.
func overlap(v, w Window) bool {
	return v.Len > 0 && w.Len > 0 && &v.Base[0] == &w.Base[0] && v.Off < w.Off+w.Len && w.Off < v.Off+v.Len
}

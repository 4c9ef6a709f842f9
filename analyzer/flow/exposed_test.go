package flow_test

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// strictMath says which functions these programs use are strict.
func strictMath(f ir.FuncRef) bool { return f.Name == "Log" || f.Name == "Sin" || f.Name == "Sqrt" }

// In a table below, "s = …" names a statement by its beginning, of those that store to a float; with "!" behind it, what it stores is
// exposed after it. The results are y and, where it is stored to, what out refers to.
func TestExposed(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"operations that propagate, and that mask", `func f(x float64, z float64) (y float64) {
			var a float64 = x * z
			var b float64 = x * z
			var c float64 = x * z
			var d float64 = x * z
			var e float64 = x * z
			y = a - b * -math.Log(c) + z / d + math.Exp(e)
		}`, "var a!, var b!, var c!, var d, var e, y!"},
		{"a conversion to an integer, a comparison", `func f(x float64) (y float64) {
			var a float64 = x * x
			var b float64 = x * x
			if a > 1.0 {
				y = conv[float64](conv[int](b))
			}
		}`, "var a, var b, y = !"},
		{"overwritten, and read on one way only", `func f(x float64, c bool) (y float64) {
			var a float64 = x * x
			var b float64 = x * x
			a = x
			if c {
				y = b
			}
			y = y + a
		}`, "var a, var b, a = !, y = b!"},
		{"read on both ways", `func f(x float64, c bool) (y float64) {
			var b float64 = x * x
			if c {
				y = b
			} else {
				y = 2.0 * b
			}
		}`, "var b!"},
		{"a way that panics does not count", `func f(x float64, c bool) (y float64) {
			var b float64 = x * x
			if c {
				panic("c")
			}
			y = b
		}`, "var b!"},
		{"what is equal to a number is finite", `func f(x float64) (y float64) {
			var b float64 = x * x
			if b == 0.0 {
				y = 1.0
			} else {
				y = math.Sqrt(b)
			}
		}`, "var b!"},
		{"what is not equal to a number is not", `func f(x float64) (y float64) {
			var b float64 = x * x
			if b != 0.0 {
				y = 1.0
			} else {
				y = math.Sqrt(b)
			}
		}`, "var b"},
		{"sums over a loop", `func f(x []float64, w float64) (y float64) {
			var a float64 = w * w
			var s float64 = w * w
			for i := range count(0, len(x), 1) {
				s += x[i] * a
			}
			y = s
		}`, "var a, var s!, s += !"},
		{"all elements of a slice", `func f(x []float64) (y float64) {
			var z []float64 = make[[]float64](len(x))
			for i := range count(0, len(x), 1) {
				z[i] = x[i] * x[i]
			}
			for j := range count(0, len(z), 1) {
				y += z[j]
			}
		}`, "z[i] = !, y += !"},
		{"not all of them", `func f(x []float64) (y float64) {
			var z []float64 = make[[]float64](len(x))
			for i := range count(0, len(x), 1) {
				z[i] = x[i] * x[i]
			}
			for j := range count(1, len(z), 1) {
				y += z[j]
			}
		}`, "z[i] = , y += !"},
		{"not for sure", `func f(x []float64, n int) (y float64) {
			var z []float64 = make[[]float64](len(x))
			for i := range count(0, len(x), 1) {
				z[i] = x[i] * x[i]
			}
			L: for j := range count(0, len(z), 1) {
				y += z[j]
				if j > n {
					break L
				}
			}
		}`, "z[i] = "},
		{"stored to between", `func f(x []float64, n int) (y float64) {
			var z []float64 = make[[]float64](len(x))
			for i := range count(0, len(x), 1) {
				z[i] = x[i] * x[i]
			}
			z[n] = 1.0
			for j := range count(0, len(z), 1) {
				y += z[j]
			}
		}`, "z[i] = , z[n] = !"},
		{"stored to by another name", `func f(x []float64, n int) (y float64) {
			var z []float64 = make[[]float64](len(x))
			var v []float64 = z[1:]
			for i := range count(0, len(x), 1) {
				z[i] = x[i] * x[i]
				v[n] = 1.0
			}
			for j := range count(0, len(z), 1) {
				y += z[j]
			}
		}`, "z[i] = "},
		{"another slice after all", `func f(x []float64, u []float64) (y float64) {
			var z []float64 = make[[]float64](len(x))
			for i := range count(0, len(x), 1) {
				z[i] = x[i] * x[i]
			}
			z = u
			for j := range count(0, len(z), 1) {
				y += z[j]
			}
		}`, "z[i] = "},
		{"elements of an array, one by one", `func f(x float64) (y float64) {
			var a [3]float64
			for i := range count(0, 3, 1) {
				a[i] = x * x
			}
			var b [2]float64 = [2]float64{x * x, x * x}
			y = a[0] + a[1] * a[2] + b[0]
		}`, "a[i] = !"},
		{"but for one", `func f(x float64) (y float64) {
			var a [3]float64
			for i := range count(0, 3, 1) {
				a[i] = x * x
			}
			y = a[0] + 1.0 / a[1] + a[2]
		}`, "a[i] = "},
		{"a copy of an array", `func f(x float64) (y float64) {
			var a [2]float64
			a[0] = x * x
			a[1] = x * x
			var b [2]float64 = a
			y = b[1]
		}`, "a[0] = , a[1] = !"},
		{"through a pointer that stays", `func f(out []P, x float64) {
			for i := range count(0, len(out), 1) {
				var p *P = &out[i]
				(*p).a = x * x
			}
		}`, "(*p).a = !"},
		{"what the caller sees, overwritten", `func f(out []float64, x float64) {
			out[0] = x * x
			for i := range count(0, len(out), 1) {
				out[i] = x * x
			}
			out[1] += x
		}`, "out[0] = , out[i] = !, out[1] += !"},
		{"carried round a loop on a condition", `func f(x float64, n int) (y float64) {
			var a float64 = x * x
			var b float64 = x * x
			var i int
			for i < n {
				b = x / (1.0 + a * a)
				a = a * x
				i += 1
			}
			y = a
		}`, "var a!, var b, a = !, b = "},
		{"a function that is called, masked after one call", `func f(x float64) (y float64) {
			var a float64 = x * x
			var b float64 = x * x
			var u float64
			var v float64
			u = g(a)
			v = h(b)
			y = u + math.Exp(v)
		}
		func g(p float64) (r float64) {
			r = p * p
		}
		func h(q float64) (s float64) {
			s = q * 2.0
		}`, "var a!, var b, r = !, s = "},
		{"one that is called twice", `func f(x float64) (y float64) {
			var a float64 = x * x
			var u float64
			var v float64
			u = g(a)
			v = g(x)
			y = u + math.Exp(v)
		}
		func g(p float64) (r float64) {
			r = p * p
		}`, "var a, r = "},
		{"one that calls itself", `func f(x float64, n int) (y float64) {
			y = g(x, n)
		}
		func g(p float64, n int) (r float64) {
			var a float64 = p * p
			var b float64 = p * p
			if n > 0 {
				var u float64
				u = g(p, n - 1)
				r = u * a
			} else {
				r = a + math.Exp(b)
			}
		}`, "var a!, var b, r = u!"},
		{"one that stores to what it is given", `func f(out []float64, x float64) {
			out[1] = x * x
			out[0] = g(out)
		}
		func g(z []float64) (r float64) {
			z[1] = 0.0
			r = 1.0
		}`, "out[1] = , out[0] = !"},
		{"several results of a call", `func f(x float64) (y float64) {
			var a float64 = x * x
			var s float64
			var c float64
			s, c = math.Sincos(a)
			y = s
		}`, "var a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := program(t, c.src)
			a := flow.NewExposed(p, flow.NewGraph(p), strictMath)
			f := p.Funcs[0]
			for _, v := range append(append([]*ir.Var{}, f.Params...), f.Results...) {
				if v.Kind == ir.Result || v.Name == "out" {
					a.Output(ir.Use(v))
				}
			}
			a.Solve()
			for _, w := range strings.Split(c.want, ", ") {
				begin, exposed := strings.CutSuffix(w, "!")
				s := stmt(t, p, begin)
				if got := a.Stores(s, ir.Dsts(s)[0]); got != exposed {
					t.Errorf("what %q stores is exposed: %t", begin, got)
				}
			}
		})
	}
}

// What was exposed once is finite from there on, until it is stored to.
func TestFinite(t *testing.T) {
	p := program(t, `func f(x float64, z float64, c bool) (y float64) {
		y = x + z
		z = 1.0
		var a float64 = x * z
		if c {
			y = y + a
		}
		var b float64 = a / x
	}`)
	a := flow.NewExposed(p, flow.NewGraph(p), strictMath)
	a.Output(ir.Use(p.Funcs[0].Results[0]))
	a.Solve()
	for _, c := range []struct {
		begin, e string
		want     bool
	}{{"var a", "x", true}, {"var a", "z", false}, {"y = y", "a", true}, {"var b", "a", false}, {"var b", "x", true}} {
		s := stmt(t, p, c.begin)
		if got := a.Finite(s, expr(t, p, c.e)); got != c.want {
			t.Errorf("before %q %s is finite: %t", c.begin, c.e, got)
		}
	}
}

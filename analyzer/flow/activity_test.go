package flow_test

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// smooth says that functions of package math, min and max have derivatives, but those that are piecewise constant.
func smooth(f ir.FuncRef) bool {
	switch f.Name {
	case "Floor", "Ceil", "Trunc", "Round", "RoundToEven":
		return false
	}
	return f.Pkg == "math" || f.Pkg == ""
}

// In a table below, "e!" says that the place e is active, "e" that it is not. The inputs are all parameters that are called x, z or p, the
// output is y; by and through memory.
func TestActivity(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"an accumulator that starts inactive", `func f(x []float64) (y float64) {
			var s float64 = 0.0
			for i := range count(0, len(x), 1) {
				s += x[i]
			}
			y = s
		}`, "s!, x[i]!, y!"},
		{"one that is only ever added constants", `func f(x []float64) (y float64) {
			var s float64
			for i := range count(0, len(x), 1) {
				s += 2.0
			}
			y = s * x[0]
		}`, "s, x[0]!, y!"},
		{"carried round a loop, two steps", `func f(x float64, n int) (y float64) {
			var a float64
			var b float64
			for i := range count(0, n, 1) {
				y = b
				b = a
				a = x
			}
		}`, "a!, b!, x!, y!"},
		{"an inactive branch", `func f(x float64, c bool) (y float64) {
			var u float64
			var v float64 = x
			if c {
				v = 3.0
				u = 1.0
			} else {
				u = 2.0
			}
			y = u * v
		}`, "u, v!, y!"},
		{"varied but useless, useful but not varied", `func f(x float64) (y float64) {
			var a float64 = x * 2.0
			var b float64 = 3.0
			a = a + 1.0
			y = b
		}`, "a, b, y, x"},
		{"by way of an integer", `func f(x float64) (y float64) {
			var n int = conv[int](x * 3.0)
			var v float64 = conv[float64](n)
			y = v * 2.0
		}`, "v, y, x"},
		{"by way of an index and a condition", `func f(x float64, w []float64) (y float64) {
			var n int = conv[int](x)
			var v float64 = w[n]
			if x > 1.0 {
				v = 2.0
			}
			y = v
		}`, "v, y, x, w[n]"},
		{"a function without a derivative", `func f(x float64) (y float64) {
			var v float64 = math.Floor(x * 2.0)
			var u float64 = math.Sin(x)
			y = v * u
		}`, "v, u!, x!, y!"},
		{"through memory under another name", `func f(x []float64, w []float64) (y float64) {
			var v []float64 = w
			v[0] = x[0]
			y = w[1]
		}`, "v[0]!, w[1]!, x[0]!, y!"},
		{"memory that nobody reads again, not the caller's", `func f(x []float64) (y float64) {
			var v []float64 = make[[]float64](3)
			v[0] = x[0]
			y = x[1]
		}`, "v[0], x[1]!"},
		{"fields are told apart", `func f(x float64, k float64) (y float64) {
			var q P
			q.a = k
			q.w[0] = x
			y = q.w[1] + q.a
		}`, "q.a, q.w[0]!, q.w[1]!"},
		{"a whole struct", `func f(p P) (y float64) {
			var q P = p
			var r P
			r = q
			y = r.a + r.s[0]
		}`, "r.a!, r.s[0]!"},
		{"a literal", `func f(x float64, k float64) (y float64) {
			var w [2]float64 = [2]float64{k, k}
			var n *Node = new[Node](Node{x, zero[*Node]()})
			y = w[0] * (*n).v
		}`, "w[0], (*n).v!, x!"},
		{"copy", `func f(x []float64, w []float64) (y float64) {
			copy(w[1:], x)
			y = w[2]
		}`, "w[2]!, y!"},
		{"a list", `func f(x float64, k float64) (y float64) {
			var head *Node
			head = new[Node](Node{k, head})
			head = new[Node](Node{x, head})
			y = (*(*head).next).v
		}`, "(*(*head).next).v!, y!"},
		{"a call", `func f(x float64, k float64) (y float64) {
			var v float64
			v, _ = g(x, k)
			y = v
		}
		func g(a float64, b float64) (r float64, s float64) {
			r = a * b
			s = b
		}`, "r!, s, b, a!, v!"},
		{"a call that calls itself", `func f(x float64, n int) (y float64) {
			y = g(x, 1.0, n)
		}
		func g(a float64, acc float64, n int) (r float64) {
			r = acc
			if n > 0 {
				r = g(a, acc * a, n - 1)
			}
		}`, "acc!, r!, a!"},
		{"a length", `func f(x []float64) (y float64) {
			y = conv[float64](len(x))
		}`, "y"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := program(t, c.src)
			a := flow.NewActivity(p, flow.NewGraph(p), smooth)
			for _, v := range p.Funcs[0].Params {
				if v.Name == "x" || v.Name == "z" || v.Name == "p" {
					a.Input(ir.Use(v))
				}
			}
			a.Output(ir.Use(p.Funcs[0].Results[0]))
			a.Solve()
			for _, w := range strings.Split(c.want, ", ") {
				e, active := strings.CutSuffix(w, "!")
				if got := a.Active(expr(t, p, e)); got != active {
					t.Errorf("%s is active: %t", e, got)
				}
			}
		})
	}
}

func TestRelevantOfAggregates(t *testing.T) {
	p := program(t, `func f(x float64, n Node) (y [2]float64, q P) {
		y[1] = x
		q.a = n.v
	}`)
	a := flow.NewActivity(p, flow.NewGraph(p), smooth)
	for _, v := range p.Funcs[0].Params {
		a.Input(ir.Use(v))
	}
	for _, v := range p.Funcs[0].Results {
		a.Output(ir.Use(v))
	}
	a.Solve()
	for _, e := range []string{"x", "n.v", "y[1]", "q.a"} {
		if !a.Active(expr(t, p, e)) {
			t.Errorf("%s is not active", e)
		}
	}
	if !a.ActiveBelow(expr(t, p, "q")) || !a.ActiveBelow(expr(t, p, "n")) {
		t.Error("nothing is active below the aggregates")
	}
}

package tape

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// All questions about one function have answers that agree.
func TestQuestionsAgree(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newPropDraw(r)
		n, ins, outs := d.n(1, 3, "examples"), d.n(1, 3, "ins"), d.n(1, 3, "outs")
		x, w := d.uniform(-1, 1, n, ins), d.uniform(-1, 1, ins, outs)
		f := func(x Var, w Var) Var { return Sigmoid(Mul(MatMul(x, w), MatMul(Square(x), w))) }
		scalar := func(x Var) Var { return Sum(Square(f(x, x.t.Const(w)))) }
		must := func(err error) {
			if err != nil {
				r.Helper()
				r.Fatal(err)
			}
		}
		tp := New(Persistent())
		xv, wv := tp.Watch(x), tp.Watch(w)
		y := f(xv, wv)

		// Of each example by itself, and of all by all.
		own, err := tp.PerExampleJacobian(y, xv)
		must(err)
		all, err := tp.Jacobian(y, xv)
		must(err)
		diagonal := propOf(own.Shape(), func(at []int) float64 { return all[0].At(at[0], at[1], at[0], at[2]) })
		d.same("PerExampleJacobian", []*tensor.Tensor{own}, []*tensor.Tensor{diagonal}, 1e-13)
		if n > 1 {
			mixed := Mul(y, Broadcast(Sum(y, 0), n, outs))
			if _, err := tp.PerExampleJacobian(mixed, xv); !errors.Is(err, ErrDependent) {
				r.Fatalf("examples that depend on each other: %v", err)
			}
		}

		// Second derivatives.
		loss := scalar(xv)
		h, err := tp.Hessian(loss, xv)
		must(err)
		alone, err := Hessian(scalar, x)
		must(err)
		gs, err := tp.GradientVars(loss, xv)
		must(err)
		jacobian, err := tp.Jacobian(gs[0], xv)
		must(err)
		transposed := h.Transpose(2, 3, 0, 1)
		same := []*tensor.Tensor{h, h, h}
		d.same("Hessian", []*tensor.Tensor{alone, jacobian[0], transposed}, same, 1e-12)
		v := d.uniform(-1, 1, n, ins)
		hv, err := tp.HVP(loss, xv, v)
		must(err)
		_, hvAlone, err := HVP(scalar, x, v)
		must(err)
		product := h.Reshape(n*ins, n*ins).MatMul(v.Reshape(n*ins)).Reshape(n, ins)
		d.same("HVP", []*tensor.Tensor{hv, hvAlone}, []*tensor.Tensor{product, product}, 1e-12)

		// First derivatives.
		both, err := tp.Gradient(Sum(y), xv, wv)
		must(err)
		_, other, err := ValueAndGradient(func(_ *Tape, xs []Var) Var { return Sum(f(xs[0], xs[1])) }, x, w)
		must(err)
		d.same("ValueAndGradient", other, both, 0)
		m, err := GradientMap(tp, Sum(y), map[string]Var{"x": xv, "w": wv})
		must(err)
		d.same("GradientMap", []*tensor.Tensor{m["x"], m["w"]}, both, 0)
		s, err := GradientOf(tp, Sum(y), [][]Var{{wv}, {xv, wv}})
		must(err)
		d.same("GradientOf", []*tensor.Tensor{s[1][0].Value(), s[0][0].Value(), s[1][1].Value()}, append(both, both[1]), 0)
		sum, err := tp.GradientSum([]Var{y, loss, y}, xv, wv, xv)
		must(err)
		one, err := tp.Gradient(Add(Scale(Sum(y), 2), loss), xv, wv, xv)
		must(err)
		d.same("GradientSum", sum, one, 1e-13)
	})
}

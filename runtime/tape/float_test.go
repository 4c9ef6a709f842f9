package tape

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// routes are an operation on Floats and on Vars.
type routes struct {
	name  string
	float func(x, y Float) Float
	vars  func(x, y Var) Var
	two   bool // it uses both operands
}

// allRoutes are all operations that there are of both kinds.
func allRoutes() []routes {
	rs := []routes{
		{"Add", Float.Add, Add, true}, {"Sub", Float.Sub, Sub, true}, {"Mul", Float.Mul, Mul, true}, {"Div", Float.Div, Div, true},
		{"Neg", func(x, _ Float) Float { return x.Neg() }, func(x, _ Var) Var { return Neg(x) }, false},
		{"Scale", func(x, _ Float) Float { return x.Scale(-1.5) }, func(x, _ Var) Var { return Scale(x, -1.5) }, false},
		{"AddScalar", func(x, _ Float) Float { return x.AddScalar(0.3) }, func(x, _ Var) Var { return AddScalar(x, 0.3) }, false},
		{"Square", func(x, _ Float) Float { return x.Square() }, func(x, _ Var) Var { return Square(x) }, false},
		{"Sigmoid", func(x, _ Float) Float { return x.Sigmoid() }, func(x, _ Var) Var { return Sigmoid(x) }, false},
		{"Softplus", func(x, _ Float) Float { return x.Softplus() }, func(x, _ Var) Var { return Softplus(x) }, false},
		{"FMA", func(x, y Float) Float { return x.FMA(y, x) }, func(x, y Var) Var { return FMA(x, y, x) }, true},
		{"Frexp", func(x, _ Float) Float { f, _ := x.Frexp(); return f }, func(x, _ Var) Var { f, _ := Frexp(x); return f }, false},
		{"constant", func(x, _ Float) Float { return Num(2).Sub(x) }, func(x, _ Var) Var { return Sub(constant(x, 2), x) }, false},
		{"by constant", func(x, _ Float) Float { return x.Div(Num(3)) }, func(x, _ Var) Var { return Div(x, constant(x, 3)) }, false},
	}
	for _, p := range []float64{0, 1, 2, 3, -1, 0.5, 2.5} {
		rs = append(rs, routes{fmt.Sprint("Pow ", p), func(x, _ Float) Float { return x.Pow(p) }, func(x, _ Var) Var { return Pow(x, p) }, false})
	}
	for i := range elementaries {
		e, op := &elementaries[i], firstElementary+opcode(i)
		switch {
		case op == opAbsorb:
		case e.f1 != nil:
			rs = append(rs, routes{e.name, func(x, _ Float) Float { return x.unary(op) }, func(x, _ Var) Var { return unary(op, x) }, false})
		case e.f2 != nil:
			rs = append(rs, routes{e.name, func(x, y Float) Float { return x.binary(op, y) }, func(x, y Var) Var { return binary(op, x, y) }, true})
		default:
			rs = append(rs, routes{e.name, func(x, _ Float) Float { return x.unaryInt(op, 2) }, func(x, _ Var) Var { return unaryInt(op, 2, x) }, false})
		}
	}
	return rs
}

// Floats, and Vars of one element, for which there is no short way, come to the same values, bit for bit, and to the same derivatives.
func TestFloatsAsVars(t *testing.T) {
	propMore(t, 30)
	all := allRoutes()
	tp := New(Persistent())
	rapid.Check(t, func(r *rapid.T) {
		tp.Reset()
		d := newPropDraw(r)
		var fs []Float
		var vs []Var
		for range 2 {
			x := 0.2 + d.rng.Float64()
			if d.n(0, 9, "special") == 0 {
				x = special[d.n(0, len(special)-1, "which")]
			}
			fs, vs = append(fs, tp.Float(x)), append(vs, tp.Watch(vector(x)))
		}
		trace := ""
		for range d.n(1, 8, "operations") {
			op := all[d.n(0, len(all)-1, "operation")]
			i, j := d.n(0, len(fs)-1, "x"), d.n(0, len(fs)-1, "y")
			trace += fmt.Sprintf("%s %d %d; ", op.name, i, j)
			f, v := op.float(fs[i], fs[j]), op.vars(vs[i], vs[j])
			if tp.Err() != nil {
				r.Fatal(trace, tp.Err())
			}
			if a, b := f.Value(), v.Item(); math.Float64bits(a) != math.Float64bits(b) && !(math.IsNaN(a) && math.IsNaN(b)) {
				r.Fatalf("%s: %v, as a Var %v", trace, a, b)
			}
			fs, vs = append(fs, f), append(vs, v)
		}
		f, v := fs[len(fs)-1], vs[len(vs)-1]
		got, err := tp.With(ZeroUnconnected()).Numbers(nil, f, fs[:2]...)
		if err != nil {
			r.Fatal(err)
		}
		recorded, err := tp.With(ZeroUnconnected()).GradientVars(Sum(v), vs[:2]...)
		if err != nil {
			r.Fatal(err)
		}
		gs, err := tp.With(ZeroUnconnected()).GradientSum([]Var{v}, vs[:2]...)
		if err != nil {
			r.Fatal(err)
		}
		for k := range got {
			for way, want := range []float64{gs[k].Item(), recorded[k].Item()} {
				if !propNear(got[k], want, 1e-13) {
					r.Fatalf("%s: derivative %d is %v, as a Var %v (%d)", trace, k, got[k], want, way)
				}
			}
		}
	})
}

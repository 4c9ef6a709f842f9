package tape

import (
	"fmt"
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

var inf = math.Inf(1)

// zeroCases are functions with an infinite partial at element 0 of x, whose adjoint is zero there: element 0 of the result is multiplied by
// mask, (0, 1). The derivative by element 0 is 0, and what it is elsewhere shows that nothing else was lost.
var zeroCases = []struct {
	name string
	x    []float64
	f    func(x Var) Var
	want []float64
}{
	{"Sqrt", []float64{0, 4}, Sqrt, []float64{0, 0.25}},
	{"Log", []float64{0, 4}, Log, []float64{0, 0.25}},
	{"Cbrt", []float64{0, 8}, Cbrt, []float64{0, 1. / 12}},
	{"Asin", []float64{1, 0}, Asin, []float64{0, 1}},
	{"Pow", []float64{0, 4}, func(x Var) Var { return Pow(x, 0.5) }, []float64{0, 0.25}},
	{"Pow -1", []float64{0, 2}, func(x Var) Var { return Pow(x, -1) }, []float64{0, -0.25}},
	{"PowVar", []float64{0, 4}, func(x Var) Var { return PowVar(x, x.t.Scalar(0.5)) }, []float64{0, 0.25}},
	{"Pow 2", []float64{inf, 4}, Square, []float64{0, 8}},
	{"Div", []float64{0, 2}, func(x Var) Var { return Div(x.t.Scalar(1), x) }, []float64{0, -0.25}},
	{"Div by", []float64{1, 2}, func(x Var) Var { return Div(x, x.t.Const(vector(0, 2))) }, []float64{0, 0.5}},
	{"Mul", []float64{1, 2}, func(x Var) Var { return Mul(x, x.t.Const(vector(inf, 2))) }, []float64{0, 2}},
	{"Mul NaN", []float64{1, 2}, func(x Var) Var { return Mul(x, x.t.Const(vector(math.NaN(), 2))) }, []float64{0, 2}},
	{"Mul, broadcast", []float64{1, 2}, func(x Var) Var {
		return Sum(Mul(x, x.t.Const(tensor.FromRows([][]float64{{inf, 2}, {inf, 3}}))), 0)
	}, []float64{0, 5}},
	{"FMA", []float64{1, 2}, func(x Var) Var { return FMA(x, x.t.Const(vector(inf, 2)), x) }, []float64{0, 3}},
	{"Scale", []float64{0, 0}, func(x Var) Var { return Stack(0, Scale(Index(x, 0), inf), Index(x, 1)) }, []float64{0, 1}},
	{"Scale, tensor", []float64{0, 0}, func(x Var) Var { return Concat(0, Scale(Narrow(x, 0, 0, 1), inf), Narrow(x, 0, 1, 2)) }, []float64{0, 1}},
	{"Call", []float64{1, 2}, func(x Var) Var {
		a := Call(func(dx, x []float64) float64 { dx[0] = math.NaN(); return x[0] }, Narrow(x, 0, 0, 1))
		return Stack(0, a, Index(x, 1))
	}, []float64{0, 1}},
	{"MatMul, column", []float64{1, 2}, func(x Var) Var {
		return MatMul(x.t.Const(tensor.FromRows([][]float64{{inf, inf}, {2, 3}})), x)
	}, []float64{2, 3}},
	{"MatMul, row", []float64{1, 2}, func(x Var) Var {
		return MatMul(x, x.t.Const(tensor.FromRows([][]float64{{inf, 2}, {math.NaN(), 3}})))
	}, []float64{2, 3}},
	{"MatMul", []float64{1, 2}, func(x Var) Var {
		y := MatMul(x.t.Const(tensor.FromRows([][]float64{{inf, -inf}, {2, 3}})), Reshape(x, 2, 1))
		return Reshape(y, 2)
	}, []float64{2, 3}},
	{"MatMul, batch", []float64{1, 2}, func(x Var) Var {
		a := x.t.Const(tensor.Of([]float64{inf, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2))
		y := MatMul(a, Broadcast(Reshape(x, 2, 1), 2, 2, 2)) // of shape 2, 2, 2; of the first row only what is zero later
		return Concat(0, Reshape(Index(y, 0, 0, 0), 1), Reshape(Index(y, 0, 1, 1), 1))
	}, []float64{2, 3}},
	{"MatMul, transposed", []float64{1, 2}, func(x Var) Var {
		y := matMul(Reshape(x, 2, 1), x.t.Const(tensor.FromRows([][]float64{{inf, 2}, {-inf, 3}})), true, false)
		return Reshape(y, 2)
	}, []float64{2, 3}},
	{"MatMul, both transposed", []float64{1, 2}, func(x Var) Var {
		y := matMul(x.t.Const(tensor.FromRows([][]float64{{inf, 2}, {-inf, 3}})), Reshape(x, 1, 2), true, true)
		return Reshape(y, 2)
	}, []float64{2, 3}},
	{"Softmax", []float64{math.NaN(), 1}, func(x Var) Var { return Flatten(Mul(Softmax(Reshape(x, 2, 1), 1), Reshape(x, 2, 1))) }, []float64{0, 1}},
	{"LogSumExp", []float64{-inf, 1}, func(x Var) Var {
		return Stack(0, LogSumExp(Narrow(x, 0, 0, 1)), Index(x, 1))
	}, []float64{0, 1}},
	{"Where", []float64{-1, 4}, func(x Var) Var { return Where(Greater(x, x.t.Scalar(0)), Sqrt(x), x.t.Scalar(0)) }, []float64{0, 0.25}},
}

// masked is the number of which zeroCases have the derivative.
func masked(f func(Var) Var, x Var) Var {
	y := f(x)
	if y.t == nil {
		return y
	}
	return Sum(Where(x.t.Const(vector(0, 1)), y, x.t.Scalar(0)))
}

// An adjoint that is zero makes zero of an infinite partial: in all sweeps, and in the derivative of those that are recorded.
func TestZeroTimesInfinite(t *testing.T) {
	for _, tt := range zeroCases {
		tp := New(Persistent())
		x := tp.Watch(vector(tt.x...))
		y := masked(tt.f, x)
		if tp.Err() != nil {
			t.Fatal(tt.name, tp.Err())
		}
		gs, err := tp.Gradient(y, x)
		wantData(t, tt.name, gs, err, tt.want...)
		recorded, err := tp.GradientVars(y, x)
		if err != nil {
			t.Error(tt.name, err)
			continue
		}
		wantData(t, tt.name+", recorded", []*tensor.Tensor{recorded[0].Value()}, err, tt.want...)
		c := Sum(Checkpoint(func(xs []Var) []Var { return []Var{masked(tt.f, xs[0])} }, x)[0])
		gs, err = tp.Gradient(c, x)
		wantData(t, tt.name+", checkpointed", gs, err, tt.want...)
		if tt.name == "Call" {
			continue
		}
		hv, err := tp.HVP(y, x, vector(1, 0))
		wantData(t, tt.name+", second derivative by the first element", []*tensor.Tensor{hv}, err, 0, 0)
	}
}

// The same on numbers.
func TestZeroTimesInfiniteNumbers(t *testing.T) {
	tests := []struct {
		name string
		at   float64
		f    func(x Float) Float
	}{
		{"Sqrt", 0, Float.Sqrt}, {"Log", 0, Float.Log}, {"Inv", 0, func(x Float) Float { return Num(1).Div(x) }},
		{"Div", 1, func(x Float) Float { return x.Div(Num(0)) }}, {"Mul", 1, func(x Float) Float { return x.Mul(Num(inf)) }},
		{"Scale", 1, func(x Float) Float { return x.Scale(inf) }}, {"Pow", 0, func(x Float) Float { return x.Pow(0.5) }},
		{"Square", inf, Float.Square}, {"FMA", 1, func(x Float) Float { return x.FMA(Num(inf), x) }},
	}
	for _, tt := range tests {
		tp := New(Persistent())
		x := tp.Float(tt.at)
		y := tt.f(x).Mul(Num(0)).Add(x)
		got, err := tp.Numbers(nil, y, x)
		if err != nil || got[0] != 1 {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
		gs, err := tp.GradientVars(tp.Var(y), tp.Var(x))
		if err != nil || gs[0].Item() != 1 {
			t.Errorf("%s, recorded: %v, %v", tt.name, gs, err)
		}
	}
}

// The derivative by one variable does not see the other one's perturbation (Siskind and Pearlmutter, Perturbation Confusion and Referential
// Transparency, IFL 2005).
func TestPerturbationConfusion(t *testing.T) {
	d := func(f func(Var) Var, x Var) Var {
		t.Helper()
		x = Identity(x) // a new variable with the value of the old one
		gs, err := x.t.With(ZeroUnconnected()).GradientVars(f(x), x)
		if err != nil {
			t.Fatal(err)
		}
		return gs[0]
	}
	fresh := func(x Var, at float64) Var { return x.t.Watch(tensor.Scalar(at)) }
	tests := []struct {
		name string
		f    func(x Var) Var
		want float64
	}{
		{"x·d/dy(x+y)", func(x Var) Var { return Mul(x, d(func(y Var) Var { return Add(x, y) }, fresh(x, 1))) }, 1},
		{"x·d/dy(x+y) at x", func(x Var) Var { return Mul(x, d(func(y Var) Var { return Add(x, y) }, x)) }, 1},
		{"x·d/dy(x·y)", func(x Var) Var { return Mul(x, d(func(y Var) Var { return Mul(x, y) }, fresh(x, 2))) }, 6},
		{"x·d/dy(x·y) at x", func(x Var) Var { return Mul(x, d(func(y Var) Var { return Mul(x, y) }, x)) }, 6},
		{"d/dy(d/dz(x·y·z)·y)", func(x Var) Var {
			return d(func(y Var) Var { return Mul(y, d(func(z Var) Var { return Mul(Mul(x, y), z) }, y)) }, x) // 2xy = 2x²
		}, 12},
		{"d/dy(x·d/dy(y³))", func(x Var) Var {
			return d(func(y Var) Var { return Mul(x, d(func(y Var) Var { return Pow(y, 3) }, y)) }, x) // 6xy = 6x²
		}, 36},
	}
	for _, checkpointed := range []bool{true, false} {
		for _, tt := range tests {
			tp := New(Persistent())
			x := tp.Watch(tensor.Scalar(3))
			var y Var
			if checkpointed {
				y = Checkpoint(func(xs []Var) []Var { return []Var{tt.f(xs[0])} }, x)[0]
			} else {
				y = tt.f(x)
			}
			gs, err := tp.Gradient(y, x)
			wantData(t, fmt.Sprint(tt.name, ", checkpointed ", checkpointed), gs, err, tt.want)
		}
	}
}

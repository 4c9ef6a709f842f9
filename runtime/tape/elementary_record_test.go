package tape

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// batch is an elementary function on a tape, applied to many arguments at once with a cotangent for each.
type batch struct {
	e         *elementary
	n         int
	as, bs    []float64
	dys       []float64
	tape      *Tape
	a, b      Var
	y, dy     Var
	das, dbs  Var // contributions, recorded
	arguments []Var
}

// record applies the function and records its rule.
func (c *batch) record(t *testing.T, op opcode) {
	c.tape = New(Persistent())
	c.a, c.b = c.tape.Watch(tensor.FromSlice(c.as)), c.tape.Watch(tensor.FromSlice(c.bs))
	c.dy = c.tape.Watch(tensor.FromSlice(c.dys))
	c.arguments = []Var{c.a}
	switch {
	case c.e.f2 != nil:
		c.arguments = append(c.arguments, c.b)
		c.y = binary(op, c.a, c.b)
	case c.e.fn != nil:
		c.y = unaryInt(op, c.n, c.a)
	default:
		c.y = unary(op, c.a)
	}
	ds, err := c.tape.With(ZeroUnconnected()).vars([]Var{c.y}, []Var{c.dy}, c.arguments)
	if err != nil {
		t.Fatalf("%s: %v", c.e.name, err)
	}
	c.das, c.dbs = ds[0], ds[len(ds)-1]
}

// total is a number that all contributions have a part in.
func (c *batch) total() Var {
	if len(c.arguments) == 1 {
		return Sum(c.das)
	}
	return Add(Sum(c.das), Scale(Sum(c.dbs), 2))
}

// batches are all active functions at the points, or the pairs of points.
func batches(points, cotangents []float64, f func(op opcode, c *batch)) {
	for i := range elementaries {
		e := &elementaries[i]
		if e.inactive {
			continue
		}
		for _, n := range e.orders() {
			c := &batch{e: e, n: n}
			for j, a := range points {
				for k, b := range points {
					if e.f2 == nil && k > 0 {
						break
					}
					for l := range cotangents {
						c.as, c.bs, c.dys = append(c.as, a), append(c.bs, b), append(c.dys, cotangents[(j+k+l)%len(cotangents)])
					}
				}
			}
			f(firstElementary+opcode(i), c)
		}
	}
}

// On a tape a recorded gradient has the values of the rule, each element by its own branch, and so has one that is played back.
func TestElementaryGradients(t *testing.T) {
	batches(special, []float64{1, -1.5, 0, math.Inf(1), math.NaN()}, func(op opcode, c *batch) {
		c.record(t, op)
		played, err := c.tape.With(ZeroUnconnected()).VJPSum([]Var{c.y}, []*tensor.Tensor{tensor.FromSlice(c.dys)}, c.arguments...)
		if err != nil {
			t.Fatal(err)
		}
		for i, recorded := range []Var{c.das, c.dbs}[:len(c.arguments)] {
			for k, got := range recorded.Value().Data() {
				want := c.e.rule(c.n, c.as[k], c.bs[k], c.dys[k])[i]
				if !near(got, want, 1e-15) {
					t.Errorf("%s %d at %v, %v, cotangent %v: contribution %d is recorded as %v, want %v", c.e.name, c.n, c.as[k], c.bs[k], c.dys[k], i, got, want)
				}
				if got := played[i].Data()[k]; !near(got, want, 0) {
					t.Errorf("%s %d at %v, %v, cotangent %v: contribution %d is %v, want %v", c.e.name, c.n, c.as[k], c.bs[k], c.dys[k], i, got, want)
				}
			}
		}
	})
}

// The derivatives of a recorded gradient are those of the recorded rule, also by the cotangent and where that is 0.
func TestElementarySecondDerivatives(t *testing.T) {
	in := newInterpreter(t)
	points := []float64{0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, 3, 7.25, -7.25, 0.1, -0.3, -1e-2}
	batches(points, []float64{-1.5, 0}, func(op opcode, c *batch) {
		c.record(t, op)
		gs, err := c.tape.With(ZeroUnconnected()).Gradient(c.total(), c.a, c.b, c.dy)
		if err != nil {
			t.Fatalf("%s: %v", c.e.name, err)
		}
		for i, g := range gs {
			if i == 1 && len(c.arguments) == 1 {
				continue
			}
			for k, got := range g.Data() {
				args := []dual{{v: c.as[k]}, {v: c.bs[k]}, {v: c.dys[k]}}
				args[i].d = 1
				want, contributions := 0.0, 0.0
				for j, r := range in.recorded(c.e, c.n, args[0], args[1], args[2]) {
					want += r.d * float64(j+1)
					contributions += r.v
				}
				if math.IsNaN(contributions) { // as that of Pow(-2, 0) by the exponent
					continue
				}
				if math.Abs(want) < 1e150 && !(math.Abs(got-want) <= 1e-12*math.Abs(want)+1e-13) {
					t.Errorf("%s %d at %v, %v, cotangent %v: derivative %d of its gradient is %v, want %v", c.e.name, c.n, c.as[k], c.bs[k], c.dys[k], i, got, want)
				}
			}
		}
	})
}

// A residual that is exactly 0 does not hide the curvature: (f(x)-f(x₀))² has the second derivative 2f'(x₀)² at x₀.
func TestZeroResidual(t *testing.T) {
	for i, e := range elementaries {
		if e.inactive || e.f1 == nil {
			continue
		}
		x0 := 0.375
		if e.name == "Acosh" {
			x0 = 1.375
		}
		y0 := e.f1(x0)
		h, err := Hessian(func(x Var) Var {
			d := AddScalar(unary(firstElementary+opcode(i), x), -y0)
			return Mul(d, d)
		}, tensor.Scalar(x0))
		if err != nil {
			t.Fatalf("%s: %v", e.name, err)
		}
		slope := e.rule1(x0, y0, 1)
		if got, want := h.Data()[0], 2*slope*slope; !near(got, want, 1e-14) {
			t.Errorf("%s: %v, want %v", e.name, got, want)
		}
	}
}

// Numbers get the same derivatives as tensors.
func TestElementaryFloats(t *testing.T) {
	tp := New()
	batches(special, []float64{1, -1.5, 0}, func(op opcode, c *batch) {
		for k, a := range c.as {
			tp.Reset()
			x, z := tp.Float(a), tp.Float(c.bs[k])
			sources := []Float{x, z}
			var y Float
			switch {
			case c.e.f2 != nil:
				y = x.binary(op, z)
			case c.e.fn != nil:
				y, sources = x.unaryInt(op, c.n), sources[:1]
			default:
				y, sources = x.unary(op), sources[:1]
			}
			got, err := tp.Numbers(nil, y.Scale(c.dys[k]), sources...)
			if err != nil {
				t.Fatalf("%s: %v", c.e.name, err)
			}
			want := c.e.rule(c.n, a, c.bs[k], c.dys[k])
			for i := range got {
				if !near(got[i], want[i], 0) {
					t.Errorf("%s %d at %v, %v, cotangent %v: derivative %d is %v, want %v", c.e.name, c.n, a, c.bs[k], c.dys[k], i, got[i], want[i])
				}
			}
		}
	})
}

// Pow with a constant exponent has the derivative of the rule, to the error of math.Pow, also where the exponent less 1 is itself.
func TestPowAsTheRule(t *testing.T) {
	e := &elementaries[opPowVar-firstElementary]
	tp := New()
	for _, p := range special {
		for _, x := range special {
			tp.Reset()
			v := tp.Float(x)
			got, err := tp.Numbers(nil, v.Pow(p), v)
			if err != nil {
				t.Fatal(err)
			}
			tp.Reset()
			w := tp.Watch(tensor.FromSlice([]float64{x, x}))
			gs, err := tp.GradientSum([]Var{Pow(w, p)}, w)
			if err != nil {
				t.Fatal(err)
			}
			want := e.rule(0, x, p, 1)[0]
			if !near(got[0], want, 1e-13) || !near(gs[0].Data()[1], want, 1e-13) {
				t.Errorf("Pow(%v, %v): the derivative is %v for a number, %v for a tensor, want %v", x, p, got[0], gs[0].Data()[1], want)
			}
		}
	}
}

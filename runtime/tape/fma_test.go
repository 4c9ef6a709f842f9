package tape

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/rules/mathrule"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Values and derivatives of FMA at all triples of special arguments, for tensors and numbers, against package math and the rule.
func TestFMA(t *testing.T) {
	var xs, ys, zs, drs []float64
	for i, x := range special {
		for j, y := range special {
			for k, z := range special {
				xs, ys, zs, drs = append(xs, x), append(ys, y), append(zs, z), append(drs, []float64{1, 0, -1.5}[(i+j+k)%3])
			}
		}
	}
	tp, numbers := New(Persistent()), New()
	x, y, z := tp.Watch(tensor.FromSlice(xs)), tp.Watch(tensor.FromSlice(ys)), tp.Watch(tensor.FromSlice(zs))
	dr := tp.Watch(tensor.FromSlice(drs))
	r := FMA(x, y, z)
	played, err := tp.VJP(r, dr.Value(), x, y, z)
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := tp.VJPVars(r, dr, x, y, z)
	if err != nil {
		t.Fatal(err)
	}
	values := r.Value().Data()
	p, q := [3][]float64{}, [3][]float64{}
	for i := range p {
		p[i], q[i] = played[i].Data(), recorded[i].Value().Data()
	}
	for k := range xs {
		value := math.FMA(xs[k], ys[k], zs[k])
		var want [3]float64
		if drs[k] != 0 {
			want[0], want[1], want[2] = mathrule.FMA(xs[k], ys[k], zs[k], value, drs[k])
		}
		numbers.Reset()
		sources := []Float{numbers.Float(xs[k]), numbers.Float(ys[k]), numbers.Float(zs[k])}
		s := sources[0].FMA(sources[1], sources[2])
		got, err := numbers.Numbers(nil, s.Scale(drs[k]), sources...)
		if err != nil {
			t.Fatal(err)
		}
		if !near(values[k], value, 0) || !near(s.Value(), value, 0) {
			t.Errorf("FMA(%v, %v, %v) is %v and %v, want %v", xs[k], ys[k], zs[k], values[k], s.Value(), value)
		}
		for i := range want {
			if !near(p[i][k], want[i], 0) || !near(q[i][k], want[i], 0) || !near(got[i], want[i], 0) {
				t.Errorf("FMA(%v, %v, %v), cotangent %v: derivative %d is %v, recorded %v, of numbers %v, want %v", xs[k], ys[k], zs[k], drs[k], i, p[i][k], q[i][k], got[i], want[i])
			}
		}
	}
}

// Operands of FMA are broadcast, and its gradient can be differentiated.
func TestFMABroadcast(t *testing.T) {
	tp := New(Persistent())
	x, y, z := tp.Watch(tensor.Of([]float64{1, 2}, 2, 1)), tp.Watch(tensor.FromSlice([]float64{3, 4, 5})), tp.Watch(tensor.Scalar(7))
	r := FMA(x, y, z)
	gs, err := tp.GradientVars(Sum(Square(r)), x, y, z)
	if err != nil {
		t.Fatal(err)
	}
	q := Add(Mul(x, y), z)
	want, err := tp.GradientVars(Sum(Square(q)), x, y, z)
	if err != nil {
		t.Fatal(err)
	}
	for i := range gs {
		got2, err := tp.With(ZeroUnconnected()).GradientSum([]Var{gs[i]}, x, y, z)
		if err != nil {
			t.Fatal(err)
		}
		want2, err := tp.With(ZeroUnconnected()).GradientSum([]Var{want[i]}, x, y, z)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := gs[i].Value().String(), want[i].Value().String(); got != want {
			t.Errorf("gradient %d is %v, want %v", i, got, want)
		}
		for j := range got2 {
			if got, want := got2[j].String(), want2[j].String(); got != want {
				t.Errorf("derivative %d of gradient %d is %v, want %v", j, i, got, want)
			}
		}
	}
	if FMA(x, y, tp.Watch(tensor.FromSlice([]float64{1, 2}))); tp.Err() == nil {
		t.Error("shapes (2, 1), (3) and (2) are no error")
	}
}

// Values and derivatives of Frexp and Modf against package math and the rules, denormal numbers included.
func TestFrexpModf(t *testing.T) {
	points := append([]float64{5e-324, 3e-320, -1e-308, 0x1p-1022, 0x1p1023, 1e300}, special...)
	tp := New(Persistent())
	x := tp.Watch(tensor.FromSlice(points))
	frac, exp := Frexp(x)
	integer, rest := Modf(x)
	gs, err := tp.GradientSum([]Var{frac}, x)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range points {
		f, e := math.Frexp(v)
		i, r := math.Modf(v)
		if got := [...]float64{frac.Value().Data()[k], exp.Value().Data()[k], integer.Value().Data()[k], rest.Value().Data()[k]}; !near(got[0], f, 0) ||
			got[1] != float64(e) || !near(got[2], i, 0) || !near(got[3], r, 0) || math.Signbit(got[3]) != math.Signbit(r) && r == 0 {
			t.Errorf("Frexp and Modf of %v are %v, want %v, %v, %v, %v", v, got, f, e, i, r)
		}
		numbers := New()
		s := numbers.Float(v)
		fs, es := s.Frexp()
		_, rs := s.Modf()
		got, err := numbers.Numbers(nil, fs.Add(rs), s)
		if err != nil {
			t.Fatal(err)
		}
		want := mathrule.Frexp(v, f, e, 1)
		if !near(gs[0].Data()[k], want, 0) || !near(fs.Value(), f, 0) || es != e || !near(got[0], want+1, 0) {
			t.Errorf("at %v: derivative %v and %v, want %v; %v, %v, want %v, %v", v, gs[0].Data()[k], got[0]-1, want, fs.Value(), es, f, e)
		}
	}
}

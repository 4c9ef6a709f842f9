package gradtest

import (
	"math"
	"regexp"
	"testing"
)

type layer struct {
	w    [][]float64
	b    []float32
	gain *float64
}

type net struct {
	layers []*layer
	scale  map[string]float64
	pair   map[int]struct{ A, B float64 }
	origin [2]float64
}

func newNet() *net {
	g := 0.5
	return &net{
		layers: []*layer{{w: [][]float64{{1, 2}, {3}}, b: []float32{0.5, -0.25}, gain: &g}, {w: [][]float64{{-1}}, gain: &g}},
		scale:  map[string]float64{"in": 2, "out": 3},
		pair:   map[int]struct{ A, B float64 }{7: {1, 2}},
		origin: [2]float64{0.1, 0.2},
	}
}

// loss uses each float of the net once, but for gain, which both layers share.
func (n *net) loss(x float64) float64 {
	s := n.scale["in"]*n.scale["out"]*x + n.pair[7].A*math.Exp(n.pair[7].B) + n.origin[0]*n.origin[1]
	for _, l := range n.layers {
		for _, row := range l.w {
			for j, w := range row {
				s += *l.gain * w * w * float64(j+1)
			}
		}
		for _, b := range l.b {
			s += float64(b) * float64(b)
		}
	}
	return s
}

func (n *net) lossGrad(d *net, x float64) (loss, dx float64) {
	d.scale["in"], d.scale["out"] = n.scale["out"]*x, n.scale["in"]*x
	p := n.pair[7]
	d.pair[7] = struct{ A, B float64 }{math.Exp(p.B), p.A * math.Exp(p.B)}
	d.origin[0], d.origin[1] = n.origin[1], n.origin[0]
	*d.layers[0].gain = 0
	for k, l := range n.layers {
		for i, row := range l.w {
			for j, w := range row {
				d.layers[k].w[i][j] = 2 * *l.gain * w * float64(j+1)
				*d.layers[k].gain += w * w * float64(j+1)
			}
		}
		for i, b := range l.b {
			d.layers[k].b[i] = 2 * b
		}
	}
	return n.loss(x), n.scale["in"] * n.scale["out"]
}

func TestCheckFunc(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(d *net, dx *float64) // makes the gradient wrong
		want  string
	}{
		{"right", func(*net, *float64) {}, ""},
		{"row", func(d *net, _ *float64) { d.layers[0].w[1][0]++ }, "df/d(m.layers[0].w[1][0]): derivative 4"},
		{"float32", func(d *net, _ *float64) { d.layers[0].b[1] *= 1.1 }, "df/d(m.layers[0].b[1])"},
		{"shared", func(d *net, _ *float64) { *d.layers[1].gain *= 1.1 }, "df/d(m.layers[0].gain)"},
		{"map", func(d *net, _ *float64) { d.scale["out"] = 0 }, "df/d(m.scale[out])"},
		{"struct in a map", func(d *net, _ *float64) { d.pair[7] = struct{ A, B float64 }{d.pair[7].A, 0} }, "df/d(m.pair[7].B)"},
		{"array", func(d *net, _ *float64) { d.origin[1] = 0 }, "df/d(m.origin[1])"},
		{"value", func(_ *net, dx *float64) { *dx = 7 }, "df/dx: derivative 7"},
	}
	for _, tt := range tests {
		m, d, x, dx := newNet(), newNet(), 1.5, 0.0
		expect(t, tt.name, tt.want, func(tb testing.TB) {
			CheckFunc(tb,
				func() float64 { return m.loss(x) },
				func() (v float64) {
					v, dx = m.lossGrad(d, x)
					tt.spoil(d, &dx)
					return v
				}, []Var{Wrt("m", m, d), Wrt("x", &x, &dx)})
		})
		if x != 1.5 || m.loss(x) != newNet().loss(x) {
			t.Errorf("%s: the parameters are not as before", tt.name)
		}
	}
}

func TestWrtErrors(t *testing.T) {
	g, dg := 1.0, 0.0
	shared, apart := []*float64{&g, &g}, []*float64{&dg, new(float64)}
	same := []float64{1}
	tests := []struct {
		name string
		v    Var
		want string
	}{
		{"value", Wrt("b", 1.0, 0.0), "b is a value; give its address"},
		{"float in a struct by value", Wrt("p", struct{ b float64 }{1}, struct{ b float64 }{}), "p.b is a value"},
		{"length", Wrt("w", []float64{1, 2}, []float64{1}), "w has length 2, its derivative 1"},
		{"nil", Wrt("m", &layer{gain: &g}, &layer{}), "m.gain is not nil, but its derivative is"},
		{"key", Wrt("s", map[string]float64{"a": 1}, map[string]float64{}), "s[a] has no derivative"},
		{"no float", Wrt("k", []int{1}, []int{1}), "no float"},
		{"sharing", Wrt("p", shared, apart), "p[0] and p[1] are one variable, their derivatives are not"},
		{"one variable", Wrt("x", same, same), "x[0] and its derivative are one variable"},
	}
	for _, tt := range tests {
		expect(t, tt.name, tt.want, func(tb testing.TB) {
			CheckFunc(tb, func() float64 { return 0 }, func() float64 { return 0 }, []Var{tt.v})
		})
	}
}

func TestWrtStructByValue(t *testing.T) {
	type params struct {
		w  []float64
		by map[string]float64
	}
	p := params{[]float64{1, 2}, map[string]float64{"a": 3}}
	d := params{make([]float64, 2), map[string]float64{"a": 0}}
	CheckFunc(t,
		func() float64 { return p.w[0] * p.w[1] * p.by["a"] },
		func() float64 {
			d.w[0], d.w[1] = p.w[1]*p.by["a"], p.w[0]*p.by["a"]
			d.by["a"] = p.w[0] * p.w[1]
			return p.w[0] * p.w[1] * p.by["a"]
		}, []Var{Wrt("p", p, d)})
}

// A message must help: name, both numbers, error.
func TestMessage(t *testing.T) {
	r := &recorder{TB: t}
	x, dx := 2.0, 0.0
	CheckFunc(r, func() float64 { return x * x }, func() float64 { dx = 5; return x * x }, []Var{Wrt("x", &x, &dx)})
	form := regexp.MustCompile(`^gradtest: df/dx: derivative 5, finite difference (4|4\.0\d+|3\.9\d+) ± \d\.\de-\d\d$`)
	if len(r.log) != 1 || !form.MatchString(r.log[0]) {
		t.Errorf("reported %q", r.log)
	}
}

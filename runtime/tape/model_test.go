package tape

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Random sequences of calls, right and wrong ones, are compared to a model: expressions of sums and products on numbers and pairs, whose
// derivatives are expressions. What must be a number is that number; what must be an error is one of the errors that say why, and
// never a panic of another's; after Reset all is as new.

// expr is a value of the model: a number or a pair.
type expr struct {
	op     byte // + - * s (sum), or 0
	args   []*expr
	val    []float64
	active bool
}

// shape is that of the tape's value.
func (e *expr) shape() []int {
	if len(e.val) == 1 {
		return nil
	}
	return []int{len(e.val)}
}

// model is the state of one tape.
type model struct {
	t          *Tape
	persistent bool
	gen        int // how many resets there were
	paused     int
	consumed   bool
	failed     bool
	params     map[*Param]*handle
}

// handle is a Var, and what it must be.
type handle struct {
	v   Var
	e   *expr
	m   *model
	gen int // -1: stale in any case
}

func (h *handle) live() bool { return h.gen == h.m.gen }

func (m *model) leaf(val []float64, active bool) *expr {
	return &expr{val: slices.Clone(val), active: active}
}

// op is an operation in the model.
func (m *model) op(op byte, args ...*expr) *expr {
	e := &expr{op: op, args: args}
	n := 1
	for _, a := range args {
		n = max(n, len(a.val))
		e.active = e.active || a.active && m.paused == 0
	}
	if op == 's' {
		e.val = []float64{propSum(args[0].val)}
		return e
	}
	for i := range n {
		a, b := args[0].val[i%len(args[0].val)], args[1].val[i%len(args[1].val)]
		e.val = append(e.val, map[byte]float64{'+': a + b, '-': a - b, '*': a * b}[op])
	}
	return e
}

// gradient gives the derivatives of the sum of y's elements, weighted by seed, as expressions.
func (m *model) gradient(y, seed *expr) map[*expr]*expr {
	adj := map[*expr]*expr{}
	if !y.active {
		return adj
	}
	var order []*expr
	seen := map[*expr]bool{}
	var visit func(e *expr)
	visit = func(e *expr) {
		if seen[e] || !e.active {
			return
		}
		seen[e] = true
		for _, a := range e.args {
			visit(a)
		}
		order = append(order, e)
	}
	visit(y)
	add := func(e, d *expr) {
		if !e.active {
			return
		}
		if len(e.val) < len(d.val) {
			d = m.op('s', d)
		}
		if old := adj[e]; old != nil {
			d = m.op('+', old, d)
		}
		adj[e] = d
	}
	add(y, seed)
	for _, e := range slices.Backward(order) {
		d := adj[e]
		switch e.op {
		case '+':
			add(e.args[0], d)
			add(e.args[1], d)
		case '-':
			add(e.args[0], d)
			add(e.args[1], m.op('-', m.leaf([]float64{0}, false), d))
		case '*':
			add(e.args[0], m.op('*', d, e.args[1]))
			add(e.args[1], m.op('*', d, e.args[0]))
		case 's':
			add(e.args[0], m.op('*', d, m.leaf(slices.Repeat([]float64{1}, len(e.args[0].val)), false)))
		}
	}
	return adj
}

// machine is the state of the test.
type machine struct {
	*rapid.T
	models []*model
	pool   []*handle
	given  [][2]*tensor.Tensor // results, and what they were
	params []*Param
	depth  int
	boom   bool // pullbacks panic
}

func (r *machine) n(hi int) int { return rapid.IntRange(0, hi).Draw(r.T, "n") }

func (r *machine) tape() *model { return r.models[min(r.n(5), 1)] }

// pick is a value that is there on m, or now and then any.
func (r *machine) pick(m *model) *handle {
	any := r.n(60) == 0
	var good []*handle
	for _, h := range r.pool {
		if any || h.m == m && h.live() {
			good = append(good, h)
		}
	}
	if len(good) == 0 {
		if len(r.pool) > 0 && m.failed {
			return r.pool[r.n(len(r.pool)-1)]
		}
		return r.put(m, m.t.Watch(vector(1, 2)), m.leaf([]float64{1, 2}, true))
	}
	return good[r.n(len(good)-1)]
}

// put adds a value to those that there are.
func (r *machine) put(m *model, v Var, e *expr) *handle {
	h := &handle{v, e, m, m.gen}
	r.after(m, v, nil)
	if !v.Valid() || m.failed {
		h.gen = -1
	}
	r.pool = append(r.pool, h)
	return h
}

var misuse = []error{ErrStale, ErrForeign, ErrConsumed, ErrBusy}

// isMisuse tells whether an error is one of those that misuse gives.
func isMisuse(err error) bool {
	return slices.ContainsFunc(misuse, func(e error) bool { return errors.Is(err, e) })
}

// after checks what an operation on the tape of m and on operands has done to the tape.
func (r *machine) after(m *model, v Var, operands []*handle) {
	var want error
	switch {
	case m.failed:
		want = m.t.Err()
	case m.consumed:
		want = ErrConsumed
	}
	for _, h := range operands {
		switch {
		case want != nil:
		case h.m != m:
			want = ErrForeign
		case !h.live():
			want = ErrStale
		}
	}
	err := m.t.Err()
	if want == nil {
		if err != nil || !v.Valid() {
			r.Fatalf("error %v, valid %v", err, v.Valid())
		}
		return
	}
	if err == nil || !isMisuse(err) || v.Valid() {
		r.Fatalf("error %v, want %v; valid %v", err, want, v.Valid())
	}
	for _, h := range append(operands, &handle{m: m}) {
		h.m.failed = h.m.failed || h.m.t.Err() != nil
	}
}

// apply is an operation of the tape and of the model.
func apply(op byte, a, b Var) Var {
	switch op {
	case '+':
		return Add(a, b)
	case '-':
		return Sub(a, b)
	case '*':
		return Mul(a, b)
	}
	return Sum(a)
}

func (r *machine) operation() {
	m := r.tape()
	op := "+-*s"[r.n(3)]
	a, b := r.pick(m), r.pick(m)
	m = a.m // the tape is that of the first operand
	hs := []*handle{a, b}
	if op == 's' {
		hs = hs[:1]
	}
	v := apply(op, a.v, b.v)
	r.after(m, v, hs)
	if v.Valid() {
		args := []*expr{a.e, b.e}[:len(hs)]
		r.put(m, v, m.op(op, args...))
	}
}

// floats is an operation on numbers.
func (r *machine) floats() {
	m := r.tape()
	a, b := r.pick(m), r.pick(m)
	if m.failed || m.consumed || a.m != m || b.m != m || !a.live() || !b.live() || len(a.e.val) != 1 || len(b.e.val) != 1 {
		return
	}
	x, y := a.v.Float(), b.v.Float()
	op := "+-*"[r.n(2)]
	var z Float
	switch op {
	case '+':
		z = x.Add(y)
	case '-':
		z = x.Sub(y)
	default:
		z = x.Mul(y)
	}
	r.put(m, m.t.Var(z), m.op(op, a.e, b.e))
}

func (r *machine) watch() {
	m := r.tape()
	val := []float64{1 + float64(r.n(3))/4, -0.5}[:1+r.n(1)]
	x := vector(val...)
	if len(val) == 1 {
		x = tensor.Scalar(val[0])
	}
	var v Var
	active := r.n(2) > 0
	if active {
		v = m.t.Watch(x)
	} else {
		v = m.t.Const(x)
	}
	x.Data()[0] = 99 // the tape has a copy
	r.after(m, v, nil)
	if v.Valid() {
		r.put(m, v, m.leaf(val, active))
	}
}

func (r *machine) parameter() {
	m, p := r.tape(), r.params[r.n(1)]
	if m.failed || m.consumed {
		return
	}
	if r.n(2) == 0 {
		if h := r.pick(m); h.m == m && h.live() && len(h.e.val) == 2 {
			m.t.Assign(p, h.v)
			m.params[p] = h
		}
		return
	}
	h := m.params[p]
	v := m.t.Read(p)
	if h == nil {
		h = r.put(m, v, m.leaf(p.Value.Data(), true))
		m.params[p] = h
	}
	if v != h.v {
		r.Fatalf("Read gives %v, want %v", v, h.v)
	}
}

func (r *machine) reset() {
	m := r.tape()
	m.t.Reset()
	m.gen++
	m.paused, m.consumed, m.failed = 0, false, false
	clear(m.params)
}

// question is what all questions come to: y, sources, and whether an error must come.
func (r *machine) question(scalar bool) (m *model, y *handle, xs []*handle, vs []Var, bad bool) {
	m = r.tape()
	y = r.pick(m)
	if scalar && y.live() && y.m == m && len(y.e.val) > 1 && !m.failed && !m.consumed {
		y = r.put(m, Sum(y.v), m.op('s', y.e))
	}
	bad = m.failed || m.consumed || y.m != m || !y.live()
	for range 1 + r.n(2) {
		x := r.pick(m)
		xs, vs = append(xs, x), append(vs, x.v)
		bad = bad || x.m != m || !x.live()
	}
	return m, y, xs, vs, bad
}

// answer checks whether there is an error, and tells whether there is an answer.
func (r *machine) answer(m *model, err error, bad, consumes bool) bool {
	if bad {
		if err == nil || !isMisuse(err) && !errors.Is(err, ErrNotScalar) {
			r.Fatalf("misuse gives error %v", err)
		}
		m.failed = m.failed || m.t.Err() != nil
		return false
	}
	if err != nil {
		r.Fatalf("error %v", err)
	}
	m.consumed = consumes && !m.persistent
	return true
}

func (r *machine) equal(what string, got, want []float64) {
	r.Helper()
	if !slices.EqualFunc(got, want, func(a, b float64) bool { return propNear(a, b, 1e-12) }) {
		r.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func (r *machine) gradient() {
	m, y, xs, vs, bad := r.question(true)
	var gs []*tensor.Tensor
	var err error
	into := r.n(2) == 0
	if into {
		for _, x := range xs {
			gs = append(gs, tensor.Full(77, x.e.shape()...))
		}
		err = m.t.GradientInto(gs, y.v, vs...)
	} else {
		gs, err = m.t.Gradient(y.v, vs...)
	}
	if !r.answer(m, err, bad, true) {
		return
	}
	r.results(m, gs, m.gradient(y.e, m.leaf([]float64{1}, false)), xs, into)
}

// results compares derivatives to those of the model.
func (r *machine) results(m *model, gs []*tensor.Tensor, adj map[*expr]*expr, xs []*handle, zeros bool) {
	for k, x := range xs {
		want := adj[x.e]
		if want == nil && !zeros {
			if gs[k] != nil {
				r.Fatalf("derivative %d: %v, want nil", k, gs[k])
			}
			continue
		}
		values := make([]float64, len(x.e.val))
		if want != nil {
			for i := range values {
				values[i] = want.val[i%len(want.val)]
			}
		}
		if gs[k] == nil {
			r.Fatalf("derivative %d is nil, want %v", k, values)
		}
		r.equal("derivative", gs[k].Data(), values)
		r.given = append(r.given, [2]*tensor.Tensor{gs[k], gs[k].Clone()})
	}
}

func (r *machine) vjp() {
	m, y, xs, vs, bad := r.question(false)
	seed := []float64{2, -3}[:len(y.e.val)]
	s := tensor.Of(seed, y.e.shape()...)
	gs, err := m.t.VJP(y.v, s, vs...)
	if r.answer(m, err, bad, true) {
		r.results(m, gs, m.gradient(y.e, m.leaf(seed, false)), xs, false)
	}
}

func (r *machine) gradientVars() {
	m, y, xs, vs, bad := r.question(true)
	gs, err := m.t.GradientVars(y.v, vs...)
	if !r.answer(m, err, bad, false) {
		return
	}
	adj := m.gradient(y.e, m.leaf([]float64{1}, false))
	for k, x := range xs {
		want := adj[x.e]
		if (want == nil) != (gs[k].t == nil) {
			r.Fatalf("recorded derivative %d: %v, want %v", k, gs[k], want)
		}
		if want != nil {
			if len(want.val) < len(x.e.val) {
				want = m.op('*', want, m.leaf([]float64{1, 1}, false))
			}
			r.put(m, gs[k], want)
		}
	}
}

func (r *machine) jacobian() {
	m, y, xs, vs, bad := r.question(false)
	js, err := m.t.Jacobian(y.v, vs...)
	if !r.answer(m, err, bad, true) {
		return
	}
	for i := range y.e.val {
		seed := make([]float64, len(y.e.val))
		seed[i] = 1
		adj := m.gradient(y.e, m.leaf(seed, false))
		for k, x := range xs {
			if want := adj[x.e]; (want == nil) != (js[k] == nil) {
				r.Fatalf("Jacobian %d: %v, want %v", k, js[k], want)
			} else if want != nil {
				n := len(x.e.val)
				r.equal("row of a Jacobian", js[k].Data()[i*n:(i+1)*n], slices.Repeat(want.val, 2)[:n])
			}
		}
	}
}

func (r *machine) hvp() {
	m, y, xs, vs, _ := r.question(true)
	x := xs[0]
	bad := m.failed || m.consumed || y.m != m || !y.live() || x.m != m || !x.live()
	direction := []float64{1.5, -1}[:len(x.e.val)]
	hv, err := m.t.HVP(y.v, vs[0], tensor.Of(direction, x.e.shape()...))
	if !r.answer(m, err, bad, true) {
		return
	}
	paused := m.paused
	m.paused = 0
	want := make([]float64, len(direction))
	if g := m.gradient(y.e, m.leaf([]float64{1}, false))[x.e]; g != nil {
		if h := m.gradient(g, m.leaf(direction, false))[x.e]; h != nil {
			for i := range want {
				want[i] = h.val[i%len(h.val)]
			}
		}
	}
	m.paused = paused
	r.equal("HVP", hv.Data(), want)
}

func (r *machine) pause() {
	m := r.tape()
	if r.depth > 2 {
		return
	}
	r.depth++
	gen := m.gen
	m.paused++
	m.t.Pause(func() {
		for range r.n(3) {
			r.step()
		}
	})
	if m.gen == gen {
		m.paused--
	}
	r.depth--
}

// program is what a checkpointed function or one with a pullback does with its arguments and a captured value.
type program []byte

func (p program) run(m *model, vs []Var, es []*expr) (Var, *expr) {
	for k, op := range p {
		i, j := k%len(vs), (k*7+3)%len(vs)
		if m == nil {
			vs = append(vs, apply(op, vs[i], vs[j]))
		} else {
			args := []*expr{es[i], es[j]}
			if op == 's' {
				args = args[:1]
			}
			es = append(es, m.op(op, args...))
		}
		if m != nil {
			vs = append(vs, Var{})
		}
	}
	if m == nil {
		return vs[len(vs)-1], nil
	}
	return Var{}, es[len(es)-1]
}

// function puts the result of a program on the tape: in a checkpoint, perhaps in another one; or with a pullback.
func (r *machine) function() {
	m := r.tape()
	a, b, c := r.pick(m), r.pick(m), r.pick(m)
	if m.failed || m.consumed || slices.ContainsFunc([]*handle{a, b, c}, func(h *handle) bool { return h.m != m || !h.live() }) {
		return
	}
	var p program
	for range 1 + r.n(4) {
		p = append(p, "+-**s"[r.n(4)])
	}
	kind := r.n(3)
	var stash Var
	fail := r.n(8) == 0
	f := func(xs []Var) []Var {
		y, _ := p.run(nil, []Var{xs[0], xs[1], c.v}, nil)
		if stash = Square(y); fail {
			panic("f")
		}
		return []Var{y}
	}
	var v Var
	panicked := func() (yes bool) {
		defer func() {
			if e := recover(); e != nil {
				if yes = true; e != "f" {
					panic(e)
				}
			}
		}()
		switch kind {
		case 0:
			v = Checkpoint(f, a.v, b.v)[0]
		case 1:
			v = Checkpoint(func(xs []Var) []Var { return Checkpoint(f, xs[1], a.v) }, b.v, a.v)[0]
		default:
			v = CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
				return Mul(xs[0], xs[1]), func(dy Var) []Var {
					if stash = dy; r.boom {
						panic("f")
					}
					return []Var{Mul(dy, xs[1]), Mul(dy, xs[0])}
				}
			}, a.v, a.v)
		}
		return false
	}()
	if panicked != (fail && kind < 2) {
		r.Fatalf("panicked: %v", panicked)
	}
	if m.paused == 0 && kind < 2 {
		r.pool = append(r.pool, &handle{stash, a.e, m, -1})
	}
	if panicked {
		return
	}
	switch kind {
	case 0:
		_, e := p.run(m, []Var{{}, {}, {}}, []*expr{a.e, b.e, c.e})
		r.put(m, v, e)
	case 1:
		_, e := p.run(m, []Var{{}, {}, {}}, []*expr{a.e, a.e, c.e})
		r.put(m, v, e)
	default:
		r.put(m, v, m.op('*', a.e, a.e))
	}
}

// panics asks a question in which a pullback panics.
func (r *machine) panics() {
	m, y, _, vs, bad := r.question(true)
	if bad {
		return
	}
	r.boom = true
	defer func() {
		r.boom = false
		if e := recover(); e != nil && e != "f" {
			panic(e)
		}
	}()
	if _, err := m.t.Gradient(y.v, vs...); r.answer(m, err, false, true) {
		return
	}
}

// step is one that is taken at random, with the name that it has in a failure.
type step struct {
	name string
	do   func(r *machine)
}

func (s step) String() string { return s.name }

var steps []step

func init() {
	for _, s := range []struct {
		often int
		step
	}{
		{6, step{"operation", (*machine).operation}}, {1, step{"watch", (*machine).watch}}, {2, step{"floats", (*machine).floats}},
		{3, step{"function", (*machine).function}}, {1, step{"gradient", (*machine).gradient}}, {2, step{"gradientVars", (*machine).gradientVars}},
		{1, step{"vjp", (*machine).vjp}}, {1, step{"jacobian", (*machine).jacobian}}, {1, step{"hvp", (*machine).hvp}},
		{1, step{"pause", (*machine).pause}}, {1, step{"parameter", (*machine).parameter}}, {1, step{"panics", (*machine).panics}},
		{1, step{"reset", (*machine).reset}},
	} {
		steps = append(steps, slices.Repeat([]step{s.step}, s.often)...)
	}
}

func (r *machine) step() {
	s := rapid.SampledFrom(steps).Draw(r.T, "step")
	s.do(r)
}

// check looks at all values and results that there are.
func (r *machine) check() {
	for _, h := range r.pool {
		if h.live() != h.v.Valid() {
			r.Fatalf("%v is valid: %v, want %v", h.e.val, h.v.Valid(), h.live())
		}
		if h.live() {
			r.equal("value", h.v.Value().Data(), h.e.val)
		}
	}
	for _, g := range r.given {
		if !g[0].Equal(g[1]) {
			r.Fatalf("a result has changed: %v, was %v", g[0], g[1])
		}
	}
	for _, m := range r.models {
		if m.t.working != 0 || len(m.t.segments) != 1 && r.depth == 0 || m.t.paused != m.paused {
			r.Fatalf("the tape is at work")
		}
	}
	for len(r.pool) > 0 && slices.ContainsFunc(r.pool[len(r.pool)-1].e.val, func(x float64) bool { return math.Abs(x) > 1e9 }) {
		r.pool = r.pool[:len(r.pool)-1] // what grows without bounds is no more compared
	}
}

func TestRandomCalls(t *testing.T) {
	propMore(t, 20) // each takes little time
	rapid.Check(t, func(rt *rapid.T) {
		r := &machine{T: rt, params: []*Param{NewParam("p", vector(1, -1)), NewParam("q", vector(0.5, 2))}}
		for _, persistent := range []bool{rapid.Bool().Draw(rt, "persistent"), true} {
			m := &model{t: New(), persistent: persistent, params: map[*Param]*handle{}}
			m.t.opt.persistent = persistent
			r.models = append(r.models, m)
		}
		for range 60 {
			r.step()
			r.check()
		}
	})
}

package tape

import (
	"math"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

// orders are the int parameters that functions are checked with.
func (e *elementary) orders() []int {
	switch {
	case e.fn == nil:
		return []int{0}
	case e.name == "Polygamma":
		return []int{0, 1, 2, 3, 4}
	}
	return []int{-3, -2, -1, 0, 1, 2, 3, 4}
}

// value is the function, which ignores what it doesn't take.
func (e *elementary) value(n int, a, b float64) float64 {
	switch {
	case e.f2 != nil:
		return e.f2(a, b)
	case e.fn != nil:
		return e.fn(n, a)
	}
	return e.f1(a)
}

// rule is the rule on numbers, as the tape calls it.
func (e *elementary) rule(n int, a, b, dy float64) [2]float64 {
	y := e.value(n, a, b)
	switch {
	case dy == 0:
		return [2]float64{}
	case e.f2 != nil:
		da, db := e.rule2(a, b, y, dy)
		return [2]float64{da, db}
	case e.fn != nil:
		return [2]float64{e.rulen(n, a, y, dy)}
	}
	return [2]float64{e.rule1(a, y, dy)}
}

// recorded is the recorded rule, executed.
func (in *interpreter) recorded(e *elementary, n int, a, b, dy dual) []dual {
	args := []dual{a, b}
	if e.f2 == nil {
		args = args[:1]
	}
	y := in.apply(e, n, args)
	name := map[string]string{"Modf": "Fraction", "absorb": "Absorb"}[e.name]
	if name == "" {
		name = public(e.name)
	}
	return in.run("record"+name, n, append(args, y, dy)...)
}

// special are arguments at kinks and limits, and some others.
var special = []float64{
	0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, 3, 7.25, -7.25, 0.1, -0.3, 1e-310, 1e-200, -1e-9, 1e200, -1e200, 710, -745, 1 - 0x1p-50,
	math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(),
}

// each calls f for all active elementary functions at all special arguments.
func each(f func(e *elementary, n int, a, b float64)) {
	for i := range elementaries {
		e := &elementaries[i]
		if e.inactive {
			continue
		}
		for _, n := range e.orders() {
			for _, a := range special {
				if e.f2 == nil {
					f(e, n, a, 0)
					continue
				}
				for _, b := range special {
					f(e, n, a, b)
				}
			}
		}
	}
}

func near(got, want, tol float64) bool {
	return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tol*math.Abs(want)
}

// Each recorded rule gives what the rule gives on numbers, kinks and limits included.
func TestRecordedValues(t *testing.T) {
	in := newInterpreter(t)
	each(func(e *elementary, n int, a, b float64) {
		for _, dy := range []float64{1, -1.5, 0, math.Copysign(0, -1), 1e-300, math.Inf(1), math.NaN()} {
			want := e.rule(n, a, b, dy)
			for i, got := range in.recorded(e, n, dual{v: a}, dual{v: b}, dual{v: dy}) {
				if !near(got.v, want[i], 1e-15) {
					t.Errorf("%s %d at %v, %v, cotangent %v: contribution %d is recorded as %v, want %v", e.name, n, a, b, dy, i, got.v, want[i])
				}
			}
		}
	})
}

// A contribution is linear in the cotangent, also at 0: its derivative by the cotangent is the partial, where that is finite.
func TestRecordedByCotangent(t *testing.T) {
	in := newInterpreter(t)
	each(func(e *elementary, n int, a, b float64) {
		partial := e.rule(n, a, b, 1)
		for _, dy := range []float64{0, 2} {
			for i, got := range in.recorded(e, n, dual{v: a}, dual{v: b}, dual{v: dy, d: 1}) {
				if math.Abs(partial[i]) <= 1e300 && !near(got.d, partial[i], 1e-15) {
					t.Errorf("%s %d at %v, %v: contribution %d has derivative %v by its cotangent at %v, want %v", e.name, n, a, b, i, got.d, dy, partial[i])
				}
			}
		}
	})
}

// The derivative of a recorded rule is that of the rule.
func TestRecordedDerivatives(t *testing.T) {
	in := newInterpreter(t)
	const dy = -1.5
	for i := range elementaries {
		e := &elementaries[i]
		if e.inactive {
			continue
		}
		checked := 0
		for _, n := range e.orders() {
			for k := range 200 {
				a, b := 0.013+0.0347*float64(k%29)*float64(1-2*(k&1)), 0.41+0.31*float64(k%23)*float64(1-2*(k>>1&1))
				if e.name == "Acosh" {
					a = 1.1 + math.Abs(a)
				}
				checked += in.checkSlope(t, e, n, a, b, dy)
			}
		}
		if checked < 80 {
			t.Errorf("%s: only %d derivatives were checked", e.name, checked)
		}
	}
}

// checkSlope compares the derivative of a recorded rule in the direction (1, 0.75) with a finite difference of the rule, and its second
// derivative, in which the recorded rules of what it calls have a part, with a finite difference of the first. It gives 1 if there was
// one to compare with.
func (in *interpreter) checkSlope(t *testing.T, e *elementary, n int, a, b, dy float64) int {
	const along = 0.75
	twice := &interpreter{in.functions, in.entries, true}
	got := twice.recorded(e, n, dual{v: a, d: 1}, dual{v: b, d: along}, dual{v: dy})
	checked := 0
	for i := range got {
		want, errEst := gradtest.Derivative(func(s float64) float64 { return e.rule(n, a+s, b+along*s, dy)[i] }, 0)
		if !(errEst <= 1e-4*math.Abs(want)+1e-6) {
			continue
		}
		checked = 1
		if !(math.Abs(got[i].d-want) <= 1e-6*math.Abs(want)+20*errEst+1e-9) {
			t.Errorf("%s %d at %v, %v: the derivative of contribution %d is %v, finite difference %v ± %.1e", e.name, n, a, b, i, got[i].d, want, errEst)
		}
		want, errEst = gradtest.Derivative(func(s float64) float64 {
			return in.recorded(e, n, dual{v: a + s, d: 1}, dual{v: b + along*s, d: along}, dual{v: dy})[i].d
		}, 0)
		if errEst <= 1e-4*math.Abs(want)+1e-6 && !(math.Abs(got[i].dd-want) <= 1e-6*math.Abs(want)+20*errEst+1e-9) {
			t.Errorf("%s %d at %v, %v: the second derivative of contribution %d is %v, finite difference %v ± %.1e", e.name, n, a, b, i, got[i].dd, want, errEst)
		}
	}
	return checked
}

// Where a rule has a branch of its own at a point without a kink, its derivative there is still that of the function.
func TestRecordedAtPoints(t *testing.T) {
	in := newInterpreter(t)
	tests := []struct {
		name string
		n    int
		a, b float64
	}{
		{"PowVar", 0, 2, 0}, {"PowVar", 0, 0.25, 0}, {"PowVar", 0, 1e-3, 0}, {"PowVar", 0, 3, 1}, {"PowVar", 0, 3, 2},
		{"J1", 0, 0, 0}, {"J1", 0, 1e-7, 0}, {"Jn", 2, -1e-8, 0}, {"Jn", -1, 0, 0}, {"Jn", 0, 0, 0}, {"Jn", 1, 0, 0}, {"Jn", 2, 0, 0}, {"Jn", 3, 0, 0},
		{"Expm1", 0, math.Log(0.5), 0}, {"Tanh", 0, 0, 0}, {"Asinh", 0, 0, 0}, {"Erf", 0, 0, 0},
	}
	for _, tt := range tests {
		if in.checkSlope(t, in.entries[tt.name], tt.n, tt.a, tt.b, -1.5) == 0 {
			t.Errorf("%s %d at %v, %v: nothing to compare with", tt.name, tt.n, tt.a, tt.b)
		}
	}
}

// The table is filled: each opcode has a name, a value, and the rules that its value needs or none.
func TestElementaries(t *testing.T) {
	if int(firstElementary)+len(elementaries) > 256 {
		t.Errorf("%d elementary functions from opcode %d on", len(elementaries), firstElementary)
	}
	for i, e := range elementaries {
		kinds := 0
		one := e.f1 != nil && (e.rule1 != nil) == !e.inactive && (e.record1 != nil) == !e.inactive
		two := e.f2 != nil && e.rule2 != nil && e.record2 != nil
		withInt := e.fn != nil && e.rulen != nil && e.recordn != nil
		for _, is := range []bool{one, two, withInt} {
			if is {
				kinds++
			}
		}
		if e.name == "" || kinds != 1 || e.inactive && e.saves != 0 {
			t.Errorf("entry %d, %q, is not what it should be", i, e.name)
		}
	}
}

// What saves leaves out is not read: other values in its place make no difference.
func TestSaves(t *testing.T) {
	each(func(e *elementary, n int, a, b float64) {
		y, z := e.value(n, a, b), math.NaN()
		sa, sb, sy := a, b, y
		if e.saves&savesA == 0 {
			sa = z
		}
		if e.saves&savesB == 0 {
			sb = z
		}
		if e.saves&savesOut == 0 {
			sy = z
		}
		var got, want [2]float64
		switch {
		case e.f2 != nil:
			got[0], got[1] = e.rule2(sa, sb, sy, 1)
			want[0], want[1] = e.rule2(a, b, y, 1)
		case e.fn != nil:
			got[0], want[0] = e.rulen(n, sa, sy, 1), e.rulen(n, a, y, 1)
		default:
			got[0], want[0] = e.rule1(sa, sy, 1), e.rule1(a, y, 1)
		}
		if !near(got[0], want[0], 0) || !near(got[1], want[1], 0) {
			t.Errorf("%s %d reads more than it saves: %v, want %v at %v, %v", e.name, n, got, want, a, b)
		}
	})
}

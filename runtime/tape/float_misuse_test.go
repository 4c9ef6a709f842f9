package tape

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Floats that are stale or of another tape are errors by every route, short or long; the values are right in any case.
func TestFloatMisuse(t *testing.T) {
	other := New()
	foreign := other.Float(7)
	for _, op := range allRoutes() {
		if e := map[string]bool{"Ceil": true, "Floor": true, "Logb": true, "Round": true, "RoundToEven": true, "Trunc": true}; e[op.name] {
			continue // constants of a number, whatever it is
		}
		for _, state := range []string{"stale", "foreign", "stale and foreign", "consumed", "of a checkpoint"} {
			for _, second := range []bool{false, true} {
				if !op.two && (second || strings.HasSuffix(state, "foreign")) {
					continue // it does not see the bad one, or nothing else
				}
				tp := New()
				x := tp.Float(0.5)
				want := ErrStale
				bad := x
				switch state {
				case "stale":
					tp.Reset()
				case "foreign":
					other.Reset()
					foreign = other.Float(7)
					bad, want = foreign, ErrForeign
				case "stale and foreign":
					bad, want = foreign, ErrForeign
					other.Reset()
				case "consumed":
					want = ErrConsumed
					if _, err := tp.Numbers(nil, x, x); err != nil {
						t.Fatal(err)
					}
				case "of a checkpoint":
					CheckpointFloats(func(xs []Float) []Float {
						bad = xs[0].Mul(xs[0])
						return []Float{bad}
					}, x)
				}
				good := x
				if state == "stale" || state == "of a checkpoint" {
					good = tp.Float(0.25)
				}
				a, b := bad, good
				if second {
					a, b = b, a
				}
				y := op.float(a, b)
				if v := op.float(Num(a.v), Num(b.v)).v; y.v != v && v == v {
					t.Errorf("%s, %s: value %v, want %v", op.name, state, y.v, v)
				}
				wantError(t, op.name+", "+state, tp.Err(), want)
				tp.Reset()
				x = tp.Float(3)
				if gs, err := tp.Numbers(nil, x.Mul(x), x); err != nil || gs[0] != 6 {
					t.Errorf("after Reset: %v, %v", gs, err)
				}
			}
		}
	}
}

// A question about Floats of another tape, or stale ones, is an error, not a number.
func TestNumbersMisuse(t *testing.T) {
	tp, other := New(Persistent()), New()
	stale := tp.Float(1)
	tp.Reset()
	x, foreign := tp.Float(2), other.Float(3)
	y := x.Mul(x)
	for _, q := range []struct {
		y, x Float
		want error
	}{{y, stale, ErrStale}, {stale, x, ErrStale}, {y, foreign, ErrForeign}, {foreign, x, ErrForeign}, {y, Num(1), ErrUnconnected}, {Num(1), x, ErrUnconnected}} {
		_, err := tp.Numbers(nil, q.y, q.x)
		wantError(t, "Numbers", err, q.want)
	}
	got, err := tp.Numbers(nil, y, x, x)
	if err != nil || got[0] != 4 || got[1] != 4 {
		t.Error(got, err)
	}
	got, err = tp.With(ZeroUnconnected()).Numbers(nil, y, Num(1), x)
	if err != nil || got[0] != 0 || got[1] != 4 {
		t.Error(got, err)
	}
	if got, err = tp.Numbers(nil, x, x); err != nil || got[0] != 1 {
		t.Error(got, err)
	}
	// A Float through a Var and back is the same number.
	gs, err := tp.Gradient(tp.Var(tp.Var(y).Float().Mul(x)), tp.Var(x))
	wantData(t, "by way of a Var", gs, err, 12)
	tp.Watch(tensor.New(2)).Float()
	if tp.Err() == nil {
		t.Error("the Float of a vector is no error")
	}
}

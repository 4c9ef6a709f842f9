package tape

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

func vector(xs ...float64) *tensor.Tensor { return tensor.FromSlice(xs) }

// wantError fails unless err is the one that is wanted.
func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}

// wantData fails unless there is no error and the one result has these elements.
func wantData(t *testing.T, what string, gs []*tensor.Tensor, err error, want ...float64) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if gs[0] == nil || !slices.EqualFunc(gs[0].Data(), want, func(a, b float64) bool { return near(a, b, 1e-14) }) {
		t.Errorf("%s: %v, want %v", what, gs[0], want)
	}
}

// A sweep that is recorded during a pause runs the checkpointed function as one that is not paused.
func TestCheckpointPaused(t *testing.T) {
	tp := New(Persistent())
	x := tp.Watch(vector(1, 2))
	y := Sum(Checkpoint(func(xs []Var) []Var { return []Var{Mul(xs[0], Square(xs[0]))} }, x)[0])
	var gs []Var
	var err error
	tp.Pause(func() { gs, err = tp.GradientVars(y, x) })
	if err != nil || gs[0].t == nil {
		t.Fatal(gs, err)
	}
	wantData(t, "during Pause", []*tensor.Tensor{gs[0].Value()}, nil, 3, 12)
	if gs[0].active() {
		t.Error("what was recorded during Pause can be differentiated")
	}
}

// A checkpointed function that does something else the second time is an error.
func TestCheckpointChanged(t *testing.T) {
	factor, number, shape := 2.0, 1, []int{2}
	tests := map[string]struct{ before, after func() }{
		"value":  {func() { factor = 2 }, func() { factor = 3 }},
		"number": {func() { number = 1 }, func() { number = 2 }},
		"none":   {func() { number = 1 }, func() { number = 0 }},
		"shape":  {func() { shape = []int{2} }, func() { shape = []int{1, 2} }},
	}
	for name, tt := range tests {
		for _, recorded := range []bool{false, true} {
			factor, number, shape = 2, 1, []int{2}
			tt.before()
			tp := New()
			x := tp.Watch(vector(1, 2))
			y := Checkpoint(func(xs []Var) []Var {
				y := Reshape(Scale(Square(xs[0]), factor), shape...)
				return slices.Repeat([]Var{y}, number)
			}, x)[0]
			tt.after()
			var err error
			if recorded {
				_, err = tp.GradientVars(Sum(y), x)
			} else {
				_, err = tp.Gradient(Sum(y), x)
			}
			wantError(t, name, err, ErrCheckpoint)
		}
	}
}

// A checkpointed function reads a parameter as it was when it ran for the first time.
func TestCheckpointAssign(t *testing.T) {
	for _, trainable := range []bool{false, true} {
		for _, recorded := range []bool{false, true} {
			tp := New()
			p := &Param{Name: "p", Trainable: trainable, Value: tensor.Scalar(5)}
			x := tp.Watch(tensor.Scalar(0))
			tp.Read(p)
			tp.Assign(p, tp.Scalar(6))
			tp.Assign(p, tp.Scalar(5))
			y := Checkpoint(func(xs []Var) []Var { return []Var{Mul(xs[0], tp.Read(p))} }, x)[0]
			tp.Assign(p, tp.Scalar(7))
			z := Mul(y, tp.Read(p))
			if recorded {
				gs, err := tp.GradientVars(z, x)
				if err != nil {
					t.Fatal(err)
				}
				wantData(t, "recorded", []*tensor.Tensor{gs[0].Value()}, err, 35)
			} else {
				gs, err := tp.Gradient(z, x)
				wantData(t, "not recorded", gs, err, 35)
			}
			if got := tp.params[p]; !tp.consumed && got.Item() != 7 {
				t.Errorf("after the sweep p is %v", got)
			}
		}
	}
}

// What a checkpointed function watches or reads leaves nothing stale behind.
func TestCheckpointReads(t *testing.T) {
	tp := New(Persistent(), ManualWatch(), BorrowParams())
	p := NewParam("p", vector(3, 4))
	x := tp.Watch(vector(1, 2))
	y := Checkpoint(func(xs []Var) []Var {
		tp.Watch(vector(9))
		return []Var{Mul(xs[0], tp.WatchParam(p))}
	}, x)[0]
	loss := Sum(y)
	gs, err := tp.Gradient(loss, tp.Read(p))
	wantData(t, "by a parameter that a checkpointed function was the first to read", gs, err, 1, 2)
	into := []*tensor.Tensor{tensor.New(2)}
	err = tp.GradientInto(into, loss, x)
	wantData(t, "into", into, err, 3, 4)
	for _, v := range tp.Watched() {
		if !v.Valid() {
			t.Error("Watched gives a stale value")
		}
	}
}

// A pullback may be the first to read a parameter.
func TestPullbackReads(t *testing.T) {
	tp := New(Persistent(), BorrowParams())
	p := NewParam("p", vector(3, 4))
	x := tp.Watch(vector(1, 2))
	y := Sum(CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
		return Identity(xs[0]), func(dy Var) []Var { return []Var{Mul(dy, tp.Read(p))} }
	}, x))
	for range 2 {
		gs, err := tp.Gradient(y, x)
		wantData(t, "pullback", gs, err, 3, 4)
	}
	v := tp.Read(p)
	gs, err := tp.Gradient(Sum(Square(v)), v)
	wantData(t, "afterwards", gs, err, 6, 8)
}

// What a pullback returns is on the tape.
func TestPullbackForeign(t *testing.T) {
	other := New()
	foreign := other.Watch(vector(1, 2))
	var stashed Var
	tests := map[string]struct {
		dx   func(tp *Tape, dy Var) []Var
		want error
	}{
		"foreign": {func(*Tape, Var) []Var { return []Var{foreign} }, ErrForeign},
		"stale": {func(_ *Tape, dy Var) []Var {
			if stashed.t == nil {
				stashed = dy
			}
			return []Var{stashed}
		}, ErrStale},
	}
	for name, tt := range tests {
		tp := New(Persistent())
		x := tp.Watch(vector(1, 2))
		y := Sum(CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
			return Identity(xs[0]), func(dy Var) []Var { return tt.dx(tp, dy) }
		}, x))
		_, err := tp.Gradient(y, x)
		if name == "stale" && err == nil {
			_, err = tp.Gradient(y, x)
		}
		wantError(t, name, err, tt.want)
		tp.Reset()
		x = tp.Watch(vector(1, 2))
		gs, err := tp.Gradient(Sum(Square(x)), x)
		wantData(t, name+", after Reset", gs, err, 2, 4)
	}
	tp := New()
	x := tp.Watch(vector(1))
	CustomGradient(func(xs []Var) (Var, func(Var) []Var) { return Sum(xs[0]), nil }, x)
	if tp.Err() == nil {
		t.Error("no pullback is no error")
	}
}

// Reset while the tape is at work is an error; after the work it is not.
func TestResetAtWork(t *testing.T) {
	for _, name := range []string{"pullback", "recorded pullback", "checkpoint", "checkpoint again", "Pause"} {
		tp := New(Persistent())
		x := tp.Watch(vector(1, 2))
		runs := 0
		var err error
		switch name {
		case "pullback", "recorded pullback":
			y := Sum(CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
				return Identity(xs[0]), func(dy Var) []Var { tp.Reset(); return []Var{dy} }
			}, x))
			if name == "pullback" {
				_, err = tp.Gradient(y, x)
			} else {
				_, err = tp.GradientVars(y, x)
			}
		case "checkpoint", "checkpoint again":
			ys := Checkpoint(func(xs []Var) []Var {
				if runs++; runs == 2 || name == "checkpoint" {
					tp.Reset()
				}
				return []Var{Square(xs[0])}
			}, x)
			err = tp.Err()
			if name == "checkpoint again" {
				_, err = tp.Gradient(Sum(ys[0]), x)
			}
		case "Pause":
			tp.Pause(func() { tp.Reset(); x = tp.Watch(vector(2)) })
			gs, err := tp.Gradient(Sum(Square(x)), x)
			wantData(t, name, gs, err, 4)
			continue
		}
		wantError(t, name, err, ErrBusy)
		tp.Reset()
		x = tp.Watch(vector(1, 2))
		gs, err := tp.Gradient(Sum(Square(x)), x)
		wantData(t, name+", after Reset", gs, err, 2, 4)
	}
}

// A panic in the user's function leaves the tape as it was before.
func TestPanics(t *testing.T) {
	tp := New(Persistent())
	x := tp.Watch(vector(1, 2))
	fail := false
	f := func(xs []Var) []Var {
		if y := Square(xs[0]); !fail {
			return []Var{y}
		}
		panic("user's")
	}
	pulled := CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
		return Square(xs[0]), func(dy Var) []Var { return []Var{Mul(f([]Var{dy})[0], Scale(xs[0], 2))} }
	}, x)
	y := Sum(Add(pulled, Checkpoint(f, x)[0]))
	asks := map[string]func(){
		"Checkpoint":     func() { Checkpoint(f, x) },
		"CustomGradient": func() { CustomGradient(func(xs []Var) (Var, func(Var) []Var) { return f(xs)[0], nil }, x) },
		"Gradient":       func() { tp.Gradient(y, x) },
		"GradientVars":   func() { tp.GradientVars(y, x) },
		"Jacobian":       func() { tp.Jacobian(y, x) },
		"Hessian":        func() { tp.Hessian(y, x) },
		"Pause":          func() { tp.Pause(func() { f([]Var{x}) }) },
	}
	for name, ask := range asks {
		fail = true
		func() {
			defer func() {
				if r := recover(); r != "user's" {
					t.Errorf("%s: panic %v", name, r)
				}
			}()
			ask()
		}()
		fail = false
		gs, err := tp.Gradient(y, x)
		wantData(t, name, gs, err, 4, 8)
		if len(tp.segments) != 1 || tp.paused != 0 || tp.adj.next != nil {
			t.Errorf("%s: the tape has %d segments, %d pauses", name, len(tp.segments), tp.paused)
		}
		xs := []Var{x}
		gs, err = tp.Gradient(Sum(Checkpoint(f, xs...)[0]), x)
		wantData(t, name+", recorded afterwards", gs, err, 2, 4)
	}
}

// Shapes of destinations and assignments are the same, not only as large.
func TestSameShape(t *testing.T) {
	tp := New(Persistent())
	x := tp.Watch(tensor.New(2, 3))
	y := Sum(Square(x))
	var shape *ShapeError
	if err := tp.GradientInto([]*tensor.Tensor{tensor.New(3, 2)}, y, x); !errors.As(err, &shape) {
		t.Error(err)
	}
	p := NewParam("p", tensor.New(3, 2))
	if tp.Assign(p, x); !errors.As(tp.Err(), &shape) {
		t.Error(tp.Err())
	}
	tp.Reset()
	a, b := tp.Watch(vector(1, 2)), tp.Watch(vector(3, 4))
	one := tensor.New(2)
	if err := tp.GradientInto([]*tensor.Tensor{one, one}, Dot(a, b), a, b); err == nil {
		t.Error("two derivatives went to one destination")
	}
	if err := tp.GradientInto([]*tensor.Tensor{nil, one}, Dot(a, b), a, b); err == nil {
		t.Error("a destination that is nil is no error")
	}
}

// The forward Jacobian has what is infinite as the backward one has it.
func TestForwardInfinite(t *testing.T) {
	tp := New(Persistent())
	x := tp.Watch(tensor.Scalar(0))
	y := Mul(Broadcast(Sqrt(x), 6), tp.Const(vector(1, 2, 0, -1, -1, -1)))
	js, err := tp.Jacobian(y, x)
	inf := math.Inf(1)
	wantData(t, "Jacobian", js, err, inf, inf, 0, -inf, -inf, -inf)
	js, err = tp.Jacobian(Broadcast(Mul(x, tp.Scalar(inf)), 6), x)
	wantData(t, "Jacobian of a product", js, err, inf, inf, inf, inf, inf, inf)
}

// Options for one question are heard.
func TestQueryOptions(t *testing.T) {
	tp := New()
	x := tp.Watch(vector(1, 2))
	y := Sum(Square(x))
	gs, err := tp.With(Persistent()).Gradient(y, x)
	wantData(t, "Persistent", gs, err, 2, 4)
	_, err = tp.With(Persistent()).Jacobian(y, x)
	gs, err2 := tp.Gradient(y, x)
	wantData(t, "again", gs, errors.Join(err, err2), 2, 4)
	_, err = tp.Gradient(y, x)
	wantError(t, "third", err, ErrConsumed)
}

// A question in a recorded pullback does not consume the tape that asks it.
func TestNestedQuestion(t *testing.T) {
	for _, recorded := range []bool{false, true} {
		tp := New()
		x := tp.Watch(vector(1, 2))
		sum := Sum(x)
		y := Sum(CustomGradient(func(xs []Var) (Var, func(Var) []Var) {
			return Square(xs[0]), func(dy Var) []Var {
				gs, err := tp.Gradient(sum, x)
				if err != nil {
					t.Fatal(err)
				}
				return []Var{Mul(Mul(dy, Scale(xs[0], 2)), tp.Const(gs[0]))}
			}
		}, x))
		if recorded {
			gs, err := tp.GradientVars(y, x)
			if err != nil {
				t.Fatal(err)
			}
			wantData(t, "recorded", []*tensor.Tensor{gs[0].Value()}, nil, 2, 4)
			continue
		}
		gs, err := tp.Gradient(y, x)
		wantData(t, "not recorded", gs, err, 2, 4)
	}
}

// After an error operations with several results have as many as without it; numbers keep their values.
func TestResultsAfterError(t *testing.T) {
	for name, use := range map[string]func(tp *Tape, x Var){
		"before": func(tp *Tape, x Var) { tp.Watch(nil) },
		"within": func(tp *Tape, x Var) {},
	} {
		tp := New()
		x := tp.Watch(vector(1, 2, 3))
		y := tp.Float(3)
		use(tp, x)
		bad := func(xs []Var) []Var { return []Var{MatMul(xs[0], tp.Scalar(1)), xs[0]} }
		if got := Checkpoint(bad, x); len(got) != 2 || got[0].Valid() {
			t.Errorf("%s: Checkpoint gives %v", name, got)
		}
		CustomGradient(func(xs []Var) (Var, func(Var) []Var) { return bad(xs)[0], func(Var) []Var { return nil } }, x)
		if got := CustomGradients(func(xs []Var) ([]Var, func([]Var) []Var) { return bad(xs), nil }, x); len(got) != 2 {
			t.Errorf("%s: CustomGradients gives %v", name, got)
		}
		if got := Split(x, 5, 1, 2); len(got) != 2 {
			t.Errorf("%s: Split gives %v", name, got)
		}
		got := CheckpointFloats(func(xs []Float) []Float { return []Float{xs[0].Mul(xs[0]), xs[0]} }, y)
		if len(got) != 2 || got[0].Value() != 9 || got[1].Value() != 3 {
			t.Errorf("%s: CheckpointFloats gives %v", name, got)
		}
		if tp.Err() == nil {
			t.Errorf("%s: there is no error", name)
		}
	}
}

// A condition is none of the things on which the chosen depends.
func TestConditionUnconnected(t *testing.T) {
	tp := New(Persistent())
	c, x := tp.Watch(vector(1, 0)), tp.Watch(vector(5, 6))
	for _, y := range []Var{Where(c, x, Square(x)), Checkpoint(func([]Var) []Var { return []Var{Where(c, x, Square(x))} }, x)[0]} {
		gs, err := tp.Gradient(Sum(y), x, c)
		wantData(t, "Where", gs, err, 1, 12)
		if gs[1] != nil {
			t.Errorf("derivative by a condition: %v", gs[1])
		}
	}
	_, err := tp.VJP(x, nil, x)
	wantError(t, "seed", err, errNil)
	tp.Const(nil)
	wantError(t, "Const", tp.Err(), errNil)
}

// A constant has no derivative, be it a number or a tensor.
func TestConstantUnconnected(t *testing.T) {
	tp := New(Persistent())
	for _, c := range []Var{tp.Scalar(2), tp.Const(vector(2))} {
		x := tp.Watch(c.Value())
		gs, err := tp.Gradient(Sum(Mul(x, c)), x, c)
		wantData(t, "by the other one", gs, err, 2)
		if gs[1] != nil {
			t.Errorf("derivative by a constant: %v", gs[1])
		}
		into := []*tensor.Tensor{tensor.New(c.Shape()...)}
		err = tp.GradientInto(into, Sum(Mul(x, c)), c)
		wantData(t, "into", into, err, 0)
	}
}

package tape_test

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Explain says of what was recorded in a pause where that pause was, whatever other pauses there are.
func TestExplainPause(t *testing.T) {
	tp := tape.New(tape.Persistent())
	x := tp.Watch(tensor.Scalar(2))
	var ys [4]tape.Var
	tp.Pause(func() {}) // in which nothing is recorded
	tp.Pause(func() { ys[0] = tape.Square(x) })
	tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
		ys[1] = tape.Square(xs[0]) // what is in here is not differentiated either, but there is no pause of the user's
		return ys[1], func(dy tape.Var) []tape.Var { return []tape.Var{dy} }
	}, x)
	tape.Checkpoint(func(xs []tape.Var) []tape.Var {
		tp.Pause(func() { tape.Square(xs[0]) }) // it is not on the tape any more
		return xs
	}, x)
	tp.Pause(func() {
		ys[2] = tape.Square(x)
		tp.Pause(func() { ys[3] = tape.Square(x) })
	})
	for i, want := range []string{
		"recorded while the tape was paused at explain_test.go:17: ",
		"recorded while the tape was paused: ",
		"recorded while the tape was paused at explain_test.go:26: ",
		"recorded while the tape was paused at explain_test.go:26: ",
	} {
		if got := tp.Explain(ys[i], x); !strings.HasPrefix(got, want) {
			t.Errorf("value %d: %q, want %q", i, got, want)
		}
	}

	tp.Reset()
	x = tp.Watch(tensor.Scalar(2))
	var y tape.Var
	tp.Pause(func() { y = tape.Square(x) })
	if got, want := tp.Explain(y, x), "recorded while the tape was paused at explain_test.go:44: "; !strings.HasPrefix(got, want) {
		t.Errorf("after Reset: %q, want %q", got, want)
	}
	tp.Pause(func() { tp.Reset() })
	x = tp.Watch(tensor.Scalar(2))
	if got := tp.Explain(tape.Square(x), x); got != "" {
		t.Errorf("after a Reset in a pause: %q", got)
	}
}

// Explain tells handles from before Reset from those that were good in a sweep only, and from another tape's.
func TestExplainHandles(t *testing.T) {
	tp := tape.New(tape.Persistent())
	before := tp.Watch(tensor.Scalar(2))
	tp.Reset()
	x := tp.Watch(tensor.Scalar(2))
	var inside tape.Var
	y := tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
		return xs[0], func(dy tape.Var) []tape.Var { inside = dy; return []tape.Var{dy} }
	}, x)
	if _, err := tp.Gradient(y, x); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		source tape.Var
		want   string
	}{
		{before, "recorded before Reset"},
		{inside, tape.ErrStale.Error()},
		{tape.New().Watch(tensor.Scalar(2)), tape.ErrForeign.Error()},
		{x, ""},
	} {
		if got := tp.Explain(y, c.source); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

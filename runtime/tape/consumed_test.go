package tape_test

import (
	"errors"
	"testing"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// A tape that has given its only gradient gives no second derivatives either.
func TestConsumedHessian(t *testing.T) {
	for name, ask := range map[string]func(tp *tape.Tape, y, x tape.Var) error{
		"Hessian": func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.Hessian(y, x); return err },
		"HVP":     func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.HVP(y, x, tensor.Ones(2)); return err },
	} {
		tp := tape.New()
		x := tp.Watch(tensor.Ones(2))
		y := tape.Sum(tape.Square(x))
		if _, err := tp.Gradient(y, x); err != nil {
			t.Fatal(err)
		}
		if err := ask(tp, y, x); !errors.Is(err, tape.ErrConsumed) {
			t.Errorf("%s of a consumed tape: error %v, want %v", name, err, tape.ErrConsumed)
		}
		tp.Reset()
		if err := ask(tp, tape.Sum(tape.Square(tp.Watch(tensor.Ones(2)))), x); !errors.Is(err, tape.ErrStale) {
			t.Errorf("%s by a stale source: error %v, want %v", name, err, tape.ErrStale)
		}
	}
}

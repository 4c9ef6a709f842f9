package tape

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrStale is the use of a value from before its tape's Reset, or from inside of a sweep that has ended.
	ErrStale = errors.New("tape: a value that is no longer on its tape")
	// ErrForeign is the use of values of two tapes together.
	ErrForeign = errors.New("tape: a value of another tape")
	// ErrConsumed is the use of a tape after its gradient, if it is not persistent.
	ErrConsumed = errors.New("tape: the tape has given its gradient; make it Persistent, or Reset it")
	// ErrNotScalar is the gradient of something that is not a number. GradientSum and VJP say what is meant.
	ErrNotScalar = errors.New("tape: the target of a gradient is not a number")
	// ErrFull is a tape with 2147483646 values.
	ErrFull = errors.New("tape: too many operations; Reset it, or use Checkpoint")
	// ErrCheckpoint is a checkpointed function that does not do the same when it runs again.
	ErrCheckpoint = errors.New("tape: a checkpointed function used other values when it ran again")
	// ErrBusy is Reset or Assign in a checkpointed function or in a pullback, which run while the tape is at work, and may run again.
	ErrBusy = errors.New("tape: Reset or Assign in a checkpointed function or in a pullback")
	// ErrUnconnected is a number that the target does not depend on, in a function that gives numbers.
	ErrUnconnected = errors.New("tape: the target does not depend on the source")

	errNil = errors.New("tape: a tensor that is nil, perhaps the derivative by something unconnected")
)

// ShapeError is an operation on shapes that don't go together.
type ShapeError struct {
	Op     string
	Shapes [][]int
	Reason string
}

func (e *ShapeError) Error() string {
	shapes := make([]string, len(e.Shapes))
	for i, s := range e.Shapes {
		shapes[i] = fmt.Sprint(s)
	}
	msg := fmt.Sprintf("tape: %s of shapes %s", e.Op, strings.Join(shapes, " and "))
	if len(shapes) == 1 {
		msg = fmt.Sprintf("tape: %s of shape %s", e.Op, shapes[0])
	}
	if e.Reason != "" {
		msg += ": " + e.Reason
	}
	return msg
}

// NoGradientError is a gradient through an operation that has none.
type NoGradientError struct {
	Op  string
	Pos string // file:line of the operation
}

func (e *NoGradientError) Error() string {
	return fmt.Sprintf("tape: %s: no gradient for %s", e.Pos, e.Op)
}

// NotFiniteError is a value or an adjoint that is infinite or not a number, on a tape that checks for it.
type NotFiniteError struct {
	Op      string
	Pos     string // file:line of the operation
	Adjoint bool   // the value was finite, its adjoint is not
	Value   float64
}

func (e *NotFiniteError) Error() string {
	what := "the value"
	if e.Adjoint {
		what = "the adjoint"
	}
	return fmt.Sprintf("tape: %s: %s of %s is %v", e.Pos, what, e.Op, e.Value)
}

package tape_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// TestMisuse is what GradientTape has an error or a warning for, or nothing at all, and what this package has there.
func TestMisuse(t *testing.T) {
	for _, m := range misuses {
		t.Run(m.name, func(t *testing.T) { m.run(check{t}) })
	}
}

var misuses = []struct {
	name string
	run  func(c check)
}{
	// RuntimeError: A non-persistent GradientTape can only be used to compute one set of gradients (or jacobians).
	{"a second question to a tape that is not persistent", func(c check) {
		questions := map[string]func(tp *tape.Tape, y, x tape.Var) error{
			"Gradient":    func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.Gradient(y, x); return err },
			"GradientSum": func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.GradientSum([]tape.Var{y}, x); return err },
			"VJP":         func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.VJP(y, num(1), x); return err },
			"GradientInto": func(tp *tape.Tape, y, x tape.Var) error {
				return tp.GradientInto([]*tensor.Tensor{tensor.New(2)}, y, x)
			},
			"GradientOf": func(tp *tape.Tape, y, x tape.Var) error { _, err := tape.GradientOf(tp, y, x); return err },
			"GradientMap": func(tp *tape.Tape, y, x tape.Var) error {
				_, err := tape.GradientMap(tp, y, map[int]tape.Var{0: x})
				return err
			},
			"Jacobian": func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.Jacobian(y, x); return err },
			"Hessian":  func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.Hessian(y, x); return err },
			"HVP":      func(tp *tape.Tape, y, x tape.Var) error { _, err := tp.HVP(y, x, vec(1, 1)); return err },
			"PerExampleJacobian": func(tp *tape.Tape, _, x tape.Var) error {
				_, err := tp.PerExampleJacobian(x, x)
				return err
			},
		}
		for first, ask := range questions {
			for second, again := range questions {
				tp := tape.New()
				x := tp.Watch(vec(1, 2))
				y := tape.Sum(tape.Mul(x, x))
				if err := ask(tp, y, x); err != nil {
					c.Errorf("%s: %v", first, err)
				}
				c.fails(second+" after "+first, again(tp, y, x), tape.ErrConsumed)
			}
		}
		tp := tape.New()
		x := tp.Watch(vec(1, 2))
		y := tape.Sum(tape.Mul(x, x))
		c.vars(tp.GradientVars(y, x))
		c.vars(tp.GradientVars(y, x))
		c.tensors(tp.Gradient(y, x))
		_, err := tp.GradientVars(y, x)
		c.fails("GradientVars of a consumed tape", err, tape.ErrConsumed)
	}},
	// TypeError: Argument `target` should be a list or nested structure of Tensors, Variables or CompositeTensors …, but received None.
	// ValueError: Cannot differentiate a function that returns None; did you forget to return a value from fn?
	{"no target", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(1))
		_, err := tp.Gradient(tape.Var{}, x)
		c.fails("the zero Var", err, tape.ErrStale)
		_, err = tp.Gradient(x, tape.Var{})
		c.fails("the zero Var as a source", err, tape.ErrStale)
		_, _, err = tape.ValueAndGradient(func(*tape.Tape, []tape.Var) tape.Var { return tape.Var{} }, num(1))
		c.fails("a function that returns it", err, tape.ErrStale)
		c.Log("nil, and a function that returns nothing, do not compile")
	}},
	// ValueError: Passed in object … of type …, not tf.Tensor or tf.Variable or ExtensionType. And of whole numbers a warning, then None.
	{"to watch what is no tensor of float64", func(c check) {
		for name, want := range map[string]reflect.Type{
			"Watch": reflect.TypeFor[*tensor.Tensor](), "Float": reflect.TypeFor[float64](), "WatchParam": reflect.TypeFor[*tape.Param](),
		} {
			m, ok := reflect.TypeFor[*tape.Tape]().MethodByName(name)
			if !ok || m.Type.In(1) != want {
				c.Errorf("%s does not take a %v", name, want)
			}
		}
		c.Log("does not compile")
	}},
	// ValueError: Tape is still recording, This can happen if you try to re-enter an already-active tape. There is no active tape in Go.
	// RuntimeError: Trying to stop recording a tape which is not recording.
	{"a pause in a pause", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(2))
		var y, z tape.Var
		tp.Pause(func() {
			tp.Pause(func() { y = tape.Square(x) })
			z = tape.Square(x) // still paused
		})
		all := tape.Add(tape.Add(y, z), tape.Square(x))
		c.is("the gradient", c.tensors(tp.Gradient(all, x))[0], num(4))
	}},
	// ValueError: Unknown value for unconnected_gradients: 'nonsense'.
	{"an option that there isn't", func(c check) {
		if option := reflect.TypeOf((*tape.Tape).With).In(1).Elem(); option != reflect.TypeFor[tape.Option]() {
			c.Errorf("With takes a %v", option)
		}
		c.Log("does not compile")
	}},
	// A gradient in the block of a tape that is not persistent stops its recording without a word.
	{"operations after the only gradient", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(2))
		y := tape.Square(x)
		c.tensors(tp.Gradient(y, x))
		tape.Square(y)
		c.fails("an operation", tp.Err(), tape.ErrConsumed)
		c.is("what was computed before", y.Value(), num(4))
	}},
	// One on a persistent tape is recorded, which takes time and memory, with a warning. Here the two are told apart.
	{"a gradient that is not to be recorded", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 2))
		y := tape.Sum(tape.Square(x))
		before := tp.Stats()
		c.tensors(tp.Gradient(y, x))
		c.tensor(tp.Hessian(y, x))
		if after := tp.Stats(); after != before {
			c.Errorf("questions left something on the tape: %+v, before %+v", after, before)
		}
		c.vars(tp.GradientVars(y, x))
		if after := tp.Stats(); after.Operations <= before.Operations {
			c.Errorf("GradientVars left nothing on the tape: %+v, before %+v", after, before)
		}
	}},
	// ValueError of batch_jacobian: Need first dimension of target shape … and source shape … to match.
	{"shapes of PerExampleJacobian", func(c check) {
		for _, shapes := range [][2][]int{{{3}, {2}}, {{}, {2}}, {{2}, {}}, {{2, 3}, {3, 2}}} {
			tp := tape.New(tape.Persistent())
			x, y := tp.Watch(tensor.Ones(shapes[1]...)), tp.Watch(tensor.Ones(shapes[0]...))
			_, err := tp.PerExampleJacobian(y, x)
			var e *tape.ShapeError
			if !errors.As(err, &e) || e.Op != "PerExampleJacobian" || fmt.Sprint(e.Shapes) != fmt.Sprint(shapes) {
				c.Errorf("target %v and source %v: error %v", shapes[0], shapes[1], err)
			}
		}
	}},
	// batch_jacobian of what is unconnected is None in older versions and zeros in newer ones, unlike gradient's.
	{"PerExampleJacobian of what is unconnected", func(c check) {
		tp := tape.New(tape.Persistent())
		x, y := tp.Watch(tensor.Ones(2, 3)), tp.Watch(tensor.Ones(2, 4))
		j, err := tp.PerExampleJacobian(y, x)
		c.none("the Jacobian", c.tensor(j, err))
		c.none("as that of Jacobian", c.tensors(tp.Jacobian(y, x))[0])

		tp = tape.New(tape.ZeroUnconnected())
		x, y = tp.Watch(tensor.Ones(2, 3)), tp.Watch(tensor.Ones(2, 4))
		c.exactly("zeros", c.tensor(tp.PerExampleJacobian(y, x)), tensor.New(2, 4, 3))
	}},
	// An exception in a custom gradient goes to who asked for the gradient.
	{"an error in a pullback", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 2))
		y := tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
			return tape.Sum(xs[0]), func(dy tape.Var) []tape.Var {
				return []tape.Var{tape.Add(dy.Tape().Const(vec(1, 2, 3)), xs[0])}
			}
		}, x)
		_, err := tp.Gradient(y, x)
		var e *tape.ShapeError
		if !errors.As(err, &e) || e.Op != "Add" {
			c.Errorf("error %v, want a ShapeError of Add", err)
		}
		if !errors.As(tp.Err(), &e) {
			c.Errorf("it does not stick: %v", tp.Err())
		}
	}},
	{"a contribution of another shape", func(c check) {
		tp := tape.New()
		x := tp.Watch(vec(1, 2))
		y := tape.CustomGradient(func(xs []tape.Var) (tape.Var, func(tape.Var) []tape.Var) {
			return tape.Sum(xs[0]), func(dy tape.Var) []tape.Var { return []tape.Var{dy.Tape().Const(vec(1, 2, 3))} }
		}, x)
		_, err := tp.Gradient(y, x)
		var e *tape.ShapeError
		if !errors.As(err, &e) || fmt.Sprint(e.Shapes) != "[[3] [2]]" {
			c.Errorf("error %v, want a ShapeError of [3] and [2]", err)
		}
	}},
	{"shapes that can't be broadcast", func(c check) {
		tp := tape.New()
		tape.MatMul(tp.Watch(tensor.Ones(2, 3)), tp.Watch(tensor.Ones(2, 3)))
		first := tp.Err()
		if !strings.HasPrefix(fmt.Sprint(first), "tape: MatMul of shapes [2 3] and [2 3]: ") {
			c.Errorf("the error is %v", first)
		}
		tape.Add(tp.Watch(vec(1, 2)), tp.Watch(vec(1, 2, 3)))
		if tp.Err() != first {
			c.Errorf("the second error took the first one's place: %v", tp.Err())
		}
	}},
	{"a seed of another shape", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 2))
		_, err := tp.VJP(tape.Square(x), num(1), x)
		var e *tape.ShapeError
		if !errors.As(err, &e) || fmt.Sprint(e.Shapes) != "[[2] []]" {
			c.Errorf("error %v, want a ShapeError of [2] and []", err)
		}
	}},
}

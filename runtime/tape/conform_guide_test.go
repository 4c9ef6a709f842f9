package tape_test

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"weak"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Rows 13 to 31 are of the rest of the basic guide.
var guideRows = []row{
	{13, "by an intermediate value", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(3))
		y := tape.Mul(x, x)
		z := tape.Mul(y, y)
		c.is("dz/dy", c.tensors(tp.Gradient(z, y))[0], num(18))
	}},
	{14, "persistent tape", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 3))
		y := tape.Mul(x, x)
		z := tape.Mul(y, y)
		c.is("dz/dx", c.tensors(tp.GradientSum([]tape.Var{z}, x))[0], vec(4, 108))
		c.is("dy/dx", c.tensors(tp.GradientSum([]tape.Var{y}, x))[0], vec(2, 6))
	}},
	{15, "release", func(c check) {
		tp := tape.New()
		record := func() (x, y tape.Var) {
			x = tp.Watch(vec(1, 3))
			return x, tape.Sum(tape.Mul(x, x))
		}
		x, y := record()
		tp.Reset()
		if n := tp.Stats().Operations; n != 0 {
			c.Errorf("after Reset the tape has %d operations", n)
		}
		_, err := tp.Gradient(y, x)
		c.fails("a handle from before Reset", err, tape.ErrStale)

		// Memory is kept for what is recorded next.
		dst := []*tensor.Tensor{tensor.New(2)}
		start := vec(1, 3)
		round := func() {
			tp.Reset()
			x := tp.Watch(start)
			if err := tp.GradientInto(dst, tape.Sum(tape.Mul(x, x)), x); err != nil {
				c.Fatal(err)
			}
		}
		round()
		before := heapAfter(round, 10)
		if after := heapAfter(round, 1000); after > before+1<<16 {
			c.Errorf("a thousand resets grew the heap from %d to %d bytes", before, after)
		}

		// Nothing else refers to a tape, so it goes when its owner forgets it.
		p := func() weak.Pointer[tape.Tape] {
			tp := tape.New()
			tape.Square(tp.Read(tape.NewParam("x", num(1))))
			return weak.Make(tp)
		}()
		runtime.GC()
		if p.Value() != nil {
			c.Error("a tape that nobody has is still there")
		}
	}},
	{16, "what is kept for the gradient", func(c check) {
		record := func(opts ...tape.Option) (tp *tape.Tape, k, loss tape.Var) {
			tp = tape.New(opts...)
			x := tp.Const(tensor.Ones(7, 5))
			k = tp.Watch(tensor.Ones(5, 10))
			top := tp.Watch(tensor.Ones(10, 1))
			return tp, k, tape.Sum(tape.MatMul(tape.Relu(tape.MatMul(x, k)), top))
		}
		// Of the first product only the inputs are needed, of the second both operands, of which one is the result of relu. What
		// went into relu is not needed, nor is the first kernel.
		const kept = 8 * (7*5 + 7*10 + 10)
		tp, k, loss := record()
		if got := tp.Stats().BytesSaved; got != kept {
			c.Errorf("%d bytes are saved, want %d", got, kept)
		}
		c.tensors(tp.Gradient(loss, k))
		if got := tp.Stats().BytesSaved; got != 0 {
			c.Errorf("after the only gradient %d bytes are saved, want none", got)
		}
		c.is("the loss, after the gradient", loss.Value(), num(350))

		tp, k, loss = record(tape.Persistent())
		c.tensors(tp.Gradient(loss, k))
		if got := tp.Stats().BytesSaved; got != kept {
			c.Errorf("a persistent tape has %d bytes saved after a gradient, want %d", got, kept)
		}

		// Sums and differences need nothing.
		tp = tape.New()
		a, b := tp.Watch(tensor.Ones(100)), tp.Watch(tensor.Ones(100))
		tape.Sum(tape.Add(tape.Sub(a, b), a))
		if got := tp.Stats().BytesSaved; got != 0 {
			c.Errorf("sums save %d bytes, want none", got)
		}
	}},
	{17, "two targets, one after the other", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(2))
		y0, y1 := tape.Square(x), tape.Div(tp.Scalar(1), x)
		c.is("dy0/dx", c.tensors(tp.Gradient(y0, x))[0], num(4))
		c.is("dy1/dx", c.tensors(tp.Gradient(y1, x))[0], num(-.25))
	}},
	{18, "two targets at once", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(2))
		y0, y1 := tape.Square(x), tape.Div(tp.Scalar(1), x)
		c.is("d(y0+y1)/dx", c.tensors(tp.GradientSum([]tape.Var{y0, y1}, x))[0], num(3.75))
	}},
	{19, "a target that is no number", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(num(2))
		y := tape.Mul(x, tp.Const(vec(3, 4)))
		_, err := tp.Gradient(y, x)
		c.fails("Gradient", err, tape.ErrNotScalar)
		_, err = tp.GradientVars(y, x)
		c.fails("GradientVars", err, tape.ErrNotScalar)
		_, err = tp.Hessian(y, x)
		c.fails("Hessian", err, tape.ErrNotScalar)
		_, err = tp.HVP(y, x, num(1))
		c.fails("HVP", err, tape.ErrNotScalar)
		err = tp.GradientInto([]*tensor.Tensor{num(0)}, y, x)
		c.fails("GradientInto", err, tape.ErrNotScalar)
		_, err = tape.GradientOf(tp, y, x)
		c.fails("GradientOf", err, tape.ErrNotScalar)

		// The question was refused; the tape is as it was.
		c.is("GradientSum", c.tensors(tp.GradientSum([]tape.Var{y}, x))[0], num(7))
		c.is("VJP", c.tensors(tp.VJP(y, vec(1, 10), x))[0], num(43))
	}},
	{20, "derivatives element by element", func(c check) {
		tp := tape.New()
		x := tp.Watch(tensor.Linspace(-10, 10, 201))
		g := c.tensors(tp.GradientSum([]tape.Var{tape.Sigmoid(x)}, x))[0]
		c.shape("the derivative", g, 201)
		sigmoidSlope(c, g)
	}},
	{21, "branch", func(c check) {
		tp := tape.New()
		x, v0, v1 := tp.Watch(num(1)), tp.Watch(num(2)), tp.Watch(num(2))
		result := tape.Square(v1)
		if x.Item() > 0 {
			result = v0
		}
		gs := c.tensors(tp.Gradient(result, v0, v1))
		c.is("by the branch taken, which is the target itself", gs[0], num(1))
		c.none("by the other", gs[1])
	}},
	{22, "by what is only compared", func(c check) {
		tp := tape.New(tape.Persistent())
		x, v0, v1 := tp.Watch(num(1)), tp.Watch(num(2)), tp.Watch(num(2))
		result := v1
		if x.Item() > 0 {
			result = v0
		}
		c.none("by the condition of an if", c.tensors(tp.Gradient(result, x))[0])
		c.text("the reason", tp.Explain(result, x), "the target does not depend on it") // the tape does not see an if

		result = tape.Where(tape.Greater(x, tp.Scalar(0)), v0, v1)
		gs := c.tensors(tp.Gradient(result, x, v0))
		c.none("by the condition of Where", gs[0])
		c.is("by the branch taken", gs[1], num(1))
		c.reason(tp.Explain(result, x), "only used in a comparison at conform_guide_test.go:")
	}},
	{23, "disconnected", func(c check) {
		tp := tape.New()
		x, y := tp.Watch(num(2)), tp.Watch(num(3))
		z := tape.Mul(y, y)
		c.none("dz/dx", c.tensors(tp.Gradient(z, x))[0])
		c.text("the reason", tp.Explain(z, x), "the target does not depend on it")
	}},
	{24, "no None 1: a variable overwritten by a tensor", func(c check) {
		// x = x + 1 turns TensorFlow's variable into a tensor, and the second epoch gives None. Here that does not compile:
		if reflect.TypeFor[tape.Var]().AssignableTo(reflect.TypeFor[*tape.Param]()) {
			c.Error("a result of an operation can be assigned to a parameter")
		}
		c.Log("p = tape.AddScalar(t.Read(p), 1) does not compile; Tape.Assign is the way")
		x, tp := tape.NewParam("x", num(2)), tape.New()
		for epoch := range 2 {
			tp.Reset()
			at := tp.Read(x)
			y := tape.AddScalar(at, 1)
			tp.Assign(x, tape.AddScalar(at, 1))
			c.is("dy/dx", c.tensors(tp.Gradient(y, at))[0], num(1))
			c.exactly("x", x.Value, num(float64(3+epoch)))
		}

		// A handle that is overwritten is a value of one epoch. In the next it is an error, not None.
		tp.Reset()
		v := tp.Read(x)
		for epoch := range 2 {
			y := tape.AddScalar(v, 1)
			gs, err := tp.Gradient(y, v)
			if epoch == 0 {
				c.is("dy/dv", c.tensors(gs, err)[0], num(1))
			} else {
				c.fails("dy/dv in the second epoch", err, tape.ErrStale)
			}
			v = tape.AddScalar(tp.Read(x), 1)
			tp.Reset()
		}
	}},
	{25, "None 2: the computation left the tape", func(c check) {
		tp := tape.New()
		x := tp.Watch(matrix(2, 1, 2, 3, 4))
		x2 := tape.Square(x)
		y := tape.Mean(tp.Const(x2.Value().Sum(0).Scale(.5)))
		c.is("y", y.Value(), num(7.5))
		c.none("dy/dx", c.tensors(tp.Gradient(y, x))[0])
		c.text("the reason", tp.Explain(y, x), "the target does not depend on it")
		c.Log("row 25 of testdata/hazards/taperows has the derivative: ahead of time there is nothing to leave")
	}},
	{26, "no None 3: whole numbers", func(c check) {
		// tp.Watch of a whole number does not compile: what a tape holds is made of float64.
		if in := reflect.TypeOf((*tape.Tape).Watch).In(1); in != reflect.TypeFor[*tensor.Tensor]() {
			c.Errorf("Watch takes a %v", in)
		}
		if data := reflect.TypeOf((*tensor.Tensor).Data).Out(0); data != reflect.TypeFor[[]float64]() {
			c.Errorf("a tensor holds %v", data)
		}
		c.Log("tp.Watch(10) does not compile")
	}},
	{27, "no None 4: state", func(c check) {
		tp := tape.New()
		p0, p1 := tape.NewParam("x0", num(3)), tape.NewParam("x1", num(0))
		x0, before := tp.Read(p0), tp.Read(p1)
		tp.Assign(p1, tape.Add(tp.Read(p1), x0))
		after := tp.Read(p1)
		y := tape.Square(after)
		c.is("y", y.Value(), num(9))
		c.exactly("the parameter", p1.Value, num(3))
		gs := c.tensors(tp.Gradient(y, after, before, x0))
		c.is("by x1 as it is", gs[0], num(6))
		c.is("by x1 as it was", gs[1], num(6))
		c.is("by x0, of which TensorFlow says None", gs[2], num(6))
	}},
	{28, "datasets and queues stop gradients", func(c check) {
		c.Skip("Go has no datasets or queues that take part in a computation; what comes through a channel is a value")
	}},
	{29, "operation without a gradient", func(c check) {
		tp := tape.New()
		x := tp.Watch(vec(1, 3))
		y := tape.Call(func(dx, x []float64) float64 { dx[0], dx[1] = x[1], x[0]; return x[0] * x[1] }, x)
		gs := c.vars(tp.GradientVars(y, x))
		c.is("the gradient", gs[0].Value(), vec(3, 1))
		_, err := tp.GradientSum(gs, x)
		var none *tape.NoGradientError
		if !errors.As(err, &none) {
			c.Fatalf("the gradient of the gradient: error %v, want a NoGradientError", err)
		}
		c.text("Op", none.Op, "the gradient of Call")
		c.reason(none.Pos, "conform_guide_test.go:")
		c.reason(none.Error(), "tape: conform_guide_test.go:")
	}},
	{30, "operation that is not differentiable", func(c check) {
		tp := tape.New(tape.Persistent())
		x := tp.Watch(vec(1, 3, 2))
		y := tape.ArgMax(x, 0)
		c.exactly("y", y.Value(), num(1))
		c.none("dy/dx", c.tensors(tp.Gradient(y, x))[0])
		c.reason(tp.Explain(y, x), "no gradient for operation: ArgMax at conform_guide_test.go:")
	}},
	{31, "zeros for what is unconnected", func(c check) {
		tp := tape.New(tape.Persistent())
		x, y := tp.Watch(vec(2, 2)), tp.Watch(num(3))
		z := tape.Square(y)
		c.exactly("dz/dx", c.tensors(tp.With(tape.ZeroUnconnected()).Gradient(z, x))[0], vec(0, 0))
		c.none("dz/dx, when it is not asked for", c.tensors(tp.Gradient(z, x))[0])
		c.exactly("the recorded one", c.vars(tp.With(tape.ZeroUnconnected()).GradientVars(z, x))[0].Value(), vec(0, 0))
		if v := c.vars(tp.GradientVars(z, x))[0]; v.Valid() {
			c.Errorf("the recorded one, when it is not asked for, is %v", v)
		}
		c.exactly("the Jacobian", c.tensors(tp.With(tape.ZeroUnconnected()).Jacobian(z, x))[0], vec(0, 0))

		tp = tape.New(tape.ZeroUnconnected())
		x, y = tp.Watch(vec(2, 2)), tp.Watch(num(3))
		c.exactly("dz/dx of a tape made so", c.tensors(tp.Gradient(tape.Square(y), x))[0], vec(0, 0))
	}},
}

// sigmoidSlope holds what rows 20 and 41 say of the derivatives of sigmoid at 201 points from -10 to 10.
func sigmoidSlope(c check, g *tensor.Tensor) {
	c.Helper()
	c.number("[0]", g.At(0), 4.5395807735951673e-5)
	c.number("[50]", g.At(50), .0066480566707901615)
	c.number("[100]", g.At(100), .25)
	c.number("[101]", g.At(101), .24937604019289197)
	c.number("the sum", g.Sum().Item(), 9.999136682031576)
	if last := g.At(200); !alike(last, 4.5395807735907655e-5, 1e-10) { // 1 - s cancels
		c.Errorf("[200] is %.17g", last)
	}
}

// heapAfter is the bytes in use after n calls of f.
func heapAfter(f func(), n int) uint64 {
	for range n {
		f()
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// reason wants a text that begins with want, after which there is the number of a line.
func (c check) reason(got, want string) {
	c.Helper()
	rest, ok := strings.CutPrefix(got, want)
	if !ok || rest == "" || rest[0] < '1' || rest[0] > '9' {
		c.Errorf("the reason is %q, want %q and a line", got, want)
	}
}

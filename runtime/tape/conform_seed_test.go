package tape_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Rows 1 to 12 are of the notebook with which it all began.
var seedRows = []row{
	{1, "scalar gradient", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(3))
		gs := c.tensors(tp.Gradient(tape.Pow(x, 2), x))
		c.is("dy/dx", gs[0], num(6))

		tp.Reset()
		s := tp.Float(3)
		ds, err := tp.Numbers(nil, s.Pow(2), s)
		if err != nil {
			c.Fatal(err)
		}
		c.number("dy/dx of numbers", ds[0], 6)
	}},
	{2, "record, then ask", func(c check) {
		// There is no block that a tape lives in; Do is for those who like one.
		var tp *tape.Tape
		var x, y tape.Var
		err := tape.Do(func(t *tape.Tape) error {
			tp, x = t, t.Watch(num(3))
			y = tape.Square(x)
			return nil
		})
		if err != nil {
			c.Fatal(err)
		}
		c.is("dy/dx", c.tensors(tp.Gradient(y, x))[0], num(6))
		_, err = tp.Gradient(y, x)
		c.fails("asked twice", err, tape.ErrConsumed)

		err = tape.Do(func(t *tape.Tape) error {
			tape.Add(t.Watch(vec(1, 2)), t.Watch(vec(1, 2, 3)))
			return nil
		})
		if shapes := new(tape.ShapeError); !errors.As(err, &shapes) {
			c.Errorf("an operation that fails within Do: error %v, want a ShapeError", err)
		}
	}},
	{3, "tensors, on a persistent tape", func(c check) {
		tp := tape.New(tape.Persistent())
		m := affine(tp, fixedKernel(), vec(.125, -.25))
		c.exactly("y", m.y.Value(), matrix(2, -1.875, 1.375))
		c.exactly("loss", m.loss.Value(), num(2.703125))
		gs := c.tensors(tp.Gradient(m.loss, m.w, m.b))
		c.exactly("dw", gs[0], matrix(2, -1.875, 1.375, -3.75, 2.75, -5.625, 4.125))
		c.exactly("db", gs[1], vec(-1.875, 1.375))

		tp = tape.New(tape.Persistent())
		m = affine(tp, fixedKernel(), vec(0, 0))
		c.exactly("loss without bias", m.loss.Value(), num(3.3203125))
		gs = c.tensors(tp.Gradient(m.loss, m.w, m.b))
		c.exactly("dw without bias", gs[0], matrix(2, -2, 1.625, -4, 3.25, -6, 4.875))
		c.exactly("db without bias", gs[1], vec(-2, 1.625))

		// Of whatever w and b, db is y[0], and dw[i][j] is x[i]·y[j].
		rng := rand.New(rand.NewPCG(3, 3))
		for range 20 {
			tp := tape.New(tape.Persistent())
			m := affine(tp, gaussian(rng, 3, 2), gaussian(rng, 2))
			dw := c.tensors(tp.Gradient(m.loss, m.w))[0]
			db := c.tensors(tp.Gradient(m.loss, m.b))[0]
			y := m.y.Value().Reshape(2)
			c.is("db", db, y)
			c.is("dw", dw, vec(1, 2, 3).Reshape(3, 1).Mul(y))
		}
	}},
	{4, "a list of sources", func(c check) {
		tp := tape.New(tape.Persistent())
		m := affine(tp, fixedKernel(), vec(.125, -.25))
		wb := c.tensors(tp.Gradient(m.loss, m.w, m.b))
		bw := c.tensors(tp.Gradient(m.loss, m.b, m.w))
		c.exactly("first source of (w, b)", wb[0], bw[1])
		c.exactly("first source of (b, w)", bw[0], wb[1])
		if gs := c.tensors(tp.Gradient(m.loss)); len(gs) != 0 {
			c.Errorf("without sources there are derivatives: %v", gs)
		}
	}},
	{5, "a gradient has its source's shape", func(c check) {
		tp := tape.New()
		m := affine(tp, fixedKernel(), vec(.125, -.25))
		gs := c.tensors(tp.Gradient(m.loss, m.w, m.b))
		c.shape("dw", gs[0], 3, 2)
		c.shape("db", gs[1], 2)

		// What was broadcast is summed up again.
		for _, shape := range [][]int{{}, {1}, {4}, {3, 1}, {1, 4}, {3, 4}, {2, 1, 1}, {2, 3, 4}, {1, 1, 1, 1}} {
			tp := tape.New()
			b, x := tp.Watch(tensor.Ones(shape...)), tp.Const(tensor.Ones(2, 3, 4))
			g := c.tensors(tp.GradientSum([]tape.Var{tape.Add(x, b)}, b))[0]
			c.exactly("derivative of a sum by what was broadcast", g, tensor.Full(24/float64(b.Len()), shape...))
		}
	}},
	{6, "named sources", func(c check) {
		for range 20 { // a map has another order each time
			tp := tape.New()
			m := affine(tp, fixedKernel(), vec(.125, -.25))
			gs, err := tape.GradientMap(tp, m.loss, map[string]tape.Var{"w": m.w, "b": m.b, "other": tp.Watch(num(1))})
			if err != nil {
				c.Fatal(err)
			}
			c.exactly("b", gs["b"], vec(-1.875, 1.375))
			c.exactly("w", gs["w"], matrix(2, -1.875, 1.375, -3.75, 2.75, -5.625, 4.125))
			if g, ok := gs["other"]; !ok || g != nil {
				c.Errorf("other is %v (there: %v), want nil that is there", g, ok)
			}
		}
	}},
	{7, "any nesting", func(c check) {
		type model struct {
			Pair   [2]tape.Var
			Named  map[string][]tape.Var
			Deep   *struct{ X tape.Var }
			Number tape.Float
			Weight *tape.Param
			Frozen tape.Var `grad:"-"`
			Any    any
			Steps  int
		}
		tp := tape.New()
		x := func(v float64) tape.Var { return tp.Watch(num(v)) }
		m := model{
			Pair:   [2]tape.Var{x(1), x(2)},
			Named:  map[string][]tape.Var{"a": {x(3)}, "none": nil},
			Deep:   &struct{ X tape.Var }{x(4)},
			Number: tp.Float(5),
			Weight: tape.NewParam("weight", num(6)),
			Any:    map[int]tape.Var{8: x(8)},
			Steps:  9,
		}
		m.Frozen = m.Deep.X // a source, but not from here
		y := tape.Square(m.Pair[0])
		for _, v := range []tape.Var{m.Named["a"][0], m.Deep.X, tp.Var(m.Number), tp.Read(m.Weight), m.Any.(map[int]tape.Var)[8]} {
			y = tape.Add(y, tape.Square(v))
		}
		g, err := tape.GradientOf(tp, y, m)
		if err != nil {
			c.Fatal(err)
		}
		c.is("Pair[0]", g.Pair[0].Value(), num(2))
		c.is("Named[a][0]", g.Named["a"][0].Value(), num(6))
		c.is("Deep.X", g.Deep.X.Value(), num(8))
		c.number("Number", g.Number.Value(), 10)
		c.is("Weight", g.Weight.Value, num(12))
		c.is("Any[8]", g.Any.(map[int]tape.Var)[8].Value(), num(16))
		if g.Pair[1].Valid() || g.Frozen.Valid() {
			c.Errorf("what y does not depend on, or what is tagged, has a derivative: %v, %v", g.Pair[1], g.Frozen)
		}
		if s, ok := g.Named["none"]; !ok || s != nil {
			c.Errorf("Named[none] is %v (there: %v), want nil that is there", s, ok)
		}
		if &g.Deep.X == &m.Deep.X {
			c.Error("the model's own memory came back")
		}
	}},
	{8, "gradient of a model", func(c check) {
		layer := &tape.Dense{Kernel: tape.NewParam("kernel", fixedKernel()), Bias: tape.NewParam("bias", vec(.125, -.25)), Activation: tape.Relu}
		record := func() (*tape.Tape, tape.Var) {
			tp := tape.New()
			y := layer.Apply(tp.Const(matrix(3, 1, 2, 3)))
			c.exactly("y", y.Value(), matrix(2, 0, 1.375))
			loss := tape.Mean(tape.Square(y))
			c.exactly("loss", loss.Value(), num(.9453125))
			return tp, loss
		}
		dk, db := matrix(2, 0, 1.375, 0, 2.75, 0, 4.125), vec(0, 1.375)

		tp, loss := record()
		var names []string
		var sources []tape.Var
		for name, p := range layer.Params() {
			names, sources = append(names, name), append(sources, tp.Read(p))
		}
		if !slices.Equal(names, []string{"kernel", "bias"}) {
			c.Errorf("parameters %v", names)
		}
		gs := c.tensors(tp.Gradient(loss, sources...))
		c.exactly("dkernel", gs[0], dk)
		c.exactly("dbias", gs[1], db)

		tp, loss = record()
		g, err := tape.GradientOf(tp, loss, layer)
		if err != nil {
			c.Fatal(err)
		}
		c.exactly("Kernel", g.Kernel.Value, dk)
		c.exactly("Bias", g.Bias.Value, db)
		c.text("the kernel's name", g.Kernel.Name, "kernel")
	}},
	{9, "what is watched by itself", func(c check) {
		tp := tape.New()
		x0 := tp.Read(tape.NewParam("x0", num(3)))
		x1 := tp.Read(&tape.Param{Name: "x1", Value: num(3)})
		x2 := tp.Const(tape.NewParam("x2", num(2)).Value.Add(num(1)))
		x3 := tp.Const(num(3))
		y := tape.Add(tape.Add(tape.Square(x0), tape.Square(x1)), tape.Square(x2))
		c.is("y", y.Value(), num(27))
		gs := c.tensors(tp.Gradient(y, x0, x1, x2, x3))
		c.is("by a trainable parameter", gs[0], num(6))
		c.none("by one that is not trainable", gs[1])
		c.none("by a tensor", gs[2])
		c.none("by a constant", gs[3])
		for _, x := range []tape.Var{x1, x2, x3} {
			c.text("the reason", tp.Explain(y, x), "never watched")
		}
	}},
	{10, "list of what is watched", func(c check) {
		tp := tape.New()
		tp.Read(tape.NewParam("x0", num(3)))
		tp.Read(&tape.Param{Name: "x1", Value: num(3)})
		tp.Const(num(3))
		if names := watched(tp); !slices.Equal(names, []string{"x0"}) {
			c.Errorf("watched are %q, want x0", names)
		}
		tp.WatchNamed("x2", vec(1))
		tp.Watch(num(2))
		if names := watched(tp); !slices.Equal(names, []string{"x0", "x2", ""}) {
			c.Errorf("watched are %q, want x0, x2, and one without a name, in this order", names)
		}
	}},
	{11, "a tensor is watched", func(c check) {
		tp := tape.New()
		x := tp.Watch(num(3))
		c.is("dy/dx", c.tensors(tp.Gradient(tape.Square(x), x))[0], num(6))
	}},
	{12, "only what the tape is told of is watched", func(c check) {
		tp := tape.New(tape.ManualWatch())
		x0 := tp.Read(tape.NewParam("x0", num(0)))
		x1 := tp.WatchParam(tape.NewParam("x1", num(10)))
		ys := tape.Add(tape.Sin(x0), tape.Softplus(x1))
		c.within(1e-6, "ys", ys.Value(), num(10.0000457764)) // the row's number is of float32
		c.number("ys", ys.Item(), 10+math.Log1p(math.Exp(-10)))
		gs := c.tensors(tp.Gradient(ys, x0, x1))
		c.none("by x0", gs[0])
		c.is("by x1", gs[1], num(.9999546021312976))
	}},
}

// fixedKernel is w of rows 3 to 8.
func fixedKernel() *tensor.Tensor { return matrix(2, .5, -.25, 1, .75, -1.5, .125) }

// affineModel is what affine recorded: the mean of the squares of y = [[1, 2, 3]]·w + b.
type affineModel struct{ w, b, y, loss tape.Var }

func affine(tp *tape.Tape, w, b *tensor.Tensor) (m affineModel) {
	m.w, m.b = tp.Read(tape.NewParam("w", w)), tp.Read(tape.NewParam("b", b))
	m.y = tape.Add(tape.MatMul(tp.Const(matrix(3, 1, 2, 3)), m.w), m.b)
	m.loss = tape.Mean(tape.Square(m.y))
	return m
}

func gaussian(rng *rand.Rand, shape ...int) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.Data() {
		x.Data()[i] = rng.NormFloat64()
	}
	return x
}

// watched is the names that Watched gives.
func watched(tp *tape.Tape) (names []string) {
	for name := range tp.Watched() {
		names = append(names, name)
	}
	return names
}

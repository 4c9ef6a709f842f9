package tape_test

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Rows 40 to 52 are the models of the advanced guide, with the inputs of mk and ramp.
var goldenRows = []row{
	{40, "regularization by the gradient of the inputs", func(c check) {
		want := c.golden().Regularized
		tp := tape.New()
		layer := dense(k510(), ramp(10, 256), tape.Relu)
		x := tp.Watch(x75())
		out := tape.Sum(tape.Square(layer.Apply(x)))
		c.number("out", out.Item(), want.Out)
		g1 := c.vars(tp.GradientVars(out, x))[0]
		c.is("g1", g1.Value(), tensor.FromRows(want.G1))
		mag := tape.Norm(g1)
		c.number("mag", mag.Item(), want.Mag)
		gs := c.tensors(tp.Gradient(mag, tp.Read(layer.Kernel), tp.Read(layer.Bias)))
		c.is("dmag/dkernel", gs[0], tensor.FromRows(want.DK))
		c.is("dmag/dbias", gs[1], tensor.FromSlice(want.DB))
		c.number("the sum of dmag/dkernel", sumOf(gs[0]), -1.1623717453292364)
	}},
	{41, "Jacobian by a number", func(c check) {
		tp := tape.New()
		delta := tp.Watch(num(0))
		y := tape.Sigmoid(tape.Add(tp.Const(tensor.Linspace(-10, 10, 201)), delta))
		c.shape("y", y.Value(), 201)
		j := c.tensors(tp.Jacobian(y, delta))[0]
		c.shape("the Jacobian", j, 201)
		sigmoidSlope(c, j)
	}},
	{42, "Jacobian by a tensor", func(c check) {
		want := c.golden().Layer
		_, y, j := layerJacobian(c)
		c.shape("y", y, 7, 10) // the guide's text says (10, 7)
		c.shape("the Jacobian", j, 7, 10, 5, 10)
		c.exactly("the first row", shaped(j.Data()[:50], 5, 10), tensor.FromRows(want.Row))
		c.number("the sum", sumOf(j), want.Sum)
		c.number("the sum of magnitudes", sumOfAbs(j), want.AbsSum)
	}},
	{43, "a Jacobian's sum over targets is the gradient", func(c check) {
		g, _, j := layerJacobian(c)
		c.exactly("the gradient", g, tensor.FromRows(c.golden().Layer.Gradient))
		c.exactly("the Jacobian's sum", j.Sum(0, 1), g)
	}},
	{44, "a Jacobian has one target and any sources", func(c check) {
		tp := tape.New()
		layer := dense(k510(), ramp(10, 256), tape.Relu)
		y := layer.Apply(tp.Const(x75()))
		other := tp.Watch(num(1))
		js := c.tensors(tp.Jacobian(y, tp.Read(layer.Kernel), tp.Read(layer.Bias), other))
		c.shape("by the kernel", js[0], 7, 10, 5, 10)
		c.shape("by the bias", js[1], 7, 10, 10)
		c.none("by what is unconnected", js[2])
		for r := range 70 { // y[i][j] depends on bias j alone
			for b := range 10 {
				want := 0.0
				if b == r%10 && y.Value().Data()[r] > 0 {
					want = 1
				}
				if got := js[1].Data()[r*10+b]; got != want {
					c.Errorf("derivative of output %d by bias %d is %v, want %v", r, b, got, want)
				}
			}
		}
	}},
	{45, "Hessian", func(c check) {
		want := c.golden().Hessian
		n := newTwoLayers(k58())
		c.number("the loss", n.loss.Item(), want.Loss)
		h := c.tensor(n.tp.Hessian(n.loss, n.kernel))
		c.shape("the Hessian", h, 5, 8, 5, 8)
		c.close("H[0][0]", shaped(h.Data()[:40], 5, 8), tensor.FromRows(want.Row))
		c.number("the trace", traceOf(h), want.Trace)
		c.number("the norm", h.Norm(), want.Frobenius)
		flat := h.Reshape(40, 40)
		if d := flat.Sub(flat.Transpose()).MaxAbs(); d > 1e-17 {
			c.Errorf("the Hessian is asymmetric by %v", d)
		}
		var eig mat.EigenSym
		if !eig.Factorize(mat.NewSymDense(40, flat.Data()), false) {
			c.Fatal("no eigenvalues")
		}
		values := eig.Values(nil)
		c.number("the largest eigenvalue", values[39], want.EigenMax)
		if values[0] < -1e-16 {
			c.Errorf("the smallest eigenvalue is %v", values[0])
		}
		g := c.tensors(n.tp.Gradient(n.loss, n.kernel))[0]
		c.number("the gradient's sum", sumOf(g), .005699157714843749)
		c.close("the gradient", g, tensor.FromRows(want.Gradient))

		again, err := tape.Hessian(func(k tape.Var) tape.Var { return twoLayerLoss(k) }, k58())
		c.exactly("the Hessian of a function", c.tensor(again, err), h)
	}},
	{46, "products with the Hessian", func(c check) {
		n := newTwoLayers(k58())
		h := c.tensor(n.tp.Hessian(n.loss, n.kernel)).Reshape(40, 40)
		for i := range 40 {
			v := tensor.New(5, 8)
			v.Data()[i] = 1
			hv := c.tensor(n.tp.HVP(n.loss, n.kernel, v))
			c.shape("a product", hv, 5, 8)
			c.close("a column", hv.Reshape(40), shaped(h.Data()[40*i:40*i+40], 40))
		}
		v := mk(5, 8, 3, 7, 13, 4, 6)
		want := h.MatMul(v.Reshape(40)).Reshape(5, 8)
		c.close("a product", c.tensor(n.tp.HVP(n.loss, n.kernel, v)), want)
		loss, hv, err := tape.HVP(twoLayerLoss, k58(), v)
		c.close("a product of a function", c.tensor(hv, err), want)
		c.number("its value", loss, n.loss.Item())
	}},
	{47, "Newton's step", func(c check) {
		want := c.golden().Hessian
		n := newTwoLayers(k58())
		h := c.tensor(n.tp.Hessian(n.loss, n.kernel))
		g := c.tensors(n.tp.Gradient(n.loss, n.kernel))[0]
		damped := mat.NewDense(40, 40, h.Data())
		for i := range 40 {
			damped.Set(i, i, damped.At(i, i)+1e-3)
		}
		step := mat.NewVecDense(40, nil)
		if err := step.SolveVec(damped, mat.NewVecDense(40, g.Data())); err != nil {
			c.Fatal(err)
		}
		c.number("the step's norm", step.Norm(2), want.StepNorm)
		kernel := tape.NewParam("kernel", k58())
		tape.SGD(1, []*tape.Param{kernel}, []*tensor.Tensor{tensor.Wrap(step.RawVector().Data, 5, 8)})
		c.close("the kernel after the step", kernel.Value, tensor.FromRows(want.Kernel))
		c.number("the loss after it", newTwoLayers(kernel.Value).loss.Item(), want.LossAfter)
	}},
	{48, "full Jacobian of a batch", func(c check) {
		b := newBatch(c, false)
		c.shape("y", b.y.Value(), 7, 6)
		c.shape("the Jacobian", b.full, 7, 6, 7, 5) // the guide's text says (batch, ins, batch, outs)
	}},
	{49, "examples are independent", func(c check) {
		if off := offDiagonal(newBatch(c, false).full); off != 0 {
			c.Errorf("an example depends on another, by %v", off)
		}
	}},
	{50, "a batch's Jacobian is the sum over its sources, or the diagonal", func(c check) {
		b := newBatch(c, false)
		sum, diag := b.full.Sum(2), diagonal(b.full)
		c.shape("the sum", sum, 7, 6, 5)
		c.shape("the diagonal", diag, 7, 6, 5)
		c.exactly("the sum", sum, diag)
	}},
	{51, "Jacobian example by example", func(c check) {
		want := c.golden().Batch
		b := newBatch(c, false)
		j := c.tensor(b.tp.PerExampleJacobian(b.y, b.x))
		c.shape("the Jacobian", j, 7, 6, 5)
		c.close("the Jacobian", j, diagonal(b.full))
		c.close("that of the first example", shaped(j.Data()[:30], 6, 5), tensor.FromRows(want.First))
		c.number("the sum", sumOf(j), want.Sum)
	}},
	{52, "Jacobian example by example, of examples that depend on each other", func(c check) {
		want := c.golden().BatchNorm
		b := newBatch(c, true)
		c.shape("the full Jacobian", b.full, 7, 6, 7, 5)
		c.number("what examples depend on others", offDiagonal(b.full), want.OffDiagonal)
		// What TensorFlow gives is the sum over the examples of the target.
		sum := b.full.Sum(0)
		theirs := sum.Transpose(1, 0, 2)
		c.close("TensorFlow's for the first example", shaped(theirs.Data()[:30], 6, 5), tensor.FromRows(want.First))
		if got := sumOf(theirs); math.Abs(got-want.Sum) > 1e-12*sumOfAbs(theirs) {
			c.Errorf("the sum is %v, want %v", got, want.Sum)
		}
		_, err := b.tp.PerExampleJacobian(b.y, b.x)
		if !errors.Is(err, tape.ErrDependent) {
			c.Errorf("error %v, want ErrDependent", err)
		}
	}},
}

func x75() *tensor.Tensor  { return mk(7, 5, 7, 3, 11, 8, 5) }
func k510() *tensor.Tensor { return mk(5, 10, 5, 7, 13, 16, 6) }
func k58() *tensor.Tensor  { return mk(5, 8, 5, 3, 13, 16, 6) }
func k86() *tensor.Tensor  { return mk(8, 6, 3, 5, 11, 16, 5) }

// close is is for tensors whose elements are sums that cancel: up to 1e-12 of the largest.
func (c check) close(what string, got, want *tensor.Tensor) {
	c.Helper()
	c.shape(what, got, want.Shape()...)
	if d := got.Sub(want).MaxAbs(); !(d <= 1e-12*want.MaxAbs()) {
		c.Errorf("%s is %.17g, want %.17g", what, got, want)
	}
}

func dense(kernel, bias *tensor.Tensor, activation func(tape.Var) tape.Var) *tape.Dense {
	return &tape.Dense{Kernel: tape.NewParam("kernel", kernel), Bias: tape.NewParam("bias", bias), Activation: activation}
}

// layerJacobian is that of a layer by its kernel, with the gradient of the sum of its outputs.
func layerJacobian(c check) (g, y, j *tensor.Tensor) {
	tp := tape.New(tape.Persistent())
	layer := dense(k510(), ramp(10, 256), tape.Relu)
	out := layer.Apply(tp.Const(x75()))
	kernel := tp.Read(layer.Kernel)
	j = c.tensors(tp.Jacobian(out, kernel))[0]
	g = c.tensors(tp.GradientSum([]tape.Var{out}, kernel))[0]
	return g, out.Value(), j
}

// twoLayers is the network of rows 45 to 47.
type twoLayers struct {
	tp           *tape.Tape
	kernel, loss tape.Var
}

func newTwoLayers(kernel *tensor.Tensor) (n twoLayers) {
	n.tp = tape.New(tape.Persistent())
	n.kernel = n.tp.Watch(kernel)
	n.loss = twoLayerLoss(n.kernel)
	return n
}

// twoLayerLoss is the loss as a function of the first kernel.
func twoLayerLoss(kernel tape.Var) tape.Var {
	tp := kernel.Tape()
	hidden := tape.Relu(tape.Add(tape.MatMul(tp.Const(x75()), kernel), tp.Const(ramp(8, 64))))
	return tape.Mean(tape.Square(dense(k86(), ramp(6, 64), tape.Relu).Apply(hidden)))
}

// batchNet is the network of rows 48 to 52, with the full Jacobian.
type batchNet struct {
	tp   *tape.Tape
	x, y tape.Var
	full *tensor.Tensor
}

func newBatch(c check, normalized bool) (b batchNet) {
	b.tp = tape.New(tape.Persistent())
	b.x = b.tp.Watch(x75())
	h := dense(k58(), ramp(8, 64), tape.Elu).Apply(b.x)
	if normalized {
		deviation := tape.Sqrt(tape.AddScalar(tape.Variance(h, 0), 1e-3))
		h = tape.Div(tape.Sub(h, tape.Mean(h, 0)), deviation)
	}
	b.y = dense(k86(), ramp(6, 64), tape.Elu).Apply(h)
	b.full = c.tensors(b.tp.Jacobian(b.y, b.x))[0]
	return b
}

// diagonal is the part of a full Jacobian where target and source are of one example.
func diagonal(j *tensor.Tensor) *tensor.Tensor {
	d := tensor.New(7, 6, 5)
	for i := range 7 {
		for out := range 6 {
			for in := range 5 {
				d.Set(j.At(i, out, i, in), i, out, in)
			}
		}
	}
	return d
}

// offDiagonal is the greatest magnitude of the rest.
func offDiagonal(j *tensor.Tensor) (largest float64) {
	for i := range 7 {
		for k := range 7 {
			for out := range 6 {
				for in := range 5 {
					if i != k {
						largest = max(largest, math.Abs(j.At(i, out, k, in)))
					}
				}
			}
		}
	}
	return largest
}

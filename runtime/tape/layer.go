package tape

import (
	"iter"
	"math"
	"math/rand/v2"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Dense is a layer of a network: activation(x·Kernel + Bias). It is here for the examples; this is no library of networks.
type Dense struct {
	Kernel, Bias *Param        // of shapes (inputs, units) and (units)
	Activation   func(Var) Var `grad:"-"` // nil for none
}

// NewDense returns a layer with a bias of zeros, and a kernel that is uniform within ±sqrt(6/(inputs+units)).
//
// That is Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010.
func NewDense(rng *rand.Rand, inputs, units int, activation func(Var) Var) *Dense {
	limit := math.Sqrt(6 / float64(inputs+units))
	kernel := tensor.New(inputs, units)
	for i := range kernel.Data() {
		kernel.Data()[i] = limit * (2*rng.Float64() - 1)
	}
	return &Dense{NewParam("kernel", kernel), NewParam("bias", tensor.New(units)), activation}
}

// Apply returns the layer's output for rows of inputs.
func (d *Dense) Apply(x Var) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	y := Add(MatMul(x, t.Read(d.Kernel)), t.Read(d.Bias))
	if d.Activation != nil {
		y = d.Activation(y)
	}
	return y
}

// Params iterates over the parameters, kernel first. Those that are nil are left out: in a gradient by [GradientOf] some may be.
func (d *Dense) Params() iter.Seq2[string, *Param] {
	return func(yield func(string, *Param) bool) {
		for _, p := range []*Param{d.Kernel, d.Bias} {
			if p != nil && !yield(p.Name, p) {
				return
			}
		}
	}
}

// SGD subtracts rate times the gradients from the parameters' values: a step of gradient descent. A nil gradient makes no change.
func SGD(rate float64, params []*Param, grads []*tensor.Tensor) {
	for k, p := range params {
		if grads[k] == nil {
			continue
		}
		for i, g := range grads[k].Data() {
			p.Value.Data()[i] -= rate * g
		}
	}
}

package main

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// The layers' sizes.
const inputs, hidden, classes = 784, 256, 10

// network is a perceptron of two layers, and a batch.
type network struct {
	t      *tape.Tape
	params []*tape.Param
	grads  []*tensor.Tensor
	x, y   *tensor.Tensor
}

func newNetwork(batch int) *network {
	rng := rand.New(rand.NewPCG(1, 2))
	first, second := tape.NewDense(rng, inputs, hidden, nil), tape.NewDense(rng, hidden, classes, nil)
	n := &network{
		t:      tape.New(tape.BorrowParams()),
		params: []*tape.Param{first.Kernel, first.Bias, second.Kernel, second.Bias},
		x:      tensor.New(batch, inputs),
		y:      tensor.New(batch, classes),
	}
	for _, p := range n.params {
		n.grads = append(n.grads, tensor.New(p.Value.Shape()...))
	}
	for i := range n.x.Data() {
		n.x.Data()[i] = rng.Float64()
	}
	for i := range batch {
		n.y.Set(1, i, i%classes)
	}
	return n
}

// step computes the mean cross entropy and its derivatives by the parameters.
func (n *network) step() {
	t := n.t
	t.Reset()
	var ps [4]tape.Var
	for i, p := range n.params {
		ps[i] = t.Read(p)
	}
	h := tape.Relu(tape.Add(tape.MatMul(t.Const(n.x), ps[0]), ps[1]))
	logits := tape.Add(tape.MatMul(h, ps[2]), ps[3])
	loss := tape.Mean(tape.CrossEntropy(logits, t.Const(n.y)))
	if err := t.GradientInto(n.grads, loss, ps[:]...); err != nil {
		panic(err)
	}
}

// products are the matrix products in a step, alone.
type products struct {
	x, w1, h, w2, y, dw1, dw2, dh, dy blas64.General
}

func newProducts(batch int) *products {
	rng := rand.New(rand.NewPCG(1, 2))
	matrix := func(rows, cols int) blas64.General {
		m := blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float64, rows*cols)}
		for i := range m.Data {
			m.Data[i] = rng.Float64()
		}
		return m
	}
	return &products{
		x: matrix(batch, inputs), w1: matrix(inputs, hidden), h: matrix(batch, hidden), w2: matrix(hidden, classes),
		y: matrix(batch, classes), dw1: matrix(inputs, hidden), dw2: matrix(hidden, classes),
		dh: matrix(batch, hidden), dy: matrix(batch, classes),
	}
}

// run uses, for a batch of one, the products of matrix and vector.
func (p *products) run() {
	if p.x.Rows == 1 {
		row := func(m blas64.General) blas64.Vector { return blas64.Vector{N: m.Cols, Inc: 1, Data: m.Data} }
		blas64.Gemv(blas.Trans, 1, p.w1, row(p.x), 0, row(p.h))
		blas64.Gemv(blas.Trans, 1, p.w2, row(p.h), 0, row(p.y))
		blas64.Ger(1, row(p.h), row(p.dy), p.dw2)
		blas64.Gemv(blas.NoTrans, 1, p.w2, row(p.dy), 0, row(p.dh))
		blas64.Ger(1, row(p.x), row(p.dh), p.dw1)
		return
	}
	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, p.x, p.w1, 0, p.h)
	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, p.h, p.w2, 0, p.y)
	blas64.Gemm(blas.Trans, blas.NoTrans, 1, p.h, p.dy, 0, p.dw2)
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, p.dy, p.w2, 0, p.dh)
	blas64.Gemm(blas.Trans, blas.NoTrans, 1, p.x, p.dh, 0, p.dw1)
}

// Package variant gathers the benchmark's derivatives: the same set of functions written by hand and
// made by gograd.
package variant

import (
	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
	"github.com/gograd/gograd/testdata/bench/gradbench/gmm"
	"github.com/gograd/gograd/testdata/bench/hand"
	"github.com/gograd/gograd/testdata/bench/nbody"
	"github.com/gograd/gograd/testdata/bench/perceptron"
)

// Gradients has the derivative of each function of the benchmark, with the signature that gograd's
// contract gives it.
type Gradients struct {
	GMM         func(dalpha []float64, dmu, dq, dl [][]float64, alpha []float64, mu, q, l, x [][]float64, prior gmm.Wishart) float64
	LSTM        func(dmainParams, dextraParams, mainParams, extraParams, state, sequence [][]float64) float64
	ODE         func(dx, x []float64, steps int) float64
	LSE         func(dx, x []float64) float64
	Det         func(da, a []float64, n int) float64
	LLSQ        func(dx, x []float64, n int) float64
	Reproject   ba.ReprojectFunc
	WeightError ba.WeightErrorFunc
	BALoss      func(dcams, dpoints [][]float64, dw []float64, cams, points [][]float64, w []float64, obs []ba.Observation) float64
	// BAJacobian is not a derivative of its own: it fills the matrix from the two before.
	BAJacobian func(j *ba.Jacobian, cams, points [][]float64, w []float64, obs []ba.Observation)

	Perceptron func(net, dnet *perceptron.Net, xs [][]float64, labels []int) float64
	Logistic   func(dw, w []float64, b float64, xs [][]float64, ys []float64) (loss, db float64)
	Rosenbrock func(dx, x []float64) float64
	Gaussian   func(mu, sigma float64, xs []float64) (value, dmu, dsigma float64)
	Call       func(spot, strike, rate, vol, years float64) (value, dspot, dstrike, drate, dvol, dyears float64)
	NBody      func(dbodies, bodies []nbody.Body, dt float64)
}

// Hand are the derivatives written by hand.
var Hand = &Gradients{
	GMM:         hand.GMMGrad,
	LSTM:        hand.LSTMGrad,
	ODE:         hand.ODEGrad,
	LSE:         hand.LSEGrad,
	Det:         hand.DetGrad,
	LLSQ:        hand.LLSQGrad,
	Reproject:   hand.ReprojectVJP,
	WeightError: hand.WeightErrorGrad,
	BALoss:      hand.BALossGrad,
	BAJacobian:  hand.BAJacobian,
	Perceptron:  hand.PerceptronGrad,
	Logistic:    hand.LogisticGrad,
	Rosenbrock:  hand.RosenbrockGrad,
	Gaussian:    hand.GaussianGrad,
	Call:        hand.CallGrad,
	NBody:       hand.NBodyVJP,
}

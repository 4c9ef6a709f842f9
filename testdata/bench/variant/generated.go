package variant

import (
	"github.com/gograd/gograd/testdata/bench/blackscholes"
	"github.com/gograd/gograd/testdata/bench/gaussian"
	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
	"github.com/gograd/gograd/testdata/bench/gradbench/det"
	"github.com/gograd/gograd/testdata/bench/gradbench/gmm"
	"github.com/gograd/gograd/testdata/bench/gradbench/llsq"
	"github.com/gograd/gograd/testdata/bench/gradbench/lse"
	"github.com/gograd/gograd/testdata/bench/gradbench/lstm"
	"github.com/gograd/gograd/testdata/bench/gradbench/ode"
	"github.com/gograd/gograd/testdata/bench/logistic"
	"github.com/gograd/gograd/testdata/bench/nbody"
	"github.com/gograd/gograd/testdata/bench/perceptron"
	"github.com/gograd/gograd/testdata/bench/rosenbrock"
)

// Generated are the derivatives that gograd has made.
var Generated = &Gradients{
	GMM:         gmm.LogLikelihoodGrad,
	LSTM:        lstm.LossGrad,
	ODE:         ode.LastGrad,
	LSE:         lse.LogSumExpGrad,
	Det:         det.DetGrad,
	LLSQ:        llsq.ObjectiveGrad,
	Reproject:   ba.ReprojectVJP,
	WeightError: ba.WeightErrorGrad,
	BALoss:      ba.LossGrad,
	BAJacobian: func(j *ba.Jacobian, cams, points [][]float64, w []float64, obs []ba.Observation) {
		ba.FillJacobian(j, cams, points, w, obs, ba.ReprojectJacobian, ba.WeightErrorGrad)
	},
	Perceptron: (*perceptron.Net).LossGrad,
	Logistic:   logistic.LossGrad,
	Rosenbrock: rosenbrock.RosenbrockGrad,
	Gaussian:   gaussian.LogLikelihoodGrad,
	Call:       blackscholes.CallGrad,
	NBody:      nbody.StepVJP,
}

// Fast are those that were asked for with the word fast.
var Fast = &Gradients{
	GMM:        gmm.LogLikelihoodGradFast,
	LSTM:       lstm.LossGradFast,
	LSE:        lse.LogSumExpGradFast,
	Perceptron: (*perceptron.Net).LossGradFast,
	Logistic:   logistic.LossGradFast,
}

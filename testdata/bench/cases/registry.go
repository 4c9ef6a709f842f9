package cases

import "github.com/gograd/gograd/testdata/bench/gradbench/gmm"

// Benchmarks returns the cases that the table shows.
func Benchmarks() []*Case {
	prior := gmm.Wishart{Gamma: 1}
	return []*Case{
		GMM(2, 5, 1000, prior),
		GMM(10, 25, 1000, prior),
		GMM(20, 10, 1000, prior),
		GMM(64, 10, 100, prior),
		LSTM(2, 14, 1024),
		ODE(5, 100),
		ODE(400, 100),
		LSE(2500),
		Det(5),
		Det(8),
		LLSQ(16, 128),
		LLSQ(512, 128),
		BALoss(49, 776, 3184),
		BAJacobian(49, 776, 3184),
		Perceptron(64, 32, 10, 32),
		Perceptron(784, 128, 10, 32),
		Logistic(10, 1000),
		Logistic(100, 1000),
		Rosenbrock(1000),
		Gaussian(1000),
		BlackScholes(1000),
		NBody(5),
		NBody(50),
	}
}

// Small returns cases that dual numbers can go through one parameter at a time, at the edges of what
// the functions accept among them.
func Small() []*Case {
	flat, sharp := gmm.Wishart{Gamma: 1}, gmm.Wishart{Gamma: 0.7, M: 2}
	return []*Case{
		GMM(1, 1, 1, flat), GMM(1, 3, 4, sharp), GMM(2, 5, 20, flat), GMM(3, 2, 7, sharp),
		GMM(4, 3, 5, sharp), GMM(5, 1, 6, flat), GMM(10, 4, 9, sharp), GMM(20, 3, 4, flat),
		LSTM(1, 1, 2), LSTM(1, 5, 9), LSTM(2, 14, 12), LSTM(3, 4, 7),
		ODE(1, 1), ODE(2, 1), ODE(3, 2), ODE(4, 3), ODE(5, 10), ODE(8, 2), ODE(30, 10),
		LSE(1), LSE(2), LSE(37),
		Det(1), Det(2), Det(3), Det(4), Det(5), Det(6), Det(7),
		LLSQ(2, 1), LLSQ(3, 4), LLSQ(5, 3), LLSQ(16, 8), LLSQ(17, 30),
		BALoss(1, 1, 1), BALoss(3, 4, 12), BAJacobian(1, 1, 1), BAJacobian(3, 5, 15),
		Perceptron(1, 1, 2, 1), Perceptron(3, 2, 2, 4), Perceptron(6, 5, 3, 7), Perceptron(8, 4, 4, 9),
		Logistic(1, 1), Logistic(3, 4), Logistic(7, 11),
		Rosenbrock(1), Rosenbrock(2), Rosenbrock(9),
		Gaussian(1), Gaussian(25), BlackScholes(1), BlackScholes(6), NBody(1), NBody(2), NBody(7),
	}
}

// Large returns cases that dual numbers can only go through in a few directions.
func Large() []*Case {
	prior := gmm.Wishart{Gamma: 1}
	return append(Benchmarks(), GMM(64, 3, 10, prior), GMM(33, 7, 50, gmm.Wishart{Gamma: 2, M: 1}),
		LSTM(4, 14, 100), ODE(100, 25), Det(9), LLSQ(100, 300), Perceptron(50, 21, 7, 30))
}

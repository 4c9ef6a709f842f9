package main

import (
	"io"
	"slices"

	"github.com/gograd/gograd/testdata/bench/gradbench/gmm"
	"github.com/gograd/gograd/testdata/bench/gradbench/lstm"
	"github.com/gograd/gograd/testdata/bench/variant"
)

type gmmInput struct {
	D, K, N  int
	X        [][]float64
	M        int
	Gamma    float64
	Alpha    []float64
	Mu, Q, L [][]float64
}

type gmmJacobian struct {
	Alpha []float64   `json:"alpha"`
	L     [][]float64 `json:"l"`
	Mu    [][]float64 `json:"mu"`
	Q     [][]float64 `json:"q"`
}

func readGMM(in io.Reader) (map[string]function, error) {
	p, err := decode[gmmInput](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.atLeast("d", p.D, 1)
	s.atLeast("k", p.K, 1)
	s.want("length of alpha", len(p.Alpha), p.K)
	s.matrix("x", p.X, p.N, p.D)
	s.matrix("mu", p.Mu, p.K, p.D)
	s.matrix("q", p.Q, p.K, p.D)
	s.matrix("l", p.L, p.K, p.D*(p.D-1)/2)
	if s.err != nil {
		return nil, s.err
	}
	prior := gmm.Wishart{Gamma: p.Gamma, M: p.M}
	return map[string]function{
		"objective": func(*variant.Gradients) any {
			return gmm.LogLikelihood(p.Alpha, p.Mu, p.Q, p.L, p.X, prior)
		},
		"jacobian": func(g *variant.Gradients) any {
			d := gmmJacobian{make([]float64, p.K), like(p.L), like(p.Mu), like(p.Q)}
			g.GMM(d.Alpha, d.Mu, d.Q, d.L, p.Alpha, p.Mu, p.Q, p.L, p.X, prior)
			return d
		},
	}, nil
}

type lstmInput struct {
	MainParams  [][]float64 `json:"main_params"`
	ExtraParams [][]float64 `json:"extra_params"`
	State       [][]float64 `json:"state"`
	Sequence    [][]float64 `json:"sequence"`
}

func readLSTM(in io.Reader) (map[string]function, error) {
	p, err := decode[lstmInput](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.want("number of rows of extra_params", len(p.ExtraParams), 3)
	s.atLeast("number of rows of sequence", len(p.Sequence), 2)
	s.atLeast("number of rows of state", len(p.State), 2)
	if s.err != nil {
		return nil, s.err
	}
	bits := len(p.ExtraParams[0])
	s.atLeast("length of row 0 of extra_params", bits, 1)
	s.want("number of rows of state modulo 2", len(p.State)%2, 0)
	s.matrix("extra_params", p.ExtraParams, 3, bits)
	s.matrix("state", p.State, len(p.State), bits)
	s.matrix("main_params", p.MainParams, len(p.State), 4*bits)
	s.matrix("sequence", p.Sequence, len(p.Sequence), bits)
	if s.err != nil {
		return nil, s.err
	}
	return map[string]function{
		"objective": func(*variant.Gradients) any {
			return lstm.Loss(p.MainParams, p.ExtraParams, p.State, p.Sequence)
		},
		"jacobian": func(g *variant.Gradients) any {
			dmain, dextra := like(p.MainParams), like(p.ExtraParams)
			g.LSTM(dmain, dextra, p.MainParams, p.ExtraParams, p.State, p.Sequence)
			return slices.Concat(append(dmain, dextra...)...)
		},
	}, nil
}

package main

import (
	"io"

	"github.com/gograd/gograd/testdata/bench/gradbench/det"
	"github.com/gograd/gograd/testdata/bench/gradbench/llsq"
	"github.com/gograd/gograd/testdata/bench/gradbench/lse"
	"github.com/gograd/gograd/testdata/bench/gradbench/ode"
	"github.com/gograd/gograd/testdata/bench/variant"
)

func readLSE(in io.Reader) (map[string]function, error) {
	p, err := decode[struct{ X []float64 }](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.atLeast("length of x", len(p.X), 1)
	return map[string]function{
		"primal": func(*variant.Gradients) any { return lse.LogSumExp(p.X) },
		"gradient": func(g *variant.Gradients) any {
			dx := make([]float64, len(p.X))
			g.LSE(dx, p.X)
			return dx
		},
	}, s.err
}

func readODE(in io.Reader) (map[string]function, error) {
	p, err := decode[struct {
		X []float64
		S int
	}](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.atLeast("length of x", len(p.X), 1)
	s.atLeast("s", p.S, 1)
	return map[string]function{
		"primal": func(*variant.Gradients) any {
			y := make([]float64, len(p.X))
			ode.Solve(y, p.X, p.S)
			return y
		},
		"gradient": func(g *variant.Gradients) any {
			dx := make([]float64, len(p.X))
			g.ODE(dx, p.X, p.S)
			return dx
		},
	}, s.err
}

func readDet(in io.Reader) (map[string]function, error) {
	p, err := decode[struct {
		A   []float64
		Ell int
	}](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.atLeast("ell", p.Ell, 1)
	s.want("length of A", len(p.A), p.Ell*p.Ell)
	return map[string]function{
		"primal": func(*variant.Gradients) any { return det.Det(p.A, p.Ell) },
		"gradient": func(g *variant.Gradients) any {
			da := make([]float64, len(p.A))
			g.Det(da, p.A, p.Ell)
			return da
		},
	}, s.err
}

func readLLSQ(in io.Reader) (map[string]function, error) {
	p, err := decode[struct {
		X []float64
		N int
	}](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.atLeast("n", p.N, 2)
	return map[string]function{
		"primal": func(*variant.Gradients) any { return llsq.Objective(p.X, p.N) },
		"gradient": func(g *variant.Gradients) any {
			dx := make([]float64, len(p.X))
			g.LLSQ(dx, p.X, p.N)
			return dx
		},
	}, s.err
}

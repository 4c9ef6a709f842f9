package main

import (
	"io"

	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// baInput is one camera, point, weight and observation, of which the problem has n, m, p and p copies.
type baInput struct {
	N, M, P int
	Cam, X  []float64
	W       float64
	Feat    []float64
}

type baReprojection struct {
	Elements []float64 `json:"elements"`
	Repeated int       `json:"repeated"`
}

type baWeight struct {
	Element  float64 `json:"element"`
	Repeated int     `json:"repeated"`
}

// baObjective is the output: since all observations are alike, one of each kind and how many.
type baObjective struct {
	Reproj baReprojection `json:"reproj_error"`
	Weight baWeight       `json:"w_err"`
}

// baJacobian is the matrix's first observation and its last weight.
type baJacobian struct {
	Cols []int     `json:"cols"`
	Rows []int     `json:"rows"`
	Vals []float64 `json:"vals"`
}

func readBA(in io.Reader) (map[string]function, error) {
	p, err := decode[baInput](in)
	if err != nil {
		return nil, err
	}
	var s shape
	s.atLeast("n", p.N, 1)
	s.atLeast("m", p.M, 1)
	s.atLeast("p", p.P, 1)
	s.want("length of cam", len(p.Cam), ba.CameraSize)
	s.want("length of x", len(p.X), ba.PointSize)
	s.want("length of feat", len(p.Feat), 2)
	if s.err != nil {
		return nil, s.err
	}
	cams, points := repeat(p.Cam, p.N), repeat(p.X, p.M)
	w := make([]float64, p.P)
	obs := make([]ba.Observation, p.P)
	for i := range obs {
		w[i] = p.W
		obs[i] = ba.Observation{Camera: i % p.N, Point: i % p.M, Feat: [2]float64(p.Feat)}
	}
	return map[string]function{
		"objective": func(*variant.Gradients) any {
			reproj, weight := make([]float64, 2*p.P), make([]float64, p.P)
			ba.Objective(reproj, weight, cams, points, w, obs)
			return baObjective{
				Reproj: baReprojection{Elements: reproj[:2], Repeated: p.P},
				Weight: baWeight{Element: weight[0], Repeated: p.P},
			}
		},
		"jacobian": func(g *variant.Gradients) any {
			j := ba.NewJacobian(p.N, p.M, obs)
			g.BAJacobian(j, cams, points, w, obs)
			const first = 2 * ba.RowSize
			return baJacobian{
				Cols: append(j.Cols[:first:first], j.Cols[len(j.Cols)-1]),
				Rows: append(j.Rows[:first:first], j.Rows[len(j.Rows)-1]),
				Vals: append(j.Vals[:first:first], j.Vals[len(j.Vals)-1]),
			}
		},
	}, nil
}

func repeat(row []float64, n int) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = append([]float64(nil), row...)
	}
	return out
}

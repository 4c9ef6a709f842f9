package cases

import (
	"fmt"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"

	"github.com/gograd/gograd/testdata/bench/blackscholes"
	"github.com/gograd/gograd/testdata/bench/dual"
	"github.com/gograd/gograd/testdata/bench/gaussian"
	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
	"github.com/gograd/gograd/testdata/bench/nbody"
	"github.com/gograd/gograd/testdata/bench/ref"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// scene is a bundle adjustment: cameras around the origin, points near it.
type scene struct {
	params       []float64 // of the cameras, the points, the weights
	cams, points [][]float64
	w            []float64
	obs          []ba.Observation
}

func newScene(cams, points, obs int) *scene {
	r := NewRandom(seed)
	s := &scene{params: make([]float64, ba.CameraSize*cams+ba.PointSize*points+obs)}
	s.cams, s.points, s.w = s.split(s.params, cams, points)
	for i, cam := range s.cams {
		for c := range 3 {
			cam[c] = r.Normal()
			if i == 0 {
				cam[c] = 0 // one camera without a rotation
			}
			cam[3+c] = 3 + r.Float()
		}
		cam[6], cam[7], cam[8] = 400+r.Float(), 5*r.Normal(), 5*r.Normal()
		cam[9], cam[10] = 0.1*r.Float(), 0.01*r.Float()
	}
	for _, p := range s.points {
		fill(p, r.Normal)
	}
	fill(s.w, r.Float)
	s.obs = make([]ba.Observation, obs)
	for i := range s.obs {
		s.obs[i] = ba.Observation{Camera: i % cams, Point: i % points, Feat: [2]float64{300 * r.Float(), 300 * r.Float()}}
	}
	return s
}

func (s *scene) split(x []float64, cams, points int) (c, p [][]float64, w []float64) {
	return rows(&x, cams, ba.CameraSize), rows(&x, points, ba.PointSize), x
}

// BAJacobian is the sparse Jacobian of a bundle adjustment.
func BAJacobian(cams, points, obs int) *Case {
	s := newScene(cams, points, obs)
	j := ba.NewJacobian(cams, points, s.obs)
	dense, x := mat.NewDense(2, ba.RowSize, nil), make([]float64, ba.RowSize)
	reproj, weightErr := make([]float64, 2*obs), make([]float64, obs)
	return &Case{
		Name:   fmt.Sprintf("ba jacobian n=%d m=%d p=%d", cams, points, obs),
		Params: s.params,
		Value: func() float64 {
			ba.Objective(reproj, weightErr, s.cams, s.points, s.w, s.obs)
			return reproj[0]
		},
		Grad: func(g *variant.Gradients) (float64, []float64) {
			g.BAJacobian(j, s.cams, s.points, s.w, s.obs)
			return 0, j.Vals
		},
		ByDifferences: func(dst []float64) { // an observation's two rows at a time
			for i, o := range s.obs {
				copy(x, s.cams[o.Camera])
				copy(x[11:], s.points[o.Point])
				x[14] = s.w[i]
				fd.Jacobian(dense, func(e, x []float64) {
					e[0], e[1] = ba.Reproject(x[:11], x[11:14], x[14], o.Feat[:])
				}, x, nil)
				dst = dst[copy(dst, dense.RawMatrix().Data):]
			}
			for i, w := range s.w {
				dst[i] = fd.Derivative(ba.WeightError, w, nil)
			}
		},
		RefJacobian: func() []float64 {
			var x, vals []float64
			for i, o := range s.obs {
				p := constants(append(append(append(x[:0], s.cams[o.Camera]...), s.points[o.Point]...), s.w[i]))
				var rx, ry []float64
				for c := range p {
					p[c].D = 1
					ex, ey := ref.Reproject(p[:11], p[11:14], p[14], o.Feat)
					p[c].D = 0
					rx, ry = append(rx, ex.D), append(ry, ey.D)
				}
				vals = append(append(vals, rx...), ry...)
			}
			for _, w := range s.w {
				vals = append(vals, -2*w)
			}
			return vals
		},
	}
}

// BALoss is the sum of squares of a bundle adjustment.
func BALoss(cams, points, obs int) *Case {
	s := newScene(cams, points, obs)
	grads := make([]float64, len(s.params))
	dcams, dpoints, dw := s.split(grads, cams, points)
	camera, point, feats := make([]int, obs), make([]int, obs), make([][2]float64, obs)
	for i, o := range s.obs {
		camera[i], point[i], feats[i] = o.Camera, o.Point, o.Feat
	}
	return &Case{
		Name:   fmt.Sprintf("ba loss n=%d m=%d p=%d", cams, points, obs),
		Params: s.params,
		Value:  func() float64 { return ba.Loss(s.cams, s.points, s.w, s.obs) },
		Grad: func(g *variant.Gradients) (float64, []float64) {
			return g.BALoss(dcams, dpoints, dw, s.cams, s.points, s.w, s.obs), grads
		},
		Ref: func(p []dual.Number) dual.Number {
			return ref.BALoss(rows(&p, cams, ba.CameraSize), rows(&p, points, ba.PointSize), p, camera, point, feats)
		},
	}
}

// Gaussian is the log-likelihood of n numbers.
func Gaussian(n int) *Case {
	xs := vector(n, 0)
	params, grads := []float64{0.4, 0.7}, make([]float64, 2)
	return &Case{
		Name:   fmt.Sprintf("gaussian n=%d", n),
		Params: params,
		Value:  func() float64 { return gaussian.LogLikelihood(params[0], params[1], xs) },
		Grad: func(g *variant.Gradients) (v float64, _ []float64) {
			v, grads[0], grads[1] = g.Gaussian(params[0], params[1], xs)
			return v, grads
		},
		Ref: func(p []dual.Number) dual.Number { return ref.Gaussian(p[0], p[1], xs) },
	}
}

// BlackScholes is the sum of the prices of n options.
func BlackScholes(n int) *Case {
	r := NewRandom(seed)
	params, grads := make([]float64, 5*n), make([]float64, 5*n)
	for i := range n {
		p := params[5*i:]
		p[0], p[1], p[2] = 80+40*r.Float(), 80+40*r.Float(), 0.05*r.Float()
		p[3], p[4] = 0.1+0.4*r.Float(), 0.1+2*r.Float()
	}
	return &Case{
		Name:   fmt.Sprintf("blackscholes n=%d", n),
		Params: params,
		Value: func() float64 {
			sum := 0.0
			for p := params; len(p) > 0; p = p[5:] {
				sum += blackscholes.Call(p[0], p[1], p[2], p[3], p[4])
			}
			return sum
		},
		Grad: func(g *variant.Gradients) (float64, []float64) {
			sum := 0.0
			d := grads
			for p := params; len(p) > 0; p, d = p[5:], d[5:] {
				var v float64
				v, d[0], d[1], d[2], d[3], d[4] = g.Call(p[0], p[1], p[2], p[3], p[4])
				sum += v
			}
			return sum, grads
		},
		ByDifferences: func(dst []float64) { // an option at a time
			for p := params; len(p) > 0; p, dst = p[5:], dst[5:] {
				fd.Gradient(dst[:5], func(x []float64) float64 {
					return blackscholes.Call(x[0], x[1], x[2], x[3], x[4])
				}, p[:5], nil)
			}
		},
		Ref: func(p []dual.Number) dual.Number {
			var sum dual.Number
			for ; len(p) > 0; p = p[5:] {
				sum = dual.Add(sum, ref.Call(p[0], p[1], p[2], p[3], p[4]))
			}
			return sum
		},
	}
}

// NBody is a step of n bodies. What is differentiated is the sum of the new positions and velocities, each
// times a weight.
func NBody(n int) *Case {
	const dt = 0.01
	r := NewRandom(seed)
	params, grads := make([]float64, 7*n), make([]float64, 7*n)
	fill(params, r.Normal)
	weights := make([]float64, 7*n)
	fill(weights, r.Normal)
	start, bodies := make([]nbody.Body, n), make([]nbody.Body, n)
	seeds, dbodies := make([]nbody.Body, n), make([]nbody.Body, n)
	unpack(start, params)
	unpack(seeds, weights)
	step := func() {
		copy(bodies, start)
		nbody.Step(bodies, dt)
	}
	vjp := func(g *variant.Gradients) {
		copy(bodies, start)
		copy(dbodies, seeds)
		g.NBody(dbodies, bodies, dt)
	}
	return &Case{
		Name:   fmt.Sprintf("nbody n=%d", n),
		Params: params,
		Value: func() float64 {
			unpack(start, params)
			step()
			return weigh(bodies, seeds)
		},
		Grad: func(g *variant.Gradients) (float64, []float64) {
			vjp(g)
			for i, b := range dbodies {
				d := grads[7*i:][:7]
				copy(d[:3], b.Pos[:])
				copy(d[3:6], b.Vel[:])
				d[6] = b.Mass
			}
			return weigh(bodies, seeds), grads
		},
		TimeValue: step,
		TimeGrad:  vjp,
		Ref: func(p []dual.Number) dual.Number {
			rest := p
			var sum dual.Number
			for i, b := range ref.NBody(rows(&rest, n, 7), dt) {
				for j, v := range b {
					sum = dual.Add(sum, dual.Scale(weights[7*i+j], v))
				}
			}
			return sum
		},
	}
}

func unpack(bodies []nbody.Body, x []float64) {
	for i := range bodies {
		copy(bodies[i].Pos[:], x[7*i:])
		copy(bodies[i].Vel[:], x[7*i+3:])
		bodies[i].Mass = x[7*i+6]
	}
}

func weigh(bodies, weights []nbody.Body) float64 {
	sum := 0.0
	for i := range bodies {
		b, w := &bodies[i], &weights[i]
		for c := range 3 {
			sum += w.Pos[c]*b.Pos[c] + w.Vel[c]*b.Vel[c]
		}
		sum += w.Mass * b.Mass
	}
	return sum
}

package tape

import (
	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// GradientVars is [Tape.Gradient] with results on the tape: what computes them is recorded, and can be differentiated in its turn. The tape
// is not consumed. A source that y does not depend on gives the zero Var, or zeros with [ZeroUnconnected].
func (t *Tape) GradientVars(y Var, sources ...Var) ([]Var, error) {
	return t.With().GradientVars(y, sources...)
}

// GradientVars is [Tape.GradientVars].
func (q Query) GradientVars(y Var, sources ...Var) ([]Var, error) {
	if err := q.t.scalar(y); err != nil {
		return nil, err
	}
	return q.vars([]Var{y}, nil, sources)
}

// VJPVars is [Tape.VJP] with results on the tape, and a seed that may be differentiated by.
func (t *Tape) VJPVars(y, seed Var, sources ...Var) ([]Var, error) {
	return t.With().vars([]Var{y}, []Var{seed}, sources)
}

// vars runs a sweep that is recorded. Without seeds it is that of the sum of the targets' elements.
func (q Query) vars(targets, seeds, sources []Var) ([]Var, error) {
	t := q.t
	if err := t.question(targets, sources); err != nil {
		return nil, err
	}
	t.working++
	defer func() { t.working-- }()
	s := t.sweep(true)
	s.check = q.opt.checkNumerics
	defer s.end()
	for k, y := range targets {
		seed := t.full(y.shape(), 1)
		if seeds != nil {
			seed = Identity(seeds[k])
			if t.err == nil && !nd.Equal(seed.shape(), y.shape()) {
				return nil, &ShapeError{Op: "VJPVars", Shapes: [][]int{y.Shape(), seed.Shape()}, Reason: "the seed has the target's shape"}
			}
		}
		s.add(y.i, seed)
	}
	s.run(highest(targets), lowest(sources))
	if t.err != nil {
		return nil, t.err
	}
	gs := make([]Var, len(sources))
	for k, x := range sources {
		switch {
		case s.vars[x.i] != 0:
			gs[k] = t.handle(s.vars[x.i] - 1)
		case q.opt.zeroUnconnected:
			gs[k] = t.full(x.shape(), 0)
		}
	}
	return gs, nil
}

// Numbers returns the derivatives of y by the sources, which are numbers, in dst, if that is nil in a new slice. A source that y does
// not depend on is [ErrUnconnected], or 0 with the option [ZeroUnconnected]. A tape that is not [Persistent] is consumed.
func (t *Tape) Numbers(dst []float64, y Float, sources ...Float) ([]float64, error) {
	return t.With().Numbers(dst, y, sources...)
}

// Numbers is [Tape.Numbers].
func (q Query) Numbers(dst []float64, y Float, sources ...Float) ([]float64, error) {
	t := q.t
	if dst == nil {
		dst = make([]float64, len(sources))
	}
	if len(dst) != len(sources) {
		return nil, &ShapeError{Op: "Numbers", Shapes: [][]int{{len(dst)}, {len(sources)}}, Reason: "as many results as sources"}
	}
	clear(dst)
	if y.t == nil { // a constant
		return dst, unconnected(len(sources), q.opt)
	}
	xs := make([]Var, 0, len(sources))
	for _, x := range sources {
		if x.t == nil {
			if err := unconnected(1, q.opt); err != nil {
				return nil, err
			}
			continue
		}
		xs = append(xs, Var{x.t, x.i, x.epoch})
	}
	target := []Var{{y.t, y.i, y.epoch}}
	err := q.numeric(target, nil, xs, func(s *sweep) error {
		var connected []bool
		for k, x := range sources {
			if x.t == nil {
				continue
			}
			dst[k] = s.scalar[x.i]
			if dst[k] != 0 || q.opt.zeroUnconnected {
				continue
			}
			if connected == nil {
				connected = t.reach(target, lowest(xs))
			}
			if !connected[x.i] {
				return ErrUnconnected
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return dst, nil
}

func unconnected(sources int, opt options) error {
	if sources > 0 && !opt.zeroUnconnected {
		return ErrUnconnected
	}
	return nil
}

// ValueAndGradient returns the number that f computes of xs, and its derivatives by them. It uses a tape of its own.
func ValueAndGradient(f func(t *Tape, xs []Var) Var, xs ...*tensor.Tensor) (float64, []*tensor.Tensor, error) {
	t := New()
	vs := make([]Var, len(xs))
	for i, x := range xs {
		vs[i] = t.Watch(x)
	}
	y := f(t, vs)
	gs, err := t.Gradient(y, vs...)
	if err != nil {
		return 0, nil, err
	}
	return y.Item(), gs, nil
}

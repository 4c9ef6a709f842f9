package tape

import (
	"errors"
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// ErrDependent is a per-example Jacobian whose examples depend on each other.
var ErrDependent = errors.New("tape: examples depend on each other")

// Jacobian returns the derivatives of all elements of y by all elements of each source: their shapes are that of y followed by that of
// the source. It goes backward for each element of y, or forward for each element of the sources if these are far fewer.
func (t *Tape) Jacobian(y Var, sources ...Var) ([]*tensor.Tensor, error) {
	return t.With().Jacobian(y, sources...)
}

// Jacobian is [Tape.Jacobian].
func (q Query) Jacobian(y Var, sources ...Var) ([]*tensor.Tensor, error) {
	t := q.t
	if err := t.question([]Var{y}, sources); err != nil {
		return nil, err
	}
	js := make([]*tensor.Tensor, len(sources))
	connected := t.reach([]Var{y}, lowest(sources))
	inputs := 0
	for k, x := range sources {
		if connected[x.i] || q.opt.zeroUnconnected {
			js[k] = tensor.New(slices.Concat(y.shape(), x.shape())...)
			inputs += x.Len()
		}
	}
	var err error
	if 4*inputs < y.Len() { // a forward sweep goes over what a backward one recorded
		err = t.jacobianForward(js, y, sources)
	} else {
		err = t.jacobianBackward(js, y, sources)
	}
	q.consume(err)
	if err != nil {
		return nil, err
	}
	return js, nil
}

// jacobianBackward fills the Jacobians row by row.
func (t *Tape) jacobianBackward(js []*tensor.Tensor, y Var, sources []Var) error {
	return t.many(func() error {
		seed := tensor.New(y.shape()...)
		for r := range y.Len() {
			seed.Data()[r] = 1
			err := t.With().numeric([]Var{y}, []*tensor.Tensor{seed}, sources, func(s *sweep) error {
				for k, x := range sources {
					if d := s.value(x.i); d != nil && js[k] != nil {
						copy(js[k].Data()[r*len(d):], d)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			seed.Data()[r] = 0
		}
		return nil
	})
}

// jacobianForward fills the Jacobians column by column. The derivative of y in a direction is that, by u, of the scalar product
// of the direction with the derivatives for the seed u, which are linear in u: so u may be anything, but 0, which would hide
// infinite partials. Where there are any, the way is backward.
func (t *Tape) jacobianForward(js []*tensor.Tensor, y Var, sources []Var) error {
	return t.many(func() error {
		seed := tensor.New(y.shape()...)
		irregular(seed.Data())
		u := t.leaf(seed, flagActive)
		gs, err := t.With().vars([]Var{y}, []Var{u}, sources)
		if err != nil {
			return err
		}
		for _, g := range gs {
			if g.t != nil && slices.ContainsFunc(g.data(), func(x float64) bool { return !finite(x) }) {
				return t.jacobianBackward(js, y, sources)
			}
		}
		for k, x := range sources {
			if js[k] == nil || gs[k].t == nil {
				continue
			}
			n := x.Len()
			direction := tensor.New(x.shape()...)
			for c := range n {
				direction.Data()[c] = 1
				err := t.With().numeric([]Var{gs[k]}, []*tensor.Tensor{direction}, []Var{u}, func(s *sweep) error {
					for r, d := range s.value(u.i) {
						js[k].Data()[r*n+c] = d
					}
					return nil
				})
				if err != nil {
					return err
				}
				direction.Data()[c] = 0
			}
		}
		return nil
	})
}

// many calls f, which asks several questions of the tape, in a segment of its own, in which operations are recorded.
func (t *Tape) many(f func() error) error {
	defer t.scratch(0)()
	return f()
}

// PerExampleJacobian returns, for y of shape (n, …) and x of shape (n, …), the derivatives of the elements of each y[i] by
// those of x[i], of the shape n, that of y[i], that of x[i]. It goes backward once for each element of a y[i], for all
// examples at once: right if y[i] depends on x[i] only. Whether it does is tried with random directions, and is
// [ErrDependent] if it doesn't.
func (t *Tape) PerExampleJacobian(y, x Var) (*tensor.Tensor, error) {
	if err := t.question([]Var{y}, []Var{x}); err != nil {
		return nil, err
	}
	if len(y.shape()) == 0 || len(x.shape()) == 0 || y.shape()[0] != x.shape()[0] {
		return nil, &ShapeError{Op: "PerExampleJacobian", Shapes: [][]int{y.Shape(), x.Shape()}, Reason: "the first axis counts the examples of both"}
	}
	if !t.reach([]Var{y}, x.i)[x.i] {
		if t.opt.zeroUnconnected {
			return tensor.New(slices.Concat(y.shape(), x.shape()[1:])...), nil
		}
		return nil, nil
	}
	n, outs, ins := y.shape()[0], nd.Size(y.shape()[1:]), nd.Size(x.shape()[1:])
	j := tensor.New(slices.Concat(y.shape(), x.shape()[1:])...)
	err := t.many(func() error {
		for c := range outs {
			seed := tensor.New(y.shape()...)
			for i := range n {
				seed.Data()[i*outs+c] = 1
			}
			if err := t.rows(y, seed, x, func(i int, row []float64) { copy(j.Data()[(i*outs+c)*ins:], row) }); err != nil {
				return err
			}
		}
		return t.independent(j, y, x, n, outs, ins)
	})
	t.With().consume(err)
	if err != nil {
		return nil, err
	}
	return j, nil
}

// rows calls f with the derivative by each example of x, of y with the given seed.
func (t *Tape) rows(y Var, seed *tensor.Tensor, x Var, f func(i int, row []float64)) error {
	return t.With().numeric([]Var{y}, []*tensor.Tensor{seed}, []Var{x}, func(s *sweep) error {
		n := x.shape()[0]
		d := s.value(x.i)
		ins := nd.Size(x.shape()[1:])
		for i := range n {
			if d != nil {
				f(i, d[i*ins:(i+1)*ins])
			}
		}
		return nil
	})
}

// independent compares a sweep with different weights of the examples to what j says it must give if they are independent.
func (t *Tape) independent(j *tensor.Tensor, y, x Var, n, outs, ins int) error {
	seed := tensor.New(y.shape()...)
	irregular(seed.Data())
	dependent := false
	err := t.rows(y, seed, x, func(i int, row []float64) {
		for b := range ins {
			want, scale := 0.0, 0.0
			for c := range outs {
				term := seed.Data()[i*outs+c] * j.Data()[(i*outs+c)*ins+b]
				want += term
				scale += max(term, -term)
			}
			if diff := row[b] - want; !(max(diff, -diff) <= 1e-9*(scale+1e-300)) && finite(diff) {
				dependent = true
			}
		}
	})
	if err == nil && dependent {
		err = ErrDependent
	}
	return err
}

// irregular fills xs with numbers from 0.5 to 1.5, whose sums and differences are not 0 by chance.
func irregular(xs []float64) {
	state := uint64(1)
	for k := range xs {
		state = state*6364136223846793005 + 1442695040888963407 // Knuth's linear congruence
		xs[k] = 0.5 + float64(state>>11)/(1<<53)
	}
}

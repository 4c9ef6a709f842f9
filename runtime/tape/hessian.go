package tape

import "github.com/gograd/gograd/runtime/tape/tensor"

// Hessian returns the second derivatives of the number f(x): for x of shape s, a tensor of shape s followed by s.
func Hessian(f func(x Var) Var, x *tensor.Tensor) (*tensor.Tensor, error) {
	t := New()
	v := t.Watch(x)
	y := f(v)
	return t.Hessian(y, v)
}

// Hessian returns the second derivatives of the number y by x. What y does not depend on twice gives zeros.
func (t *Tape) Hessian(y, x Var) (*tensor.Tensor, error) {
	return t.second(y, x, func(q Query, g Var) ([]*tensor.Tensor, error) { return q.Jacobian(g, x) })
}

// second returns what derive gives for the gradient g of the number y by x, which is recorded for that time only.
func (t *Tape) second(y, x Var, derive func(q Query, g Var) ([]*tensor.Tensor, error)) (h *tensor.Tensor, err error) {
	if err := t.scalar(y); err != nil {
		return nil, err
	}
	if err := t.question(nil, []Var{x}); err != nil {
		return nil, err
	}
	err = t.many(func() error {
		q := t.With(ZeroUnconnected())
		gs, err := q.vars([]Var{y}, nil, []Var{x})
		if err != nil {
			return err
		}
		hs, err := derive(q, gs[0])
		if err == nil {
			h = hs[0]
		}
		return err
	})
	t.With().consume(err)
	return h, err
}

// HVP returns the value of the number f(x), and the product of its second derivatives at x with v, of the shape of x.
func HVP(f func(x Var) Var, x, v *tensor.Tensor) (float64, *tensor.Tensor, error) {
	t := New()
	at := t.Watch(x)
	y := f(at)
	hv, err := t.HVP(y, at, v)
	if err != nil {
		return 0, nil, err
	}
	return y.Item(), hv, nil
}

// HVP returns the product of the second derivatives of the number y by x with v, of the shape of x: the derivative of
// the gradient's product with v. Its cost is a few times that of y, whatever the size of x.
func (t *Tape) HVP(y, x Var, v *tensor.Tensor) (*tensor.Tensor, error) {
	return t.second(y, x, func(q Query, g Var) ([]*tensor.Tensor, error) { return q.VJP(g, v, x) })
}

// consume is the end of a question that was answered, on a tape that answers one.
func (q Query) consume(err error) {
	if t := q.t; err == nil && !q.opt.persistent && len(t.segments) == 1 && t.working == 0 {
		t.consumed = true
		t.settle()
	}
}

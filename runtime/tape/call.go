package tape

import (
	"errors"
	"slices"
)

// call is a function of several values with several results that is on the tape as a whole: a node without a value for the call
// itself, and behind it one for each result.
type call interface {
	// pull passes the adjoints dys of the results on; those that have none are the zero Var.
	pull(p *pull, dys []Var)
	name() string
}

// called records a call, and results with the given values.
func (t *Tape) called(c call, operands []Var, values []Var) []Var {
	args := indexes(operands)
	f := t.flagsOf(args...)
	n := t.pushScalar(opCall, -1, -1, 0, f)
	e := t.extend(n)
	e.args, e.call, e.ints = t.keepRefs(args), c, t.keepInts([]int{len(values)})
	t.mark(n)
	results := make([]Var, len(values))
	for k, v := range values {
		i := t.pushTensor(opOut, n, -1, v.shape(), f)
		copy(t.data(i), v.data())
		results[k] = t.done(i)
	}
	return results
}

// CustomGradient returns y = f(xs), with a derivative that f gives itself: pullback gets the adjoint of y, and returns
// a contribution to that of each of xs, the zero Var for none. What f does otherwise is not differentiated. The pullback's
// operations are recorded where the gradient is to be differentiated again. For one gradient it may be called twice.
func CustomGradient(f func(xs []Var) (y Var, pullback func(dy Var) []Var), xs ...Var) Var {
	ys := CustomGradients(func(xs []Var) ([]Var, func([]Var) []Var) {
		y, pullback := f(xs)
		if pullback == nil {
			return []Var{y}, nil
		}
		return []Var{y}, func(dys []Var) []Var { return pullback(dys[0]) }
	}, xs...)
	return ys[0]
}

// CustomGradients is CustomGradient for several results. They are zero Vars if there is an error.
func CustomGradients(f func(xs []Var) (ys []Var, pullback func(dys []Var) []Var), xs ...Var) []Var {
	t := tapeOf(xs...)
	if t == nil {
		ys, _ := f(slices.Clone(xs))
		return make([]Var, len(ys)) // as many as there would be without the error
	}
	var ys []Var
	var pullback func([]Var) []Var
	t.pause(func() { ys, pullback = f(slices.Clone(xs)) })
	if tapeOf(append(slices.Clone(ys), xs[0])...) == nil {
		return make([]Var, len(ys))
	}
	if pullback == nil {
		t.fail(errors.New("tape: CustomGradient without a pullback"))
		return make([]Var, len(ys))
	}
	return t.called(&custom{pullback}, xs, ys)
}

// custom is a call with a pullback of the user's.
type custom struct {
	pullback func(dys []Var) []Var
}

func (c *custom) name() string { return "CustomGradient" }

func (c *custom) pull(p *pull, dys []Var) {
	n := p.n
	outs := p.outs()
	for k := range dys {
		if dys[k].t == nil {
			dys[k] = p.t.full(outs[k].shape(), 0)
		}
	}
	dxs := c.pullback(dys)
	args := p.t.exts[p.t.nodes[n].ext].args
	if len(dxs) != len(args) {
		p.t.fail(&ShapeError{Op: "CustomGradient", Shapes: [][]int{{len(dxs)}, {len(args)}}, Reason: "a contribution for each argument"})
		return
	}
	for k, dx := range dxs {
		if dx.t == nil { // no contribution
			continue
		}
		if err := p.t.check(dx); err != nil {
			p.t.fail(err)
			return
		}
		if !slices.Equal(dx.shape(), p.t.shape(args[k])) && len(dx.shape()) != 0 {
			p.t.shapeError("CustomGradient", "a contribution has its argument's shape", dx, p.t.handle(args[k]))
			return
		}
		p.s.add(args[k], broadcastTo(dx, p.t.shape(args[k])))
	}
}

// Call returns f of x as one operation, where f computes value and gradient at once: a function that gograd generated, or one with
// its signature. f gets the elements of x and puts the derivatives into dx.
//
//	loss := tape.Call(func(dx, x []float64) float64 { return LossGrad(dx, x, data) }, x)
//
// A derivative of the gradient is a [*NoGradientError].
func Call(f func(dx, x []float64) float64, x Var) Var {
	return CallN(func(dxs, xs [][]float64) float64 { return f(dxs[0], xs[0]) }, x)
}

// CallN is Call for several arguments.
func CallN(f func(dxs, xs [][]float64) float64, xs ...Var) Var {
	t := tapeOf(xs...)
	if t == nil {
		return Var{}
	}
	args, dargs := make([][]float64, len(xs)), make([][]float64, len(xs))
	partials := make([]Var, len(xs))
	operands := indexes(xs)
	for k, x := range xs { // the partials depend on all that f does, which nobody can differentiate
		i, _ := t.resultN(opNoGradient, operands, x.shape())
		t.mark(i)
		partials[k] = t.handle(i)
	}
	for k, x := range xs {
		args[k] = x.Value().Data() // f may keep it
		dargs[k] = make([]float64, len(args[k]))
	}
	y := f(dargs, args)
	for k := range xs {
		copy(partials[k].data(), dargs[k])
	}
	return t.called(&static{partials}, xs, []Var{t.Scalar(y)})[0]
}

// static is a call whose partial derivatives are there already.
type static struct {
	partials []Var
}

func (c *static) name() string { return "Call" }

func (c *static) pull(p *pull, dys []Var) {
	args := p.t.exts[p.node().ext].args
	for k, d := range c.partials {
		if p.t.nodes[args[k]].flags&flagActive != 0 {
			p.s.add(args[k], p.times(dys[0], d))
		}
	}
}

// outs are the results of a call.
func (p *pull) outs() []Var {
	n := p.t.exts[p.node().ext].ints[0]
	vs := make([]Var, n)
	for k := range vs {
		vs[k] = p.t.handle(p.n + 1 + int32(k))
	}
	return vs
}

func init() {
	pulls[opOut] = func(p *pull) { p.s.vars[p.node().a] = p.dy.i + 1 } // that it has any, is what counts
	pulls[opCall] = func(p *pull) {
		outs := p.outs()
		dys := make([]Var, len(outs))
		for k, y := range outs {
			if p.s.vars[y.i] != 0 || !p.s.recorded && len(y.shape()) == 0 {
				dys[k] = p.s.adjoint(y.i)
			}
		}
		p.t.exts[p.node().ext].call.pull(p, dys)
	}
}

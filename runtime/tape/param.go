package tape

import (
	"errors"
	"fmt"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Param is a tensor that outlives tapes: what a model learns. Tapes read it; who changes it in between, does so in Value.
type Param struct {
	Name      string
	Trainable bool
	Value     *tensor.Tensor
}

// NewParam returns a trainable parameter.
func NewParam(name string, value *tensor.Tensor) *Param {
	return &Param{Name: name, Trainable: true, Value: value}
}

// Read puts the value of p on the tape, once: reading it again gives the same Var. Reading a trainable parameter watches it, unless
// the tape is made with [ManualWatch].
func (t *Tape) Read(p *Param) Var {
	if v, ok := t.params[p]; ok {
		return v
	}
	return t.read(p, p.Trainable && !t.opt.manual)
}

// ReadAll is [Tape.Read] of several parameters: tp.Gradient(loss, tp.ReadAll(params...)...).
func (t *Tape) ReadAll(params ...*Param) []Var {
	vs := make([]Var, len(params))
	for k, p := range params {
		vs[k] = t.Read(p)
	}
	return vs
}

// WatchParam is Read, and watches p in any case. It is an error if p was read before and is not watched.
func (t *Tape) WatchParam(p *Param) Var {
	if v, ok := t.params[p]; ok {
		if v.usable() && !v.active() {
			t.fail(errors.New("tape: WatchParam of " + p.Name + " after it was read"))
		}
		return v
	}
	return t.read(p, true)
}

func (t *Tape) read(p *Param, watch bool) Var {
	f := flags(0)
	if watch {
		f = flagActive | flagWatched
	}
	v := t.paramLeaf(p.Value, f)
	if v.t == nil {
		return v
	}
	if watch {
		t.watched = append(t.watched, watched{p.Name, v})
	}
	if t.params == nil {
		t.params = map[*Param]Var{}
	}
	t.params[p] = v
	return v
}

// paramLeaf puts the value of a parameter on the tape: a copy of it, if the tape is not made with BorrowParams.
func (t *Tape) paramLeaf(x *tensor.Tensor, f flags) Var {
	if !t.opt.borrow || x == nil || x.Rank() == 0 || !t.ready() {
		return t.leaf(x, f)
	}
	i := t.push(node{a: -1, b: -1, ext: -1, op: opLeaf, flags: f | flagTensor})
	e := t.extend(i)
	e.shape, e.data = t.keepInts(x.Shape()), x.Data()
	t.borrowed = append(t.borrowed, i)
	return t.handle(i)
}

// Assign sets p to the value of v, of the same shape. From here on, reading p on this tape gives v: what is
// computed from it depends on what v was computed from, as in the program.
func (t *Tape) Assign(p *Param, v Var) {
	if tapeOf(v) == nil {
		return
	}
	if v.t != t {
		t.fail(ErrForeign)
		return
	}
	if !nd.Equal(p.Value.Shape(), v.shape()) {
		t.fail(&ShapeError{Op: "Assign to " + p.Name, Shapes: [][]int{p.Value.Shape(), v.Shape()}})
		return
	}
	if t.working > 0 {
		t.fail(fmt.Errorf("%w, of the parameter %s", ErrBusy, p.Name))
		return
	}
	copy(p.Value.Data(), v.data())
	if t.params == nil {
		t.params = map[*Param]Var{}
	}
	was, known := t.params[p]
	t.assigned = append(t.assigned, assignment{p, was, known})
	t.asOf = len(t.assigned)
	t.params[p] = v
}

// assignment is what a parameter was before it, or after it, when the tape has gone back to before it.
type assignment struct {
	p     *Param
	v     Var
	known bool
}

// timeTravel makes the parameters what they were after the first n assignments.
func (t *Tape) timeTravel(n int) {
	for t.asOf != n {
		back := n < t.asOf
		if back {
			t.asOf--
		}
		a := &t.assigned[t.asOf]
		v, known := t.params[a.p]
		if a.known {
			t.params[a.p] = a.v
		} else {
			delete(t.params, a.p)
		}
		a.v, a.known = v, known
		if !back {
			t.asOf++
		}
	}
}

// reading is a parameter that was read, and whether it was watched.
type reading struct {
	p     *Param
	watch bool
}

// forget takes back the parameters that were read at node start or after, and returns them in that order.
func (t *Tape) forget(start int32) (read []reading) {
	for _, w := range t.watched {
		for p, v := range t.params {
			if v.i >= start && v == w.v {
				read = append(read, reading{p, true})
			}
		}
	}
	for p, v := range t.params {
		if v.i >= start {
			if !v.active() {
				read = append(read, reading{p, false}) // constants: their order makes no difference
			}
			delete(t.params, p)
		}
	}
	return read
}

package tape

import (
	"errors"

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
	if !t.opt.borrow || x.Rank() == 0 || !t.ready() {
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
	if p.Value.Len() != v.Len() || p.Value.Rank() != v.Rank() {
		t.shapeError("Assign to "+p.Name, "", v)
		return
	}
	if len(t.segments) > 1 {
		t.fail(errors.New("tape: Assign to " + p.Name + " in a checkpointed function or in a pullback, which may run again"))
		return
	}
	copy(p.Value.Data(), v.data())
	if t.params == nil {
		t.params = map[*Param]Var{}
	}
	t.params[p] = v
}

// forget takes back the parameters that were read at node start or after, and returns them in that order.
func (t *Tape) forget(start int32) (read []*Param) {
	for _, w := range t.watched {
		for p, v := range t.params {
			if v.i >= start && v == w.v {
				read = append(read, p)
			}
		}
	}
	for p, v := range t.params {
		if v.i >= start {
			if !v.active() {
				read = append(read, p) // constants: their order makes no difference
			}
			delete(t.params, p)
		}
	}
	for len(t.watched) > 0 && t.watched[len(t.watched)-1].v.i >= start {
		t.watched = t.watched[:len(t.watched)-1]
	}
	return read
}

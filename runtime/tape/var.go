package tape

import (
	"fmt"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Var is a value on a tape: a number or a tensor. It is small, and to be passed by value. Its zero value is on no
// tape; operations on it, and on values of another tape or from before a Reset, are errors.
type Var struct {
	t     *Tape
	i     int32
	epoch uint32
}

// handle returns node i as the Var of the segment that it is in.
func (t *Tape) handle(i int32) Var {
	k := len(t.segments) - 1
	for t.segments[k].start > i {
		k--
	}
	return Var{t, i, t.segments[k].epoch}
}

// current tells whether epoch is that of a segment that is still there.
func (t *Tape) current(epoch uint32) bool {
	for k := len(t.segments) - 1; k >= 0; k-- {
		if t.segments[k].epoch == epoch {
			return true
		}
	}
	return false
}

// check returns nil if v can be used on t.
func (t *Tape) check(v Var) error {
	switch {
	case v.t == nil:
		return fmt.Errorf("%w: a Var that no tape made", ErrStale)
	case v.t != t:
		return ErrForeign
	case !t.current(v.epoch):
		return ErrStale
	}
	return nil
}

// tapeOf returns the tape that operands are on, nil if it can't go on: then there is an error on a tape, or there is no tape.
func tapeOf(vs ...Var) *Tape {
	var t *Tape
	for _, v := range vs {
		if v.t != nil {
			t = v.t
			break
		}
	}
	if t != nil && t.ready() && t.all(vs) {
		return t
	}
	for _, v := range vs {
		if v.t != nil && v.t != t {
			v.t.fail(ErrForeign)
		}
	}
	return nil
}

// all tells whether all vs can be used on t. If not, t has an error.
func (t *Tape) all(vs []Var) bool {
	for _, v := range vs {
		if err := t.check(v); err != nil {
			t.fail(err)
			return false
		}
	}
	return true
}

// Tape returns the tape that v is on, nil for the zero Var.
func (v Var) Tape() *Tape { return v.t }

// Valid tells whether v can be used: that it is on a tape, which has not been reset since.
func (v Var) Valid() bool { return v.t != nil && v.t.check(v) == nil }

// usable is Valid; if not, the tape has an error.
func (v Var) usable() bool {
	if v.t == nil {
		return false
	}
	if err := v.t.check(v); err != nil {
		v.t.fail(err)
		return false
	}
	return true
}

// Shape returns the shape of v, empty for a number.
func (v Var) Shape() []int {
	if !v.usable() {
		return nil
	}
	return append([]int{}, v.t.shape(v.i)...)
}

// Rank returns the number of axes, 0 for a number.
func (v Var) Rank() int {
	if !v.usable() {
		return 0
	}
	return len(v.t.shape(v.i))
}

// Len returns the number of elements.
func (v Var) Len() int {
	if !v.usable() {
		return 0
	}
	return nd.Size(v.t.shape(v.i))
}

// Value returns a copy of the value, which is a constant to all tapes. It is nil if v is stale.
func (v Var) Value() *tensor.Tensor {
	if !v.usable() {
		return nil
	}
	return tensor.Of(v.t.data(v.i), v.t.shape(v.i)...)
}

// Item returns the value of the only element of v. It panics if v is stale or has more elements.
func (v Var) Item() float64 {
	if !v.usable() {
		panic("tape: Item of a stale Var")
	}
	data := v.t.data(v.i)
	if len(data) != 1 {
		panic(fmt.Sprintf("tape: Item of a Var of shape %v", v.t.shape(v.i)))
	}
	return data[0]
}

// CopyTo copies the elements to dst, row after row, and returns their number. It copies none if v is stale.
func (v Var) CopyTo(dst []float64) int {
	if !v.usable() {
		return 0
	}
	return copy(dst, v.t.data(v.i))
}

// Float returns the number v for arithmetic on numbers. It is an error if v has a rank.
func (v Var) Float() Float {
	if !v.usable() {
		return Float{}
	}
	if shape := v.t.shape(v.i); len(shape) != 0 {
		v.t.fail(&ShapeError{Op: "Float", Shapes: [][]int{append([]int{}, shape...)}, Reason: "not a number"})
		return Float{}
	}
	n := &v.t.nodes[v.i]
	if n.flags&flagActive == 0 {
		return Float{v: n.x[0]}
	}
	return Float{t: v.t, v: n.x[0], i: v.i, epoch: v.epoch}
}

// String shows the value.
func (v Var) String() string {
	if !v.Valid() {
		return "invalid"
	}
	return v.Value().String()
}

// active tells whether there may be a path from a source to v.
func (v Var) active() bool { return v.t.nodes[v.i].flags&flagActive != 0 }

func (v Var) shape() []int    { return v.t.shape(v.i) }
func (v Var) data() []float64 { return v.t.data(v.i) }

// constant returns x as a constant on the tape of like.
func constant(like Var, x float64) Var {
	if like.t == nil {
		return Var{}
	}
	return like.t.Scalar(x)
}

package tape

import (
	"errors"
	"math"
	"reflect"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Query is a tape with options for what is asked of it: t.With(ZeroUnconnected()).Gradient(y, x).
type Query struct {
	t    *Tape
	opt  options
	into []*tensor.Tensor // where the results are to be, if not nil
}

// With returns t with further options for one question.
func (t *Tape) With(opts ...Option) Query {
	q := Query{t: t, opt: t.opt}
	for _, o := range opts {
		o(&q.opt)
	}
	return q
}

// Gradient returns the derivatives of the number y with respect to the sources, in their order and of their shapes. Any Var can be a
// source. The derivative by a source that y does not depend on is nil; [Tape.Explain] says why. A tape that is not [Persistent] is
// consumed.
func (t *Tape) Gradient(y Var, sources ...Var) ([]*tensor.Tensor, error) {
	return t.With().Gradient(y, sources...)
}

// Gradient is [Tape.Gradient].
func (q Query) Gradient(y Var, sources ...Var) ([]*tensor.Tensor, error) {
	if err := q.t.scalar(y); err != nil {
		return nil, err
	}
	return q.gradient([]Var{y}, nil, sources)
}

// GradientSum returns the derivatives of the sum of all elements of all targets.
func (t *Tape) GradientSum(targets []Var, sources ...Var) ([]*tensor.Tensor, error) {
	return t.With().GradientSum(targets, sources...)
}

// GradientSum is [Tape.GradientSum].
func (q Query) GradientSum(targets []Var, sources ...Var) ([]*tensor.Tensor, error) {
	return q.gradient(targets, nil, sources)
}

// VJP returns the derivatives of the sum of y's elements weighted by those of seed, which has the shape of y.
func (t *Tape) VJP(y Var, seed *tensor.Tensor, sources ...Var) ([]*tensor.Tensor, error) {
	return t.With().VJP(y, seed, sources...)
}

// VJP is [Tape.VJP].
func (q Query) VJP(y Var, seed *tensor.Tensor, sources ...Var) ([]*tensor.Tensor, error) {
	return q.gradient([]Var{y}, []*tensor.Tensor{seed}, sources)
}

// VJPSum is VJP for the sum over several targets, each with its seed.
func (t *Tape) VJPSum(targets []Var, seeds []*tensor.Tensor, sources ...Var) ([]*tensor.Tensor, error) {
	return t.With().VJPSum(targets, seeds, sources...)
}

// VJPSum is [Tape.VJPSum].
func (q Query) VJPSum(targets []Var, seeds []*tensor.Tensor, sources ...Var) ([]*tensor.Tensor, error) {
	if len(targets) != len(seeds) {
		return nil, &ShapeError{Op: "VJPSum", Shapes: [][]int{{len(targets)}, {len(seeds)}}, Reason: "as many seeds as targets"}
	}
	return q.gradient(targets, seeds, sources)
}

// GradientInto is Gradient into tensors that are there already, of the shapes of the sources: nothing is allocated. A source that
// y does not depend on gives zeros. Destinations must not share memory; after an error, what is in them has no meaning.
func (t *Tape) GradientInto(dst []*tensor.Tensor, y Var, sources ...Var) error {
	if err := t.scalar(y); err != nil {
		return err
	}
	if err := t.question(nil, sources); err != nil {
		return err
	}
	if err := destinations(dst, sources); err != nil {
		return err
	}
	targets := [1]Var{y}
	q := t.With()
	q.into = dst
	return q.numeric(targets[:], nil, sources, func(s *sweep) error {
		for k, x := range sources {
			s.copyTo(dst[k], x)
		}
		return nil
	})
}

// scalar returns an error if y is not a number on t.
func (t *Tape) scalar(y Var) error {
	if t.err != nil {
		return t.err
	}
	if err := t.check(y); err != nil {
		return err
	}
	if len(y.shape()) != 0 {
		return ErrNotScalar
	}
	return nil
}

// gradient is what all methods come down to whose results are tensors.
func (q Query) gradient(targets []Var, seeds []*tensor.Tensor, sources []Var) (gs []*tensor.Tensor, err error) {
	err = q.numeric(targets, seeds, sources, func(s *sweep) error {
		gs = s.results(targets, sources, q.opt.zeroUnconnected)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gs, nil
}

// numeric runs a sweep that is not recorded, and calls f at its end, while the adjoints are there.
func (q Query) numeric(targets []Var, seeds []*tensor.Tensor, sources []Var, f func(s *sweep) error) error {
	t := q.t
	if err := t.question(targets, sources); err != nil {
		return err
	}
	t.working++
	defer func() { t.working-- }()
	defer t.scratch(t.paused + 1)() // nothing that the sweep does is differentiated
	for masked := false; ; masked = true {
		s := t.sweep(false)
		s.masked, s.check = masked, q.opt.checkNumerics
		s.direct(q.into, sources)
		if err := s.seed(targets, seeds); err != nil {
			s.end()
			return err
		}
		s.run(highest(targets), lowest(sources))
		if t.err == nil && !masked && s.nan {
			s.end()
			continue
		}
		err := t.err
		if err == nil {
			err = f(s)
		}
		s.end()
		if err == nil && !q.opt.persistent && len(t.segments) == 2 && t.working == 1 { // not a part of another question
			t.consumed = true
		}
		return err
	}
}

// question checks targets and sources.
func (t *Tape) question(targets, sources []Var) error {
	if !t.ready() {
		return t.err
	}
	for _, v := range targets {
		if err := t.check(v); err != nil {
			return err
		}
	}
	for _, v := range sources {
		if err := t.check(v); err != nil {
			return err
		}
	}
	return nil
}

// scratch opens a segment, in which the tape is paused that many times, and returns what ends it and all that were opened in it.
func (t *Tape) scratch(paused int) (end func()) {
	depth, before := len(t.segments), t.paused
	t.begin()
	t.paused = paused
	t.settle()
	return func() {
		for len(t.segments) > depth {
			t.drop()
		}
		t.paused = before
		t.settle()
	}
}

// seed gives the targets their adjoints: ones where there are no seeds.
func (s *sweep) seed(targets []Var, seeds []*tensor.Tensor) error {
	t := s.t
	for k, y := range targets {
		if seeds == nil {
			s.add(y.i, t.full(y.shape(), 1))
			continue
		}
		if seeds[k] == nil {
			return errNil
		}
		if !nd.Equal(seeds[k].Shape(), y.shape()) {
			return &ShapeError{Op: "VJP", Shapes: [][]int{y.Shape(), seeds[k].Shape()}, Reason: "the seed has the target's shape"}
		}
		s.add(y.i, t.leaf(seeds[k], 0))
	}
	return nil
}

// full records a constant with all elements x.
func (t *Tape) full(shape []int, x float64) Var {
	i := t.pushTensor(opLeaf, -1, -1, shape, 0)
	data := t.data(i)
	for k := range data {
		data[k] = x
	}
	return t.handle(i)
}

// lowest and highest return the first and the last node of those given.
func lowest(vs []Var) int32 {
	lo := int32(math.MaxInt32)
	for _, v := range vs {
		lo = min(lo, v.i)
	}
	return lo
}

func highest(vs []Var) int32 {
	hi := int32(-1)
	for _, v := range vs {
		hi = max(hi, v.i)
	}
	return hi
}

// value returns the adjoint of node i as it stands, nil if there is none. Numbers that are constants have none, whatever
// the sweep has added up for them.
func (s *sweep) value(i int32) []float64 {
	if s.t.nodes[i].flags&flagActive == 0 {
		return nil
	}
	if v := s.vars[i]; v != 0 {
		return s.t.data(v - 1)
	}
	if !s.recorded && s.t.nodes[i].flags&flagTensor == 0 && s.scalar[i] != 0 {
		return s.scalar[i : i+1]
	}
	return nil
}

// results returns the adjoints of the sources.
func (s *sweep) results(targets, sources []Var, zeros bool) []*tensor.Tensor {
	gs := make([]*tensor.Tensor, len(sources))
	var connected []bool
	for k, x := range sources {
		if d := s.value(x.i); d != nil {
			gs[k] = tensor.Of(d, x.shape()...)
			continue
		}
		// An adjoint of zero may have stopped on its way.
		if connected == nil && !zeros {
			connected = s.t.reach(targets, lowest(sources))
		}
		if zeros || connected[x.i] {
			gs[k] = tensor.New(x.shape()...)
		}
	}
	return gs
}

// copyTo copies the adjoint of x to dst.
func (s *sweep) copyTo(dst *tensor.Tensor, x Var) {
	if d := s.value(x.i); d != nil {
		if len(d) > 0 && &d[0] != &dst.Data()[0] {
			copy(dst.Data(), d)
		}
	} else {
		clear(dst.Data())
	}
}

// destinations returns an error unless there is one for each source, of its shape and with memory of its own.
func destinations(dst []*tensor.Tensor, sources []Var) error {
	if len(dst) != len(sources) {
		return &ShapeError{Op: "GradientInto", Shapes: [][]int{{len(dst)}, {len(sources)}}, Reason: "as many destinations as sources"}
	}
	for k, d := range dst {
		if d == nil {
			return errors.New("tape: GradientInto: a destination is nil")
		}
		x := sources[k]
		same := d.Rank() == len(x.shape())
		for i := 0; same && i < d.Rank(); i++ {
			same = d.Dim(i) == x.shape()[i]
		}
		if !same {
			return &ShapeError{Op: "GradientInto", Shapes: [][]int{d.Shape(), x.Shape()}, Reason: "destination and source"}
		}
		for _, other := range dst[:k] {
			if overlap(other.Data(), d.Data()) {
				return errors.New("tape: GradientInto: two destinations share memory")
			}
		}
	}
	return nil
}

// direct says where the adjoints of sources are to be. Each source and each destination counts once: their memory is not shared with
// that of any other value while the sweep runs.
func (s *sweep) direct(dst []*tensor.Tensor, sources []Var) {
	for k := range dst {
		data := dst[k].Data()
		shared := len(data) == 0
		for _, d := range s.into {
			shared = shared || d.i == sources[k].i
		}
		for _, i := range s.t.borrowed {
			shared = shared || overlap(s.t.data(i), data)
		}
		if !shared {
			s.into = append(s.into, destination{sources[k].i, data})
		}
	}
}

// overlap tells whether two slices share memory.
func overlap(a, b []float64) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	p, q := reflect.ValueOf(&a[0]).Pointer(), reflect.ValueOf(&b[0]).Pointer()
	return p < q+8*uintptr(len(b)) && q < p+8*uintptr(len(a))
}

// reach tells for each node from lo on whether the targets depend on it.
func (t *Tape) reach(targets []Var, lo int32) []bool {
	hi := highest(targets)
	reached := make([]bool, max(int(hi)+1, int(lo)+1, len(t.nodes)))
	for _, y := range targets {
		reached[y.i] = t.nodes[y.i].flags&flagActive != 0
	}
	for i := hi; i >= lo; i-- {
		if reached[i] {
			t.actives(i, func(arg int32) { reached[arg] = true })
		}
	}
	return reached
}

package tape

import (
	"iter"
	"math"

	gograd "github.com/gograd/gograd/runtime"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Tape records operations, so that their results can be differentiated. Make one with [New]. A tape serves one
// goroutine; several tapes have nothing to do with each other.
//
// The first error sticks: operations after it do nothing, and every method that returns an error returns that one, until [Tape.Reset].
type Tape struct {
	opt options

	nodes []node
	exts  []ext
	mem   gograd.Arena[float64] // values of tensors
	ints  gograd.Arena[int]     // shapes, axes, indexes
	refs  gograd.Arena[int32]   // operands of nodes with more than two

	segments []segment
	epochs   uint32 // how many segments there were
	live     uint32 // the epoch of the last segment while operations are recorded, else 0
	paused   int
	working  int // sweeps and checkpointed functions that are running
	consumed bool
	err      error

	params   map[*Param]Var
	assigned []assignment
	asOf     int     // how many of these are in params: all, except while a checkpointed function runs again
	borrowed []int32 // nodes of parameters that were not copied
	watched  []watched
	pauses   []pause // those in which something was recorded

	adj adjoints
}

// segment is a run of nodes that goes as a whole. The first is the user's; the others hold what a sweep needs for
// itself, or what a checkpointed function runs through, and end with that. A handle is good as long as
// its epoch is that of a segment.
type segment struct {
	epoch  uint32
	start  int32 // of nodes
	exts   int
	params int
	mem    gograd.Mark
	ints   gograd.Mark
	refs   gograd.Mark
}

// watched is a source that the tape was told of, or a parameter that was read.
type watched struct {
	name string
	v    Var
}

// pause is a run of nodes that were recorded during a Pause.
type pause struct {
	start, end int32
	place      place
}

type options struct {
	persistent      bool
	manual          bool
	borrow          bool
	zeroUnconnected bool
	checkNumerics   bool
	capacity        int
}

// Option is an option of [New], or of [Tape.With].
type Option func(*options)

// Persistent makes a tape that gives any number of gradients. Other tapes give one, and are consumed by it.
func Persistent() Option { return func(o *options) { o.persistent = true } }

// ManualWatch makes a tape on which reading a trainable parameter does not watch it. What [Tape.Watch] is given, is watched.
func ManualWatch() Option { return func(o *options) { o.manual = true } }

// BorrowParams makes a tape that reads parameters without copying them. Then the elements of their values must not be changed
// before the last gradient is there; a gradient would be wrong without a word. It saves time where parameters are large and
// used few times, as with small batches.
func BorrowParams() Option { return func(o *options) { o.borrow = true } }

// ZeroUnconnected gives zeros of the source's shape where a target does not depend on a source, instead of nil.
func ZeroUnconnected() Option { return func(o *options) { o.zeroUnconnected = true } }

// CheckNumerics looks at every value that is recorded and at every adjoint. The first that is not finite is a
// [*NotFiniteError], which names the operation and its place in the program. This makes operations several times slower.
func CheckNumerics() Option { return func(o *options) { o.checkNumerics = true } }

// Capacity makes room for n operations. A tape grows as it needs; a good guess saves the copying.
func Capacity(n int) Option { return func(o *options) { o.capacity = n } }

// New returns an empty tape.
func New(opts ...Option) *Tape {
	t := new(Tape)
	for _, o := range opts {
		o(&t.opt)
	}
	t.nodes = make([]node, 0, t.opt.capacity)
	t.begin()
	return t
}

// Do calls f with a new tape, and returns f's error, or that of the tape.
func Do(f func(t *Tape) error, opts ...Option) error {
	t := New(opts...)
	if err := f(t); err != nil {
		return err
	}
	return t.Err()
}

// Reset makes the tape as new, and keeps its memory for what is recorded next. Handles from before are stale: to
// use one is an error. In a pullback or in a checkpointed function, Reset is an error, too.
func (t *Tape) Reset() {
	if t.working > 0 {
		t.fail(ErrBusy)
		return
	}
	t.nodes = t.nodes[:0]
	clear(t.exts)
	t.exts = t.exts[:0]
	t.mem.Reset()
	t.ints.Reset()
	t.refs.Reset()
	t.segments = t.segments[:0]
	t.paused, t.consumed, t.err = 0, false, nil
	clear(t.params)
	clear(t.assigned)
	t.assigned, t.asOf = t.assigned[:0], 0
	t.borrowed = t.borrowed[:0]
	clear(t.watched)
	t.watched = t.watched[:0]
	t.pauses = t.pauses[:0]
	t.begin()
}

// Err returns the first error since the tape was made or reset, nil if there was none.
func (t *Tape) Err() error { return t.err }

// fail keeps the first error, and stops the recording.
func (t *Tape) fail(err error) {
	if t.err == nil {
		t.err = err
	}
	t.live = 0
}

// begin opens a segment for the nodes that follow.
func (t *Tape) begin() {
	if t.epochs == math.MaxUint32 {
		panic("tape: too many resets and sweeps") // a handle from before could pass for a new one
	}
	t.epochs++
	t.segments = append(t.segments, segment{
		epoch: t.epochs, start: int32(len(t.nodes)), exts: len(t.exts), params: len(t.params),
		mem: t.mem.Mark(), ints: t.ints.Mark(), refs: t.refs.Mark(),
	})
	t.settle()
}

// drop ends the last segment, and frees what is in it.
func (t *Tape) drop() {
	s := t.segments[len(t.segments)-1]
	t.segments = t.segments[:len(t.segments)-1]
	t.nodes = t.nodes[:s.start]
	clear(t.exts[s.exts:])
	t.exts = t.exts[:s.exts]
	t.mem.Release(s.mem)
	t.ints.Release(s.ints)
	t.refs.Release(s.refs)
	t.unread(s)
	t.settle()
}

// unread forgets what was watched and read, and the pauses, in a segment that is gone.
func (t *Tape) unread(s segment) {
	for n := len(t.pauses); n > 0 && t.pauses[n-1].start >= s.start; n-- {
		t.pauses = t.pauses[:n-1]
	}
	for n := len(t.watched); n > 0 && t.watched[n-1].v.i >= s.start; n-- {
		t.watched = t.watched[:n-1]
	}
	for n := len(t.borrowed); n > 0 && t.borrowed[n-1] >= s.start; n-- {
		t.borrowed = t.borrowed[:n-1]
	}
	if len(t.params) > s.params {
		for p, v := range t.params {
			if v.i >= s.start {
				delete(t.params, p)
			}
		}
	}
}

// settle sets live after something changed on which it depends.
func (t *Tape) settle() {
	t.live = 0
	if t.err == nil && !t.consumed && t.paused == 0 && !t.opt.checkNumerics {
		t.live = t.segments[len(t.segments)-1].epoch
	}
}

// Pause calls f, and takes the results of all operations in it for constants.
func (t *Tape) Pause(f func()) {
	if t.paused > 0 {
		t.pause(f)
		return
	}
	start, epoch := int32(len(t.nodes)), t.segments[0].epoch
	t.pause(f)
	if end := int32(len(t.nodes)); end > start && t.segments[0].epoch == epoch { // f has not reset the tape
		t.pauses = append(t.pauses, pause{start, end, callers()})
	}
}

// pause is Pause without taking note of where it was.
func (t *Tape) pause(f func()) {
	t.paused++
	t.settle()
	defer func() {
		if t.paused > 0 { // else f has reset the tape
			t.paused--
		}
		t.settle()
	}()
	f()
}

// Watch puts a tensor on the tape as something to differentiate by. The tape has a copy of it.
func (t *Tape) Watch(x *tensor.Tensor) Var { return t.WatchNamed("", x) }

// WatchNamed is Watch with a name, for [Tape.Watched] and [Tape.Explain].
func (t *Tape) WatchNamed(name string, x *tensor.Tensor) Var {
	v := t.leaf(x, flagActive|flagWatched)
	if v.t != nil {
		t.watched = append(t.watched, watched{name, v})
	}
	return v
}

// Const puts a tensor on the tape as a constant. The tape has a copy of it.
func (t *Tape) Const(x *tensor.Tensor) Var { return t.leaf(x, 0) }

// Scalar puts a number on the tape as a constant.
func (t *Tape) Scalar(x float64) Var {
	if !t.ready() {
		return Var{}
	}
	return t.handle(t.pushScalar(opLeaf, -1, -1, x, 0))
}

// Float puts a number on the tape as something to differentiate by.
func (t *Tape) Float(x float64) Float {
	if !t.ready() {
		return Float{v: x}
	}
	v := t.handle(t.pushScalar(opLeaf, -1, -1, x, flagActive|flagWatched))
	return Float{t: t, v: x, i: v.i, epoch: v.epoch}
}

// Watched iterates over what is watched, in the order in which the tape was told: by Watch, or because a trainable parameter
// was read. Numbers made by [Tape.Float] are not among them.
func (t *Tape) Watched() iter.Seq2[string, Var] {
	return func(yield func(string, Var) bool) {
		for _, w := range t.watched {
			if !yield(w.name, w.v) {
				return
			}
		}
	}
}

// Stats says what a tape holds.
type Stats struct {
	Operations int // values on the tape: operations, sources and constants
	BytesHeld  int // of all of these values
	BytesSaved int // of the values that a gradient will read; the rest is held for whoever asks for it
}

// Stats goes over the whole tape. One that is consumed saves nothing.
func (t *Tape) Stats() Stats {
	s := Stats{Operations: len(t.nodes)}
	needed := make([]bool, len(t.nodes))
	for i := range t.nodes {
		if n := &t.nodes[i]; n.flags&flagActive != 0 && !t.consumed {
			t.eachSaved(int32(i), func(j int32) { needed[j] = true })
		}
	}
	for i := range t.nodes {
		bytes := 8 * len(t.data(int32(i)))
		s.BytesHeld += bytes
		if needed[i] {
			s.BytesSaved += bytes
		}
	}
	return s
}

package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// node is a value on the tape, and how it was made. Where the value is a number, it is here; where it is a tensor of
// higher rank, it is in the node's ext.
type node struct {
	x     [1]float64
	a, b  int32 // operands; -1 for none. Where an operation has one and a whole number, b is the number.
	ext   int32 // index into exts, or -1
	op    opcode
	flags flags
}

// ext is what a node has beyond that.
type ext struct {
	shape []int
	data  []float64 // of a tensor of rank 1 or more
	args  []int32   // operands, where they are not a and b
	ints  []int     // a permutation, indexes, …
	set   uint64    // axes, or other flags
	at    []int32   // of opMax: which elements are largest
	call  call      // of opCall
	place place     // where in the program, if that was kept
}

type flags uint8

const (
	flagActive  flags = 1 << iota // there may be a path from a watched value
	flagWatched                   // a source
	flagTensor                    // of rank 1 or more
	flagOwned                     // the sweep may add to it in place
	flagPaused                    // recorded during Pause
)

// The operations that are not taken from the rules of package math.
const (
	opLeaf opcode = iota
	opAdd
	opSub
	opMul
	opDiv
	opNeg
	opScale     // b is a constant
	opAddScalar // b is a constant
	opPow       // b is a constant
	opSigmoid
	opSoftplus
	opRelu
	opElu
	opStop
	opMask // a comparison: 0 or 1
	opWhere
	opIdentity
	opReshape
	opTranspose
	opBroadcast
	opSumTo
	opSum
	opMax
	opCumSum
	opLogSumExp
	opSoftmax
	opArg // an index: which element is largest
	opMatMul
	opConcat
	opSlice
	opSliceAdd
	opGather
	opScatterAdd
	opPad
	opFlip
	opCholesky
	opTriSolve
	opCall
	opOut
	opNoGradient
)

// push records a node and returns its index.
func (t *Tape) push(n node) int32 {
	i := len(t.nodes)
	if i == cap(t.nodes) {
		if i >= math.MaxInt32-1 {
			t.fail(ErrFull)
			return int32(i - 1)
		}
		t.nodes = append(t.nodes, n)
		return int32(i)
	}
	t.nodes = t.nodes[:i+1]
	t.nodes[i] = n
	return int32(i)
}

func (t *Tape) pushScalar(op opcode, a, b int32, x float64, f flags) int32 {
	return t.push(node{x: [1]float64{x}, a: a, b: b, ext: -1, op: op, flags: f})
}

// extend gives node i an ext, if it has none yet.
func (t *Tape) extend(i int32) *ext {
	n := &t.nodes[i]
	if n.ext < 0 {
		n.ext = int32(len(t.exts))
		t.exts = append(t.exts, ext{})
	}
	return &t.exts[n.ext]
}

// pushTensor records a node with room for a value of the given shape, which is copied.
func (t *Tape) pushTensor(op opcode, a, b int32, shape []int, f flags) int32 {
	if len(shape) == 0 {
		return t.pushScalar(op, a, b, 0, f)
	}
	i := t.push(node{a: a, b: b, ext: -1, op: op, flags: f | flagTensor})
	e := t.extend(i)
	e.shape = t.keepInts(shape)
	e.data = t.room(nd.Size(shape))
	return i
}

// room returns memory for n elements: that of a destination, if a sweep has just said that the next result is to be in one.
func (t *Tape) room(n int) []float64 {
	if d := t.adj.next; d != nil {
		t.adj.next = nil
		if len(d) == n {
			return d
		}
	}
	return t.mem.Raw(n)
}

func (t *Tape) keepInts(s []int) []int {
	kept := t.ints.Raw(len(s))
	copy(kept, s)
	return kept
}

// data is the value of node i, row after row. That of a scalar is good until the next node is recorded.
func (t *Tape) data(i int32) []float64 {
	n := &t.nodes[i]
	if n.flags&flagTensor != 0 {
		return t.exts[n.ext].data
	}
	return n.x[:]
}

// shape is that of node i; it must not be changed.
func (t *Tape) shape(i int32) []int {
	n := &t.nodes[i]
	if n.flags&flagTensor != 0 {
		return t.exts[n.ext].shape
	}
	return nil
}

// args calls f with each operand of node i.
func (t *Tape) args(i int32, f func(k int, arg int32)) {
	n := &t.nodes[i]
	if n.ext >= 0 && t.exts[n.ext].args != nil {
		for k, arg := range t.exts[n.ext].args {
			f(k, arg)
		}
		return
	}
	if n.a >= 0 {
		f(0, n.a)
	}
	if n.b >= 0 && !takesInt(n.op) {
		f(1, n.b)
	}
}

// actives calls f with the operands by which node i can be differentiated. A condition is none.
func (t *Tape) actives(i int32, f func(arg int32)) {
	choice := t.nodes[i].op == opWhere
	t.args(i, func(k int, arg int32) {
		if t.nodes[arg].flags&flagActive != 0 && !(choice && k == 0) {
			f(arg)
		}
	})
}

// leaf puts a copy of x on the tape.
func (t *Tape) leaf(x *tensor.Tensor, f flags) Var {
	if !t.ready() {
		return Var{}
	}
	if x == nil {
		t.fail(errNil)
		return Var{}
	}
	i := t.pushTensor(opLeaf, -1, -1, x.Shape(), f)
	copy(t.data(i), x.Data())
	return t.handle(i)
}

// ready tells whether nodes can be recorded now. If not, there is an error.
func (t *Tape) ready() bool {
	if t.consumed && len(t.segments) == 1 {
		t.fail(ErrConsumed)
	}
	return t.err == nil
}

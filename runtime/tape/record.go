package tape

import "github.com/gograd/gograd/runtime/tape/internal/nd"

// flagsOf are those of an operation's result: active if one of the operands is and the tape is not paused.
func (t *Tape) flagsOf(operands ...int32) flags {
	if t.paused > 0 {
		return flagPaused
	}
	for _, i := range operands {
		if t.nodes[i].flags&flagActive != 0 {
			return flagActive
		}
	}
	return 0
}

// result records an operation on one operand, or two where b is not -1, and returns where its value is to be put.
func (t *Tape) result(op opcode, a, b int32, shape []int) (i int32, dst []float64) {
	f := flagPaused
	if t.paused == 0 {
		f = t.nodes[a].flags & flagActive
		if b >= 0 {
			f |= t.nodes[b].flags & flagActive
		}
	}
	i = t.pushTensor(op, a, b, shape, f)
	return i, t.data(i)
}

// resultN is result for any number of operands.
func (t *Tape) resultN(op opcode, operands []int32, shape []int) (i int32, dst []float64) {
	i = t.pushTensor(op, -1, -1, shape, t.flagsOf(operands...))
	t.extend(i).args = t.keepRefs(operands)
	return i, t.data(i)
}

func (t *Tape) keepRefs(nodes []int32) []int32 {
	kept := t.refs.Raw(len(nodes))
	copy(kept, nodes)
	return kept
}

// indexes are the nodes of vs.
func indexes(vs []Var) []int32 {
	nodes := make([]int32, len(vs))
	for k, v := range vs {
		nodes[k] = v.i
	}
	return nodes
}

// done finishes an operation's result.
func (t *Tape) done(i int32) Var {
	if t.opt.checkNumerics {
		t.inspect(i)
	}
	return t.handle(i)
}

// constantOp makes the result of node i a constant, because nothing can be differentiated through its operation, and keeps
// the place for Explain.
func (t *Tape) constantOp(i int32) Var {
	t.nodes[i].flags &^= flagActive
	if t.paused == 0 {
		t.mark(i)
	}
	return t.done(i)
}

// unary records an elementary function of one operand.
func unary(op opcode, x Var) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	e := op.elementary()
	i, dst := t.result(op, x.i, -1, x.shape())
	nd.Unary(dst, x.data(), e.f1)
	if e.inactive {
		return t.constantOp(i)
	}
	return t.done(i)
}

// unaryInt records an elementary function of a whole number and an operand.
func unaryInt(op opcode, n int, x Var) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	if int(int32(n)) != n {
		return t.shapeError(op.String(), "the whole number is too large", x)
	}
	i, dst := t.result(op, x.i, -1, x.shape())
	t.nodes[i].b = int32(n)
	f := op.elementary().fn
	for k, v := range x.data() {
		dst[k] = f(n, v)
	}
	return t.done(i)
}

// binary records an elementary function of two operands that are broadcast.
func binary(op opcode, a, b Var) Var {
	t := tapeOf(a, b)
	if t == nil {
		return Var{}
	}
	var buf [8]int
	shape, ok := nd.Broadcast(buf[:0], a.shape(), b.shape())
	if !ok {
		return t.shapeError(op.String(), "they can't be broadcast", a, b)
	}
	i, dst := t.result(op, a.i, b.i, shape)
	x, y := a.data(), b.data()
	switch op {
	case opAdd:
		nd.Add(dst, shape, x, a.shape(), y, b.shape())
	case opSub:
		nd.Sub(dst, shape, x, a.shape(), y, b.shape())
	case opMul:
		nd.Mul(dst, shape, x, a.shape(), y, b.shape())
	case opDiv:
		nd.Div(dst, shape, x, a.shape(), y, b.shape())
	default:
		nd.Binary(dst, shape, x, a.shape(), y, b.shape(), op.elementary().f2)
	}
	return t.done(i)
}

// shapeError records a ShapeError about operands.
func (t *Tape) shapeError(op, reason string, vs ...Var) Var {
	e := &ShapeError{Op: op, Reason: reason}
	for _, v := range vs {
		e.Shapes = append(e.Shapes, append([]int{}, v.shape()...))
	}
	t.fail(e)
	return Var{}
}

package tape

import "math"

// Float is a number for dynamic scalar code: a value, and where it stands on its tape. It is to be passed by value.
// Operations take constants, which are on no tape ([Num]), and numbers of one tape.
//
// An operation with only constants gives a constant, and is not recorded. So is one on a tape that is paused.
type Float struct {
	t     *Tape
	v     float64
	i     int32
	epoch uint32
}

// Num returns a constant.
func Num(x float64) Float { return Float{v: x} }

// Value returns the number.
func (x Float) Value() float64 { return x.v }

// Var returns x as a Var; a constant is put on the tape.
func (t *Tape) Var(x Float) Var {
	if x.t == nil {
		return t.Scalar(x.v)
	}
	return Var{x.t, x.i, x.epoch}
}

// Add returns x + y.
func (x Float) Add(y Float) Float {
	t := x.t
	if t == nil || t != y.t || x.epoch != t.live || y.epoch != t.live || len(t.nodes) == cap(t.nodes) {
		return x.slow(opAdd, y, x.v+y.v)
	}
	v := x.v + y.v
	return Float{t, v, t.next(opAdd, x.i, y.i, v), x.epoch}
}

// Sub returns x - y.
func (x Float) Sub(y Float) Float {
	t := x.t
	if t == nil || t != y.t || x.epoch != t.live || y.epoch != t.live || len(t.nodes) == cap(t.nodes) {
		return x.slow(opSub, y, x.v-y.v)
	}
	v := x.v - y.v
	return Float{t, v, t.next(opSub, x.i, y.i, v), x.epoch}
}

// Mul returns x·y.
func (x Float) Mul(y Float) Float {
	t := x.t
	if t == nil || t != y.t || x.epoch != t.live || y.epoch != t.live || len(t.nodes) == cap(t.nodes) {
		return x.slow(opMul, y, x.v*y.v)
	}
	v := x.v * y.v
	return Float{t, v, t.next(opMul, x.i, y.i, v), x.epoch}
}

// Div returns x / y.
func (x Float) Div(y Float) Float {
	t := x.t
	if t == nil || t != y.t || x.epoch != t.live || y.epoch != t.live || len(t.nodes) == cap(t.nodes) {
		return x.slow(opDiv, y, x.v/y.v)
	}
	v := x.v / y.v
	return Float{t, v, t.next(opDiv, x.i, y.i, v), x.epoch}
}

// next records an operation on two numbers, where there is room. It writes the node in place: Go would put it together elsewhere, and
// wait for it there.
func (t *Tape) next(op opcode, a, b int32, v float64) int32 {
	i := len(t.nodes)
	t.nodes = t.nodes[:i+1]
	n := &t.nodes[i]
	n.x[0], n.a, n.b, n.ext, n.op, n.flags = v, a, b, -1, op, flagActive
	return int32(i)
}

// Neg returns -x.
func (x Float) Neg() Float { return x.slow1(opNeg, -1, -x.v) }

// Scale returns c·x.
func (x Float) Scale(c float64) Float { return x.constant(opScale, c, c*x.v) }

// AddScalar returns x + c.
func (x Float) AddScalar(c float64) Float { return x.constant(opAddScalar, c, x.v+c) }

// Pow returns x to the power of the constant p.
func (x Float) Pow(p float64) Float {
	if p-1 == p {
		return x.PowFloat(Num(p))
	}
	return x.constant(opPow, p, math.Pow(x.v, p))
}

// Square returns x².
func (x Float) Square() Float { return x.Mul(x) }

// Sigmoid returns 1/(1+exp(-x)).
func (x Float) Sigmoid() Float { return x.slow1(opSigmoid, -1, sigmoid(x.v)) }

// Softplus returns log(1+exp(x)), without overflow.
func (x Float) Softplus() Float { return x.slow1(opSoftplus, -1, softplus(x.v)) }

func (x Float) unary(op opcode) Float {
	e := op.elementary()
	if e.inactive {
		return Float{v: e.f1(x.v)}
	}
	return x.slow1(op, -1, e.f1(x.v))
}

func (x Float) unaryInt(op opcode, n int) Float {
	v := op.elementary().fn(n, x.v)
	if x.t != nil && int(int32(n)) != n {
		x.t.fail(&ShapeError{Op: op.String(), Reason: "the whole number is too large"})
	}
	return x.slow1(op, int32(n), v)
}

func (x Float) binary(op opcode, y Float) Float { return x.slow(op, y, op.elementary().f2(x.v, y.v)) }

// constant records an operation of x and a constant.
func (x Float) constant(op opcode, c, v float64) Float {
	if x.t == nil {
		return Float{v: v}
	}
	return x.slow(op, Float{v: c}, v)
}

// usable tells whether x can be recorded with. If not, its tape has an error.
func (x Float) usable() bool {
	if !x.t.ready() {
		return false
	}
	if !x.t.current(x.epoch) {
		x.t.fail(ErrStale)
		return false
	}
	return true
}

// slow1 records an operation on x, of the value v; b is what it takes besides.
func (x Float) slow1(op opcode, b int32, v float64) Float {
	t := x.t
	if t == nil || (x.epoch != t.live && !x.usable()) || t.paused > 0 {
		return Float{v: v}
	}
	return t.float(op, x.i, b, v)
}

// slow records an operation on x and y, of the value v, whatever they are.
func (x Float) slow(op opcode, y Float, v float64) Float {
	t := x.t
	if t == nil {
		t = y.t
	}
	if t == nil {
		return Float{v: v}
	}
	if x.t != nil && y.t != nil && x.t != y.t {
		x.t.fail(ErrForeign)
		y.t.fail(ErrForeign)
		return Float{v: v}
	}
	if x.t != nil && x.epoch != t.live && !x.usable() || y.t != nil && y.epoch != t.live && !y.usable() {
		return Float{v: v}
	}
	if t.paused > 0 {
		return Float{v: v}
	}
	return t.float(op, t.operand(x), t.operand(y), v)
}

// operand returns the node of x; a constant becomes one.
func (t *Tape) operand(x Float) int32 {
	if x.t == nil {
		return t.pushScalar(opLeaf, -1, -1, x.v, 0)
	}
	return x.i
}

func (t *Tape) float(op opcode, a, b int32, v float64) Float {
	i := t.pushScalar(op, a, b, v, flagActive)
	if t.opt.checkNumerics {
		t.inspect(i)
	}
	return Float{t, v, i, t.segments[len(t.segments)-1].epoch}
}

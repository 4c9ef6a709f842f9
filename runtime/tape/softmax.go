package tape

import "github.com/gograd/gograd/runtime/tape/internal/nd"

// Softmax returns exp(x) divided by its sum along an axis, without overflow.
func Softmax(x Var, k int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	if !ok {
		return t.shapeError("Softmax", "no such axis", x)
	}
	i, dst := t.result(opSoftmax, x.i, -1, x.shape())
	t.extend(i).set = 1 << k
	nd.Softmax(dst, x.data(), x.shape(), k)
	return t.done(i)
}

// LogSoftmax returns the logarithm of [Softmax], without its underflow: x less LogSumExp(x).
func LogSoftmax(x Var, k int) Var {
	y := LogSumExp(x, k)
	if y.t == nil {
		return y
	}
	set, _ := axisSet([]int{k}, len(x.shape()))
	return Sub(x, expanded(y, x.shape(), set))
}

// CrossEntropy returns, for each row of logits, the cross entropy of softmax(logits) from the probabilities in labels: both
// have the classes along the last axis, which is gone from the result.
func CrossEntropy(logits, labels Var) Var {
	t := tapeOf(logits, labels)
	if t == nil {
		return Var{}
	}
	if len(logits.shape()) == 0 || !nd.Equal(logits.shape(), labels.shape()) {
		return t.shapeError("CrossEntropy", "logits and labels have one shape", logits, labels)
	}
	// Where a label is 0, a logit of -Inf makes no difference.
	zero := t.Scalar(0)
	terms := Where(Equal(labels, zero), zero, Mul(labels, LogSoftmax(logits, -1)))
	if !labels.active() {
		return Neg(Sum(terms, -1))
	}
	return Neg(Sum(Mul(labels, LogSoftmax(logits, -1)), -1)) // by the labels there is a derivative at 0, too
}

// ArgMax returns, along an axis, the index of the first of the largest elements, a constant.
func ArgMax(x Var, k int) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	k, ok := axis(k, len(x.shape()))
	if !ok || x.shape()[k] == 0 {
		return t.shapeError("ArgMax", "no such axis, or an empty one", x)
	}
	inner := nd.Size(x.shape()[k+1:])
	n := x.shape()[k]
	i, dst := t.result(opArg, x.i, -1, nd.ReducedShape(nil, x.shape(), 1<<k, false))
	largest, at := make([]float64, len(dst)), make([]int32, len(dst))
	nd.Max(largest, at, x.data(), x.shape(), 1<<k)
	for j, flat := range at {
		dst[j] = float64(int(flat) / inner % n)
	}
	return t.constantOp(i)
}

func init() {
	pulls[opSoftmax] = func(p *pull) {
		y, set := p.out(), p.t.exts[p.node().ext].set
		k := 0
		for set>>k != 1 {
			k++
		}
		inner := expanded(Sum(p.times(p.dy, y), k), y.shape(), set)
		p.add(0, p.times(Sub(p.dy, inner), y))
	}
}

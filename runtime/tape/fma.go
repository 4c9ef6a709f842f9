package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// FMA returns x×y + z with one rounding, element by element.
// The derivatives are y, x and 1.
func FMA(x, y, z Var) Var {
	t := tapeOf(x, y, z)
	if t == nil {
		return Var{}
	}
	shape, ok := nd.Broadcast(nil, x.shape(), y.shape())
	if ok {
		shape, ok = nd.Broadcast(nil, shape, z.shape())
	}
	if !ok {
		return t.shapeError("FMA", "they can't be broadcast", x, y, z)
	}
	return CustomGradient(fma, broadcastTo(x, shape), broadcastTo(y, shape), broadcastTo(z, shape))
}

// fma is FMA for operands of one shape, with its rule.
func fma(args []Var) (Var, func(dr Var) []Var) {
	x, y, z := args[0], args[1], args[2]
	r := tensor.New(x.shape()...)
	xs, ys, zs := x.data(), y.data(), z.data()
	for i := range xs {
		r.Data()[i] = math.FMA(xs[i], ys[i], zs[i])
	}
	return x.t.Const(r), func(dr Var) []Var {
		return []Var{absorb(dr, Mul(dr, y)), absorb(dr, Mul(dr, x)), dr}
	}
}

// FMA is [FMA] of scalars.
func (x Float) FMA(y, z Float) Float {
	for _, v := range []Float{x, y, z} {
		if v.t != nil {
			r := FMA(v.t.Var(x), v.t.Var(y), v.t.Var(z))
			if r.t == nil {
				break // there is an error on the tape
			}
			return r.Float()
		}
	}
	return Num(math.FMA(x.v, y.v, z.v))
}

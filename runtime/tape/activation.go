package tape

import "math"

// Sigmoid returns 1/(1+exp(-x)). Its derivative is y·(1-y).
func Sigmoid(x Var) Var { return function(opSigmoid, x, sigmoid) }

// Softplus returns log(1+exp(x)), without overflow. Its derivative is Sigmoid(x).
func Softplus(x Var) Var { return function(opSoftplus, x, softplus) }

// Relu returns x where it is positive, else 0. Its derivative at 0 is 0.
func Relu(x Var) Var { return function(opRelu, x, relu) }

// Elu returns x where it is positive, else exp(x)-1.
func Elu(x Var) Var { return function(opElu, x, elu) }

// Clip returns x where it is between lo and hi, else the nearer of the two. At lo and hi themselves the derivative is 1.
func Clip(x Var, lo, hi float64) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	l, h := t.Scalar(lo), t.Scalar(hi)
	return Where(Less(x, l), l, Where(Greater(x, h), h, x))
}

// Sign returns -1, 0 or 1, a constant.
func Sign(x Var) Var {
	return Sub(test(x, func(x float64) bool { return x > 0 }), test(x, func(x float64) bool { return x < 0 }))
}

// function records a function of one operand.
func function(op opcode, x Var, f func(float64) float64) Var {
	t := tapeOf(x)
	if t == nil {
		return Var{}
	}
	i, dst := t.result(op, x.i, -1, x.shape())
	for k, v := range x.data() {
		dst[k] = f(v)
	}
	return t.done(i)
}

func sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// log(1+exp(x)) = max(x, 0) + log(1+exp(-|x|)), the last of which is between 0 and log 2.
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

func relu(x float64) float64 {
	if x > 0 || math.IsNaN(x) {
		return x
	}
	return 0
}

func elu(x float64) float64 {
	if x > 0 {
		return x
	}
	return math.Expm1(x)
}

func init() {
	pulls[opSigmoid] = func(p *pull) {
		y := p.out()
		p.add(0, p.times(p.dy, Mul(y, Sub(p.t.Scalar(1), y))))
	}
	pulls[opSoftplus] = func(p *pull) { p.add(0, p.times(p.dy, Sigmoid(p.in(0)))) }
	pulls[opRelu] = func(p *pull) {
		p.add(0, Where(Not(LessEqual(p.out(), p.t.Scalar(0))), p.dy, p.t.Scalar(0)))
	}
	pulls[opElu] = func(p *pull) {
		zero := p.t.Scalar(0)
		p.add(0, Where(Greater(p.in(0), zero), p.dy, p.times(p.dy, Exp(Where(Greater(p.in(0), zero), zero, p.in(0))))))
	}
}

package calls

import "math"

// normalize makes x of length one, and returns what its length was.
func normalize(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	n := math.Sqrt(s)
	for i := range x {
		x[i] /= n
	}
	return n
}

// h68ChangesAndReturns uses both what the callee returns and what it changes. Trap: two ways out of one call.
//
//gograd:grad
func h68ChangesAndReturns(x []float64) float64 {
	n := normalize(x)
	s := n * x[0]
	m := normalize(x)
	return s + m*x[1]*n
}

// h68Normalize is the callee alone. Trap: the destination holds the final state's cotangent first, and the initial state's in the end.
//
//gograd:vjp
func h68Normalize(x []float64) float64 {
	return normalize(x)
}

// h69ResultNotUsed calls for the effect alone. Trap: a call whose result is dropped still counts.
//
//gograd:grad
func h69ResultNotUsed(x []float64) float64 {
	normalize(x)
	_ = normalize(x[:1])
	_, p := both(x[0], x[1])
	//lint:ignore SA4017 a call without any use is what is tested
	both(p, p)
	return x[0]*x[1] + p
}

// both gives the sum and the product.
func both(a, b float64) (sum, product float64) {
	return a + b, a * b
}

// blend is a function of three numbers.
func blend(a, b, t float64) float64 {
	return a*(1-t) + b*t*t
}

// h70DifferentActive calls one function with now this and now that argument active. Trap: a derivative made for one pattern and used for another.
//
//gograd:grad
func h70DifferentActive(x, y float64) float64 {
	s := blend(x, 2, 0.5) * blend(3, y, 0.25)
	s += blend(1, 2, x) * blend(x, x, x)
	s -= blend(1, 2, 0.5) * y
	c := 0.75
	for range 3 {
		s += blend(c, y, 0.5)
		c = blend(c, x, c) // a constant only the first time
	}
	return s
}

// rotate turns the pair by an angle, in place.
func rotate(p []float64, angle float64) {
	sin, cos := math.Sincos(angle)
	p[0], p[1] = p[0]*cos-p[1]*sin, p[0]*sin+p[1]*cos
}

// damp scales the pair by its own first member.
func damp(p []float64) {
	p[1] *= p[0]
	p[0] *= 0.5 * p[0]
}

// h71ChainedMutators lets three mutators work on one state, time and again. Trap: each needs the state as it was before it.
//
//gograd:vjp
func h71ChainedMutators(state []float64, angle float64, n int) (energy float64) {
	for i := range n {
		rotate(state, angle)
		damp(state)
		if i%2 == 1 {
			energy += normalize(state)
		}
	}
	return energy + state[0]*state[1]
}

// store and its kin hand their result out through a pointer.
func store(out *float64, v float64) { *out = v * v }

func storeTwice(out *float64, v float64) {
	store(out, v)
	store(out, *out+v)
}

type reading struct {
	Mean, Spread float64
	Raw          []float64
}

func measure(out *reading, x []float64) (ok bool) {
	if len(x) == 0 {
		return false
	}
	out.Mean, out.Spread = 0, 1
	for i, v := range x {
		out.Mean += v / float64(len(x))
		storeTwice(&out.Raw[i], v)
	}
	for _, v := range out.Raw[:len(x)] {
		out.Spread += (v - out.Mean) * (v - out.Mean)
	}
	return true
}

// h72OutParameters gets everything back through pointers to locals, elements and fields. Trap: what an out-parameter held before must not count.
//
//gograd:grad
func h72OutParameters(x []float64, y float64) float64 {
	var r reading
	r.Raw = make([]float64, len(x)+1)
	r.Spread = y
	storeTwice(&r.Raw[len(x)], y)
	if !measure(&r, x) {
		return r.Spread
	}
	u := y
	store(&u, u)
	return r.Mean*r.Spread + u*r.Raw[len(x)]
}

// sumScaled scales its arguments in place and sums them.
func sumScaled(k float64, xs ...float64) float64 {
	s := 0.0
	for i := range xs {
		xs[i] *= k
		s += xs[i]
	}
	return s
}

// h76Variadic passes a slice through, then single elements, then nothing. Trap: x... is the caller's memory, x[0], x[1] is not.
//
//gograd:grad
func h76Variadic(x []float64, k float64) float64 {
	s := sumScaled(k, x...)
	s *= sumScaled(k, x[0], x[1])
	s += sumScaled(k)
	t := sumScaled(x[0], x[1:]...)
	return s + t*x[1]
}

// h76Direct is variadic itself. Trap: its destination is a slice, and its own last parameter stays last.
//
//gograd:grad
func h76Direct(k float64, xs ...float64) float64 {
	return sumScaled(k, xs...) * k
}

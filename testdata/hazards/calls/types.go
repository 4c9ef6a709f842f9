package calls

import "math"

// float is what the generic functions work on.
type float interface{ ~float32 | ~float64 }

// horner evaluates a polynomial.
func horner[T float](c []T, x T) T {
	var s T
	for i := len(c) - 1; i >= 0; i-- {
		s = s*x + c[i]
	}
	return s
}

// pairOf is a generic struct with a method.
type pairOf[T float] struct{ A, B T }

func (p *pairOf[T]) swap() T {
	p.A, p.B = p.B, p.A*p.A
	return p.A + p.B
}

// mapped applies one of two generic functions to all.
func mapped[S ~[]T, T float](s S, k T) S {
	out := make(S, len(s))
	for i, v := range s {
		out[i] = T(math.Exp(float64(v))) * k
	}
	return out
}

// h75Generic instantiates the same functions at float64 and float32. Trap: one derivative for both, or adjoints of the wrong width.
//
//gograd:grad
func h75Generic(x []float64, y float32) float64 {
	p := horner(x, 0.5)
	q := horner([]float32{y, 2 * y}, y)
	w := pairOf[float64]{p, 3}
	v := pairOf[float32]{A: q, B: y}
	s := w.swap() * float64(v.swap())
	for _, e := range mapped(x, 2) {
		s += e
	}
	return s
}

// Meters and Seconds are named floats.
type (
	Meters  float64
	Seconds float64
	Path    []Meters
)

func (m Meters) squared() Meters { return m * m }

// h80Named works on named float types. Trap: adjoints have the same named types, and don't mix without a conversion.
//
//gograd:grad
func h80Named(p Path, t Seconds, scale float64) Meters {
	var sum Meters
	for i, m := range p {
		sum += m.squared() * Meters(scale)
		p[i] = Meters(float64(m) / float64(t))
	}
	return sum*p[0] + Meters(t*t)
}

// h81Rounded forbids fusing. Trap: a conversion to its own type is no operation for the derivative, but one for the value.
//
//gograd:grad
func h81Rounded(x, y, z float64) float64 {
	s := float64(x*y) + z
	s = float64(float64(s)*s) - float64(y*z)
	return float64(s)
}

// Weights by iota, and constants without a type.
const (
	first = iota + 1
	second
	_
	fourth
	half = 1.0 / 2
	//lint:ignore SA4025 a constant that is zero is what is tested
	none  = 1 / 2
	huge  = 1e400
	scale = huge / 1e399
	shift = 1 << 4
)

// h82Constants multiplies by constant expressions. Trap: constants are exact, and untyped until they are used.
//
//gograd:grad
func h82Constants(x []float64, n int) float64 {
	s := 2 * math.Pi * x[0]
	s += first*x[0] + second*x[1]*x[1] + fourth*half*x[0]*x[1]
	s += none*x[0]*x[0]*x[0] + scale*x[1]
	s += shift * x[0] / 3
	const local = math.E - 2
	s *= local
	return s*float64(n/2) + x[1]/math.MaxInt8 - 'a'*x[0]
}

// h83Builtins uses min, max, clear, copy, len and cap. Trap: min and max have any number of arguments, clear and copy write.
//
//gograd:grad
func h83Builtins(x []float64, y float64) float64 {
	buf := make([]float64, len(x), 2*len(x)+1)
	n := copy(buf, x[1:])
	s := float64(n)*y + float64(cap(buf)-len(buf))*y*y
	for _, v := range buf[:n] {
		s += max(v, y, 0) * min(v*v, 2, y*v)
	}
	s *= min(y)
	clear(buf[:1])
	for i, v := range buf {
		s += v * float64(i+1)
	}
	var arr [3]float64
	m := copy(arr[:], buf)
	s += float64(m) * arr[len(arr)-1]
	clear(x)
	return s + x[0]*y
}

package beyond

import "math"

// kahan sums with compensation. Trap: (t-s)-y is zero in algebra, and not in floats.
//
//gograd:grad
func kahan(x []float64) float64 {
	s, c := 0.0, 0.0
	for _, v := range x {
		y := v - c
		t := s + y
		c = (t - s) - y
		s = t
	}
	return s
}

// notFolded is made of what algebra would simplify. Trap: zero times infinity, minus zero plus zero, a difference of equals.
//
//gograd:grad
func notFolded(x, y float64) float64 {
	s := 0.0
	s += x
	s = s*1 + 0
	t := x*0 + y
	u := (x - x) + t
	return math.Copysign(1, s) + u/1 - (0 - y) + 0*x
}

// negatedConditions are false for what is not a number, before they are negated. Trap: !(x < y) is not x >= y.
//
//gograd:grad
func negatedConditions(x, y float64) float64 {
	s := 1.0
	if !(x < y) {
		s *= y * 2
	}
	if !(x >= y) {
		s += y
	}
	if x != x {
		s *= 3
	} else if !(x == y || x > y) && y != 0 {
		s -= x
	}
	for !(s > 100) && s > 0 {
		s *= 2 * y
	}
	return s
}

// unusedPanics does what may panic and uses none of it. Trap: dead code that isn't.
//
//gograd:grad
func unusedPanics(x []float64, k, n int, p *float64) float64 {
	_ = x[k]
	m := 10 / n
	_ = m
	_ = *p
	_ = x[k : n+1]
	return x[0] * 2
}

// allFloat32 is in float32 from end to end.
//
//gograd:grad
func allFloat32(x []float32, k float32) float32 {
	s := float32(1)
	for _, v := range x {
		s = s*v + k
		if s > 4 {
			s /= 2
		}
	}
	return max(s, 0.5) * float32(math.Sqrt(float64(k)))
}

// divisions must not be turned into products with a reciprocal, nor products reordered. Trap: the value's last bit.
//
//gograd:grad
func divisions(x []float64, d float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v / d
		s = s / 3 * v
		s = 2 * s * v * 0.1
	}
	return s / d / 7
}

// integers mixes integer arithmetic of all widths into the value. Trap: overflow, shifts, remainders of negative numbers.
//
//gograd:grad
func integers(x float64, n int8, u uint16) float64 {
	a := n * 3
	b := u<<3 | u>>13
	c := -7 % int(n|1)
	d := ^n &^ 5
	s := x*float64(a) + x*x*float64(b)
	s *= float64(c) + float64(d)
	return s + float64(uint8(n))*x
}

// shadowed has every name that a generator might like for itself. Trap: its own variables, imports and builtins are hidden.
//
//gograd:grad
func shadowed(x, dx []float64, ws, gograd float64, len int, r []float64) float64 {
	s, ds, i := ws*gograd, dx[0], len
	max, clear, ok := x[i]*ds, x[i]+1, ds > 0
	for t, dt := range x {
		push := math.Exp(dt * 0.1)
		math := push * float64(t)
		s += math*max + clear*dt
		if ok {
			pop, append := s*ds, math
			s = pop + append
		}
	}
	make, res := s, r[0]
	float64 := make * res
	return float64
}

// x, math and dx are package-level names elsewhere; these two collide with the names of generated parameters and results.
//
//gograd:vjp
func collides(a, da, da_ float64) (da__, dr float64) {
	da__ = a * da
	dr = da__ * da_
	return
}

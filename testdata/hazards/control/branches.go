package control

import "math"

// h59Fallthrough has every form of case. Trap: fallthrough runs the next body without its test.
//
//gograd:grad
func h59Fallthrough(x float64, k int) float64 {
	s := x
	switch k {
	case 0:
		s *= x
		fallthrough
	case 1, 2:
		s += x * s
		if s > 20 {
			break
		}
		s *= 2
	default:
		s = s*s + float64(k)
		fallthrough
	case 7:
		s -= x * x * x
	case 3:
		return math.Exp(s)
	case 4:
	}
	return s * x
}

// h59OnValue switches on an active value, with and without a tag, and with an initializer. Trap: the tag is evaluated once, before the bodies change it.
//
//gograd:grad
func h59OnValue(x, y float64) float64 {
	switch {
	case x > y:
		x *= y
	case x < -y:
		y *= x
		fallthrough
	case y > 100:
		x += y
	default:
		x -= y * y
	}
	switch t := x * 2; t {
	case y:
		return t * y
	case 0:
		return y
	case 4, 8:
		x = t + y
		t = 0
	default:
		y += t
	}
	switch x > 0 {
	case true:
		return x * y
	}
	return x + y
}

// h60BothBranches changes the same variable in both branches, and again after them. Trap: each branch saves its own value in one place.
//
//gograd:grad
func h60BothBranches(x []float64) float64 {
	s := 1.0
	for _, v := range x {
		t := s
		if v > 0 {
			t = math.Sin(t * v)
			t *= t
		} else {
			t = math.Cos(t * v)
			if v < -1 {
				t = t * t * t
			}
			t *= v
		}
		s = t * s
		t = 0
		s += t
	}
	return s
}

// raise doubles *p and says whether it is below limit.
func raise(p *float64, limit float64) bool {
	*p *= 2
	return *p < limit
}

// h61AssigningConditions calls what assigns, on both sides of && and ||. Trap: the second call may not happen.
//
//gograd:grad
func h61AssigningConditions(x, y float64) float64 {
	s := 0.0
	if raise(&x, 3) && raise(&y, 5) {
		s += x * y
	}
	if raise(&x, 3) || raise(&y, 5) {
		s += x + y
	}
	if !(raise(&x, 50) && (raise(&y, 1) || raise(&y, 30))) {
		s *= y
	}
	ok := x > 10 || raise(&x, 2)
	if ok {
		s -= x * x
	}
	return s + x*y
}

// h62OnePath assigns on one path only. Trap: on the other the variable keeps what it had, its adjoint too.
//
//gograd:grad
func h62OnePath(x, y float64, deep bool) float64 {
	var u float64
	v := x * y
	if x > 0 {
		u = y * y
		if deep {
			v = u * x
		}
	} else if deep {
		u = v
	}
	v *= u + 1
	return u + v
}

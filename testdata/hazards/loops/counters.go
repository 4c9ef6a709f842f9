package loops

// h01AllOperators uses every form of assignment on one value. Trap: ++ and -- are assignments as well, and the integers' operators are none of the derivative's.
//
//gograd:grad
func h01AllOperators(x, y float64, n int) float64 {
	s := x
	s += y
	s *= s
	s -= x * y
	s++
	s /= y
	k := n
	k <<= 2
	k |= 1
	k %= 7
	k &^= 2
	k--
	s *= float64(k)
	s--
	s -= s * x
	return -s + +x
}

// h08Wrapping steps small integers past their range. Trap: a trip count by arithmetic that doesn't wrap as the counter does.
//
//gograd:grad
func h08Wrapping(x float64, first int8) float64 {
	s := 1.0
	for i := first; i > 0; i += 20 {
		s = s*x + float64(i)
	}
	for u := uint8(0); u < 250; u += 100 {
		s += x * float64(u) * 0.01
		s *= 0.75
	}
	for u := uint(3); u > 0; u-- {
		s = s*x + float64(u)
	}
	return s
}

// h26SliceShortened shortens what it loops over: a range doesn't notice, a condition does. Trap: len(x) on the way back.
//
//gograd:grad
func h26SliceShortened(x []float64) float64 {
	s := 1.0
	y := x
	for i, v := range y {
		y = y[:len(y)-1]
		s = s*v + float64(i*len(y))
	}
	y = x
	for i := 0; i < len(y); i++ {
		s += y[i] * s
		y = y[:len(y)-1]
	}
	return s
}

// h26StepChanged changes its own step. Trap: the step of the last iteration is not that of the others.
//
//gograd:grad
func h26StepChanged(x []float64) float64 {
	s := 1.0
	step := 1
	for i := 0; i < len(x); i += step {
		s = s*x[i] + 1
		if x[i] > 1 {
			step++
		}
	}
	return s * float64(step)
}

// counter holds a bound behind a pointer.
type counter struct {
	N     int
	Total float64
}

func (c *counter) add(v float64) {
	c.Total = c.Total*0.5 + v*v
	if v > 2 {
		c.N--
	}
}

// h26BoundInField loops to a bound in a struct that a callee lowers. Trap: what looks like a fixed bound is memory.
//
//gograd:grad
func h26BoundInField(x []float64) float64 {
	c := &counter{N: len(x)}
	for i := 0; i < c.N; i++ {
		c.add(x[i])
	}
	return c.Total * float64(c.N)
}

// h28LoopVariable takes the addresses of range values. Trap: each iteration has a variable of its own, and writing to the range value leaves the element alone.
//
//gograd:grad
func h28LoopVariable(x []float64) float64 {
	ps := make([]*float64, len(x))
	s := 0.0
	for i, v := range x {
		p := &v
		*p *= x[0]
		s += v
		ps[i] = p
	}
	for i, p := range ps {
		*p += s
		s += *p * float64(i+1)
	}
	return s
}

// h32CounterChanged moves its counter in the body. Trap: a loop that looks counted and isn't.
//
//gograd:grad
func h32CounterChanged(x []float64) float64 {
	s := 1.0
	backs := 0
	for i := 0; i < len(x); i++ {
		if x[i] < 0 {
			i++
			s *= 2
			continue
		}
		s = s*x[i] + float64(i)
		if s > 10 && i > 1 && backs < 3 {
			backs++
			s *= 0.01
			i -= 2
		}
	}
	return s
}

// h13SwitchInLoop leaves a loop from a switch in it. Trap: break without a label leaves the switch alone, continue goes through it.
//
//gograd:grad
func h13SwitchInLoop(x []float64) float64 {
	s := 1.0
loop:
	for i, v := range x {
		switch {
		case v > 5:
			s *= v
			break loop
		case v < -5:
			continue
		case v < 0:
			s += v
			if i%2 == 0 {
				break
			}
			s *= v
			continue loop
		default:
			s *= 1 + v
		}
		s += v * v
	}
	return s
}

// h33RangeOverString ranges over a string's runes, and switches on its bytes. Trap: the index jumps.
//
//gograd:grad
func h33RangeOverString(program string, x float64) float64 {
	s := x
	for i, r := range program {
		switch r {
		case '+':
			s += x
		case '*':
			s *= x
		case '²':
			s *= s
		default:
			if program[i] >= '0' && program[i] <= '9' {
				s -= float64(r-'0') * x * float64(i)
			}
		}
	}
	return s
}

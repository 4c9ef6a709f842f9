package loops

// h04ActivePost squares in the post statement. Trap: the post statement belongs to the reverse sweep, and is skipped by break but not by continue.
//
//gograd:grad
func h04ActivePost(x float64, n, skip, stop int) float64 {
	s := 0.0
	i, t := 0, x
	for ; i < n; i, t = i+1, t*t+x {
		if i == skip {
			continue
		}
		if i == stop {
			break
		}
		s += t
	}
	return s * t
}

// h05ZeroTrips reads after the loop what the loop may not have written. Trap: a reverse sweep that assumes one iteration.
//
//gograd:grad
func h05ZeroTrips(x []float64, y float64) float64 {
	last := y * y
	for _, v := range x {
		last = v * y
	}
	return last * 3
}

// h06ActiveBound stops at a float that is active. Trap: the bound is differentiated through what it is used for, not through the trip count.
//
//gograd:grad
func h06ActiveBound(x float64) float64 {
	s := 0.0
	for t := 0.1; t < x; t += 0.25 {
		s += t * x
	}
	return s
}

// h07ActiveLoopVariable steps a float. Trap: the loop variable itself carries a derivative, by lo and h.
//
//gograd:grad
func h07ActiveLoopVariable(lo, hi, h float64) float64 {
	s := 0.0
	for x := lo; x <= hi; x += h {
		s += x * x
	}
	return s
}

// h08Strides walks down by step, and up by step. Trap: the last step may be a partial one, so the way back doesn't start at the bound.
//
//gograd:grad
func h08Strides(x []float64, step int) float64 {
	s := 1.0
	for i := len(x) - 1; i >= 0; i -= step {
		s = s*x[i] + float64(i)
	}
	for i := 0; i < len(x); i += step {
		s = s*x[i] + float64(i)
	}
	return s
}

// h09Countdown counts in its body. Trap: n is both the trip count and an operand.
//
//gograd:grad
func h09Countdown(x float64, n int) float64 {
	s := x
	for n > 0 {
		n--
		s = s*x + float64(n)
	}
	return s
}

// advance doubles *p, adds one, and returns it.
func advance(p *float64) float64 {
	*p = *p*2 + 1
	return *p
}

// h15CallInCondition assigns in the condition. Trap: the condition runs once more than the body, and its effect counts.
//
//gograd:grad
func h15CallInCondition(x, limit float64) float64 {
	t, s := x, 0.0
	for advance(&t) < limit {
		s += t * t
	}
	return s + t
}

// h26BoundChanged changes its bound in the loop and after it. Trap: a trip count read from the bound on the way back.
//
//gograd:grad
func h26BoundChanged(x []float64) float64 {
	n := len(x)
	s := 1.0
	for i := 0; i < n; i++ {
		s *= x[i]
		if x[i] > 2 {
			n--
		}
		if x[i] < -2 && n < len(x) {
			n++
		}
	}
	m := n
	n = 0
	for i := n; i < m; i++ {
		s += x[i]
		x[i] = 0
	}
	m = -1
	return s * float64(n-m)
}

// next counts calls, and scales t at each.
func next(k *int, t *float64) int {
	*k++
	*t *= 1.5
	return *k
}

// h31SideEffectInCondition has two operands of && that write. Trap: the right one doesn't run when the left one is false.
//
//gograd:grad
func h31SideEffectInCondition(x float64, n int) float64 {
	k, s := 0, 0.0
	t := x
	u := x
	for next(&k, &t) <= n && next(&k, &u) <= n {
		s += t * u
	}
	return s + t - u*float64(k)
}

// h32ReadAfterLoop reads the loop variable after the loop. Trap: its final value is not its last one in the body.
//
//gograd:grad
func h32ReadAfterLoop(x []float64, y float64) float64 {
	i := 0
	for ; i < len(x); i++ {
		if x[i] > y {
			break
		}
		y += x[i] * x[i]
	}
	s := y * float64(i)
	if i < len(x) {
		s *= x[i]
	}
	return s
}

// h33RangeOverInt ranges over an int that the body changes, and changes the loop variable. Trap: neither has an effect on the loop.
//
//gograd:grad
func h33RangeOverInt(x []float64, n int) float64 {
	s := 1.0
	for i := range n {
		n = 1
		s = s*x[i] + float64(i)
		i *= 2
		s += float64(i)
	}
	for range n {
		s *= x[0]
	}
	return s
}

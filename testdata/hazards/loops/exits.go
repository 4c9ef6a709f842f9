package loops

// h03ReturnInLoop leaves in the middle. Trap: the reverse sweep must begin at the iteration that returned.
//
//gograd:grad
func h03ReturnInLoop(x []float64, limit float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
		if s > limit {
			return s * v
		}
		s *= 0.5
	}
	return -s
}

// h10ConditionAtEnd is two nested loops that test at their ends. Trap: an inner body runs at least once, and the two trip counts differ.
//
//gograd:grad
func h10ConditionAtEnd(x float64, n, m int) float64 {
	s := 1.0
	i := 0
	for {
		t := s
		j := 0
		for {
			t *= x
			j++
			if j >= m-i {
				break
			}
		}
		s += t
		i++
		if i >= n {
			break
		}
	}
	return s
}

// h11ManyContinues has four ways to the next iteration. Trap: each skips a different rest of the body.
//
//gograd:grad
func h11ManyContinues(x []float64) float64 {
	s := 1.0
	for i, v := range x {
		if v < 0 {
			continue
		}
		s += v
		if i%3 == 0 {
			s *= v
			continue
		}
		if s > 10 {
			s -= v * v
			continue
		}
		s *= 1 + 0.1*v
		if i == 4 {
			continue
		}
		s += s * v
	}
	return s
}

// h12Break leaves at iteration k. Trap: the part of the body before the break has run once more than the part after it.
//
//gograd:grad
func h12Break(x []float64, k int) float64 {
	p := 1.0
	for i, v := range x {
		p *= v
		if i == k {
			break
		}
		p += v * p
	}
	return p * p
}

// h13Labelled leaves two loops at once, and goes on with the outer one. Trap: the inner trip count says nothing of how the loop was left.
//
//gograd:grad
func h13Labelled(a [][]float64) float64 {
	s := 1.0
rows:
	for i, row := range a {
		for j, v := range row {
			if v == 0 {
				continue rows
			}
			if v < -5 {
				break rows
			}
			s += v * s * float64(i+j+1)
		}
		s *= row[0]
	}
	return s
}

// h14ContinueAndBreak mixes an inner continue with an outer break. Trap: an exit taken for the other loop's.
//
//gograd:grad
func h14ContinueAndBreak(a [][]float64, stop float64) float64 {
	s := 0.0
	for _, row := range a {
		t := 1.0
		for _, v := range row {
			if v < 0 {
				continue
			}
			t *= v
		}
		if t > stop {
			s *= t
			break
		}
		s += t * t
	}
	return s
}

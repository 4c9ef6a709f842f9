//go:build unsettled

package unsettled

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

// h28LoopVariable moves the counter by its address. Trap: each iteration has a variable of its own, and the next begins with a copy of it.
//
//gograd:grad
func h28LoopVariable(x []float64) float64 {
	s := 1.0
	for i := 0; i < len(x); i++ {
		j := &i
		*j++
		s *= 1 + 0.1*x[i-1]
	}
	return s
}

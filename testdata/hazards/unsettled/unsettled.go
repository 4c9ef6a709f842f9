//go:build unsettled

package unsettled

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

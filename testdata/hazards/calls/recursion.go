package calls

// h66Power is x to the n by repeated squaring. Trap: a recursion has a frame for each level, and two ways out of it.
//
//gograd:grad
func h66Power(x float64, n int) float64 {
	if n == 0 {
		return 1
	}
	if n%2 == 1 {
		return x * h66Power(x, n-1)
	}
	h := h66Power(x, n/2)
	return h * h
}

// fold multiplies x together by halves, and leaves the products on its way in x.
func fold(x []float64) float64 {
	if len(x) == 0 {
		return 1
	}
	if len(x) == 1 {
		x[0] += 0.5
		return x[0]
	}
	h := len(x) / 2
	left := fold(x[:h])
	x[h] *= left
	right := fold(x[h:])
	x[0] = left * right
	return x[0] + left
}

// h66InPlace recurs over halves that it overwrites. Trap: a frame's values are gone when the next call of the same function has run.
//
//gograd:grad
func h66InPlace(x []float64) float64 {
	s := fold(x)
	for _, v := range x {
		s += v * v
	}
	return s
}

// tree is a binary tree.
type tree struct {
	Left, Right *tree
	Weight      float64
}

// value is the tree at x.
func (t *tree) value(x float64) float64 {
	if t == nil {
		return x
	}
	l := t.Left.value(x * t.Weight)
	if l > 5 {
		return l * t.Weight
	}
	return l - t.Weight*t.Right.value(l)
}

// h66Tree walks a tree with a method that is called on nil. Trap: two recursive calls in one frame, one of them skipped at times.
//
//gograd:grad
func h66Tree(t *tree, x float64) float64 {
	return t.value(x) * x
}

func ping(x float64, n int) float64 {
	if n <= 0 {
		return x
	}
	y := pong(x*0.5, n-1)
	return x * y
}

func pong(x float64, n int) float64 {
	x += 1
	if n <= 0 {
		return x * x
	}
	if n > 2 {
		return ping(x, n-1) + ping(x*0.25, n-2)
	}
	return ping(x*x, n-1) - x
}

// h67Mutual calls two functions that call each other. Trap: neither can be finished before the other.
//
//gograd:grad
func h67Mutual(x float64, n int) float64 {
	return ping(x, n) + pong(x, n)
}

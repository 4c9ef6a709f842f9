package beyond

import "math"

// oneOfOther has a result that is made of the other. Trap: in its row that one has an adjoint, in its own row a seed.
//
//gograd:jacobian
func oneOfOther(x []float64, k float64) (first, second float64) {
	first = x[0] * k
	second = first*first + x[1]
	return first, second
}

// takesTurns returns what the memory was at two moments. Trap: one primal, undone once, for rows that begin at different places.
//
//gograd:jacobian
func takesTurns(x []float64, n int) (before, after float64) {
	for i := 0; i < n; i++ {
		x[0] = x[0]*x[1] + x[2]
	}
	before = x[0]
	for x[0] < 10 {
		x[0] = x[0]*x[0] + x[1]
		if x[2] > 5 {
			break
		}
		x[2] += x[0] * x[2]
	}
	return before, x[0] * x[2]
}

// stores writes through one parameter and reads the other. Trap: in each row the destinations overlap as the parameters do.
//
//gograd:jacobian
func stores(x, y []float64) (sum, product float64) {
	x[0] *= y[0]
	return x[0] + y[0], x[0] * y[0]
}

// notFinite has one result that is not finite. Trap: it spoils the other row.
//
//gograd:jacobian
func notFinite(x []float64) (good, bad float64) {
	s := math.Sqrt(x[0])
	good = x[1]*x[1] + s*s*x[2]
	return good, 1 / (s * x[2])
}

// noneOfIt has a result that nothing goes into. Trap: its row keeps what was there before.
//
//gograd:jacobian
func noneOfIt(x []float64, a [2]float64, p *point) (all float64, n int, none float32) {
	for i, v := range x {
		all += v * a[i%2] * p.X
	}
	return all, len(x), float32(math.Floor(x[0]))
}

// powers calls itself. Trap: what it saves is taken back once, for both rows.
func powers(x, y float64, n int) (float64, float64) {
	if n == 0 {
		return 1, y
	}
	p, q := powers(x, y, n-1)
	return p * x, q*q + x*p
}

//gograd:jacobian
func recursive(x []float64, n int) (p, q float64) {
	return powers(x[0], x[1], n)
}

// grid has memory below memory. Trap: destinations of two rows that share what is below.
//
//gograd:jacobian wrt=g,p.Pos
func grid(g [][]float64, p *particle) (sum, squares float64) {
	for i, row := range g {
		for j, v := range row {
			sum += v * p.Pos[j]
			squares += v * v * float64(i+1)
		}
	}
	return sum, squares
}

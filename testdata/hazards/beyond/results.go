package beyond

// returnsItself gives back a part of its argument. Trap: what is returned and what is left in the argument is one memory with two cotangents.
//
//gograd:vjp
func returnsItself(x []float64, k float64) []float64 {
	x[0] *= k
	x[1] += x[0] * x[0]
	return x[1:]
}

// returnsPointers gives back a pointer, a struct of slices, and an array. Trap: seeds of any shape.
//
//gograd:vjp
func returnsPointers(a, b float64) (*point, particle, [2]float64) {
	p := &point{a * b, a + b}
	q := particle{Pos: []float64{p.X * a, b}, Mass: p.Y}
	p.X *= 2
	return p, q, [2]float64{q.Pos[0] * b, p.X}
}

// returnsOne of two arguments, by their values.
//
//gograd:vjp
func returnsOne(p, q *point) *point {
	if p.X > q.X {
		p.Y *= q.Y
		return p
	}
	q.X *= p.Y
	return q
}

// scaled changes its own copies of number, array and struct. Trap: the caller's stay as they are.
func scaled(k float64, a [2]float64, p point) (float64, [2]float64, point) {
	k *= 2
	a[0] *= k
	p.X += a[0]
	k += p.X
	return k, a, p
}

// parametersAreCopies uses its variables after a callee has changed copies of them.
//
//gograd:grad
func parametersAreCopies(k float64, a [2]float64, p point) float64 {
	k2, a2, p2 := scaled(k, a, p)
	_, a3, p3 := scaled(k2, a2, p)
	k4, _, _ := scaled(k, a3, p2)
	return k*k2 + a[0]*a2[0]*a2[1] + p.X*p3.X + k4*a3[0]
}

// next takes a step of an iteration.
func next(x, k float64) float64 { return x*k + x*x }

// composed nests calls of one function in each other's arguments.
//
//gograd:grad
func composed(x, k float64) float64 {
	return next(next(x, next(k, x)), next(next(x, 1), k)) * next(x, x)
}

// returnsTwice gives the same new slice twice, and a part of the argument. Trap: three cotangents for two memories.
//
//gograd:vjp
func returnsTwice(x []float64) (a, b, c []float64) {
	a = make([]float64, 2)
	a[0] = x[0] * x[1]
	b = a
	b[1] = b[0] * x[1]
	a[0] *= 3
	return a, b[1:], x[1:]
}

// kilograms is a named float, and outcome a struct of values.
type (
	kilograms float64
	outcome   struct {
		Mass  kilograms
		At    point
		Valid bool
	}
)

// returnsStruct gives structs by value along several ways, and an error's place.
//
//gograd:vjp
func returnsStruct(m kilograms, at point, n int) (res outcome, err error) {
	res.Valid = n > 0
	if !res.Valid {
		return
	}
	res = outcome{Mass: m * m, At: at}
	res.At.X *= float64(m)
	if n > 1 {
		res.At, res.Mass = point{res.At.Y, res.At.X}, res.Mass*2
		return res, nil
	}
	return outcome{At: res.At, Mass: 3}, nil
}

// grows makes its result from memory that it goes on to change.
//
//gograd:vjp
func grows(x []float64) (rows [][]float64) {
	row := make([]float64, len(x))
	for i, v := range x {
		row[i] = v * v
	}
	rows = [][]float64{row, row[:1], nil}
	row[0] *= x[0]
	rows[2] = make([]float64, 1)
	rows[2][0] = row[0] * x[len(x)-1]
	row[len(x)-1] = 5
	return rows
}

//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

// Methods, embedding, variadics, recursion, results.

type inner struct{ *vec }
type outer struct {
	inner
	body
	k float64
}

func (o outer) sum() float64 { return o.x + o.pos.x + o.mass + o.k }

func sEmbedded(x []float64, n int) float64 {
	o := outer{inner: inner{&vec{1, 2}}, k: x[0]}
	o.x++
	o.vec.y = x[1]
	o.mass = 3
	o.scale(2)
	c := o
	c.x = 50
	c.mass = 60
	return o.sum() + o.dot(vec{1, 1}) + o.mass*3 + c.sum()
}

func sMethods(x []float64, n int) float64 {
	v := vec{x[0], x[1]}
	vs := []vec{v, {1, 2}}
	vs[1].scale(3)
	v.scale(2).scale(3)
	ps := []*vec{&v, &vs[0]}
	ps[1].scale(5)
	b := body{}
	b.pos.scale(2)
	pb := &b
	pb.vel = v
	pb.vel.scale(0.5)
	for _, w := range vs {
		w.scale(100)
	}
	for i := range vs {
		vs[i].scale(2)
	}
	return v.dot(vs[1]) + ps[0].dot(*ps[1]) + b.vel.x
}

func sMethodExpr(x []float64, n int) float64 {
	v := vec{x[0], x[1]}
	(*vec).scale(&v, 3)
	return vec.dot(v, vec{1, 2}) + (*vec).dot(&v, v) + outer.sum(outer{inner: inner{&v}})
}

func sumOf(a float64, xs ...float64) float64 {
	s := a
	for i := range xs {
		s = s*2 + xs[i]
		xs[i]++
	}
	if len(xs) > 0 {
		return s
	}
	if xs == nil {
		return -s
	}
	return 0
}

func sVariadic(x []float64, n int) float64 {
	s := sumOf(1) + sumOf(1, 2) + sumOf(1, x[0], bump(x)) + sumOf(2, x...)
	return s + sumOf(1, x[:0]...) + sumOf(two(x[0])) + sumOf(three(x[0]))
}

func two(a float64) (float64, float64)            { return a, a + 1 }
func three(a float64) (float64, float64, float64) { return a, a + 1, a + 2 }

func sSpread(x []float64, n int) float64 { return sub(two(x[0])) + sub(two(sub(two(x[1])))) }

func sub(a, b float64) float64 { return a - 3*b }

func sRecursion(x []float64, n int) float64 { return rec(x, n) + even(x, n) }

func rec(x []float64, n int) float64 {
	if n == 0 {
		x[0] *= 2
		return x[0]
	}
	a := rec(x, n-1)
	x[n] += a
	return a*0.5 + x[n]
}

func even(x []float64, n int) float64 {
	if n <= 0 {
		return 1
	}
	return x[n] + odd(x, n-1)
}

func odd(x []float64, n int) float64 {
	if n <= 0 {
		return -1
	}
	return x[n] * even(x, n-1)
}

func sMultiThrough(x []float64, n int) float64 {
	i := 1
	i, x[i] = at(x)
	var v vec
	v.x, v.y = two(x[0])
	p := &v
	p.x, x[0] = two(v.x)
	_, y := two(v.y)
	a, b := 1.0, 2.0
	a, b = two(b)
	var m meters
	_ = m
	return float64(i) + v.x + y + a*b
}

func at(x []float64) (int, float64) { return 4, x[3] * 2 }

func sNaked(x []float64, n int) float64 {
	a, b, c := naked(x, n)
	return a + 3*b + 5*float64(c)
}

func naked(x []float64, n int) (a, b float64, c int) {
	a = x[0]
	for c = range x {
		if x[c] > 2 {
			b = x[c]
			return
		}
		if c == n {
			a := b
			return a, 7, c
		}
	}
	defer0 := a
	b = defer0
	return b, a, 1
}

func sReturnOrder(x []float64, n int) float64 {
	a, b := retOrder(x)
	c, d := retOrder2(x)
	return a + 3*b + 5*c + 7*d
}

func retOrder(x []float64) (a, b float64)    { return x[0], bump(x) }
func retOrder2(x []float64) (a, b float64)   { a, b = 1, 2; return b + x[0], a + bump(x) }
func retThrough(x []float64) (meters, error) { return meters(x[0]), nil }

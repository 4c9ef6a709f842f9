//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

// Structs, arrays, boxed variables, aliases.

type vec struct{ x, y float64 }

type body struct {
	pos, vel vec
	mass     float64
	hist     [3]float64
	tags     []float64
}

func sStructs(x []float64, n int) float64 {
	a := body{pos: vec{x[0], x[1]}, tags: x}
	b := a
	b.pos.x = 5
	b.hist[n%3] = 2
	b.tags[2] = 11
	c := &a
	d := *c
	c.vel = b.pos
	d.vel.y++
	bs := []body{a, b}
	bs[0].mass = 3
	e := bs[0]
	bs[0], bs[1] = bs[1], bs[0]
	e.hist = b.hist
	e.hist[0] = -1
	return a.pos.x + 3*b.pos.x + 5*a.vel.x + 7*d.vel.y + 11*bs[1].mass + 13*e.hist[0] + 17*b.hist[0] + a.mass + a.hist[n%3]
}

func sArrays(x []float64, n int) float64 {
	a := [3]float64{1, 2, 3}
	b := a
	b[n%3] = 9
	m := [2][3]float64{a, b}
	m[0][1] = x[0]
	m[0], m[1] = m[1], m[0]
	c := arr(m)
	return a[1] + 3*b[n%3] + 5*m[1][1] + 7*c[0][0] + 11*m[0][0]
}

func arr(m [2][3]float64) [2][3]float64 {
	m[0][0] = 100
	return m
}

func inc(p *float64) float64 {
	*p++
	return *p
}

func sBoxes(x []float64, n int) float64 {
	a := x[0]
	p := &a
	b := a + inc(p)
	q := p
	*q *= 2
	a++
	v := vec{1, 2}
	py := &v.y
	w := v
	*py = a
	arr := [3]float64{1, 2, 3}
	s := arr[1:]
	s[0] = 8
	ps := &arr[2]
	*ps += s[0]
	r := arr
	arr[0] = 77
	return a + 3*b + 5*v.y + 7*w.y + 11*arr[1] + 13*arr[2] + 17*r[0] + 19*s[1]
}

func sBoxedLoop(x []float64, n int) float64 {
	var ps []*float64
	ps = make([]*float64, n)
	for i := range n {
		v := float64(i)
		ps[i] = &v
		v *= 2
	}
	for i, y := range x {
		if i < n {
			ps[i] = &y
		}
		y += 100
	}
	s := 0.0
	for _, p := range ps {
		s = s*3 + *p
	}
	return s
}

func sBoxedResult(x []float64, n int) float64 {
	a, b := boxedResult(x, n)
	return a + 3*b
}

func boxedResult(x []float64, n int) (a, b float64) {
	p := &a
	*p = x[0]
	if n > 2 {
		return b + 1, *p
	}
	b = inc(p)
	return
}

func sBoxedParam(x []float64, n int) float64 { return boxedParam(vec{x[0], x[1]}, x[2], n) + x[2] }

func boxedParam(v vec, a float64, n int) float64 {
	p, q := &v, &a
	p.x++
	*q += v.x
	w := v
	p.scale(3)
	return v.x + a*w.x
}

func (v *vec) scale(a float64) *vec {
	v.x *= a
	v.y *= a
	return v
}

func (v vec) dot(w vec) float64 {
	v.x++
	return v.x*w.x + v.y*w.y
}

func sAliasRows(x []float64, n int) float64 {
	rows := [][]float64{x[:3], x[1:4], x}
	rows[0][2] = 10
	rows[1][0] += rows[2][2]
	rows[2] = rows[1]
	rows[2][0]++
	return rows[0][1]
}

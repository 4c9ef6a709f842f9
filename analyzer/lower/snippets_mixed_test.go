//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025,SA4006,SA4009 the snippets are odd on purpose

package lower_test

import "math"

// What two or more of the other features do to each other.

func (v *vec) grow() float64 {
	v.x++
	return v.x
}

func mReceiver(x []float64, n int) float64 {
	v := vec{x[0], x[1]}
	a := v.dot(vec{v.grow(), 1})
	b := v.scale(2).dot(v)
	vs := []vec{v, {2, 3}}
	i := 0
	c := vs[next(&i)].dot(vs[i])
	vs[i].x, i = 9, 0
	return a + 3*b + 5*c + 7*vs[1].x
}

func mIndexCalls(x []float64, n int) float64 {
	i := 0
	x[next(&i)], x[next(&i)] = x[i], x[next(&i)]
	var a float64
	x[next(&i)%3], a = two(x[i%4])
	m := [][]float64{x, x[1:]}
	m[i%2][next(&i)%3] += a
	m[0], m[0][0] = x[2:], 5
	return a + m[0][0]
}

func mReturnDeep(x []float64, n int) float64 {
	a, b := deep(x, n)
	return a*3 + b
}

func deep(x []float64, n int) (best, at float64) {
	p := &best
	for i := 0; i < len(x); i++ {
		for j, y := range x[i:] {
			switch {
			case y > 6:
				return *p, float64(j)
			case y < float64(n):
				*p += y
				continue
			}
			if j == n {
				at = y
				break
			}
			at++
		}
		if *p > 10 {
			return at, best
		}
	}
	return
}

func mLoopCalls(x []float64, n int) float64 {
	s := 0.0
	i := 0
	for j := 0; next(&i) < n+2; j++ {
		if j == 1 {
			continue
		}
		s += float64(i*10 + j)
	}
	for v := x[0]; v < 20 && bump(x) < 12; v *= 2 {
		if v == 4 {
			v++
			continue
		}
		s += v
		if s > 500 {
			break
		}
	}
	for k, y := range tail(x, next(&i)) {
		x[0] = 100
		s += y * float64(k)
	}
	for k := range next(&i) {
		s += float64(k)
	}
	return s
}

func tail(x []float64, n int) []float64 { return x[n%4:] }

func mSwitchInit(x []float64, n int) float64 {
	s := 0.0
	for i := range 5 {
		switch y := next(&n) * i; y % 4 {
		case 0:
			if i > 2 {
				continue
			}
			s++
			fallthrough
		case 1:
			s += 10
			switch {
			case s > 15:
				break
			default:
				s += 0.5
			}
		case 2, 3:
			for {
				s *= 1.5
				if s > 7 {
					break
				}
				s++
			}
		}
	}
	switch name := "b"; name {
	case "a":
		return 0
	case "b", "c":
		s++
	}
	return s
}

type cell struct {
	v    float64
	sub  [2]vec
	next *cell
}

func mPointerChain(x []float64, n int) float64 {
	a := cell{v: x[0]}
	b := cell{v: x[1], next: &a}
	c := &cell{next: &b}
	c.next.next.v += 2
	c.next.next.sub[n%2].x = 5
	d := *c.next
	d.next.v++
	d.v = 50
	q := &c.next.next.sub[0]
	q.scale(2)
	*q, a.sub[1] = a.sub[1], *q
	b.next, c.next = c, b.next
	return a.v + 3*b.v + 5*a.sub[0].x + 7*a.sub[1].x + 11*c.next.v
}

func mArraysInStructs(x []float64, n int) float64 {
	bs := [3]body{}
	for i := range bs {
		bs[i].hist[i] = x[i]
		bs[i].mass = float64(i)
	}
	t := bs
	t[0].hist = bs[1].hist
	p := &t[1]
	p.hist[0], p.hist[1] = p.hist[1], p.hist[0]
	h := p.hist
	h[2] = 9
	for _, b := range t {
		b.mass *= 2
		bs[0].mass += b.mass + b.hist[1]
	}
	s := t[n%3].hist[:]
	s[0] += 3
	return bs[0].mass + t[0].hist[1]*3 + t[n%3].hist[0]*5 + h[0]
}

func mNilDeref(x []float64, n int) float64 {
	var p *vec
	if n == 2 {
		x[0] = 9
		return p.x
	}
	var s []float64
	if n == 3 {
		s[0] = 1
	}
	k := n - 4
	if n == 1 {
		s = make([]float64, 3)[k+4 : 2]
	}
	return float64(len(s))
}

func mConvert(x []float64, n int) float64 {
	a := int(x[2] * 10)
	b := uint8(n * 100)
	c := int16(a) << 12
	d := float32(a) / 3
	e := int64(d * 7)
	f := uint32(n-1) % 7
	var sh uint8 = 3
	g := 1 << sh << n
	return float64(a) + float64(b) + float64(c) + float64(d) + float64(e) + float64(f) + float64(g) + float64(-a>>1)
}

func mBoolOps(x []float64, n int) float64 {
	a := n > 1
	b := x[0] > x[1]
	c := a && !b || b != a
	var d bool
	d, a = a, d
	s := 0.0
	if c && (d || a) {
		s++
	}
	if !(a || n == 3) && d {
		s += 2
	}
	for ok := true; ok; ok = n < 9 && s < 8 {
		s += 1.5
		n++
	}
	return s
}

func mAliasArgs(x []float64, n int) float64 {
	axpy(x[1:4], x[:3], 2)
	axpy(x, x, 0.5)
	swapAt(&x[0], &x[n])
	swapAt(&x[1], &x[1])
	v := vec{1, 2}
	swapAt(&v.x, &v.y)
	return v.x*x[0] + x[3]
}

func axpy(dst, src []float64, a float64) {
	for i := range src {
		dst[i] += a * src[i]
	}
}

func swapAt(p, q *float64) { *p, *q = *q, *p }

func mScratch(x []float64, n int) float64 {
	buf := make([]float64, len(x), 2*len(x))
	rows := make([][]float64, n)
	for i := range rows {
		copy(buf, x[i:])
		rows[i] = buf
		if i%2 == 1 {
			buf = make([]float64, len(x))
		}
	}
	s := 0.0
	for i := len(rows) - 1; i >= 0; i-- {
		for j := range rows[i] {
			s += rows[i][j] * float64(i+j)
		}
		clear(rows[i][:1])
	}
	return s
}

func mShadowedLoop(x []float64, n int) float64 {
	s := 0.0
	i := 10
	for i := 0; i < n; i++ {
		i := i * 2
		i++
		s += float64(i)
	}
	for i, x := range x {
		x, i := float64(i), x
		s += x * i
	}
	if i := i + 1; i > 5 {
		s += float64(i)
	}
	return s + float64(i)
}

func mGenericBoxes(x []float64, n int) float64 {
	p := pair[*float64]{a: &x[0], b: new(float64)}
	*p.b = 4
	p.swap()
	*p.a++
	q := pair[[]float64]{x[:2], x[2:]}
	q.swap()
	q.first()[0] = 8
	r := pair[pair[float64]]{a: pair[float64]{1, x[1]}}
	r.a.swap()
	r.swap()
	return *p.a + *p.b + x[2] + r.b.first()
}

func mAccumulate(x []float64, n int) float64 {
	var acc struct {
		sum, sq float64
		n       int
	}
	for _, v := range x {
		if math.IsNaN(v) {
			continue
		}
		acc.sum += v
		acc.sq += v * v
		acc.n++
	}
	mean := acc.sum / float64(acc.n)
	return math.Sqrt(acc.sq/float64(acc.n)-mean*mean) + mean
}

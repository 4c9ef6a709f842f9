//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

import "math"

// Numbers, slices, pointers, constants, generics.

func sIntOps(x []float64, n int) float64 {
	a := n*7 + 3
	b := -a/2 + a%3&5 | 8 ^ n
	c := uint8(a * 50)
	c += 200
	c <<= 1
	d := int8(c) >> 1
	b &^= 2
	b <<= uint(n)
	e := ^b
	f := uint32(e) >> 3
	x[0] = float64(f)
	a--
	a %= 4
	return float64(a) + float64(b) + float64(c) + float64(d) + float64(int32(e))
}

func sFloat32(x []float64, n int) float64 {
	a := float32(x[0])
	b := a*a + float32(x[1])*0.1
	b -= 0.3
	b++
	var c float32 = 1e10
	c += b
	return float64(b) + float64(c) + float64(float32(float64(a)*x[2]))
}

type meters float64
type feet float64
type series []float64

func (s series) first() meters { return meters(s[0]) }
func (m meters) feet() feet    { return feet(m * 3.25) }

func sNamed(x []float64, n int) float64 {
	var s series = x
	m := s.first() + 2
	m *= 3
	y := []float64(s)
	y[1] = float64(m.feet())
	s = x[1:]
	z, err := retThrough(s)
	if err != nil {
		return 0
	}
	return float64(z) + float64(meters(1.5).feet()) + float64(m)*x[0] + float64(x[0]*x[1])
}

func sCopyOverlap(x []float64, n int) float64 {
	k := copy(x[1:], x)
	copy(x[:2], x[3:])
	y := make([]float64, 3, 8)
	j := copy(y, x)
	clear(y[1:])
	y = y[:5]
	return float64(k*10+j) + y[0] + y[1] + y[4]
}

func sSlices(x []float64, n int) float64 {
	y := x[1:4:5]
	z := y[:4]
	z[3] = 50
	w := y[n%2:]
	w[0]++
	a := &[4]float64{1, 2, 3, 4}
	b := a[1:3]
	b[0] = 9
	return float64(len(w)*100+cap(w)+cap(y)+len(b)+cap(b)) + a[1]
}

func sPointers(x []float64, n int) float64 {
	p, q := &x[0], &x[1]
	if n > 2 {
		p, q = q, p
	}
	*p = 7
	*q += *p
	p = q
	*p, *q = 3, 4
	pp := &p
	**pp = 6
	*pp = &x[2]
	*p += 1
	v := &vec{}
	px := &v.x
	*v = vec{5, 6}
	var nilp *vec
	if nilp == nil && p != q {
		*px++
	}
	return v.x + *p
}

type node struct {
	val  float64
	next *node
}

func sLinked(x []float64, n int) float64 {
	var head *node
	for _, v := range x {
		head = &node{v, head}
	}
	s := 0.0
	for p := head; p != nil; p = p.next {
		s = s*0.5 + p.val
		p.val = s
	}
	head.next.next = nil
	return s + head.next.val
}

func sPanics(x []float64, n int) float64 {
	if n == 3 {
		x[0] = 5
		panic("n is three")
	}
	return x[n*2]
}

func sBounds(x []float64, n int) float64 {
	_ = x[n*2]
	x[0] = 1
	y := x[n:3]
	return float64(len(y))
}

const (
	kA = iota + 1
	kB
	kC float64 = 2.5
)

func sConsts(x []float64, n int) float64 {
	const big = 1 << 60
	const third = 1.0 / 3
	var f float32 = third
	return x[0]*third + float64(f) + big>>58 + kA*kB*kC + math.Pi/4 + math.MaxInt8 + 'a' + x[1]*2e-3 + 0x1p-3 + 1/2 + 1/2.0
}

func sMinMax(x []float64, n int) float64 {
	a := min(x[0], x[1], 2)
	b := max(n, 2, len(x)-4)
	c := math.Max(x[2], math.Min(x[3], 1))
	return a + float64(b) + c
}

func sStrings(x []float64, n int) float64 {
	s := "abc"
	t := s + "d"
	if n > 1 {
		t += s[1:]
	}
	if t > "abcd" && t != s {
		return float64(t[len(t)-1]) + float64(len(t))
	}
	return float64(len(t))
}

type number interface{ ~float32 | ~float64 }

func dot[T number](a, b []T) (s T) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s / 2
}

type pair[T any] struct{ a, b T }

func (p *pair[T]) swap()       { p.a, p.b = p.b, p.a }
func (p pair[T]) first() T     { return p.a }
func mapTo[S, T number](a S) T { return T(a) * T(2) }

type scaler interface{ factor() float64 }
type twice struct{}
type thrice struct{ by float64 }

func (twice) factor() float64     { return 2 }
func (t *thrice) factor() float64 { return t.by }

func scaled[S scaler](s S, x float64) float64 { return s.factor() * x }

func sGenerics(x []float64, n int) float64 {
	y := []float32{float32(x[0]), 2}
	p := pair[float64]{x[0], x[1]}
	p.swap()
	q := pair[vec]{a: vec{1, 2}}
	q.swap()
	return dot(x, x[:]) + float64(dot(y, y)) + p.first() + q.b.y + float64(mapTo[float64, float32](x[2])) + scaled(twice{}, 3) + scaled(&thrice{3}, x[0])
}

func sMathMulti(x []float64, n int) float64 {
	s, c := math.Sincos(x[0])
	f, e := math.Frexp(x[1])
	i, fr := math.Modf(x[2])
	_, x[3] = math.Modf(2.75)
	l, sg := math.Lgamma(3.5)
	return s + 2*c + f + float64(e) + i*3 + fr + l + float64(sg) + math.Ldexp(1.5, n) + math.Inf(1)*0.0*0
}

func sZeroValues(x []float64, n int) float64 {
	var b body
	var s []float64
	var a [3]vec
	var p *vec
	var ok bool
	for range n {
		var t float64
		t++
		b.mass += t
	}
	if s == nil && p == nil && !ok {
		a[1].x = 3
	}
	b = body{}
	return a[1].x + b.mass + float64(len(s))
}

func sCompare(x []float64, n int) float64 {
	s := 0.0
	if (vec{1, 2}) == (vec{1, x[0]}) {
		s++
	}
	if [2]int{1, n} != [2]int{1, 2} {
		s += 2
	}
	t := n > 2
	if t == (x[0] > 0) {
		s += 4
	}
	if !t || x[0] != x[0] {
		s += 8
	}
	return s
}

func sNewExpr(x []float64, n int) float64 {
	p := new(float64)
	q := new(vec)
	r := new(x[0])
	*r += 3
	*p = *r
	q.x = *p
	return q.x + q.y + float64(*new(int(2)))
}

func sIncIndex(x []float64, n int) float64 {
	i := 0
	x[next(&i)] += 2
	x[next(&i)]++
	x[next(&i)] *= x[next(&i)]
	return float64(i)
}

func next(i *int) int {
	*i++
	return *i
}

func sNilSlices(x []float64, n int) float64 {
	m := [][]float64{{1}, nil, {}, x}
	s := 0.0
	for i, r := range m {
		if r == nil {
			s += 10
		}
		for _, v := range r {
			s += v * float64(i)
		}
	}
	return s
}

func sArrayOfArrays(x []float64, n int) float64 {
	var m [3][3]float64
	for i := range m {
		for j := range m[i] {
			m[i][j] = x[i] * x[j]
		}
	}
	r := m[1]
	m[1][1] = 0
	t := 0.0
	for _, row := range m {
		row[0]++
		for _, v := range row {
			t += v
		}
	}
	for i, v := range m[n%3] {
		m[n%3][2] = 5
		t += v * float64(i)
	}
	return t + r[1]
}

func sStructTuple(x []float64, n int) float64 {
	a, b := vec{1, 2}, vec{3, x[0]}
	a, b = b, a
	a.x, b = b.y, a
	vs := [2]vec{a, b}
	i := 0
	i, vs[i].x = 1, 40
	vs[i], a = a, vs[0]
	return a.x + 3*b.x + 5*b.y + 7*vs[0].x + 11*vs[1].x
}

func sContinuePost(x []float64, n int) float64 {
	s := 0.0
	for i, j := 0, 10; i < j; i, j = i+1, j-1 {
		if i == n {
			continue
		}
		if j == 7 {
			j -= 2
			continue
		}
		s += float64(i * j)
	}
	return s
}

func sStepDown(x []float64, n int) float64 {
	s := 0.0
	for i := len(x); i > 0; {
		i--
		if x[i] < 0 {
			continue
		}
		s = s*0.5 + x[i]
	}
	for i := len(x) - 1; i >= n; i -= 3 {
		s = s*0.5 + x[i]
	}
	return s
}

func sBlank(x []float64, n int) float64 {
	_, a := bump(x), x[0]
	_ = bump(x)
	var _ = bump(x)
	var b, _ = two(bump(x))
	bump(x)
	for range x[:n] {
		a++
	}
	return a + b
}

func sDivZero(x []float64, n int) float64 {
	x[1] = 4
	return float64(10 / (n - 2))
}

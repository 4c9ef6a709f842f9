//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

import "math"

// The snippets are run natively and, lowered, by the interpreter. Each takes a slice of at least six elements, which it may change.

var snippets = map[string]func(x []float64, n int) float64{
	"sSwap": sSwap, "sTuple": sTuple, "sRotate": sRotate, "sIndexFirst": sIndexFirst, "sCallOrder": sCallOrder,
	"sOpOrder": sOpOrder, "sLogicOrder": sLogicOrder, "sLitOrder": sLitOrder, "sPureOrder": sPureOrder, "sShadow": sShadow,
	"sLabels": sLabels, "sSwitch": sSwitch, "sFallthrough": sFallthrough, "sSwitchTag": sSwitchTag, "sStructs": sStructs,
	"sArrays": sArrays, "sBoxes": sBoxes, "sBoxedLoop": sBoxedLoop, "sBoxedResult": sBoxedResult, "sBoxedParam": sBoxedParam,
	"sAliasRows": sAliasRows, "sRangeReassign": sRangeReassign, "sRangeArrayCopy": sRangeArrayCopy, "sRangePtr": sRangePtr,
	"sRangeInts": sRangeInts, "sRangeAssign": sRangeAssign, "sCounts": sCounts, "sBoundField": sBoundField, "sBoundSlice": sBoundSlice,
	"sBoundCallee": sBoundCallee, "sWhile": sWhile, "sNested": sNested, "sEmbedded": sEmbedded, "sMethods": sMethods, "sVariadic": sVariadic,
	"sRecursion": sRecursion, "sMultiThrough": sMultiThrough, "sNaked": sNaked, "sReturnOrder": sReturnOrder, "sIntOps": sIntOps,
	"sFloat32": sFloat32, "sNamed": sNamed, "sCopyOverlap": sCopyOverlap, "sSlices": sSlices, "sPointers": sPointers,
	"sLinked": sLinked, "sPanics": sPanics, "sBounds": sBounds, "sConsts": sConsts, "sMinMax": sMinMax, "sStrings": sStrings,
	"sGenerics": sGenerics, "sMathMulti": sMathMulti, "sZeroValues": sZeroValues, "sCompare": sCompare, "sNewExpr": sNewExpr,
	"sSpread": sSpread, "sIncIndex": sIncIndex, "sNilSlices": sNilSlices, "sArrayOfArrays": sArrayOfArrays, "sStructTuple": sStructTuple,
	"sContinuePost": sContinuePost, "sStepDown": sStepDown, "sBlank": sBlank, "sMethodExpr": sMethodExpr, "sDivZero": sDivZero,
}

func bump(x []float64) float64 {
	x[0]++
	return x[0]
}

func sSwap(x []float64, n int) float64 {
	x[0], x[1] = x[1], x[0]
	a, b := x[0], x[1]
	a, b = b, a
	x[n], a = a, x[n]
	return a - 2*b
}

func sTuple(x []float64, n int) float64 {
	i := 1
	i, x[i] = 3, 100
	x[i], i = float64(i), 2
	x[0], x[1], x[2] = x[2]+x[0], x[0]*2, x[1]
	xs := x[1:]
	xs, xs[0] = x[2:], 7
	return xs[0] + float64(i)
}

func sRotate(x []float64, n int) float64 {
	for range n {
		x[0], x[1], x[2], x[3] = x[1], x[2], x[3], x[0]
	}
	return x[0]
}

func sIndexFirst(x []float64, n int) float64 {
	idx := []int{2, 1, 0}
	idx[0], x[idx[0]] = 1, 50
	x[idx[idx[0]]], idx[1] = 60, 5
	return float64(idx[0]*100 + idx[1])
}

func sCallOrder(x []float64, n int) float64 {
	a := x[0] + bump(x)
	b := bump(x) - bump(x)*x[0]
	c := pick(x[0], bump(x), x[0])
	x[int(bump(x))%3] = bump(x)
	return a + 10*b + 100*c
}

func pick(a, b, c float64) float64 { return a + 3*b + 7*c }

func sOpOrder(x []float64, n int) float64 {
	x[0] += bump(x)
	x[0] *= bump(x)
	x[1] -= x[0] * bump(x)
	s := 2.0
	s /= s + bump(x)
	return s
}

func sLogicOrder(x []float64, n int) float64 {
	s := 0.0
	if x[0] > 1 && bump(x) > 2 || bump(x) < 3 {
		s++
	}
	ok := n > 2 && bump(x) > 0 && !(bump(x) > 4 || bump(x) > 5)
	if ok == (bump(x) > 3) {
		s += 2
	}
	for x[0] < 9 && bump(x) < 8 {
		s += 0.25
	}
	if (x[0] > 5) == (bump(x) > x[0]) {
		s += 100
	}
	return s
}

func sLitOrder(x []float64, n int) float64 {
	v := []float64{x[0], bump(x), x[0]}
	w := [2]float64{x[0], bump(x)}
	p := &vec{x[0], bump(x)}
	return v[0] + 3*v[1] + 5*v[2] + 7*w[0] + 11*w[1] + 13*p.x + total([]float64{x[0], 2}, bump(x))
}

func total(v []float64, a float64) float64 { return v[0] + v[1]*a }

func sPureOrder(x []float64, n int) float64 {
	a := math.Sqrt(math.Abs(x[0])) + bump(x)
	b := max(x[0], 1) * bump(x)
	c := pick(math.Abs(x[0]), bump(x), min(x[0], 100))
	d := math.Abs(bump(x)) + x[0]
	return a + b*3 + c*7 + d*11
}

func sShadow(x []float64, n int) float64 {
	s := x[0]
	if s := x[1]; s > 0 {
		s *= 2
		x[0] += s
	} else if t := s + 1; t > 0 {
		s := t
		x[1] += s
	}
	{
		s := s + 1
		x[2] = s
	}
	for s := 0.0; s < 3; s++ {
		x := s
		_ = x
	}
	n, m := 1, n
	return s + float64(n+m)
}

func sLabels(x []float64, n int) float64 {
	s := 0.0
outer:
	for i := 0; i < n+3; i++ {
	inner:
		for j := range x {
			switch {
			case j > i:
				continue outer
			case x[j] > 4:
				break inner
			case x[j] < -4:
				break outer
			case j == 2:
				break
			case j == 3:
				continue
			}
			s += x[j] * float64(i+1)
		}
		s++
	}
sw:
	switch {
	default:
		for {
			s++
			if s > 5 {
				break sw
			}
		}
	}
	return s
}

func sSwitch(x []float64, n int) float64 {
	switch n {
	case 0, 1:
		x[0] = 1
	case 2:
		return 5
	default:
		x[0] = 7
	case 3:
		x[0] = 3
		if x[1] > 0 {
			break
		}
		x[0] = 4
	}
	switch {
	}
	switch n {
	default:
		x[1]++
	}
	return x[0]
}

func sFallthrough(x []float64, n int) float64 {
	switch n {
	case 0:
		y := 1.0
		x[0] += y
		fallthrough
	case 1:
		y := 2.0
		x[1] += y
		fallthrough
	default:
		x[2]++
	case 2:
		x[3]++
		fallthrough
	case 3:
		x[4]++
		if x[4] > 2 {
			break
		}
		return 9
	}
	return 1
}

func sSwitchTag(x []float64, n int) float64 {
	switch bump(x) {
	case bump(x) - 1:
		return 1
	case 2, bump(x):
		return 2
	}
	y := &x[0]
	switch *y {
	case bump(x):
		return 3
	case x[0] - 1:
		return 4
	}
	return 5
}

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

func sRangeReassign(x []float64, n int) float64 {
	s := 0.0
	y := x
	for i, v := range y {
		y = y[1:]
		if i == 2 {
			y = []float64{1, 2}
		}
		s += v * float64(len(y))
	}
	for i := range y {
		y = nil
		s += float64(i)
	}
	return s
}

func sRangeArrayCopy(x []float64, n int) float64 {
	a := [4]float64{1, 2, 3, 4}
	s := 0.0
	for i, v := range a {
		a[3-i] = 10 * v
		s = s*2 + v
	}
	b := body{hist: [3]float64{1, 2, 3}}
	for _, v := range b.hist {
		b.hist[2] = 9
		s = s*2 + v
	}
	for _, v := range b.grown().hist {
		s = s*2 + v
	}
	return s + a[0]
}

func (b body) grown() body {
	b.hist[0]++
	return b
}

func sRangePtr(x []float64, n int) float64 {
	a := [4]float64{1, 2, 3, 4}
	p := &a
	s := 0.0
	for i, v := range p {
		p[3] = 10
		a[2] = 5
		s = s*2 + v
		if i == 1 {
			p = &[4]float64{}
		}
	}
	for i := range p {
		s += float64(i)
	}
	return s + float64(len(p)) + a[3]
}

func sRangeInts(x []float64, n int) float64 {
	s := 0.0
	for i := range n {
		i *= 2
		s = s*2 + float64(i)
	}
	m := n
	for i := range m {
		m--
		s += float64(i * m)
	}
	for i := range int8(n) {
		s += float64(i)
	}
	for i := range uint64(n) {
		if i == 1 {
			continue
		}
		i++
		s += float64(i) * 0.5
	}
	for range -3 {
		s = 0
	}
	const k = 3
	for i := range k {
		s += float64(i)
	}
	return s
}

func sRangeAssign(x []float64, n int) float64 {
	var i int
	var v vec
	for i, v.x = range x {
		v.y += v.x
		if i == n {
			break
		}
	}
	j := 7
	for j = range x[:0] {
	}
	for x[0], j = 1, 3; j < 5; j++ {
	}
	return v.y + float64(i*10+j) + v.x
}

func sCounts(x []float64, n int) float64 {
	s := 0.0
	for i := 0; i <= n; i++ {
		s = s*1.5 + x[i]
	}
	for i := n; i > 0; i-- {
		s = s*1.5 - x[i]
	}
	for i := n; i >= 0; i -= 2 {
		s = s*1.5 - x[i]
	}
	for i := 1; n > i; i = i + 2 {
		s = s*1.5 - x[i]
	}
	for i := 0; i != n; i++ {
		s += x[i]
	}
	for i := 5; i < n; i-- {
		s = 0
		break
	}
	for i, j := 0, len(x)-1; i < j; i, j = i+1, j-1 {
		x[i], x[j] = x[j], x[i]
	}
	for i := 0; i < len(x)-1; i++ {
		x[i] += x[i+1]
	}
	for i := uint8(0); i < uint8(n); i++ {
		s += float64(i)
	}
	return s
}

type grid struct {
	n    int
	dim  [2]int
	data []float64
}

func (g *grid) shrink() { g.n-- }
func (g *grid) fill(a float64) {
	for i := 0; i < g.n; i++ {
		g.data[i] = a
	}
}

func sBoundField(x []float64, n int) float64 {
	g := &grid{n: n + 2, data: x}
	s := 0.0
	for i := 0; i < g.n; i++ {
		if i == 1 {
			continue
		}
		s += x[i]
		g.n--
	}
	g.dim[0] = 3
	for i := 0; i < g.dim[0]; i++ {
		d := g.dim[:]
		d[0]--
		s++
	}
	h := *g
	for i := 0; i < h.n; i++ {
		g.n += 5
		s += 3
	}
	p := &h.n
	for i := 0; i < h.n; i++ {
		*p--
		s++
	}
	return s
}

func sBoundSlice(x []float64, n int) float64 {
	y := x
	s := 0.0
	for i := 0; i < len(y); i++ {
		if i%2 == 0 {
			y = y[:len(y)-1]
		}
		s += y[i%len(y)]
	}
	ns := []int{3, n}
	for i := 0; i < ns[0]; i++ {
		ns[0] = 2
		s += 10
	}
	for i := 0; i < ns[1]; i++ {
		x[i] = 2
		s += 10
	}
	return s
}

func sBoundCallee(x []float64, n int) float64 {
	g := grid{n: n + 1, data: x}
	s := 0.0
	for i := 0; i < g.n; i++ {
		g.shrink()
		s++
	}
	g.n = 4
	for i := 0; i < g.n; i++ {
		g.fill(s)
		s++
	}
	return s
}

func sWhile(x []float64, n int) float64 {
	s := x[0]
	for s < 3 {
		s++
		if s == 2 {
			continue
		}
		s += 0.5
	}
	for i := 0; ; i++ {
		if i > n {
			break
		}
		if i == 1 {
			continue
		}
		s += float64(i)
	}
	for i, t := 0, 0.0; t < 2; i++ {
		t += 0.7
		s += t * float64(i)
	}
	for ; n > 0; n-- {
		s *= 1.5
	}
	return s
}

func sNested(x []float64, n int) float64 {
	s := 0.0
	for i := range n {
		for j := i; j < n; j++ {
			if j == i+2 {
				continue
			}
			for k := j; k >= 0; k-- {
				if x[k] > 3 {
					return s
				}
				s += x[k] * x[j]
			}
			if s > 40 {
				break
			}
		}
	}
	return s
}

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

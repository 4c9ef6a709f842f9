//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

// Loops and their bounds.

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

package aliasing

// point is a struct of values.
type point struct{ X, Y float64 }

// h51StructCopied copies a struct, an array and a nested pair, and changes the copies. Trap: assignment of a struct copies it, its shadow too.
//
//gograd:grad
func h51StructCopied(p point, ps []point) float64 {
	q := p
	q.X *= 2
	p.Y *= q.X
	pair := [2]point{p, q}
	other := pair
	other[0].X += q.Y * p.Y
	s := p.X*q.X + p.Y*q.Y + pair[0].X*other[0].X
	for i, c := range ps {
		c.X *= c.X // the element stays as it is
		ps[i].Y += c.X
		s += c.X * ps[i].X * ps[i].Y
	}
	return s
}

// filter has an array within.
type filter struct {
	Taps  [3]float64
	Gain  float64
	Delay struct{ Line [2]float64 }
}

// h52ArrayInStruct runs a filter whose state is an array in a struct in a struct. Trap: the array is a part of the value, and moves with it.
//
//gograd:grad wrt=f,x
func h52ArrayInStruct(f filter, x []float64) float64 {
	s := 0.0
	for _, v := range x {
		d := f.Delay.Line
		y := f.Taps[0]*v + f.Taps[1]*d[0] + f.Taps[2]*d[1]
		f.Delay.Line = [2]float64{v, d[0]}
		f.Gain *= 1 + 0.1*y
		s += f.Gain * y
	}
	return s
}

// accumulator keeps the slice that it was made with.
type accumulator struct {
	Buf   []float64
	Scale float64
}

// add adds scaled values.
func (a *accumulator) add(x []float64) {
	for i, v := range x {
		a.Buf[i] += a.Scale * v
	}
}

// h42CapturedBuffer fills a buffer, puts it into a struct, and fills it again under both names. Trap: the struct's shadow has to hold the buffer's shadow.
//
//gograd:grad
func h42CapturedBuffer(x []float64, scale float64) float64 {
	buf := make([]float64, len(x))
	for i, v := range x {
		buf[i] = v * v
	}
	acc := accumulator{Buf: buf, Scale: scale}
	acc.add(x)
	for i := range buf {
		buf[i] *= 2
	}
	ref := &acc
	ref.Scale = buf[0]
	acc.add(x)
	s := 0.0
	for i := range buf {
		s += acc.Buf[i] * buf[i]
	}
	return s
}

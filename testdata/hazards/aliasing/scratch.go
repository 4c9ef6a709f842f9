package aliasing

// h41ReusedScratch uses one buffer of the caller's for all rows. Trap: a row finds in it what the row before left, and the caller's rubbish at the start, which must not count.
//
//gograd:grad wrt=xs
func h41ReusedScratch(xs [][]float64, scratch []float64) float64 {
	s := 0.0
	for _, x := range xs {
		tmp := scratch[:len(x)]
		for i, v := range x {
			tmp[i] = v * v
		}
		for i := 1; i < len(tmp); i++ {
			tmp[i] *= tmp[i-1]
		}
		for _, v := range tmp {
			s += v
		}
	}
	return s
}

// h44ShrinkAndRegrow shortens a slice and lengthens it again. Trap: the elements beyond the length still live.
//
//gograd:grad
func h44ShrinkAndRegrow(x []float64) float64 {
	y := x[:len(x):len(x)]
	y = y[:1]
	y[0] *= 3
	y = y[:cap(y)]
	for i := range y {
		y[i] *= y[0]
	}
	y = y[1:]
	s := 0.0
	for _, v := range y {
		s += v * v
	}
	y = y[:0]
	for i := range len(x) - 1 {
		y = y[:i+1]
		y[i] += s
	}
	for _, v := range x {
		s += v
	}
	return s
}

// gain and table are read by the functions below, and differentiated by none.
var (
	gain  = 1.25
	table = [3]float64{0.5, -2, 4}
)

// h53PackageVariable reads package-level variables. Trap: what is read is data, and its value counts at the time of the call.
//
//gograd:grad
func h53PackageVariable(x []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += gain * table[i%len(table)] * v * v
	}
	return s
}

// h54Parked keeps an active value in memory that began as data and takes it out again, by way of a slice that is not differentiated. Trap: the slice looks inactive.
//
//gograd:grad wrt=x
func h54Parked(x float64, park []float64, at int) float64 {
	s := park[0]
	park[at] = x * x
	for i := range park {
		s += park[i] * float64(i+1)
		park[i] = 0.5
	}
	return s * park[at]
}

// box holds numbers and says nothing of where they are from.
type box struct {
	Values [4]float64
	N      int
}

// put adds a number.
func (b *box) put(v float64) {
	b.Values[b.N] = v
	b.N++
}

// h54ParkedInBox parks in a struct of the caller's. Trap: the store is in one callee, the load in none.
//
//gograd:grad wrt=x
func h54ParkedInBox(b *box, x float64) float64 {
	b.put(3)
	b.put(x * x * x)
	return b.Values[0]*x + b.Values[b.N-1]
}

// h56RowsReallocated gives a matrix new rows while it is used. Trap: the old row lives on under another name.
//
//gograd:grad
func h56RowsReallocated(a [][]float64, x []float64) float64 {
	s := 0.0
	old := a[0]
	for i := range a {
		row := make([]float64, len(x))
		for j := range row {
			row[j] = a[i][j] * x[j]
		}
		a[i] = row
		old[0] += row[0]
	}
	for i := range a {
		for j := range a[i] {
			s += a[i][j] * a[0][j]
		}
	}
	return s + old[0]*old[0]
}

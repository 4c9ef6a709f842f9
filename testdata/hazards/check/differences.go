package check

import "math"

// differences differentiates a scalar made of the primal's outcome by every place of the arguments.
func (p *problem) differences(scalar func(outcome) float64) []float64 {
	var out []float64
	for k := range p.places(p.fresh()) {
		out = append(out, p.difference(k, scalar))
	}
	return out
}

func (p *problem) difference(k int, scalar func(outcome) float64) float64 {
	at := func(h float64) (value, step float64) {
		args := p.fresh()
		before := p.places(args)
		v := before[k].v
		x := v.Float()
		v.SetFloat(x + h)
		step = v.Float() - x
		o := p.runWith(p.f, args, nil, nil)
		o.before = before
		if o.panicked != nil {
			return math.NaN(), step
		}
		return scalar(o), step
	}
	h := p.c.Step
	if h == 0 {
		h = 1e-3
	}
	h *= max(1, math.Abs(p.places(p.fresh())[k].v.Float()))
	return extrapolate(h, func(h float64) float64 {
		hi, up := at(h)
		lo, down := at(-h)
		return (hi - lo) / (up - down)
	})
}

// extrapolate takes a central difference quotient to step zero by Richardson's table, and
// gives the entry whose neighbours in the table agree with it best.
func extrapolate(h float64, quotient func(h float64) float64) float64 {
	const rows, shrink = 6, 2.0
	var table [rows][rows]float64
	best, smallest := math.NaN(), math.Inf(1)
	for i := range rows {
		table[i][0] = quotient(h)
		if i == 0 {
			best = table[0][0]
		}
		factor := shrink * shrink
		for j := 1; j <= i; j++ {
			table[i][j] = table[i][j-1] + (table[i][j-1]-table[i-1][j-1])/(factor-1)
			factor *= shrink * shrink
			change := max(math.Abs(table[i][j]-table[i][j-1]), math.Abs(table[i][j]-table[i-1][j-1]))
			if change < smallest {
				best, smallest = table[i][j], change
			}
		}
		h /= shrink
	}
	return best
}

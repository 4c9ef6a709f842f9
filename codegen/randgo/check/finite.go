package check

import (
	"fmt"
	"math"
)

// objective is the weighted sum whose slope the twin gives, at the inputs moved by h along dir.
func (r *run) objective(dir []float64, h float64) float64 {
	args := addressable(r.Args())
	leaves := floats(args)
	for i, l := range leaves {
		l.SetFloat(r.inputs[i] + h*dir[i])
	}
	sum := 0.0
	res := call(r.F, args)
	for i, l := range floats(res) {
		sum += r.seeds[i] * l.Float()
	}
	for i, l := range leaves {
		sum += r.final[i] * l.Float()
	}
	return sum
}

// finite holds the twin's slopes against central differences. Where no step agrees, but the two one-sided differences
// disagree with each other, the program has a kink or a jump there, and says nothing.
func (r *run) finite() (odd, diff string) {
	at := r.objective(make([]float64, len(r.inputs)), 0)
	for _, dir := range r.directions() {
		s := r.slope(dir)
		if math.IsNaN(s) || math.Abs(s) > 1e9 {
			return fmt.Sprintf("slope %v", s), ""
		}
		best, kink := math.Inf(1), false
		for _, h := range []float64{1e-4, 1e-5, 1e-6, 1e-3, 1e-7} {
			up, down := r.objective(dir, h), r.objective(dir, -h)
			central := (up - down) / (2 * h)
			if e := math.Abs(central - s); e < math.Abs(best-s) {
				best = central
			}
			left, right := (at-down)/h, (up-at)/h
			if math.Abs(left-right) > 0.02*(math.Abs(left)+math.Abs(right))+1e-4 {
				kink = true
			}
		}
		if math.Abs(best-s) > 1e-5*(1+math.Abs(s)) {
			where := fmt.Sprintf("slope %v, finite differences %v, along %v", s, best, dir)
			if kink {
				return "kink: " + where, ""
			}
			return "", "twin: " + where
		}
	}
	return "", ""
}

package main

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// measurement is the time of a call in each round, and how much it allocates.
type measurement struct {
	ns     []float64
	allocs float64
}

// result is one line of the table. What has not been measured is nil.
type result struct {
	name                    string
	primal, hand, generated *measurement
}

// measure times the variants of a case in turn, round after round, so that what slows the machine down
// for a while slows all of them.
func measure(c *cases.Case, rounds int, slice time.Duration) (result, error) {
	r := result{name: c.Name, primal: new(measurement), hand: new(measurement), generated: new(measurement)}
	if err := agree(c); err != nil {
		return r, err
	}
	type variantOf struct {
		call func()
		to   *measurement
		n    int
	}
	all := []*variantOf{
		{call: c.Run, to: r.primal},
		{call: func() { c.RunGrad(variant.Hand) }, to: r.hand},
		{call: func() { c.RunGrad(variant.Generated) }, to: r.generated},
	}
	for _, v := range all {
		v.n = calibrate(v.call, slice)
		v.to.allocs = testing.AllocsPerRun(10, v.call)
	}
	for range rounds {
		for _, v := range all {
			v.to.ns = append(v.to.ns, float64(timeOf(v.call, v.n).Nanoseconds())/float64(v.n))
		}
	}
	return r, nil
}

// agree returns an error when the generated derivatives are not the hand-written ones.
func agree(c *cases.Case) error {
	value, grad := c.Grad(variant.Hand)
	want := append([]float64(nil), grad...)
	got, grad := c.Grad(variant.Generated)
	if math.Float64bits(got) != math.Float64bits(value) {
		return fmt.Errorf("%s: the value is %v generated and %v by hand", c.Name, got, value)
	}
	for i, w := range want {
		if g := grad[i]; !(math.Abs(g-w)/max(1, math.Abs(g)+math.Abs(w)) <= 1e-9) {
			return fmt.Errorf("%s: derivative %d is %v generated and %v by hand", c.Name, i, g, w)
		}
	}
	return nil
}

// calibrate returns how many calls take about the time of a slice.
func calibrate(call func(), slice time.Duration) int {
	n := 1
	for {
		d := timeOf(call, n)
		if d >= slice/4 {
			return max(1, int(float64(n)*float64(slice)/float64(d)))
		}
		n *= 2
	}
}

func timeOf(call func(), n int) time.Duration {
	start := time.Now()
	for range n {
		call()
	}
	return time.Since(start)
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}

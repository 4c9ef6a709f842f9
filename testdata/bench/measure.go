package main

import (
	"testing"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/timing"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// measurement is the time of a call in each round, how much it allocates once warm, and how many bytes it keeps for the next.
type measurement struct {
	ns           []float64
	allocs, kept float64
}

// result is one line of the table. What has not been measured is nil.
type result struct {
	name                                       string
	primal, hand, generated, fast, differences *measurement
}

// Finite differences are measured where they take no longer than this, and a few times only.
const (
	longestDifferences = 4 * time.Second
	differenceRounds   = 3
)

// measure times the variants of a case in turn, round after round, so that what slows the machine down
// for a while slows all of them.
func measure(c *cases.Case, rounds int, slice time.Duration) (result, error) {
	r := result{name: c.Name, primal: new(measurement), hand: new(measurement), generated: new(measurement)}
	byHand := func() { c.RunGrad(variant.Hand) }
	byTool := func() { c.RunGrad(variant.Generated) }
	r.hand.kept, r.generated.kept = timing.Kept(byHand), timing.Kept(byTool)
	if err := timing.Agree(c); err != nil {
		return r, err
	}
	type job struct {
		call func()
		to   *measurement
		n    int
	}
	all := []*job{{call: c.Run, to: r.primal}, {call: byHand, to: r.hand}, {call: byTool, to: r.generated}}
	if c.Fast {
		r.fast = new(measurement)
		all = append(all, &job{call: func() { c.RunGrad(variant.Fast) }, to: r.fast})
	}
	for _, v := range all {
		v.n = timing.Calibrate(v.call, slice)
		v.to.allocs = testing.AllocsPerRun(10, v.call)
	}
	for range rounds {
		for _, v := range all {
			v.to.ns = append(v.to.ns, timing.PerCall(v.call, v.n))
		}
	}
	return r, nil
}

// measureDifferences times finite differences, or returns nil where that would take too long. A call of the function takes primal
// nanoseconds.
func measureDifferences(c *cases.Case, primal float64, rounds int, slice time.Duration) *measurement {
	if c.ByDifferences == nil && primal*float64(len(c.Params)+1) > float64(longestDifferences) {
		return nil
	}
	grad := make([]float64, len(c.Params))
	if _, hand := c.Grad(variant.Hand); len(hand) > len(grad) { // a Jacobian
		grad = make([]float64, len(hand))
	}
	call := func() { c.Differences(grad) }
	m := &measurement{}
	n := timing.Calibrate(call, slice)
	for range min(rounds, differenceRounds) {
		m.ns = append(m.ns, timing.PerCall(call, n))
	}
	return m
}

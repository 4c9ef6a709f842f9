// Package timing times functions, and checks derivatives before they are timed.
package timing

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// Calibrate returns how many calls take about the time of a slice. The function is warm afterwards.
func Calibrate(call func(), slice time.Duration) int {
	n := 1
	for {
		d := timeOf(call, n)
		if d >= slice/4 {
			return max(1, int(float64(n)*float64(slice)/float64(d)))
		}
		n *= 2
	}
}

// PerCall returns the time in nanoseconds that each of n calls takes.
func PerCall(call func(), n int) float64 {
	return float64(timeOf(call, n).Nanoseconds()) / float64(n)
}

// PerCallOfAll is PerCall for calls that do their work on several threads: it counts the processor time of all.
func PerCallOfAll(call func(), n int) float64 {
	start := processClock()
	for range n {
		call()
	}
	return float64((processClock() - start).Nanoseconds()) / float64(n)
}

func timeOf(call func(), n int) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := clock()
	for range n {
		call()
	}
	return clock() - start
}

// Median returns the median of x, which is not empty.
func Median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}

// Kept returns how many bytes the first call leaves behind for the calls after it: its workspace, which holds what is saved
// between the sweeps and local memory, with the slack that growing leaves. Collections empty the pools of
// workspaces, but not at once: one that has just been put back survives the next collection, and no more than that.
func Kept(call func()) float64 {
	least := math.Inf(1)
	for range 3 { // what else happens in the program only adds
		runtime.GC()
		runtime.GC()
		before := heap()
		call()
		runtime.GC()
		least = min(least, heap()-before)
	}
	return max(0, least)
}

// heap is the number of bytes in use, where a collection has just ended.
func heap() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// Agree returns an error when the generated derivatives are not the hand-written ones.
func Agree(c *cases.Case) error {
	value, grad := c.Grad(variant.Hand)
	want := slices.Clone(grad)
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

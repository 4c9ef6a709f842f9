// Command tape measures the tape: what an operation on numbers costs, recorded and played back on a tape that is reused; what a
// step of a two-layer perceptron costs beside the matrix products that are in it; and what memory a tape holds after many
// resets.
//
//	go -C testdata/bench run ./tape
package main

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/gograd/gograd/testdata/bench/timing"
)

func main() {
	rounds := flag.Int("rounds", 11, "rounds, of which the median counts")
	slice := flag.Duration("slice", 20*time.Millisecond, "time of a round")
	flag.Parse()

	fmt.Println("| recurrence | ns an operation | allocations a gradient |\n| :-- | --: | --: |")
	for _, r := range recurrences {
		call := r.gradient()
		n := timing.Calibrate(call, *slice)
		times := make([]float64, *rounds)
		for i := range times {
			times[i] = timing.PerCall(call, n) / float64(r.operations*steps)
		}
		fmt.Printf("| %s | %.1f | %v |\n", r.name, median(times), allocations(call))
	}

	runtime.GOMAXPROCS(1) // gonum's products would go to several threads
	fmt.Println("\n| perceptron 784-256-10 | products µs | step µs | step ÷ products | allocations a step |\n| :-- | --: | --: | --: | --: |")
	for _, batch := range []int{1, 32, 128} {
		products, step := newProducts(batch).run, newNetwork(batch).step
		n, m := timing.Calibrate(products, *slice), timing.Calibrate(step, *slice)
		ps, ss, ratios := make([]float64, *rounds), make([]float64, *rounds), make([]float64, *rounds)
		for i := range *rounds {
			ps[i], ss[i] = timing.PerCallOfAll(products, n), timing.PerCallOfAll(step, m)
			ratios[i] = ss[i] / ps[i]
		}
		fmt.Printf("| batch of %d | %.0f | %.0f | %.2f | %v |\n", batch, median(ps)/1e3, median(ss)/1e3, median(ratios), allocations(step))
	}

	fmt.Println("\n| resets | heap kB |\n| --: | --: |")
	step := newNetwork(32).step
	for done, next := 0, 1; next <= 1000; next *= 10 {
		for ; done < next; done++ {
			step()
		}
		fmt.Printf("| %d | %d |\n", done, heap()/1024)
	}
	step() // so that the network is still there
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	return x[len(x)/2]
}

// allocations returns how many a call makes once it is warm.
func allocations(call func()) uint64 {
	var before, after runtime.MemStats
	call()
	call()
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

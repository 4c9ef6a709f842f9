// Command worker times the generated derivatives that it is linked with. `bench -ablate` builds one for each way of
// generating them, and lets them work in turn.
//
// Each line of the standard input is the number of a case; the answer is the time of a call in nanoseconds, or an
// exclamation mark and why there is none.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/timing"
	"github.com/gograd/gograd/testdata/bench/variant"
)

func main() {
	slice := flag.Duration("time", 20*time.Millisecond, "length of one measurement")
	flag.Parse()
	all := cases.Benchmarks()
	calls := make([]int, len(all)) // in a measurement; 0 before the first
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		i, err := strconv.Atoi(in.Text())
		if err != nil || i < 0 || i >= len(all) {
			fmt.Printf("! there is no case %q\n", in.Text())
			continue
		}
		call := func() { all[i].RunGrad(variant.Generated) }
		if calls[i] == 0 {
			if err := timing.Agree(all[i]); err != nil {
				fmt.Println("!", err)
				continue
			}
			calls[i] = timing.Calibrate(call, *slice)
		}
		fmt.Println(timing.PerCall(call, calls[i]))
	}
}

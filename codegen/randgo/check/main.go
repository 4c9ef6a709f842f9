package check

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// Main checks all entries and prints their outcomes as JSON, one a line. It is the whole of the program that package randgo builds.
func Main(entries []Entry, o Options) {
	out := json.NewEncoder(os.Stdout)
	for _, e := range entries {
		done := make(chan Outcome, 1)
		go func() { done <- Check(e, o) }()
		res := Outcome{Seed: e.Seed, Diff: "still running after 10 seconds"}
		select {
		case res = <-done:
		case <-time.After(10 * time.Second):
		}
		if err := out.Encode(res); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

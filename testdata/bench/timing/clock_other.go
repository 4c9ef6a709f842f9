//go:build !linux

package timing

import "time"

var started = time.Now()

// clock is the time on the wall, where that of a thread is not to be had in the same way everywhere.
func clock() time.Duration { return time.Since(started) }

func processClock() time.Duration { return time.Since(started) }

//go:build race

package runtime

// With the race detector, sync.Pool drops what is put back now and then, on purpose.
const raceEnabled = true

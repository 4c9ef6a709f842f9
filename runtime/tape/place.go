package tape

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// place is where something was recorded: the calls that led there, innermost first, of which the first few are this package's.
type place [8]uintptr

// String is file:line of the call that led into this package.
func (p place) String() string {
	n := 0
	for n < len(p) && p[n] != 0 {
		n++
	}
	if n == 0 {
		return "?"
	}
	frames := runtime.CallersFrames(p[:n])
	for {
		f, more := frames.Next()
		if !strings.Contains(f.Function, "gograd/runtime/tape.") || strings.HasSuffix(f.File, "_test.go") {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return "?"
		}
	}
}

// mark keeps the calls that led here as the place of node i.
func (t *Tape) mark(i int32) {
	runtime.Callers(2, t.extend(i).place[:])
}

// callers is the place of the calls that led to the caller.
func callers() (p place) {
	runtime.Callers(2, p[:])
	return p
}

// place is that of node i, if it was kept.
func (t *Tape) place(i int32) place {
	if n := &t.nodes[i]; n.ext >= 0 {
		return t.exts[n.ext].place
	}
	return place{}
}

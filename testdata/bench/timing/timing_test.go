package timing

import (
	"math"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/variant"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		x    []float64
		want float64
	}{{[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}, {[]float64{7}, 7}} {
		if got := Median(test.x); got != test.want {
			t.Errorf("Median(%v) = %v, want %v", test.x, got, test.want)
		}
	}
}

// TestCalibrate times something that takes 100 µs, when nothing else runs.
func TestCalibrate(t *testing.T) {
	call := func() {
		for start := clock(); clock()-start < 100*time.Microsecond; {
		}
	}
	n := Calibrate(call, 10*time.Millisecond)
	if n < 10 || n > 100 {
		t.Errorf("%d calls of 100 µs or more are said to take 10 ms", n)
	}
	if ns := PerCall(call, 30); ns < 1e5 || ns > 1e6 {
		t.Errorf("a call of 100 µs takes %v ns", ns)
	}
}

// TestKept keeps memory in a pool, in a variable and nowhere.
func TestKept(t *testing.T) {
	const size = 1 << 20
	var pool sync.Pool
	pooled := func() {
		p, ok := pool.Get().(*[]byte)
		if !ok {
			p = new([]byte)
			*p = make([]byte, size)
		}
		pool.Put(p)
	}
	if got := Kept(pooled); math.Abs(got-size) > 1<<14 {
		t.Errorf("a pool keeps %v bytes, want about %d", got, size)
	}
	dropped := func() { runtime.KeepAlive(make([]byte, size)) }
	if got := Kept(dropped); got > 1<<14 {
		t.Errorf("%v bytes are kept of what was dropped", got)
	}
}

// TestAgree checks that a wrong derivative, or value, is found.
func TestAgree(t *testing.T) {
	c := cases.LSE(7)
	if err := Agree(c); err != nil {
		t.Error(err)
	}
	right := *variant.Generated
	defer func() { *variant.Generated = right }()
	variant.Generated.LSE = func(dx, x []float64) float64 {
		v := right.LSE(dx, x)
		dx[3] *= 1 + 1e-6
		return v
	}
	if Agree(c) == nil {
		t.Error("an error of 1e-6 in a derivative is not found")
	}
	variant.Generated.LSE = func(dx, x []float64) float64 { return math.Nextafter(right.LSE(dx, x), 9) }
	if Agree(c) == nil {
		t.Error("a last bit of the value is not found")
	}
}

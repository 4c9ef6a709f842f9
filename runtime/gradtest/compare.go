package gradtest

import (
	"fmt"
	"math"
	"testing"
)

// maxReports is how many wrong components a check writes out.
const maxReports = 10

// comparison compares derivatives with finite differences.
type comparison struct {
	tb     testing.TB
	tol    float64
	scale  float64 // the largest derivative, against which rounding errors are small
	value  float64 // of the function
	failed int
}

// component compares one derivative, got, with its finite difference.
func (c *comparison) component(name string, got, want, errEst float64, p precision) {
	c.tb.Helper()
	if msg := c.judge(got, want, errEst, p); msg != "" {
		c.fail("gradtest: %s: %s", name, msg)
	}
}

// judge says what is wrong, "" for nothing.
func (c *comparison) judge(got, want, errEst float64, p precision) string {
	tol, vague := c.tol, 1e-3
	if p.eps == asFloat32.eps {
		tol, vague = max(tol, 1e-3), 0.05
	}
	size := max(abs(got), abs(want))
	numbers := fmt.Sprintf("derivative %.12g, finite difference %.12g ± %.1e", got, want, errEst)
	switch {
	case math.IsNaN(want):
		return fmt.Sprintf("derivative %.12g, but there are no finite differences: the function is not finite around here", got)
	case math.IsNaN(got) || math.IsInf(got, 0):
		return numbers
	case abs(got-want) > tol*size+4*errEst+1e-12*c.scale:
		return numbers
	case errEst > vague*size && errEst > 1e-6*c.scale+1e-9*abs(c.value):
		return numbers + ": too inexact to check (a kink, a jump or noise close by?)"
	}
	return ""
}

func (c *comparison) fail(format string, args ...any) {
	c.tb.Helper()
	if c.failed++; c.failed <= maxReports {
		c.tb.Errorf(format, args...)
	}
}

// done says how many failures were not written out.
func (c *comparison) done() {
	c.tb.Helper()
	if c.failed > maxReports {
		c.tb.Errorf("gradtest: and %d more", c.failed-maxReports)
	}
}

// sameBits reports whether a and b are the same number, all NaNs being one.
func sameBits(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

// sameValue is sameBits with a relative tolerance.
func sameValue(a, b, rel float64) bool {
	return sameBits(a, b) || abs(a-b) <= rel*max(abs(a), abs(b))
}

// firstDifference is the first index at which a and b differ, -1 if there is none.
func firstDifference(a, b []float64) int {
	for i := range a {
		if !sameBits(a[i], b[i]) {
			return i
		}
	}
	return -1
}

func abs(x float64) float64 { return max(x, -x) }

func maxAbs(x []float64) float64 {
	m := 0.0
	for _, v := range x {
		m = max(m, abs(v))
	}
	return m
}

func dot(x, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += v * y[i]
	}
	return s
}

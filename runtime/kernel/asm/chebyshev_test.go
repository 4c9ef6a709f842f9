package main

import "testing"

// The error that a polynomial leaves, rounding of its coefficients included, is small beside half a unit in the last place.
func TestApproximations(t *testing.T) {
	for _, a := range approximations {
		if got := a.worst(a.coefficients()); got > a.error {
			t.Errorf("%s: error %g, want at most %g", a.name, got, a.error)
		} else {
			t.Logf("%s: error %g", a.name, got)
		}
	}
}

package runtime_test

import (
	"testing"

	"github.com/gograd/gograd/runtime"
)

// Where Apart says so, there is no overlap; for parts of one array it does where there is none.
func TestApart(t *testing.T) {
	s, other := make([]float64, 6), make([]float64, 6)
	parts := [][]float64{nil, {}, other, other[2:4]}
	for i := range s {
		for j := i; j <= len(s); j++ {
			parts = append(parts, s[i:j], s[i:j:j])
		}
	}
	apart := 0
	for _, a := range parts {
		for _, b := range parts {
			_, overlap := runtime.Overlap(a, b)
			got := runtime.Apart(a, b)
			if got && overlap {
				t.Errorf("%d, %d: Apart gives true, and they overlap", len(a), len(b))
			}
			if got {
				apart++
			}
			if !got && !overlap && len(a) > 0 && len(b) > 0 && &a[:cap(a)][cap(a)-1] == &b[:cap(b)][cap(b)-1] {
				t.Errorf("%d, %d: Apart gives false for disjoint parts of one array", len(a), len(b))
			}
		}
	}
	if apart == 0 {
		t.Error("Apart never gives true")
	}
}

package runtime

import (
	"fmt"
	"testing"
)

func TestOverlap(t *testing.T) {
	s := make([]float64, 20)
	tests := []struct {
		name   string
		a, b   []float64
		offset int
		ok     bool
	}{
		{"same", s, s, 0, true},
		{"second later", s[2:], s[5:], 3, true},
		{"first later", s[5:], s[2:], -3, true},
		{"adjacent", s[:5], s[5:], 0, false},
		{"adjacent, other way", s[5:], s[:5], 0, false},
		{"one element", s[:6], s[5:], 5, true},
		{"capped", s[1:6:6], s[3:9:9], 2, true},
		{"capped, first later", s[3:9:9], s[1:6:6], -2, true},
		{"capped, same end", s[1:9:9], s[3:9:9], 2, true},
		{"capped, adjacent", s[:5:5], s[5:9:9], 0, false},
		{"one within the other", s, s[7:9:9], 7, true},
		{"length shorter than the distance", s[0:2:20], s[2:4:9], 0, false},
		{"other memory", s, make([]float64, 20), 0, false},
		{"empty", s, s[3:3], 0, false},
		{"nil", nil, s, 0, false},
	}
	for _, tt := range tests {
		if offset, ok := Overlap(tt.a, tt.b); offset != tt.offset || ok != tt.ok {
			t.Errorf("%s: Overlap = %d, %v; want %d, %v", tt.name, offset, ok, tt.offset, tt.ok)
		}
	}
}

// All pairs of subslices of a small array, against the definition.
func TestOverlapExhaustive(t *testing.T) {
	const n = 5
	s := make([]int32, n)
	type sub struct{ lo, hi, max int }
	var subs []sub
	for lo := range n + 1 {
		for hi := lo; hi <= n; hi++ {
			for m := hi; m <= n; m++ {
				subs = append(subs, sub{lo, hi, m})
			}
		}
	}
	for _, a := range subs {
		for _, b := range subs {
			want := max(a.lo, b.lo) < min(a.hi, b.hi)
			offset, ok := Overlap(s[a.lo:a.hi:a.max], s[b.lo:b.hi:b.max])
			if ok != want || ok && offset != b.lo-a.lo {
				t.Fatalf("%v %v: %d %v", a, b, offset, ok)
			}
		}
	}
}

// checkTest is a check and what it panics with, "" for nothing.
type checkTest struct {
	name  string
	check func()
	want  string
}

var p, q, none *float64 = new(float64), new(float64), nil

var pointerChecks = []checkTest{
	{"disjoint pointers", func() { CheckDisjointPointers("StepVJP", "x", p, "y", q) }, ""},
	{"two nils", func() { CheckDisjointPointers("StepVJP", "x", none, "y", none) }, ""},
	{"not disjoint pointers", func() { CheckDisjointPointers("StepVJP", "x", p, "y", p) },
		"gograd: StepVJP: x and y are the same; they must be different"},
}

func TestChecks(t *testing.T) {
	s := make([]float64, 10)
	tests := []checkTest{
		{"length", func() { CheckLen("LossGrad", "dw", 3, "w", 4) }, "gograd: LossGrad: len(dw) = 3, want len(w) = 4"},
		{"right length", func() { CheckLen("LossGrad", "dw", 4, "w", 4) }, ""},
		{"nil", func() { CheckNotNil("LossGrad", "dm", true) }, "gograd: LossGrad: dm is nil"},
		{"not nil", func() { CheckNotNil("LossGrad", "dm", false) }, ""},
		{"disjoint", func() { CheckDisjoint("StepVJP", "x", s[:5], "y", s[5:]) }, ""},
		{"not disjoint", func() { CheckDisjoint("StepVJP", "x", s[:5], "y", s[4:]) },
			"gograd: StepVJP: x and y overlap, y beginning 4 elements after x; they must be disjoint"},
	}
	tests = append(tests, pointerChecks...)
	for _, tt := range tests {
		if got := panicOf(tt.check); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// panicOf is what f panics with, "" if it doesn't.
func panicOf(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			msg = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

func BenchmarkOverlapDisjoint(b *testing.B) {
	x, y := make([]float64, 1000), make([]float64, 1000)
	for b.Loop() {
		Overlap(x, y)
	}
}

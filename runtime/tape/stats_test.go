package tape_test

import (
	"testing"

	"github.com/gograd/gograd/runtime/tape"
	"github.com/gograd/gograd/runtime/tape/tensor"
)

// A tape that has given its only gradient saves nothing for another; the values stay for those who ask for them.
func TestStatsOfConsumedTape(t *testing.T) {
	for _, persistent := range []bool{false, true} {
		var opts []tape.Option
		if persistent {
			opts = append(opts, tape.Persistent())
		}
		tp := tape.New(opts...)
		x := tp.Watch(tensor.Ones(100))
		y := tape.Sum(tape.Mul(x, x))
		before := tp.Stats()
		if before.BytesSaved != 800 {
			t.Errorf("%d bytes saved, want 800", before.BytesSaved)
		}
		if _, err := tp.Gradient(y, x); err != nil {
			t.Fatal(err)
		}
		want := before
		if !persistent {
			want.BytesSaved = 0
		}
		if after := tp.Stats(); after != want {
			t.Errorf("persistent %v: after the gradient %+v, want %+v", persistent, after, want)
		}
	}
}

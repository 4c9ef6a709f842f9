package nd

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestBroadcast(t *testing.T) {
	tests := []struct{ a, b, want string }{
		{"[]", "[]", "[] true"},
		{"[]", "[2 3]", "[2 3] true"},
		{"[3]", "[2 1]", "[2 3] true"},
		{"[2 1 3]", "[4 1]", "[2 4 3] true"},
		{"[0]", "[1]", "[0] true"},
		{"[2 0]", "[1 1]", "[2 0] true"},
		{"[0]", "[2]", "[] false"},
		{"[2 3]", "[2]", "[2] false"},
	}
	for _, tt := range tests {
		for _, sides := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			got, ok := Broadcast(nil, parse(sides[0]), parse(sides[1]))
			if s := fmt.Sprint(got, ok); s != tt.want {
				t.Errorf("%s and %s: %s, want %s", sides[0], sides[1], s, tt.want)
			}
		}
	}
}

// parse reads a shape as fmt prints it.
func parse(s string) []int {
	shape := []int{}
	n := 0
	digits := false
	for _, c := range s {
		switch {
		case '0' <= c && c <= '9':
			n, digits = n*10+int(c-'0'), true
		case digits:
			shape = append(shape, n)
			n, digits = 0, false
		}
	}
	return shape
}

func TestReducedShape(t *testing.T) {
	tests := []struct {
		shape string
		axes  uint64
		keep  bool
		want  string
	}{
		{"[]", 0, false, "[]"},
		{"[2 3 4]", 0, false, "[2 3 4]"},
		{"[2 3 4]", 0b010, false, "[2 4]"},
		{"[2 3 4]", 0b101, true, "[1 3 1]"},
		{"[2 0]", 0b10, false, "[2]"},
		{"[2 0]", 0b11, true, "[1 1]"},
	}
	for _, tt := range tests {
		shape := parse(tt.shape)
		if got := fmt.Sprint(ReducedShape(shape[:0], shape, tt.axes, tt.keep)); got != tt.want {
			t.Errorf("%s over %b: %s, want %s", tt.shape, tt.axes, got, tt.want)
		}
	}
}

func TestEqual(t *testing.T) {
	check(t, func(t *rapid.T) {
		a, b := drawShape(t, "a"), drawShape(t, "b")
		if Equal(a, b) != (fmt.Sprint(a) == fmt.Sprint(b)) || !Equal(a, append([]int{}, a...)) {
			t.Fatal(a, b)
		}
	})
}

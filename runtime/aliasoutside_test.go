package runtime

import "testing"

func TestCheckOutside(t *testing.T) {
	x := []float64{1, 2, 3}
	y := 1.0
	CheckOutside("f", "x", x, "p", &y)
	CheckOutside("f", "x", x[:2], "p", &x[2])
	CheckOutside("f", "x", x, "p", nil)
	CheckOutside("f", "x", nil, "p", &y)
	defer func() {
		want := "gograd: f: p points to x[1]; it must point elsewhere"
		if got := recover(); got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	CheckOutside("f", "x", x, "p", &x[1])
}

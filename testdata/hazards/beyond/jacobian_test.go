package beyond

import (
	"math"
	"strings"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

func TestOneOfOther(t *testing.T) {
	f := func(y, x []float64) { y[0], y[1] = oneOfOther(x[:2], x[2]) }
	gradtest.CheckJacobian(t, f, func(d [][]float64, y, x []float64) {
		y[0], y[1], d[0][2], d[1][2] = oneOfOtherJacobian(d[0][:2], d[1][:2], x[:2], x[2])
	}, []float64{1.5, -2, 0.7}, 2)
}

func TestTakesTurns(t *testing.T) {
	for _, x := range [][]float64{{1.5, 0.7, 2}, {0.2, 1.3, 0.1}, {1.2, 2, 6}} {
		for n := range 4 {
			f := func(y, x []float64) { y[0], y[1] = takesTurns(x, n) }
			gradtest.CheckJacobian(t, f, func(d [][]float64, y, x []float64) {
				y[0], y[1] = takesTurnsJacobian(d[0], d[1], x, n)
			}, x, 2)
		}
	}
}

func TestStores(t *testing.T) {
	apart := func(y, x []float64) { y[0], y[1] = stores(x[:1], x[1:]) }
	gradtest.CheckJacobian(t, apart, func(d [][]float64, y, x []float64) {
		y[0], y[1] = storesJacobian(d[0][:1], d[0][1:], d[1][:1], d[1][1:], x[:1], x[1:])
	}, []float64{1.5, -2}, 2)
	same := func(y, x []float64) { y[0], y[1] = stores(x, x) }
	gradtest.CheckJacobian(t, same, func(d [][]float64, y, x []float64) {
		y[0], y[1] = storesJacobian(d[0], d[0], d[1], d[1], x, x)
	}, []float64{1.5}, 2)
	// The destinations of the second row don't overlap as the parameters do.
	x, d := []float64{1.5}, [3][1]float64{}
	panics(t, "their destinations do not do so in the same way", func() { storesJacobian(d[0][:], d[0][:], d[1][:], d[2][:], x, x) })
}

func TestNotFinite(t *testing.T) {
	for _, x := range [][]float64{{0, 3, 2}, {4, 3, 0}, {0, 3, 0}} {
		dgood, dbad := []float64{9, 9, 9}, []float64{9, 9, 9}
		good, bad := notFiniteJacobian(dgood, dbad, x)
		if g, b := notFinite(x); good != g || bad != b && !math.IsNaN(b) {
			t.Errorf("at %v the results are %v, %v, want %v, %v", x, good, bad, g, b)
		}
		want := []float64{x[2], 2 * x[1], x[0]}
		if x[0] == 0 { // the square root has no slope there
			want[0] = 0
		}
		for i := range want {
			if good != 9+x[0]*x[2] || math.Abs(dgood[i]-want[i]) > 1e-12 {
				t.Errorf("at %v the gradient is %v, want %v", x, dgood, want)
				break
			}
		}
	}
}

func TestNoneOfIt(t *testing.T) {
	dall, dnone := []float64{9, 9, 9}, []float64{9, 9, 9}
	dallp, dnonep := &point{9, 9}, &point{9, 9}
	all, n, none, dalla, dnonea := noneOfItJacobian(dall, dallp, dnone, dnonep, []float64{1.5, 2, 3}, [2]float64{2, 5}, &point{X: 3, Y: 7})
	if a, k, f := noneOfIt([]float64{1.5, 2, 3}, [2]float64{2, 5}, &point{X: 3, Y: 7}); all != a || n != k || none != f {
		t.Error(all, n, none)
	}
	if dalla != [2]float64{13.5, 6} || dnonea != [2]float64{} || *dallp != (point{19, 0}) || *dnonep != (point{}) {
		t.Error(dalla, dnonea, *dallp, *dnonep)
	}
	for i, want := range []float64{6, 15, 6} {
		if dall[i] != want || dnone[i] != 0 {
			t.Error(dall, dnone)
		}
	}
}

func TestRecursive(t *testing.T) {
	for n := range 5 {
		f := func(y, x []float64) { y[0], y[1] = recursive(x, n) }
		gradtest.CheckJacobian(t, f, func(d [][]float64, y, x []float64) {
			y[0], y[1] = recursiveJacobian(d[0], d[1], x, n)
		}, []float64{0.7, 0.4}, 2)
	}
}

func TestGrid(t *testing.T) {
	rows := func(x []float64) [][]float64 { return [][]float64{x[:2:2], x[2:4:4], x[4:6:6]} }
	f := func(y, x []float64) { y[0], y[1] = grid(rows(x), &particle{Pos: x[6:]}) }
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	gradtest.CheckJacobian(t, f, func(d [][]float64, y, x []float64) {
		y[0], y[1] = gridJacobian(rows(d[0]), d[0][6:], rows(d[1]), d[1][6:], rows(x), &particle{Pos: x[6:]})
	}, x, 2)
	p, d, e := &particle{Pos: x[6:]}, make([]float64, 8), make([]float64, 8)
	panics(t, "destinations of different results overlap: of g[…]", func() { gridJacobian(rows(d), d[6:], rows(d), e[6:], rows(x), p) })
	panics(t, "destinations of different results overlap: of p.Pos", func() { gridJacobian(rows(d), d[6:], rows(e), d[6:], rows(x), p) })
}

// Each pair of destinations of different rows must be apart.
func TestRowsApart(t *testing.T) {
	x, d := []float64{1, 2}, make([]float64, 3)
	panics(t, "destinations of different results overlap", func() { storesJacobian(d[:1], d[1:2], d[2:3], d[:1], x[:1], x[1:]) })
	panics(t, "must be disjoint", func() { oneOfOtherJacobian(d[:2], d[1:], x, 1) })
	p := &point{}
	panics(t, "must be different", func() {
		noneOfItJacobian(make([]float64, 2), p, make([]float64, 2), p, x, [2]float64{}, &point{})
	})
}

func panics(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if s, ok := recover().(string); !ok || !strings.Contains(s, want) {
			t.Errorf("panic %q, want one with %q", s, want)
		}
	}()
	f()
}

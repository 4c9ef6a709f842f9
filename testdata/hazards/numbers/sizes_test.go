package numbers

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH86_Sizes(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		m    [][]float64
		want []float64
	}{
		{nil, nil, []float64{}},
		{[]float64{}, [][]float64{}, []float64{}},
		{[]float64{3}, nil, []float64{1}},
		{nil, [][]float64{nil, {}, {2}}, []float64{2}}, // 1+1, and times 1+v
		{[]float64{3}, [][]float64{{2}, nil}, []float64{3, 3}},
		{[]float64{3, 5}, [][]float64{nil}, []float64{10, 6}},
	} {
		check.Grad(t, check.Case{F: h86Sizes, G: h86SizesGrad, Args: check.In(c.x, c.m), Want: c.want})
	}
}

func TestH86_MissingParts(t *testing.T) {
	x := 1.5
	for _, c := range []struct {
		l    *Layer
		want []float64
	}{
		{nil, []float64{1}},
		{&Layer{}, []float64{1}},
		{&Layer{W: [][]float64{nil}, Bias: []float64{2}, Name: "one"}, []float64{x, 2}},
		{&Layer{W: [][]float64{{3}}, Bias: []float64{2}, Skip: &Layer{}}, []float64{2 * x, 4 * x, 8 + 2*x}}, // (x+wx)b + x^2
	} {
		check.Grad(t, check.Case{F: h86MissingParts, G: h86MissingPartsGrad, Args: check.In(c.l, x), Want: c.want})
	}
}

func TestH88_Unused(t *testing.T) {
	for _, name := range []string{"", "two"} {
		l := &Layer{W: [][]float64{{1}, nil, {2, 3}}, Bias: []float64{4}, Name: name}
		n := 3.0
		if name == "two" {
			n = 2
		}
		check.Grad(t, check.Case{F: h88Unused, G: h88UnusedGrad, Args: check.In([]float64{5, 6}, []float64{1, 2, 3}, 7.0, 8.0, l),
			Want: []float64{7 * n, 0, 0, 0, 0, 5 * n, 0, 0, 0, 0, 0}})
	}
}

func TestH88_Constant(t *testing.T) {
	for _, x := range [][]float64{nil, {1}, {1, 9, 2}} {
		check.Grad(t, check.Case{F: h88Constant, G: h88ConstantGrad, Args: check.In(x, 3.0), Want: make([]float64, len(x)+1)})
	}
}

func TestH88_Overwritten(t *testing.T) {
	for n := range 5 {
		check.VJP(t, check.Case{F: h88Overwritten, G: h88OverwrittenVJP, Args: check.In(make([]float64, n), 2.0), Want: make([]float64, n+1)})
	}
}

func TestH89_UnusedNaN(t *testing.T) {
	check.Grad(t, check.Case{F: h89UnusedNaN, G: h89UnusedNaNGrad, Args: check.In(3.0, 5.0), Want: []float64{5, 3}})
	check.Grad(t, check.Case{F: h89UnusedNaN, G: h89UnusedNaNGrad, Args: check.In(0.0, 0.0), Want: []float64{0, 0}})
}

func TestH89_MaskedNaN(t *testing.T) {
	dlog := func(v float64) float64 { return (1 - math.Log(v)) / (v * v) }
	check.Grad(t, check.Case{F: h89MaskedNaN, G: h89MaskedNaNGrad, Args: check.In([]float64{2, -1, 0.5}), Want: []float64{dlog(2), 0, dlog(0.5)}})
	check.Grad(t, check.Case{F: h89MaskedNaN, G: h89MaskedNaNGrad, Args: check.In([]float64{0, 2, math.NaN()}), Kink: true, Want: []float64{0, dlog(2), 0}})
}

// state makes one of n particles.
func state(n int) *State {
	s := &State{Pos: make([]float64, n), Vel: make([]float64, n), Grid: [2][]float64{make([]float64, 3), make([]float64, 2)}}
	for i := range n {
		s.Pos[i] = 1.9 + 0.03*float64(i)
		s.Vel[i] = 0.7 - 0.2*float64(i)
	}
	return s
}

func TestH90_Simulate(t *testing.T) {
	for _, n := range []int{0, 1, 5} {
		for _, steps := range []int{0, 1, 12} {
			check.Grad(t, check.Case{F: h90Simulate, G: h90SimulateGrad, Args: func() []any { return []any{state(n), 1.3, steps} }})
		}
	}
}

// Calls of different size run at once and after each other, some of which panic halfway.
func TestH90_MixedConcurrent(t *testing.T) {
	type size struct{ n, steps int }
	sizes := []size{{1, 3}, {5, 12}, {2, 40}, {7, 1}}
	call := func(s size, bad bool) (out string) {
		defer func() {
			if r := recover(); r != nil {
				out = "panic"
			}
		}()
		st, d := state(s.n), state(s.n)
		if bad {
			st.Grid[1], d.Grid[1] = nil, nil // divides by zero in the second step
		}
		v, dk := h90SimulateGrad(d, st, 1.3, s.steps)
		return fmt.Sprint(v, dk, *d)
	}
	want := map[size]string{}
	for _, s := range sizes {
		want[s] = call(s, false)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 20 {
				s := sizes[i%len(sizes)]
				if i%5 == 4 {
					call(s, true)
				} else if got := call(s, false); got != want[s] {
					t.Errorf("%v: got %s, want %s", s, got, want[s])
				}
			}
		})
	}
	wg.Wait()
}

// destinations are arguments of h90Destinations, good as destinations too.
func destinations() ([]float64, [][]float64, State, [2]float64, *float64) {
	p := 3.0
	return []float64{2, 5}, [][]float64{{3, 1}, {4}}, *state(1), [2]float64{1.5, 2.5}, &p
}

func TestH90_Destinations(t *testing.T) {
	x, m, s, a, p := destinations()
	s.Grid[0][0], s.Grid[1][0] = 4, 5
	want := []float64{
		3 * 1.9 * 1.5, 0, // x
		2 * 1.9 * 1.5, 0, 0, // m
		2 * 3 * 1.5, 1, 5, 0, 0, 4, 0, // s
		2 * 3 * 1.9, 3, // a
		2.5, // p
	}
	check.Grad(t, check.Case{F: h90Destinations, G: h90DestinationsGrad, Args: check.In(x, m, s, a, p), Want: want})
}

// A destination of a wrong length panics with function, destination, length given and length wanted.
func TestH90_WrongDestinations(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(dx *[]float64, dm *[][]float64, ds *State, dp **float64)
		says  []string
	}{
		"short slice":   {func(dx *[]float64, _ *[][]float64, _ *State, _ **float64) { *dx = (*dx)[:1] }, []string{"dx", "1", "2"}},
		"long slice":    {func(dx *[]float64, _ *[][]float64, _ *State, _ **float64) { *dx = make([]float64, 3) }, []string{"dx", "3", "2"}},
		"nil slice":     {func(dx *[]float64, _ *[][]float64, _ *State, _ **float64) { *dx = nil }, []string{"dx", "0", "2"}},
		"short outer":   {func(_ *[]float64, dm *[][]float64, _ *State, _ **float64) { *dm = (*dm)[:1] }, []string{"dm", "1", "2"}},
		"short row":     {func(_ *[]float64, dm *[][]float64, _ *State, _ **float64) { (*dm)[1] = nil }, []string{"dm[", "0", "1"}},
		"field":         {func(_ *[]float64, _ *[][]float64, ds *State, _ **float64) { ds.Vel = make([]float64, 4) }, []string{"ds.Vel", "4", "1"}},
		"field element": {func(_ *[]float64, _ *[][]float64, ds *State, _ **float64) { ds.Grid[1] = nil }, []string{"ds.Grid[", "0", "2"}},
		"nil pointer":   {func(_ *[]float64, _ *[][]float64, _ *State, dp **float64) { *dp = nil }, []string{"dp", "nil"}},
	} {
		t.Run(name, func(t *testing.T) {
			x, m, s, a, p := destinations()
			dx, dm, ds, _, dp := destinations()
			c.spoil(&dx, &dm, &ds, &dp)
			defer func() {
				got := fmt.Sprint(recover())
				for _, w := range append(c.says, "h90DestinationsGrad") {
					if !strings.Contains(got, w) {
						t.Errorf("panic %q doesn't mention %q", got, w)
					}
				}
				if x[0] != 2 || m[0][0] != 3 {
					t.Error("the arguments have changed")
				}
			}()
			h90DestinationsGrad(dx, dm, &ds, dp, x, m, s, a, p)
		})
	}
}

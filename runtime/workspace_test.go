package runtime

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestStack(t *testing.T) {
	var s Stack[int]
	for i := range 100 {
		s.Push(i)
	}
	for i := 99; i >= 0; i-- {
		if s.Len() != i+1 {
			t.Fatalf("Len = %d, want %d", s.Len(), i+1)
		}
		if got := s.Pop(); got != i {
			t.Fatalf("Pop = %d, want %d", got, i)
		}
	}
	if panicOf(func() { s.Pop() }) == "" {
		t.Error("Pop of an empty stack doesn't panic")
	}
	s.Push(1)
	s.Reset()
	if s.Len() != 0 {
		t.Error("Reset leaves something")
	}
}

// Random pushes and pops, against a slice of booleans.
func TestBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var b Bits
	var want []bool
	for round := range 200 {
		for range rng.IntN(300) {
			x := rng.IntN(2) == 0
			b.Push(x)
			want = append(want, x)
		}
		for range rng.IntN(len(want) + 1) {
			x := want[len(want)-1]
			want = want[:len(want)-1]
			if got := b.Pop(); got != x {
				t.Fatalf("round %d: Pop = %v with %d left", round, got, len(want))
			}
		}
		if b.Len() != len(want) {
			t.Fatalf("Len = %d, want %d", b.Len(), len(want))
		}
	}
	b.Reset()
	if b.Len() != 0 || panicOf(func() { b.Pop() }) == "" {
		t.Error("Reset leaves something")
	}
}

func TestArenaRegionsStayAndAreZero(t *testing.T) {
	var a Arena[float64]
	for run := range 5 {
		var regions [][]float64
		var vars []*float64
		for i := range 200 {
			s := a.Make(i)
			if s == nil || len(s) != i || cap(s) != i || slices.ContainsFunc(s, func(x float64) bool { return x != 0 }) {
				t.Fatalf("run %d: Make(%d) = %v with capacity %d", run, i, s, cap(s))
			}
			p := a.New()
			if *p != 0 {
				t.Fatalf("run %d: New holds %v", run, *p)
			}
			for j := range s {
				s[j] = float64(i)
			}
			*p = float64(-i)
			regions, vars = append(regions, s), append(vars, p)
		}
		for i, s := range regions {
			if slices.ContainsFunc(s, func(x float64) bool { return x != float64(i) }) || *vars[i] != float64(-i) {
				t.Fatalf("run %d: region %d was overwritten", run, i)
			}
		}
		a.Reset()
		if len(a.chunks) != 1 {
			t.Fatalf("after Reset there are %d chunks", len(a.chunks))
		}
	}
}

func TestArenaMakeCap(t *testing.T) {
	var a Arena[int]
	s := a.MakeCap(2, 5)
	other := a.Make(1)
	s = append(s, 1, 2, 3)
	if len(s) != 5 || cap(s) != 5 || other[0] != 0 {
		t.Errorf("after append: %v, neighbour %v", s, other)
	}
	if s = append(s, 4); &s[0] == &a.cur[0] {
		t.Error("append beyond the capacity stayed in the arena")
	}
}

// The panics are those of make.
func TestArenaPanics(t *testing.T) {
	n, c := -1, -1
	tests := []struct {
		name      string
		got, want func(a *Arena[int])
	}{
		{"empty arena", func(a *Arena[int]) { a.Make(n) }, func(*Arena[int]) { _ = make([]int, n) }},
		{"used arena", func(a *Arena[int]) { a.Make(3); a.Make(n) }, func(*Arena[int]) { _ = make([]int, n) }},
		{"length", func(a *Arena[int]) { a.MakeCap(n, 2) }, func(*Arena[int]) { _ = make([]int, n, 2) }},
		{"capacity", func(a *Arena[int]) { a.MakeCap(2, n+2) }, func(*Arena[int]) { _ = make([]int, 2, n+2) }},
		{"both", func(a *Arena[int]) { a.MakeCap(n, c) }, func(*Arena[int]) { _ = make([]int, n, c) }},
	}
	for _, tt := range tests {
		var a Arena[int]
		got, want := panicOf(func() { tt.got(&a) }), panicOf(func() { tt.want(nil) })
		if got != want {
			t.Errorf("%s: panics with %q, make with %q", tt.name, got, want)
		}
	}
}

func TestArenaRelease(t *testing.T) {
	var a Arena[float64]
	empty := a.Mark()
	kept := a.Make(3)
	kept[0] = 7
	for range 3 {
		m := a.Mark()
		first := a.Make(1)
		for i := range 20 {
			s := a.Make(i * 10)
			for j := range s {
				s[j] = 1
			}
		}
		a.Release(m)
		if again := a.Make(1); &again[0] != &first[0] || again[0] != 0 {
			t.Fatal("Release doesn't take back what was handed out")
		}
		a.Release(m)
	}
	if kept[0] != 7 {
		t.Error("what was there at Mark has changed")
	}
	a.Release(empty)
	if s := a.Make(3); &s[0] != &kept[0] {
		t.Error("Release to the empty arena doesn't take back everything")
	}
}

// workspace is used as a generated function uses one.
type workspace struct {
	stack Stack[float64]
	bits  Bits
	rows  Stack[[]float64]
	arena Arena[float64]
}

var workspaces Pool[workspace]

func sweep(x []float64) float64 {
	w := workspaces.Get()
	sum := w.arena.New()
	for _, xi := range x {
		m := w.arena.Mark()
		t := w.arena.Make(20)
		t[0] = xi
		w.stack.Push(t[0])
		w.bits.Push(xi > 0)
		w.rows.Push(x)
		w.arena.Release(m)
	}
	a := w.arena.MakeCap(10, 100)
	a = append(a, 1)
	for i := len(x) - 1; i >= 0; i-- {
		if w.bits.Pop() {
			*sum += w.stack.Pop() * w.rows.Pop()[i]
		} else {
			*sum -= w.stack.Pop() * w.rows.Pop()[i] * a[10]
		}
	}
	result := *sum
	w.arena.Reset()
	workspaces.Put(w)
	return result
}

func TestNoAllocationOnceWarm(t *testing.T) {
	x := make([]float64, 1000)
	for i := range x {
		x[i] = float64(i%7) - 3
	}
	want := sweep(x)
	sweep(x)
	var w workspace
	workspaces.Put(&w) // even if the garbage collector emptied the pool
	sweep(x)
	if allocs := testing.AllocsPerRun(100, func() { sweep(x) }); allocs != 0 && !raceEnabled {
		t.Errorf("%v allocations a run", allocs)
	}
	if got := sweep(x); got != want {
		t.Errorf("warm %v, cold %v", got, want)
	}
}

func TestPoolConcurrent(t *testing.T) {
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			x := make([]float64, 10+g*37)
			for i := range x {
				x[i] = float64(g) - float64(i)
			}
			want := sweep(x)
			for range 200 {
				if got := sweep(x); got != want {
					t.Errorf("goroutine %d: %v, want %v", g, got, want)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestStopGradient(t *testing.T) {
	type angle float32
	if got := StopGradient(angle(1.5)); got != 1.5 {
		t.Errorf("StopGradient(1.5) = %v", got)
	}
}

func BenchmarkStack(b *testing.B) {
	var s Stack[float64]
	sum := 0.0
	for b.Loop() {
		for i := range 1000 {
			s.Push(float64(i))
		}
		for range 1000 {
			sum += s.Pop()
		}
	}
	_ = sum
}

func BenchmarkBits(b *testing.B) {
	var s Bits
	n := 0
	for b.Loop() {
		for i := range 1000 {
			s.Push(i%3 == 0)
		}
		for range 1000 {
			if s.Pop() {
				n++
			}
		}
	}
	_ = n
}

func BenchmarkArenaMake(b *testing.B) {
	var a Arena[float64]
	for b.Loop() {
		for range 100 {
			a.Make(10)
		}
		a.Reset()
	}
}

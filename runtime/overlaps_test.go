package runtime

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// overlapCases tell of memory, and what CheckOverlaps says to that; "" for nothing.
func overlapCases() map[string]struct {
	tell func(o *Overlaps)
	want string
} {
	s, d, e := make([]float64, 10), make([]float64, 10), make([]float64, 10)
	type pair struct{ X, Y float64 }
	ps, dps := make([]pair, 3), make([]pair, 3)
	arr, darr := new([4]float64), new([4]float64)
	return map[string]struct {
		tell func(o *Overlaps)
		want string
	}{
		"apart":      {func(o *Overlaps) { StoredSlice(o, 1, "x", s[:5], d[:5]); StoredSlice(o, 1, "y", s[5:], e[5:]) }, ""},
		"mirrored":   {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d); StoredSlice(o, 1, "y", s[2:], d[2:]) }, ""},
		"elsewhere":  {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d); StoredSlice(o, 1, "y", s[2:], e[2:]) }, "x and y overlap, but their destinations"},
		"shifted":    {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d); StoredSlice(o, 1, "y", s[2:], d[:8]) }, "overlap"},
		"one of two": {func(o *Overlaps) { StoredSlice(o, 1, "x", s[:5], d[:5]); StoredSlice(o, 1, "y", s[5:], d[4:9]) }, "the destination of x and that of y overlap"},
		"groups":     {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d); StoredSlice(o, 2, "y", s, d) }, "x and y overlap; they must be disjoint"},
		"group 0":    {func(o *Overlaps) { StoredSlice(o, 0, "x", s); StoredSlice(o, 0, "y", s) }, "x and y overlap; they must be disjoint"},
		"read twice": {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d); ReadSlice(o, "y", e); ReadSlice(o, "z", e[1:]) }, ""},
		"read":       {func(o *Overlaps) { StoredSlice(o, 1, "x", s[:5], d[:5]); ReadSlice(o, "y", s[4:]) }, "x and y overlap; they must be disjoint"},
		"read apart": {func(o *Overlaps) { StoredSlice(o, 1, "x", s[:5], d[:5]); ReadSlice(o, "y", s[5:]) }, ""},
		"itself":     {func(o *Overlaps) { StoredSlice(o, 1, "x", s, s) }, "the destination of x overlaps x"},
		"of read":    {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d); ReadSlice(o, "y", e, d) }, "the destination of x and that of y overlap"},
		"rows":       {func(o *Overlaps) { ReadSlice(o, "x", s, d, d) }, "destinations of different results overlap"},
		"two rows":   {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d, e); StoredSlice(o, 1, "y", s[1:9], d[1:9], e[2:]) }, "overlap"},
		"element":    {func(o *Overlaps) { StoredSlice(o, 1, "ps", ps, dps); ReadPointer(o, "p", &ps[1]) }, "ps and p overlap"},
		"field":      {func(o *Overlaps) { StoredSlice(o, 1, "ps", ps, dps); ReadPointer(o, "f", &ps[2].Y) }, "ps and f overlap"},
		"array":      {func(o *Overlaps) { ReadPointer(o, "a", arr, darr); StoredSlice(o, 1, "x", arr[3:], d[:1]) }, "x and a overlap"},
		"same array": {func(o *Overlaps) { StoredPointer(o, 1, "a", arr, darr); StoredSlice(o, 1, "x", arr[3:], darr[3:]) }, ""},
		"nil":        {func(o *Overlaps) { StoredPointer[float64](o, 1, "p", nil, nil); ReadPointer[float64](o, "q", nil, nil) }, ""},
		"empty":      {func(o *Overlaps) { StoredSlice(o, 1, "x", s[:0], d[:0]); StoredSlice(o, 2, "y", s, d) }, ""},
		"length":     {func(o *Overlaps) { StoredSlice(o, 1, "x", s, d[:9]) }, "the destination of x has length 9, want 10"},
		"nil there":  {func(o *Overlaps) { StoredPointer(o, 1, "p", &s[0], nil) }, "the destination of p is nil"},
	}
}

func TestNotSame(t *testing.T) {
	x, y, one := make([]float64, 3), make([]float64, 3), 1.0
	for want, check := range map[string]func(){
		"gograd: f: dx overlaps x; it must be disjoint": func() { CheckNotSame("f", "dx", x, "x", x[:2]) },
		"gograd: f: dp overlaps p; it must be disjoint": func() { CheckNotSamePointer("f", "dp", &x[1], "p", &x[1]) },
		"gograd: f: dy overlaps y; it must be disjoint": func() { CheckElsewhere("f", "dy", y[1:], "y", y[:2]) },
		"": func() {
			CheckNotSame("f", "dx", x, "x", y)
			CheckNotSame("f", "dx", x[:0], "x", x)
			CheckNotSame[float64]("f", "dx", nil, "x", nil)
			CheckNotSamePointer("f", "dp", &one, "p", &x[1])
			CheckNotSamePointer[float64]("f", "dp", nil, "p", nil)
			CheckElsewhere("f", "dx", x, "x", y)
			CheckElsewhere("f", "dx", x[:1], "x", x[1:])
			CheckElsewherePointer[float64]("f", "dp", nil, "p", nil)
		},
	} {
		if got := panicOf(check); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestCheckOverlaps(t *testing.T) {
	for name, tt := range overlapCases() {
		got := panicOf(func() {
			o := NewOverlaps("f")
			tt.tell(o)
			CheckOverlaps(o)
		})
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// told is a slice that CheckOverlaps is told of.
type told struct {
	stored bool
	group  int
	p      [2]int // from and to, in the memory
	d      [][2]int
}

// wrong is the rule in the words of the documentation of Overlaps, pair by pair and element by element.
func wrong(all []told) bool {
	type cell struct{ at, of, index, row int }
	var cells []cell
	for i, x := range all {
		for k := range x.p[1] - x.p[0] {
			cells = append(cells, cell{x.p[0] + k, i, k, argument})
			for row, d := range x.d {
				cells = append(cells, cell{d[0] + k, i, k, row})
			}
		}
	}
	for _, a := range cells {
		for _, b := range cells {
			x, y := all[a.of], all[b.of]
			switch {
			case a.at != b.at || a == b:
			case a.row != b.row:
				return true
			case a.row != argument: // two destinations: of one element
				if x.p[0]+a.index != y.p[0]+b.index {
					return true
				}
			case !x.stored && !y.stored:
			case x.stored != y.stored || x.group != y.group || x.group == 0 || len(x.d) != len(y.d):
				if a.of != b.of {
					return true
				}
			default:
				for row := range x.d {
					if x.d[row][0]+a.index != y.d[row][0]+b.index {
						return true
					}
				}
			}
		}
	}
	return false
}

func TestCheckOverlapsRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	mem := make([]float64, 40)
	bad := 0
	for range 20000 {
		var all []told
		rows := r.IntN(3)
		for range 1 + r.IntN(5) {
			n := r.IntN(5)
			place := func() [2]int { at := r.IntN(len(mem) - n); return [2]int{at, at + n} }
			x := told{stored: r.IntN(2) == 0, group: r.IntN(3), p: place()}
			if x.stored && x.group == 0 || r.IntN(4) == 0 {
				rows = 0
			}
			shift := 15 + r.IntN(5)/4
			for row := range rows {
				if d := x.p[0] + shift*(row+1); d+n <= len(mem) && r.IntN(8) > 0 {
					x.d = append(x.d, [2]int{d, d + n})
				} else {
					x.d = append(x.d, place())
				}
			}
			all = append(all, x)
		}
		want := wrong(all)
		if want {
			bad++
		}
		got := panicOf(func() {
			o := NewOverlaps("f")
			for i, x := range all {
				var d [][]float64
				for _, at := range x.d {
					d = append(d, mem[at[0]:at[1]])
				}
				if x.stored {
					StoredSlice(o, x.group, fmt.Sprint("x", i), mem[x.p[0]:x.p[1]], d...)
				} else {
					ReadSlice(o, fmt.Sprint("x", i), mem[x.p[0]:x.p[1]], d...)
				}
			}
			CheckOverlaps(o)
		})
		if (got != "") != want {
			t.Fatalf("%+v: got %q, want a panic: %v", all, got, want)
		}
	}
	if bad < 2000 || bad > 18000 {
		t.Errorf("%d of 20000 are wrong: the cases are too much alike", bad)
	}
}

type link struct {
	next *link
	_    float64
}

// ring is a list of n elements that leads back to element to; a negative to ends it.
func ring(n, to int) *link {
	list := make([]*link, n)
	for i := range list {
		list[i] = new(link)
		if i > 0 {
			list[i-1].next = list[i]
		}
	}
	if to >= 0 {
		list[n-1].next = list[to]
	}
	return list[0]
}

func followLink(o *Overlaps, p, d *link) {
	if VisitPointer(o, 1, "*link", p, d) {
		StoredPointer(o, 1, "*link", p, d)
		followLink(o, p.next, d.next)
	}
}

func TestVisit(t *testing.T) {
	tests := map[string]struct {
		p, d *link
		want string
	}{
		"list":          {ring(100, -1), ring(100, -1), ""},
		"longer":        {ring(5, -1), ring(6, -1), ""},
		"shorter":       {ring(6, -1), ring(5, -1), "the destination of *link is nil"},
		"ring":          {ring(50, 3), ring(50, 3), ""},
		"ring and list": {ring(5, 0), ring(1000, -1), "does not lead back"},
		"list and ring": {ring(7, -1), ring(5, 2), "does not lead back"},
		"other ring":    {ring(5000, 0), ring(4999, 0), "does not lead back"},
		"nil":           {nil, nil, ""},
	}
	for name, tt := range tests {
		for range 2 { // what one call leaves behind, the next must not find
			got := panicOf(func() {
				o := NewOverlaps("f")
				followLink(o, tt.p, tt.d)
				CheckOverlaps(o)
			})
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("%s: got %q, want %q", name, got, tt.want)
			}
		}
	}
}

func TestOverlapsAllocateNothing(t *testing.T) {
	rows, drows := make([][]float64, 100), make([][]float64, 100)
	for i := range rows {
		rows[i], drows[i] = make([]float64, 3), make([]float64, 3)
	}
	p, d := ring(100, 0), ring(100, 0)
	check := func() {
		o := NewOverlaps("f")
		for k := range rows {
			StoredSlice(o, 1, "x", rows[k], drows[k])
		}
		followLink(o, p, d)
		CheckOverlaps(o)
	}
	check()
	if n := testing.AllocsPerRun(20, check); n > 0 && !raceEnabled {
		t.Errorf("%v allocations", n)
	}
}

// Two slices, as most functions have them, and many rows, in the order of their addresses and not.
func BenchmarkCheckOverlaps(b *testing.B) {
	for _, n := range []int{2, 100, 10000} {
		for _, order := range []string{"in order", "shuffled"} {
			rows, drows := make([][]float64, n), make([][]float64, n)
			for i := range rows {
				rows[i] = make([]float64, 10)
			}
			for i := range rows {
				drows[i] = make([]float64, 10)
			}
			if order == "shuffled" {
				r := rand.New(rand.NewPCG(1, 2))
				r.Shuffle(n, func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			}
			b.Run(fmt.Sprintf("%d %s", n, order), func(b *testing.B) {
				for b.Loop() {
					o := NewOverlaps("f")
					for k := range rows {
						StoredSlice(o, 1, "x", rows[k], drows[k])
					}
					CheckOverlaps(o)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
			})
		}
	}
}

package runtime

import (
	"reflect"
	"testing"
)

type matrix struct {
	rows, cols int
	data       []float64
	tag        string
}

type node struct {
	value float32
	next  *node
	owner *list
}

type list struct{ first *node }

func TestLikeShapes(t *testing.T) {
	type meters float64
	type block struct {
		M    meters
		Arr  [2][3]float64
		Hook func()
		Err  error
	}
	three := 3.0
	tests := []struct {
		name    string
		in, out any
	}{
		{"float", like(2.5), 0.0},
		{"slice", like([]float64{1, 2}), []float64{0, 0}},
		{"nil slice", like([]float64(nil)), []float64(nil)},
		{"empty slice", like([]float64{}), []float64{}},
		{"rows", like([][]float32{{1}, nil, {2, 3}}), [][]float32{{0}, nil, {0, 0}}},
		{"integers are kept", like(matrix{2, 1, []float64{1, 2}, "a"}), matrix{2, 1, []float64{0, 0}, "a"}},
		{"pointer", like(&matrix{rows: 1, data: []float64{7}}), &matrix{rows: 1, data: []float64{0}}},
		{"pointer to float", like(&three), new(float64)},
		{"nil pointer", like((*matrix)(nil)), (*matrix)(nil)},
		{"array in a struct", like(block{M: 1, Arr: [2][3]float64{{1}}}), block{}},
		{"map", like(map[string][]float64{"a": {1}, "b": nil}), map[string][]float64{"a": {0}, "b": nil}},
		{"map of structs", like(map[int]matrix{1: {2, 1, []float64{1, 2}, ""}}), map[int]matrix{1: {2, 1, []float64{0, 0}, ""}}},
		{"nil map", like(map[string]float64(nil)), map[string]float64(nil)},
		{"pointers to pointers", like(new(new(three))), new(new(0.0))},
		{"slice of integers", like([]int{1, 2}), []int{1, 2}},
		{"named slice", like(vector{1, 2}), vector{0, 0}},
		{"pointer to array", like(&[2]float64{1, 2}), &[2]float64{}},
	}
	for _, tt := range tests {
		if !reflect.DeepEqual(tt.in, tt.out) {
			t.Errorf("%s: got %#v, want %#v", tt.name, tt.in, tt.out)
		}
	}
}

type vector []float64

// like keeps the static type, which a table of any would lose.
func like[T any](p T) any { return Like(p) }

func TestLikeLeavesItsArgument(t *testing.T) {
	m := &matrix{1, 2, []float64{3, 4}, "m"}
	d := Like(m)
	d.data[0] = 9
	d.rows = 5
	if want := (&matrix{1, 2, []float64{3, 4}, "m"}); !reflect.DeepEqual(m, want) {
		t.Errorf("the primal is now %+v", m)
	}
}

func TestLikeKeepsCapacity(t *testing.T) {
	if d := Like(make([]float64, 2, 7)); len(d) != 2 || cap(d) != 7 {
		t.Errorf("len %d, cap %d; want 2 and 7", len(d), cap(d))
	}
}

func TestLikeKeepsOverlaps(t *testing.T) {
	base := make([]float64, 10)
	tests := []struct {
		name string
		a, b []float64
	}{
		{"same", base, base},
		{"nested", base, base[3:5]},
		{"to the end", base[2:], base[5:]},
		{"capped, neither within the other", base[1:5:5], base[3:8:8]},
		{"capped and disjoint", base[0:3:3], base[3:6:6]},
		{"apart", base, make([]float64, 10)},
	}
	for _, tt := range tests {
		d := Like([2][]float64{tt.a, tt.b})
		offset, ok := Overlap(tt.a, tt.b)
		dOffset, dOK := Overlap(d[0], d[1])
		if offset != dOffset || ok != dOK {
			t.Errorf("%s: overlap %d %v, in the copy %d %v", tt.name, offset, ok, dOffset, dOK)
		}
	}
}

func TestLikeKeepsCycles(t *testing.T) {
	l := &list{}
	a, b := &node{value: 1, owner: l}, &node{value: 2, owner: l}
	l.first, a.next, b.next = a, b, a
	d := Like(l)
	if d == l || d.first == a || d.first.value != 0 || d.first.next.value != 0 {
		t.Fatal("the copy is not a zeroed copy")
	}
	if d.first.next.next != d.first || d.first.next.owner != d || d.first.owner != d {
		t.Error("the cycles are not those of the primal")
	}
	type loop map[string]loop
	m := loop{}
	m["self"] = m
	if Like(m) == nil {
		t.Error("a map that holds no float is taken over")
	}
}

// Each of these pairs of a pointer and what it points into must stay a pair.
func TestLikeKeepsInteriorPointers(t *testing.T) {
	type inner struct {
		n int
		x [4]float64
		y float64
	}
	type outer struct {
		Elem   *float64
		Slice  []float64
		Arr    *inner
		View   []float64 // of Arr.x
		Field  *float64  // Arr.y
		Four   *[4]float64
		Pairs  [][2]float64
		Pair   *[2]float64
		Single *float64 // Pairs[1][0]
	}
	o := outer{Slice: make([]float64, 6), Arr: &inner{n: 3}, Pairs: make([][2]float64, 3)}
	o.Elem, o.View, o.Field = &o.Slice[4], o.Arr.x[1:3], &o.Arr.y
	o.Four, o.Pair, o.Single = (*[4]float64)(o.Slice[1:]), &o.Pairs[2], &o.Pairs[1][0]
	o.Slice[0], o.View[0] = 1, 1

	d := Like(o)
	if d.Arr.n != 3 || d.Slice[0] != 0 || d.View[0] != 0 {
		t.Errorf("not zeroed, or not the shape: %+v", d)
	}
	*d.Elem, d.View[0], *d.Field, d.Four[0], d.Pair[1], *d.Single = 1, 2, 3, 4, 5, 6
	if d.Slice[4] != 1 || d.Arr.x[1] != 2 || d.Arr.y != 3 || d.Slice[1] != 4 || d.Pairs[2][1] != 5 || d.Pairs[1][0] != 6 {
		t.Errorf("pointers lost what they point into: %+v %+v", d, d.Arr)
	}
	if len(d.View) != 2 || cap(d.View) != 3 {
		t.Errorf("the view has len %d and cap %d", len(d.View), cap(d.View))
	}
	if *o.Elem != 0 || o.View[0] != 1 {
		t.Error("the primal changed")
	}
}

// Pointers of the same types as an island's, in types that refer to each other.
func TestLikeMutuallyRecursiveTypes(t *testing.T) {
	n := &node{owner: &list{}}
	n.owner.first = &node{value: 4}
	if d := Like(n); d.owner == n.owner || d.owner.first == n.owner.first || d.owner.first.value != 0 {
		t.Error("memory of the primal is reachable from the copy")
	}
	l := &list{first: &node{value: 4}}
	if d := Like(l); d.first == l.first {
		t.Error("memory of the primal is reachable from the copy")
	}
}

func TestLikeSharesMaps(t *testing.T) {
	m := map[string]float64{"a": 1}
	d := Like([2]map[string]float64{m, m})
	d[0]["a"] = 5
	if d[1]["a"] != 5 || m["a"] != 1 {
		t.Errorf("maps that were one are %v and %v, primal %v", d[0], d[1], m)
	}
}

func TestLikeManyRows(t *testing.T) {
	flat := make([]float64, 200*50)
	rows := make([][]float64, 200)
	for i := range rows {
		rows[i] = flat[i*50 : (i+1)*50]
	}
	d := Like(rows)
	for i := range d[1:] {
		if offset, ok := Overlap(d[0][:cap(d[0])], d[i+1]); !ok || offset != (i+1)*50 {
			t.Fatalf("row %d is at %d, %v", i+1, offset, ok)
		}
	}
}

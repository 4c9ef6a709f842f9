package overlap

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	gograd "github.com/gograd/gograd/runtime"
)

var trials = flag.Int("trials", 400, "number of arrangements of memory for each function")

// subject is a function, and its gradient into memory like its arguments'.
type subject struct {
	name string
	args any // a pointer to a struct of the arguments
	f    func(a any) float64
	grad func(d, a any) float64
	free bool // it only reads: what its destinations share is not looked at
	rest int  // from this field on, arguments have no destinations
}

// on makes a subject of functions on a struct of arguments.
func on[A any](name string, f func(a *A) float64, grad func(d, a *A) float64) subject {
	return subject{name: name, args: new(A), f: func(a any) float64 { return f(a.(*A)) }, grad: func(d, a any) float64 { return grad(d.(*A), a.(*A)) }}
}

func readOnly(s subject) subject {
	s.free = true
	return s
}

func (s subject) upTo(rest int) subject {
	s.rest = rest
	return s
}

// zero sets the floats to zero that d leads to.
func zero(d any) {
	v := reflect.ValueOf(d).Elem()
	for _, p := range pairs(v, v) {
		*p.a = 0
	}
}

type (
	twoSlices    struct{ X, Y []float64 }
	rowsAndSlice struct {
		X [][]float64
		Y []float64
	}
	twoRows struct{ A, B [][]float64 }
	cube    struct{ T [][][]float64 }
	layered struct {
		L []layer
		X []float64
	}
	listed struct {
		P *node
		Q *float64
	}
	nodesAndHead struct {
		Nodes []node
		Head  *node
	}
	arrayed struct {
		A    *[3]float64
		X    []float64
		Rows [][2]float64
	}
	fielded struct {
		P  *point
		F  *float64
		Ps []point
	}
	buffered struct {
		X   []float64
		Buf [][]float64
		C   []float64
	}
	indexed struct {
		X      []float64
		I, Oth []int
	}
	readAll struct {
		X [][]float64
		Y []float64
		P *node
	}
)

// steps bounds walks along lists that may lead back into themselves.
const steps = 5

var subjects = []subject{
	on("both", func(a *twoSlices) float64 { return both(a.X, a.Y) }, func(d, a *twoSlices) float64 { return bothGrad(d.X, d.Y, a.X, a.Y) }),
	on("rowsOfTwo, vjp", func(a *twoRows) float64 { return rowsOfTwo(a.A, a.B) }, func(d, a *twoRows) float64 {
		zero(d)
		return rowsOfTwoVJP(d.A, d.B, a.A, a.B, 1)
	}),
	on("along, vjp", func(a *listed) float64 { return along(a.P, a.Q, steps) }, func(d, a *listed) float64 {
		zero(d)
		return alongVJP(d.P, d.Q, a.P, a.Q, steps, 1)
	}),
	on("rowsAgainst", func(a *rowsAndSlice) float64 { return rowsAgainst(a.X, a.Y) }, func(d, a *rowsAndSlice) float64 { return rowsAgainstGrad(d.X, d.Y, a.X, a.Y) }),
	on("rowsOfTwo", func(a *twoRows) float64 { return rowsOfTwo(a.A, a.B) }, func(d, a *twoRows) float64 { return rowsOfTwoGrad(d.A, d.B, a.A, a.B) }),
	on("deep", func(a *cube) float64 { return deep(a.T) }, func(d, a *cube) float64 { return deepGrad(d.T, a.T) }),
	on("layers", func(a *layered) float64 { return layers(a.L, a.X) }, func(d, a *layered) float64 { return layersGrad(d.L, d.X, a.L, a.X) }),
	on("along", func(a *listed) float64 { return along(a.P, a.Q, steps) }, func(d, a *listed) float64 { return alongGrad(d.P, d.Q, a.P, a.Q, steps) }),
	on("inSlice", func(a *nodesAndHead) float64 { return inSlice(a.Nodes, a.Head, steps) }, func(d, a *nodesAndHead) float64 { return inSliceGrad(d.Nodes, d.Head, a.Nodes, a.Head, steps) }),
	on("reversed", func(a *struct{ P *node }) float64 { return reversed(a.P, steps) }, func(d, a *struct{ P *node }) float64 { return reversedGrad(d.P, a.P, steps) }),
	on("climb", func(a *struct{ T *tree }) float64 { return climb(a.T, 4) }, func(d, a *struct{ T *tree }) float64 { return climbGrad(d.T, a.T, 4) }),
	on("arrays", func(a *arrayed) float64 { return arrays(a.A, a.X, a.Rows) }, func(d, a *arrayed) float64 { return arraysGrad(d.A, d.X, d.Rows, a.A, a.X, a.Rows) }),
	on("field", func(a *fielded) float64 { return field(a.P, a.F, a.Ps) }, func(d, a *fielded) float64 { return fieldGrad(d.P, d.F, d.Ps, a.P, a.F, a.Ps) }),
	on("swapped", func(a *rowsAndSlice) float64 { return swapped(a.X, a.Y) }, func(d, a *rowsAndSlice) float64 { return swappedGrad(d.X, d.Y, a.X, a.Y) }),
	on("scratch", func(a *buffered) float64 { return scratch(a.X, a.Buf, a.C) }, func(d, a *buffered) float64 { return scratchGrad(d.X, a.X, a.Buf, a.C) }).upTo(1),
	on("indices", func(a *indexed) float64 { return indices(a.X, a.I, a.Oth) }, func(d, a *indexed) float64 { return indicesGrad(d.X, a.X, a.I, a.Oth) }).upTo(1),
	readOnly(on("reads", func(a *readAll) float64 { return reads(a.X, a.Y, a.P, steps) }, func(d, a *readAll) float64 { return readsGrad(d.X, d.Y, d.P, a.X, a.Y, a.P, steps) })),
	readOnly(on("readsRows", func(a *twoRows) float64 { return readsRows(a.A, a.B) }, func(d, a *twoRows) float64 { return readsRowsGrad(d.A, d.B, a.A, a.B) })),
}

// arrangement is one case: arguments, and destinations.
type arrangement struct {
	s     subject
	r     *rand.Rand
	a, d  any
	how   string
	panic string
}

// destinations makes them: like the arguments, field by field, without any sharing, or with a reference put elsewhere.
func (c *arrangement) destinations() {
	c.d = reflect.New(reflect.TypeOf(c.a).Elem()).Interface()
	d, a := reflect.ValueOf(c.d).Elem(), reflect.ValueOf(c.a).Elem()
	fields := a.NumField()
	if c.s.rest > 0 {
		fields = c.s.rest
	}
	switch k := c.r.IntN(8); k {
	case 0, 1:
		c.how = "unshared"
		unshared(d, a, 8)
	case 2:
		c.how = "field by field"
		for i := range fields {
			one := reflect.New(a.Type()).Elem()
			one.Field(i).Set(a.Field(i))
			d.Field(i).Set(like(one).Field(i))
		}
	default:
		c.how = "like"
		d.Set(like(a))
		if k < 6 {
			c.disturb(d, a)
		}
	}
	if fields < a.NumField() {
		others := reflect.New(a.Type()).Elem()
		for i := fields; i < a.NumField(); i++ {
			others.Field(i).Set(a.Field(i))
		}
		others = like(others)
		for i := fields; i < a.NumField(); i++ {
			d.Field(i).Set(others.Field(i))
		}
	}
	for _, p := range pairs(d, d) {
		*p.a = math.Pi // to be overwritten, and not to be read
	}
}

// disturb puts one reference of the destinations to other memory of the same size.
func (c *arrangement) disturb(d, a reflect.Value) {
	refs := references(d)
	if c.s.rest > 0 {
		refs = references(d.Field(0)) // the first is a slice of floats
	}
	if len(refs) == 0 {
		return
	}
	at := refs[c.r.IntN(len(refs))]
	others := append(references(d), references(a)...)
	for range 20 {
		o := others[c.r.IntN(len(others))]
		if o.Type() != at.Type() || o.Kind() == reflect.Slice && o.Len() < at.Len() {
			continue
		}
		c.how = "disturbed"
		if o.Kind() == reflect.Slice {
			lo := c.r.IntN(o.Len() - at.Len() + 1)
			o = o.Slice(lo, lo+at.Len())
		}
		at.Set(o)
		return
	}
}

// like is runtime.Like of the struct v.
func like(v reflect.Value) reflect.Value {
	switch p := v.Addr().Interface().(type) {
	case *rowsAndSlice:
		return reflect.ValueOf(gograd.Like(*p))
	case *twoSlices:
		return reflect.ValueOf(gograd.Like(*p))
	case *twoRows:
		return reflect.ValueOf(gograd.Like(*p))
	case *cube:
		return reflect.ValueOf(gograd.Like(*p))
	case *layered:
		return reflect.ValueOf(gograd.Like(*p))
	case *listed:
		return reflect.ValueOf(gograd.Like(*p))
	case *nodesAndHead:
		return reflect.ValueOf(gograd.Like(*p))
	case *struct{ P *node }:
		return reflect.ValueOf(gograd.Like(*p))
	case *struct{ T *tree }:
		return reflect.ValueOf(gograd.Like(*p))
	case *arrayed:
		return reflect.ValueOf(gograd.Like(*p))
	case *fielded:
		return reflect.ValueOf(gograd.Like(*p))
	case *buffered:
		return reflect.ValueOf(gograd.Like(*p))
	case *indexed:
		return reflect.ValueOf(gograd.Like(*p))
	case *readAll:
		return reflect.ValueOf(gograd.Like(*p))
	}
	panic("no such struct")
}

// copyOf is v in memory of its own that is shared as shape shares its.
func copyOf(shape, v reflect.Value) any {
	n := reflect.New(v.Type())
	n.Elem().Set(like(shape))
	for _, p := range pairs(v, n.Elem()) {
		*p.b = *p.a
	}
	ints(n.Elem(), v)
	return n.Interface()
}

// ints gives v the integers of from, shared as they are there. Only subject indices stores to some.
func ints(v, from reflect.Value) {
	x, ok := v.Addr().Interface().(*indexed)
	if !ok {
		return
	}
	y := from.Addr().Interface().(*indexed)
	x.I, x.Oth = joined(y.I, y.Oth)
}

// joined copies two slices, which may overlap, into memory in which they overlap in the same way.
func joined(a, b []int) ([]int, []int) {
	off, ok := gograd.Overlap(a, b)
	if !ok {
		return append([]int{}, a...), append([]int{}, b...)
	}
	base := max(-off, 0)
	all := make([]int, len(a)+len(b)+base+max(off, 0))
	copy(all[base:], a)
	copy(all[base+off:], b)
	return all[base : base+len(a)], all[base+off : base+off+len(b)]
}

// ambiguous reports whether the destination has one float for two of the arguments, or is one of the arguments' own.
func ambiguous(a, d reflect.Value) bool {
	of := map[*float64]*float64{}
	own := map[*float64]bool{}
	for _, p := range pairs(a, a) {
		own[p.a] = true
	}
	for _, p := range pairs(a, d) {
		if old := of[p.b]; old != nil && old != p.a || own[p.b] {
			return true
		}
		of[p.b] = p.a
	}
	return false
}

// check runs the gradient, and says what is wrong. The memory that it must be right for has the destinations' shape and the
// arguments' values: a float with two destinations is two.
func (c *arrangement) check() (problem string) {
	a, d := reflect.ValueOf(c.a).Elem(), reflect.ValueOf(c.d).Elem()
	bad := ambiguous(a, d)
	before, after := copyOf(a, a), copyOf(a, a)
	want := 0.0
	if msg := panicOf(func() { want = c.s.f(after) }); msg != "" {
		c.panic = "gograd: not for this function: " + msg
		return ""
	}
	virtual := func() any { return copyOf(d, reflect.ValueOf(before).Elem()) }
	var got float64
	c.panic = panicOf(func() { got = c.s.grad(c.d, c.a) })
	if c.panic != "" {
		return ""
	}
	if bad && !c.s.free {
		return "no panic, though a float of the destinations stands for two, or is an argument's"
	}
	if bad {
		return ""
	}
	if !near(got, want) {
		return fmt.Sprintf("value %v, want %v", got, want)
	}
	for _, p := range pairs(a, reflect.ValueOf(after).Elem()) {
		if *p.a != *p.b && !(math.IsNaN(*p.a) && math.IsNaN(*p.b)) {
			return fmt.Sprintf("an argument is %v after the call, want %v", *p.a, *p.b)
		}
	}
	return c.differences(virtual)
}

// differences compares the destinations with finite differences.
func (c *arrangement) differences(virtual func() any) string {
	const h = 1e-5
	v := virtual()
	n := len(pairs(reflect.ValueOf(v).Elem(), reflect.ValueOf(v).Elem()))
	got := pairs(reflect.ValueOf(v).Elem(), reflect.ValueOf(c.d).Elem())
	if len(got) != n {
		return ""
	}
	for i := range n {
		at := func(step float64) float64 {
			x := virtual()
			*pairs(reflect.ValueOf(x).Elem(), reflect.ValueOf(x).Elem())[i].a += step
			return c.s.f(x)
		}
		fd := (at(h) - at(-h)) / (2 * h)
		if g := *got[i].b; !near(g, fd) && !(c.s.name == "scratch" && g == math.Pi) {
			return fmt.Sprintf("derivative %d is %v, want %v", i, g, fd)
		}
	}
	return ""
}

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-4*(1+math.Abs(a)+math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b) || a == b
}

func panicOf(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			msg = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

// However arguments and destinations overlap, a gradient is right, or a panic says why there is none.
func TestArrangements(t *testing.T) {
	for i, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(i), 7))
			right, panics := map[string]int{}, map[string]int{}
			n := *trials
			if s.free {
				n /= 10 // a destination that leads back into itself is found by its depth only
			}
			for k := range n {
				c := &arrangement{s: s, r: r, a: reflect.New(reflect.TypeOf(s.args).Elem()).Interface()}
				m := newMaker(r, []float64{0, 0.15, 0.5}[r.IntN(3)])
				m.fill(reflect.ValueOf(c.a).Elem())
				c.destinations()
				problem := c.check()
				if problem != "" {
					t.Fatalf("arrangement %d, destinations %s: %s", k, c.how, problem)
				}
				switch {
				case c.panic == "":
					right[c.how]++
				case strings.HasPrefix(c.panic, "gograd: "), s.free:
					panics[c.how]++
				default:
					t.Fatalf("arrangement %d, destinations %s: panic: %s", k, c.how, c.panic)
				}
			}
			t.Logf("right: %v, panics: %v", right, panics)
			if right["like"] < n/20 || !s.free && len(panics) == 0 {
				t.Errorf("right: %v, panics: %v", right, panics)
			}
		})
	}
}

// cubeAndList is what moments takes.
type cubeAndList struct {
	T [][][]float64
	P *node
}

// Destinations of different rows of a Jacobian, however deep, share nothing.
func TestRowsOfJacobian(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	right, panics := 0, 0
	for k := range *trials {
		var a cubeAndList
		m := newMaker(r, []float64{0, 0, 0.3}[r.IntN(3)])
		m.fill(reflect.ValueOf(&a).Elem())
		d := [2]cubeAndList{gograd.Like(a), gograd.Like(a)}
		first, second := reflect.ValueOf(&d[0]).Elem(), reflect.ValueOf(&d[1]).Elem()
		c := &arrangement{r: r}
		if r.IntN(2) == 0 {
			c.disturb(second, first)
		}
		own := map[*float64]bool{}
		for _, p := range pairs(first, first) {
			own[p.a] = true
		}
		shared := ambiguous(reflect.ValueOf(&a).Elem(), second)
		for _, p := range pairs(second, second) {
			shared = shared || own[p.a]
			*p.a = math.Pi
		}
		msg := panicOf(func() { momentsJacobian(d[0].T, d[0].P, d[1].T, d[1].P, a.T, a.P, steps) })
		switch {
		case msg != "":
			panics++
			continue
		case shared:
			t.Fatalf("arrangement %d: no panic, though rows share memory", k)
		}
		right++
		uses := map[*float64]float64{} // how often a float is in the sums
		for i := range a.T {
			for j := range a.T[i] {
				for l := range a.T[i][j] {
					uses[&a.T[i][j][l]]++
				}
			}
		}
		for n, p := 0, a.P; n < steps && p != nil; n, p = n+1, p.Next {
			uses[&p.V]++
		}
		args := reflect.ValueOf(&a).Elem()
		sums, squares := map[*float64]float64{}, map[*float64]float64{}
		for _, p := range pairs(args, first) {
			sums[p.a] += *p.b
		}
		for _, p := range pairs(args, second) {
			squares[p.a] += *p.b
		}
		for x, n := range uses {
			if !near(sums[x], n) || !near(squares[x], 2*n**x) {
				t.Fatalf("arrangement %d: %v and %v, want %v and %v", k, sums[x], squares[x], n, 2*n**x)
			}
		}
	}
	if right < *trials/5 || panics < *trials/20 {
		t.Errorf("%d right, %d panics", right, panics)
	}
}

// Functions of which only the derivatives run here.
var _ = []any{ofPackage, moments}

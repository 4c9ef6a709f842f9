package interp

import "math"

// Leaves are the float cells that args hold or refer to, in a fixed order: arguments, fields and elements as they stand,
// what a slice sees and what a pointer points to. A cell that is reached twice is listed once, where it is reached first.
func Leaves(args []Value) []*Value {
	l := leaves{seen: map[*Value]bool{}}
	for i := range args {
		l.visit(&args[i])
	}
	return l.out
}

type leaves struct {
	seen map[*Value]bool
	out  []*Value
}

func (l *leaves) visit(c *Value) {
	if l.seen[c] {
		return
	}
	l.seen[c] = true
	switch c.K {
	case Float64, Float32:
		l.out = append(l.out, c)
	case Struct, Array:
		for i := range c.Elems {
			l.visit(&c.Elems[i])
		}
	case Slice:
		for i := range c.Len() {
			l.visit(c.At(i))
		}
	case Pointer:
		if t := c.Target(); t != nil {
			l.visit(t)
		}
	}
}

// Primals are the values of Leaves.
func Primals(args []Value) []float64 {
	var out []float64
	for _, c := range Leaves(args) {
		out = append(out, c.F)
	}
	return out
}

// Tangents are the tangents of Leaves.
func Tangents(args []Value) []float64 {
	var out []float64
	for _, c := range Leaves(args) {
		out = append(out, c.D)
	}
	return out
}

// SetTangents sets the tangents of Leaves; those without a number in ts get 0.
func SetTangents(args []Value, ts []float64) {
	for i, c := range Leaves(args) {
		c.D = 0
		if i < len(ts) {
			c.D = ts[i]
		}
	}
}

// Clone copies args with all memory that they refer to; what was an alias is an alias in the copy.
func Clone(args []Value) []Value {
	c := &cloner{runs: map[*Value][]Value{}, cells: map[*Value]*Value{}, seen: map[*Value]bool{}, inner: map[*Value]bool{}}
	for i := range args {
		c.collect(&args[i])
	}
	for _, r := range c.order {
		if len(r) > 0 && !c.inner[&r[0]] && c.runs[&r[0]] == nil {
			c.register(r, make([]Value, len(r)))
		}
	}
	for _, t := range c.targets {
		if c.cells[t] == nil && !c.inner[t] {
			c.registerCell(t, new(Value))
		}
	}
	out := make([]Value, len(args))
	for i := range args {
		c.registerCell(&args[i], &out[i])
	}
	for old, fresh := range c.cells {
		c.fill(old, fresh)
	}
	return out
}

// cloner finds all memory before it copies any: a pointer to an element must come out as one whichever is reached first.
type cloner struct {
	seen    map[*Value]bool
	order   [][]Value          // memory behind slices
	targets []*Value           // cells behind pointers
	inner   map[*Value]bool    // cells that are a field or element of another cell
	runs    map[*Value][]Value // copies of memory, by its first cell
	cells   map[*Value]*Value  // copies of cells
}

func (c *cloner) collect(v *Value) {
	if c.seen[v] {
		return
	}
	c.seen[v] = true
	for i := range v.Elems {
		c.inner[&v.Elems[i]] = true
		c.collect(&v.Elems[i])
	}
	switch r := v.Ref.(type) {
	case *Window:
		c.order = append(c.order, r.Base)
		for i := range r.Base {
			c.collect(&r.Base[i])
		}
	case *Value:
		c.targets = append(c.targets, r)
		c.collect(r)
	}
}

func (c *cloner) register(old, fresh []Value) {
	if len(old) > 0 {
		c.runs[&old[0]] = fresh
	}
	for i := range old {
		c.registerCell(&old[i], &fresh[i])
	}
}

func (c *cloner) registerCell(old, fresh *Value) {
	c.cells[old] = fresh
	if old.Elems != nil {
		fresh.Elems = make([]Value, len(old.Elems))
		c.register(old.Elems, fresh.Elems)
	}
}

func (c *cloner) fill(old, fresh *Value) {
	elems := fresh.Elems
	*fresh = *old
	fresh.Elems = elems
	switch r := old.Ref.(type) {
	case *Window:
		w := *r
		w.Base = []Value{}
		if len(r.Base) > 0 {
			w.Base = c.runs[&r.Base[0]]
		}
		fresh.Ref = &w
	case *Value:
		fresh.Ref = c.cells[r]
	}
}

// Same reports whether a and b have the same shape (lengths, nils, integers, strings, which cells are the same) and
// floats that near accepts; the first float that it doesn't accept, or the shape, is described.
func Same(a, b []Value, near func(x, y float64) bool) (string, bool) {
	s := &matcher{near: near, pairs: map[*Value]*Value{}}
	if len(a) != len(b) {
		return "different numbers of values", false
	}
	for i := range a {
		if !s.match(&a[i], &b[i]) {
			return s.why, false
		}
	}
	return "", true
}

// Exactly accepts the same bits; any two NaNs are the same.
func Exactly(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y
}

// Within accepts what differs by at most tol, relative to the larger of the two and 1; also equal infinities and two NaNs.
func Within(tol float64) func(x, y float64) bool {
	return func(x, y float64) bool {
		if Exactly(x, y) {
			return true
		}
		d := math.Abs(x - y)
		return d <= tol*max(1, math.Abs(x), math.Abs(y)) && !math.IsInf(d, 0)
	}
}

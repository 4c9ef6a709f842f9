package tape

import (
	"slices"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// Checkpoint returns f(xs) without keeping on the tape what f does on its way: the sweep runs f again when it comes there. So the
// tape needs memory for one call at a time, and each is computed twice. f must do the same both times: results that are not
// the same again are [ErrCheckpoint]. It may use other values of the tape than its arguments, and read parameters; those that
// were assigned to since are read as they were.
func Checkpoint(f func(xs []Var) []Var, xs ...Var) []Var {
	t := tapeOf(xs...)
	if t == nil {
		return make([]Var, len(f(slices.Clone(xs)))) // as many as there would be without the error
	}
	c := &checkpoint{f: f, xs: slices.Clone(xs), asOf: t.asOf}
	if t.paused > 0 {
		return f(c.xs)
	}
	ys, captured := t.rehearse(c)
	if t.err != nil {
		return make([]Var, len(ys))
	}
	return t.called(c, captured, ys)
}

// CheckpointFloats is [Checkpoint] for numbers.
func CheckpointFloats(f func(xs []Float) []Float, xs ...Float) []Float {
	var t *Tape
	for _, x := range xs {
		if x.t != nil {
			t = x.t
		}
	}
	if t == nil {
		return f(slices.Clone(xs))
	}
	vs := make([]Var, len(xs))
	for k, x := range xs {
		vs[k] = t.Var(x)
	}
	var last []Float
	ys := Checkpoint(func(vs []Var) []Var {
		floats := slices.Clone(xs)
		for k, v := range vs {
			if v.Valid() {
				floats[k] = v.Float()
			}
		}
		last = f(floats)
		ys := make([]Var, 0, len(last))
		for _, y := range last {
			ys = append(ys, t.Var(y))
		}
		return ys
	}, vs...)
	floats := make([]Float, len(ys))
	for k, y := range ys {
		if floats[k] = Num(last[k].v); y.t != nil { // else there is an error
			floats[k] = y.Float()
		}
	}
	return floats
}

type checkpoint struct {
	f    func(xs []Var) []Var
	xs   []Var
	asOf int // how many assignments there were
}

func (c *checkpoint) name() string { return "Checkpoint" }

// rehearse runs f in a segment of its own. It returns copies of the results, and what f used of the tape.
func (t *Tape) rehearse(c *checkpoint) (ys, captured []Var) {
	depth := len(t.segments)
	t.working++
	defer func() {
		t.working--
		for len(t.segments) > depth { // f panicked
			t.drop()
		}
	}()
	for {
		known := len(t.params)
		start := int32(len(t.nodes))
		t.begin()
		results := c.f(slices.Clone(c.xs))
		if tapeOf(append(slices.Clone(results), c.xs...)...) == nil {
			return results, nil
		}
		if len(t.params) == known {
			captured = t.captured(start, results)
			values := make([][]float64, len(results))
			shapes := make([][]int, len(results))
			for k, y := range results {
				values[k], shapes[k] = slices.Clone(y.data()), y.Shape()
			}
			t.drop()
			for k := range values {
				i := t.pushTensor(opLeaf, -1, -1, shapes[k], 0)
				copy(t.data(i), values[k])
				ys = append(ys, t.handle(i))
			}
			return ys, captured
		}
		// Parameters that f was the first to read get their place before the segment; then it runs again.
		read := t.forget(start)
		t.drop()
		for _, r := range read {
			t.read(r.p, r.watch)
		}
	}
}

// captured returns the nodes before start on which the results depend by way of those from there on, or which are among the results.
func (t *Tape) captured(start int32, results []Var) (vs []Var) {
	outer := map[int32]bool{}
	inner := make([]bool, int32(len(t.nodes))-start)
	use := func(i int32) {
		switch {
		case t.nodes[i].flags&flagActive == 0:
		case i >= start:
			inner[i-start] = true
		case !outer[i]:
			outer[i] = true
			vs = append(vs, t.handle(i))
		}
	}
	for _, y := range results {
		use(y.i)
	}
	for i := int32(len(t.nodes)) - 1; i >= start; i-- {
		if inner[i-start] {
			t.actives(i, use)
		}
	}
	return vs
}

// pull runs f again, and goes over what it did.
func (c *checkpoint) pull(p *pull, dys []Var) {
	t, s := p.t, p.s
	outer := slices.Clone(t.exts[p.node().ext].args)
	before := p.outs()
	start := int32(len(t.nodes))
	if !s.recorded {
		t.begin()
	}
	ys := c.again(t)
	if tapeOf(append(slices.Clone(ys), c.xs...)...) == nil {
		return
	}
	if !slices.EqualFunc(before, ys, sameValue) {
		t.fail(ErrCheckpoint)
		return
	}
	for _, v := range t.captured(start, ys) {
		if !slices.Contains(outer, v.i) {
			t.fail(ErrCheckpoint)
			return
		}
	}
	end := int32(len(t.nodes)) - 1
	s.cover()
	for k, y := range ys {
		if dys[k].t != nil {
			s.add(y.i, dys[k])
		}
	}
	s.run(end, start)
	if !s.recorded {
		s.leave(outer, start)
	}
}

// again runs f as it ran when it was recorded: not paused, and with the parameters of that time.
func (c *checkpoint) again(t *Tape) []Var {
	paused, asOf := t.paused, t.asOf
	t.paused = 0
	t.settle()
	t.timeTravel(c.asOf)
	defer func() {
		t.timeTravel(asOf)
		t.paused = paused
		t.settle()
	}()
	return c.f(slices.Clone(c.xs))
}

// sameValue tells whether two Vars have the same shape and elements.
func sameValue(a, b Var) bool {
	same := func(x, y float64) bool { return x == y || x != x && y != y }
	return nd.Equal(a.shape(), b.shape()) && slices.EqualFunc(a.data(), b.data(), same)
}

// leave drops the last segment, which begins at node start, and takes what adjoints of the outer nodes are in it along.
func (s *sweep) leave(outer []int32, start int32) {
	t := s.t
	var moved []int32
	kept := s.t.adj.spare[:0]
	for _, i := range outer {
		if v := s.vars[i]; v > start {
			moved = append(moved, i)
			kept = append(kept, t.data(v-1)...)
		}
	}
	s.scalar, s.vars = s.scalar[:start], s.vars[:start]
	t.drop()
	s.t.adj.spare = kept
	for _, i := range moved {
		n := t.pushTensor(opLeaf, -1, -1, t.shape(i), flagOwned)
		kept = kept[copy(t.data(n), kept):]
		s.vars[i] = n + 1
	}
	s.cover()
}

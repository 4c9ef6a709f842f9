package adjoint

import (
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// To be recorded. Going forward through the program, wanted is the set of cells whose present value the adjoint of
// something that has run already will read. A statement that overwrites such a cell saves it first. What a variable of a
// loop body holds at the end of an iteration is lost with it: if it is wanted then, it is kept, either saved, or, where its
// definition is cheap and what it was made of is still there, made again at the start of the reverse iteration.

// cells is a set of cells.
type cells map[*flow.Node]bool

func (c cells) clone() cells {
	n := make(cells, len(c))
	for k := range c {
		n[k] = true
	}
	return n
}

func (c cells) addAll(d cells) {
	for k := range d {
		c[k] = true
	}
}

// recorder decides for one function what is saved.
type recorder struct {
	b        *builder
	g        *flow.Graph
	kept     map[*ir.Var]keep
	redo     map[ir.Stmt][]*ir.Decl // declarations to be repeated after the reverse of a statement
	repeated []*ir.Decl             // declarations to be repeated, whenever
	assigned map[*ir.Var]bool
	written  map[*flow.Node]bool // other than by declarations
	wanted   map[*flow.Node]bool // of memory that could be expanded, what the reverse sweep reads
	changed  bool
	reads    map[ir.Stmt][]*flow.Node
	own      map[*ir.Count][]*flow.Node

	overwritten []*ir.CallStmt // joint calls that overwrite what is wanted
}

// record decides what is saved in the function with the given body. In a split function all that the caller sees is wanted
// from the start, and its own variables are lost at its end.
func (b *builder) record(body *ir.Block, split bool) *recorder {
	r := &recorder{b: b, g: b.g, kept: map[*ir.Var]keep{}, redo: map[ir.Stmt][]*ir.Decl{}, assigned: map[*ir.Var]bool{}, written: map[*flow.Node]bool{}, wanted: map[*flow.Node]bool{}, reads: map[ir.Stmt][]*flow.Node{}, own: map[*ir.Count][]*flow.Node{}}
	ir.Walk(body, func(s ir.Stmt) bool {
		if _, ok := s.(*ir.Decl); ok {
			return true
		}
		if _, ok := s.(*ir.Count); ok {
			return true
		}
		for _, d := range ir.Dsts(s) {
			if v := ir.Root(d); v != nil {
				r.assigned[v] = true
			}
		}
		r.g.Writes(s, func(n *flow.Node) { r.written[n] = true })
		return true
	})
	start := cells{}
	depth := 0
	if split {
		depth = 1
		for n := range r.written {
			if !n.One() {
				start[n] = true
			}
		}
	}
	for r.changed = true; r.changed; {
		r.changed = false
		r.block(body, start.clone(), depth)
	}
	return r
}

// block goes through blk; it returns what is wanted at its end of what is declared outside.
func (r *recorder) block(blk *ir.Block, want cells, depth int) cells {
	for _, s := range blk.List {
		want = r.stmt(s, want, depth)
	}
	if depth == 0 {
		return want
	}
	for i := len(blk.List) - 1; i >= 0; i-- {
		if d, ok := blk.List[i].(*ir.Decl); ok {
			r.endOfScope(d, blk.List[i+1:], want)
		}
	}
	return want
}

// stmt goes through s.
func (r *recorder) stmt(s ir.Stmt, want cells, depth int) cells {
	n := r.b.notes[s]
	switch s := s.(type) {
	case *ir.If:
		if n.hasRev {
			r.read(want, s.Cond)
		}
		out := r.block(s.Then, want.clone(), depth)
		if s.Else != nil {
			want = r.block(s.Else, want, depth)
		}
		want.addAll(out)
		r.inherit(n, s)
		return want
	case *ir.Count:
		if r.b.fused[s] { // what its adjoint reads, it has read by the end of the iteration
			r.block(r.b.main(s), want.clone(), depth)
			r.block(&ir.Block{List: r.b.tail(s)}, want.clone(), depth)
			return want
		}
		want = r.loop(s, want, depth)
		delete(want, r.g.Root(s.Var))
		if n.hasRev {
			r.read(want, s.Lo)
			if end, ok := r.b.ends[s]; ok {
				want[r.g.Root(end)] = true
			} else {
				r.read(want, s.Hi)
			}
		}
		r.inherit(n, s)
		return want
	case *ir.While:
		want = r.loop(s, want, depth)
		if n.hasRev {
			want[r.g.Root(r.b.trips[s])] = true
		}
		r.inherit(n, s)
		return want
	}
	return r.simple(s, want, n)
}

// loop goes through the body of s until what it wants at its start is stable. Each iteration has a part of its own of the memory that
// is expanded: nothing is wanted of it at the start. Nor is, of memory of which each iteration touches but its own element, what other
// iterations want.
func (r *recorder) loop(s ir.Stmt, want cells, depth int) cells {
	var own []*flow.Node
	if c, ok := s.(*ir.Count); ok {
		own = r.ownElements(c, want)
	}
	for {
		in := want.clone()
		for _, n := range own {
			delete(in, n)
		}
		out := r.block(ir.Blocks(s)[0], in, depth+1)
		if c, ok := s.(*ir.Count); ok {
			for _, e := range r.b.expand[c] {
				r.wanted[e.node] = r.wanted[e.node] || out[e.node]
				if !e.asked {
					delete(out, e.node)
				}
			}
		}
		size := len(want)
		want.addAll(out)
		if len(want) == size {
			return want
		}
	}
}

// ownElements are the cells that c stores to, each iteration its own element only, and that are not wanted yet.
func (r *recorder) ownElements(c *ir.Count, want cells) []*flow.Node {
	if own, ok := r.own[c]; ok {
		return slices.DeleteFunc(slices.Clone(own), func(n *flow.Node) bool { return want[n] })
	}
	r.own[c] = nil
	for _, n := range sortedNodes(r.g, c.Body) {
		if !n.One() && r.b.ownElement(c, n) {
			r.own[c] = append(r.own[c], n)
		}
	}
	return r.ownElements(c, want)
}

// inherit notes that the reverse sweep has something to do for s because of something inside it.
func (r *recorder) inherit(n *note, s ir.Stmt) {
	if n.hasRev {
		return
	}
	for _, blk := range ir.Blocks(s) {
		for _, t := range blk.List {
			m := r.b.notes[t]
			if m.hasRev || len(m.rev) > 0 || m.save {
				n.hasRev, r.changed = true, true
				return
			}
		}
	}
}

// read adds what evaluating e reads.
func (r *recorder) read(want cells, e ir.Expr) {
	r.g.Reads(e, func(n *flow.Node) { want[n] = true })
}

// simple goes through a statement without blocks inside.
func (r *recorder) simple(s ir.Stmt, want cells, n *note) cells {
	if c, ok := s.(*ir.CallStmt); ok && r.b.jointCalls[c] {
		return r.jointCall(c, want)
	}
	reads := r.adjointReads(s, n)
	stores := map[*flow.Node]bool{}
	if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
		// A split callee saves what it overwrites itself; its reverse may read whatever it can reach.
		for _, a := range c.Args {
			r.reach(want, a)
		}
	} else {
		r.g.Writes(s, func(c *flow.Node) { stores[c] = true })
	}
	for _, c := range reads {
		if !n.after || !stores[c] {
			want[c] = true
		}
	}
	_, decl := s.(*ir.Decl)
	if !n.save && r.b.changesDestination(s) {
		n.save, r.changed = true, true
	}
	if !decl && !n.save {
		for c := range stores {
			if want[c] {
				n.save, r.changed = true, true
				break
			}
		}
	}
	if n.save {
		if a := inverse(s); a != nil {
			r.read(want, a.Src.(*ir.Binary).Y)
		}
		for _, d := range ir.Dsts(s) {
			r.g.PathReads(d, func(c *flow.Node) { want[c] = true })
		}
		for _, e := range rangeOf(s) {
			r.read(want, e)
		}
	}
	for _, d := range ir.Dsts(s) {
		flow.Leaves(r.g.Node(d), d.Type(), func(c *flow.Node) {
			if c.One() {
				delete(want, c)
			}
		})
	}
	if n.save && inverse(s) != nil { // undone from what it stored
		for c := range stores {
			want[c] = true
		}
	}
	if n.after {
		for _, c := range reads {
			if stores[c] {
				want[c] = true
			}
		}
	}
	if d, ok := s.(*ir.Decl); ok && (r.kept[d.Var] == again || r.kept[d.Var] == later) {
		r.read(want, d.Init)
	}
	return want
}

// jointCall goes through a call that runs forward and backward at once: its adjoint reads nothing later on. What it overwrites can't be saved
// from outside.
func (r *recorder) jointCall(s *ir.CallStmt, want cells) cells {
	r.g.Writes(s, func(c *flow.Node) {
		if want[c] && !slices.Contains(r.overwritten, s) {
			r.overwritten = append(r.overwritten, s)
		}
	})
	for _, d := range ir.Dsts(s) {
		flow.Leaves(r.g.Node(d), d.Type(), func(c *flow.Node) {
			if c.One() {
				delete(want, c)
			}
		})
	}
	return want
}

// changesDestination reports whether s stores a reference to memory of a destination: the caller must find it as it was.
func (b *builder) changesDestination(s ir.Stmt) bool {
	for _, d := range ir.Dsts(s) {
		if ir.Root(d) == nil && b.ofShadow(d) && b.external(d) {
			return true
		}
	}
	for _, x := range rangeOf(s) {
		if b.ofShadow(x) && b.external(element(x)) {
			return true
		}
	}
	return false
}

// ofShadow reports whether the place e belongs to a shadow.
func (b *builder) ofShadow(e ir.Expr) bool {
	v := ir.Base(e)
	return v != nil && (b.isShadowVar[v] || b.isTemp[v])
}

// reach adds all that can be reached from the argument a.
func (r *recorder) reach(want cells, a ir.Expr) {
	r.read(want, a)
	if v := ir.Base(a); v != nil {
		r.g.Reach(v, func(c *flow.Node) { want[c] = true })
	}
}

// rangeOf is the slice that a copy or clear writes to.
func rangeOf(s ir.Stmt) []ir.Expr {
	switch s := s.(type) {
	case *ir.Copy:
		return []ir.Expr{s.Dst}
	case *ir.Clear:
		return []ir.Expr{s.X}
	}
	return nil
}

// adjointReads are the cells of the primal that the adjoint of s reads.
func (r *recorder) adjointReads(s ir.Stmt, n *note) []*flow.Node {
	if c, ok := r.reads[s]; ok {
		return c
	}
	seen := cells{}
	for _, t := range n.rev {
		ir.Walk(t, func(t ir.Stmt) bool {
			for _, d := range ir.Dsts(t) {
				r.g.PathReads(d, func(c *flow.Node) { seen[c] = true })
			}
			for _, e := range sources(t) {
				r.read(seen, e)
			}
			return true
		})
	}
	var out []*flow.Node
	for c := range seen {
		out = append(out, c)
	}
	r.reads[s] = out
	return out
}

// sources are the expressions that s reads: all that it evaluates but its destinations.
func sources(s ir.Stmt) []ir.Expr {
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
	}
	var out []ir.Expr
	for _, e := range ir.Exprs(s) {
		if !dst[e] {
			out = append(out, e)
		}
	}
	return out
}

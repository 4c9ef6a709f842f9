package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Unread: what is stored to memory of the function's own and not read any more is not stored. That is known where no read of
// that memory stands behind the store, or in a loop around it.
//
//	k[i] = p                         y[i] += h * p
//	y[i] += h * p
//
// A store may panic, as all indexing may, and that stays so: the statement only goes if it is certain not to, or belongs to the adjoint.
func unread(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		r := &unreader{g: u.graph, own: privateOf(u, f), last: map[*flow.Node]int{}, at: map[ir.Stmt]int{}}
		if !r.own.ok {
			return false
		}
		r.find(f.Body)
		r.block(f.Body, nil, &certain{g: u.graph, l: newLengths(u, f)})
		return r.changed
	})
}

type unreader struct {
	g       *flow.Graph
	own     *private
	last    map[*flow.Node]int // the last statement that reads the cell; statements are numbered in their order
	at      map[ir.Stmt]int    // the number of a statement
	count   int
	changed bool
}

// find numbers the statements in blk and finds the last ones that read.
func (r *unreader) find(blk *ir.Block) {
	for _, s := range blk.List {
		r.count++
		r.at[s] = r.count
		r.reads(s, func(n *flow.Node) { r.last[n] = r.count })
		for _, in := range ir.Blocks(s) {
			r.find(in)
		}
	}
}

// reads calls f for what s itself reads, but for what it adds to.
func (r *unreader) reads(s ir.Stmt, f func(*flow.Node)) {
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
		r.g.PathReads(d, f)
	}
	for _, e := range ir.Exprs(s) {
		if !dst[e] {
			r.g.Reads(e, f)
		}
	}
	switch s := s.(type) {
	case *ir.Copy:
		if ir.IsSlice(s.Src.Type()) {
			flow.Leaves(r.g.Pointee(s.Src), elemOf(s.Src), f)
		}
	}
}

func (r *unreader) block(blk *ir.Block, around []ir.Stmt, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		inner := around
		if ir.IsLoop(s) {
			inner = append(around[:len(around):len(around)], s)
		}
		for _, in := range ir.Blocks(s) {
			r.block(in, inner, c.inside(s))
		}
		if r.useless(s, around, c) {
			r.changed = true
			continue
		}
		c = c.past(s)
		out = append(out, s)
	}
	blk.List = out
}

func (r *unreader) useless(s ir.Stmt, around []ir.Stmt, c *certain) bool {
	var n *flow.Node
	switch s := s.(type) {
	case *ir.Assign:
		d, ok := s.Dst.(*ir.Index)
		if !ok || !ir.IsSlice(d.X.Type()) || !pure(s.Src) || !adjoint(s) && !(c.holds(s.Dst) && c.holds(s.Src)) {
			return false
		}
		n = r.g.Node(d)
	case *ir.Clear:
		if mayPanic(s.X) || !pure(s.X) {
			return false
		}
		n = r.g.Pointee(s.X)
	default:
		return false
	}
	if _, own := r.own.has(n); !own {
		return false
	}
	if len(around) > 0 { // later iterations come back here
		return r.last[n] < r.at[around[0]]
	}
	return r.last[n] <= r.at[s]
}

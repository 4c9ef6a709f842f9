package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Sums: what an iteration of an innermost loop adds to one place in memory in several statements, with nothing between them that reads or sets the memory,
// is added up in a variable and added to the place once:
//
//	                                 dxSum := 0.0
//	if da != 0 {                     if da != 0 {
//		dx[i] += da * y[i]               dxSum += da * y[i]
//	}                                }
//	if db != 0 {                     if db != 0 {
//		dx[i] += db * z[i]               dxSum += db * z[i]
//	}                                }
//	                                 dx[i] += dxSum
//
// These are sums of adjoints, whose order is free. If it is not certain that the place is there, it is touched only if there is something to add,
// which has to be worth the question.
func sums(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		s := &summer{u: u}
		s.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)}, nil)
		return s.changed
	})
}

type summer struct {
	u       *unit
	changed bool
}

// block looks at the blocks in blk; inner are the statements in innermost loops.
func (r *summer) block(blk *ir.Block, c *certain, inner map[ir.Stmt]bool) {
	for _, s := range blk.List {
		in := inner
		if ir.IsLoop(s) {
			in = innermost(s)
		}
		for _, b := range ir.Blocks(s) {
			if n, ok := s.(*ir.Count); ok && in[n.Body] {
				r.body(n.Body, c.inside(s), accessesOf(r.u.graph, s))
			}
			r.block(b, c.inside(s), in)
		}
		c = c.past(s)
	}
}

// body makes sums in the body of an innermost loop, which does all what is in loop. Those of places that are the same in all iterations are for promote.
func (r *summer) body(blk *ir.Block, c *certain, loop *accesses) {
	for from := 0; from < len(blk.List); from++ {
		for _, place := range addsIn(blk.List[from]) {
			if loop.sumOf(place) {
				continue
			}
			to, n := r.run(blk.List[from:], place)
			sure := r.there(blk.List[from:from+to+1], place, c)
			if n < 2 || n == 2 && !sure {
				continue
			}
			r.sum(blk, from, from+to, place, sure)
			from++ // behind the declaration
		}
		c = c.past(blk.List[from])
	}
}

// addsIn are the places in memory that s, or a branch in it, adds to as an adjoint statement.
func addsIn(s ir.Stmt) []ir.Expr {
	var out []ir.Expr
	ir.Walk(s, func(t ir.Stmt) bool {
		if a, ok := t.(*ir.Assign); ok && accumulates(a) && inMemory(a.Dst) {
			for _, o := range out {
				if ir.Equal(o, a.Dst) {
					return true
				}
			}
			out = append(out, a.Dst)
		}
		return !ir.IsLoop(t)
	})
	return out
}

// run gives the last of the statements at the start of list that add to the place, with nothing up to it that touches the memory otherwise or changes
// what the place is found by, and how many there are.
func (r *summer) run(list []ir.Stmt, place ir.Expr) (last, count int) {
	g := r.u.graph
	n := g.Node(place)
	for k, s := range list {
		a := accessesOf(g, s)
		if a.calls || a.leaves || a.loaded[n] || a.stored[n] || ir.IsLoop(s) || g.Changes(g.Written(s), &ir.Addr{X: place}) {
			return last, count
		}
		if _, stops := s.(*ir.Panic); stops {
			return last, count
		}
		for _, e := range addsIn(s) {
			if ir.Equal(e, place) {
				last, count = k, count+1
			}
		}
	}
	return last, count
}

// sum makes the statements from..to of blk add to a variable, and that to the place.
func (r *summer) sum(blk *ir.Block, from, to int, place ir.Expr, sure bool) {
	v := &ir.Var{Name: sumName(place), Type: place.Type()}
	var at ir.At
	for _, s := range blk.List[from : to+1] {
		ir.Walk(s, func(t ir.Stmt) bool {
			if a, ok := t.(*ir.Assign); ok && accumulates(a) && ir.Equal(a.Dst, place) {
				a.Dst, at = ir.Use(v), a.At
			}
			return true
		})
	}
	var end ir.Stmt = &ir.Assign{At: at, Dst: place, Add: true, Src: ir.Use(v)}
	if !sure {
		some := ir.Compare(token.NEQ, ir.Use(v), ir.ZeroOf(v.Type))
		end = &ir.If{At: at, Cond: some, Then: &ir.Block{List: []ir.Stmt{end}}}
	}
	list := append(blk.List[:from:from], &ir.Decl{At: ir.At{Orig: blk.List[from].Origin()}, Var: v, Init: ir.ZeroOf(v.Type)})
	list = append(list, blk.List[from:to+1]...)
	list = append(list, end)
	blk.List = append(list, blk.List[to+1:]...)
	r.changed = true
}

// there reports whether the place is certainly there behind the statements.
func (r *summer) there(list []ir.Stmt, place ir.Expr, c *certain) bool {
	for _, s := range list {
		c = c.past(s)
	}
	return c.holds(place)
}

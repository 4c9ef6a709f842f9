package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Resting: memory of the adjoint's own, zero when it is made, of which each element that is touched is zero again when the block that
// touches it is done with it, is zero whenever nobody is at it. So an element needs no memory: a variable of that block is enough.
//
//	dk[i] += dy * h                  dki := 0.0
//	dz[i] += dk[i]                   dki += dy * h
//	dk[i] = 0                        dz[i] += dki
//
// All accesses to the memory must be of this kind: between the first statement of a block that touches an element and the one that sets it to zero
// nothing may touch an element that could be the same under another name, change what the element is found by, or leave.
func resting(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		own := privateOf(u, f)
		if !own.ok || u.comparesAliases() {
			return false
		}
		r := &rester{u: u, x: newSubscripts(u, newLengths(u, f)), own: own, total: map[*flow.Node]int{}, covered: map[*flow.Node][]interval{}, bad: map[*flow.Node]bool{}}
		r.count(f.Body)
		r.block(f.Body)
		return r.replace()
	})
}

// interval is a run of statements in which an element is touched; the last one sets it to zero.
type interval struct {
	blk      *ir.Block
	from, to ir.Stmt
	place    *ir.Index
	touched  int // accesses in it
}

type rester struct {
	u       *unit
	x       *subscripts
	own     *private
	total   map[*flow.Node]int // accesses to the elements in the function
	covered map[*flow.Node][]interval
	order   []*flow.Node // of the nodes in covered
	bad     map[*flow.Node]bool
}

// count counts accesses, and finds what is touched otherwise than element by element, or not by the adjoint.
func (r *rester) count(blk *ir.Block) {
	ir.Walk(blk, func(s ir.Stmt) bool {
		spoil := func(n *flow.Node) { r.bad[n] = true }
		switch s := s.(type) {
		case *ir.Copy:
			spoil(r.u.graph.Pointee(s.Dst))
			if ir.IsSlice(s.Src.Type()) {
				spoil(r.u.graph.Pointee(s.Src))
			}
		case *ir.CallStmt:
			for _, d := range s.Dsts {
				if d != nil {
					spoil(r.u.graph.Node(d))
				}
			}
		}
		r.elements(s, func(e *ir.Index) {
			n := r.u.graph.Node(e)
			r.total[n]++
			if !adjoint(s) {
				spoil(n)
			}
		})
		return true
	})
}

// elements calls f for each element of a slice that s itself accesses.
func (r *rester) elements(s ir.Stmt, f func(*ir.Index)) {
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if at, ok := e.(*ir.Index); ok && ir.IsSlice(at.X.Type()) {
				f(at)
			}
			return true
		})
	}
}

// block finds the intervals in blk and in the blocks inside it, the outer ones first.
func (r *rester) block(blk *ir.Block) {
	for k, s := range blk.List {
		a, ok := s.(*ir.Assign)
		if !ok || a.Add || !isNumber(a.Src, 0) || !ir.IsFloat(a.Dst.Type()) {
			continue
		}
		place, ok := a.Dst.(*ir.Index)
		if !ok || !ir.IsSlice(place.X.Type()) {
			continue
		}
		n := r.u.graph.Node(place)
		if m, own := r.own.has(n); !own || m.Raw || r.bad[n] {
			continue
		}
		r.interval(blk, k, n, place)
	}
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			r.block(in)
		}
	}
}

// interval adds that which ends with statement k of blk, which sets place to zero.
func (r *rester) interval(blk *ir.Block, k int, n *flow.Node, place *ir.Index) {
	first := k
	for i := k - 1; i >= 0; i-- {
		if a, ok := blk.List[i].(*ir.Assign); ok && !a.Add && isNumber(a.Src, 0) && ir.Equal(a.Dst, place) {
			break // another one ends here
		}
		if r.touches(blk.List[i], n, place) > 0 {
			first = i
		}
	}
	list := blk.List[first : k+1]
	v := interval{blk: blk, from: list[0], to: list[len(list)-1], place: place}
	written := r.u.graph.Written(list...)
	if r.u.graph.Changes(written, &ir.Addr{X: place}) || r.disturbed(list, n, place) {
		r.bad[n] = true
		return
	}
	for _, s := range list {
		v.touched += r.touches(s, n, place)
	}
	if r.covered[n] == nil {
		r.order = append(r.order, n)
	}
	r.covered[n] = append(r.covered[n], v)
}

// touches is how often s, with all inside it, accesses the place.
func (r *rester) touches(s ir.Stmt, n *flow.Node, place *ir.Index) (count int) {
	ir.Walk(s, func(s ir.Stmt) bool {
		r.elements(s, func(e *ir.Index) {
			if ir.Equal(e, place) {
				count++
			}
		})
		return true
	})
	return count
}

// disturbed reports whether something in list touches what may be the place by another name, in a loop, or leaves the list.
func (r *rester) disturbed(list []ir.Stmt, n *flow.Node, place *ir.Index) bool {
	bad := accessesOf(r.u.graph, list...).leaves
	one := &toucher{x: r.x}
	p, known := one.element(place)
	var visit func(s ir.Stmt, inLoop bool)
	visit = func(s ir.Stmt, inLoop bool) {
		inLoop = inLoop || ir.IsLoop(s)
		if _, stops := s.(*ir.Panic); stops {
			bad = true
		}
		r.elements(s, func(e *ir.Index) {
			if r.u.graph.Node(e) != n {
				return
			}
			if ir.Equal(e, place) && !inLoop {
				return
			}
			o, ok := one.element(e)
			d, apart := o.rest.plus(p.rest, -1).constant()
			bad = bad || inLoop || !known || !ok || !apart || d == 0 || !ir.Equal(o.base, p.base)
		})
		for _, in := range ir.Blocks(s) {
			for _, t := range in.List {
				visit(t, inLoop)
			}
		}
	}
	for _, s := range list {
		visit(s, false)
	}
	return bad
}

// replace puts variables in the place of elements, where all accesses to the memory are in intervals.
func (r *rester) replace() bool {
	changed := false
	for _, n := range r.order {
		list, sum := r.covered[n], 0
		for _, v := range list {
			sum += v.touched
		}
		if r.bad[n] || sum != r.total[n] {
			continue
		}
		for _, v := range list {
			v.replace()
			changed = true
		}
	}
	return changed
}

func (v interval) replace() {
	local := &ir.Var{Name: elementName(v.place), Type: v.place.Type()}
	var out []ir.Stmt
	in := false
	for _, s := range v.blk.List {
		if s == v.from {
			in = true
			out = append(out, &ir.Decl{At: ir.At{Orig: s.Origin()}, Var: local, Init: ir.ZeroOf(local.Type)})
		}
		if in {
			readInstead(s, v.place, local)
		}
		if s == v.to {
			in = false
			continue
		}
		out = append(out, s)
	}
	v.blk.List = out
}

// elementName is a name for what is in the place of an element: dki for dk[i], dk0 for dk[0].
func elementName(e *ir.Index) string {
	base, n := offset(e.I)
	switch {
	case base == nil:
		return short(pathWords(e), "v")
	case n == 0:
		return short(pathWords(e), "v")
	}
	return short(pathWords(e.X)+"Val", "v")
}

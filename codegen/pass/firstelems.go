package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// The two forms in which pass firsts leaves out a clear, and the one in which it makes it cheap.

// mostCleared is how many elements are cleared one by one.
const mostCleared = 16

// loop lets a loop over all of the destination assign, if it is the first that touches it and adds to each element once before it reads it.
func (c *cleared) loop() bool {
	list := c.f.Body.List
	for _, s := range list[c.at+1:] {
		touched := false
		if !c.touch(s, func(*ir.Index) bool { touched = true; return true }) {
			return false
		}
		if !touched {
			if !onlyClears(s) && !c.quiet(s) {
				return false
			}
			continue
		}
		n, ok := s.(*ir.Count)
		if !ok || !c.whole(n) || !c.quiet(n) {
			return false
		}
		add := c.firstIn(n)
		if add == nil {
			return false
		}
		add.Add = false
		c.f.Body.List = append(list[:c.at:c.at], list[c.at+1:]...)
		return true
	}
	return false
}

// whole reports whether n runs over all indices of the destination.
func (c *cleared) whole(n *ir.Count) bool {
	lo, hi := n.Lo, n.Hi
	switch n.Step {
	case 1:
	case -1:
		lo, hi = next(n.Hi), next(n.Lo)
	default:
		return false
	}
	over, ok1 := c.l.less(hi, ir.Len(c.place))
	under, ok2 := c.l.less(ir.IntConst(0), lo)
	return ok1 && ok2 && over == 0 && under == 0 && c.l.constant(hi)
}

// firstIn is the addition to the element of the iteration of n that comes before all else that n does with the destination, if that is all about this
// element; else nil.
func (c *cleared) firstIn(n *ir.Count) *ir.Assign {
	var first *ir.Assign
	for _, s := range n.Body.List {
		times := 0
		ok := c.touch(s, func(e *ir.Index) bool {
			_, lo, cut := c.root(e.X)
			times++
			return cut && lo == 0 && ir.Equal(e.I, ir.Use(n.Var))
		})
		if !ok {
			return nil
		}
		if times > 0 && first == nil {
			first, ok = s.(*ir.Assign)
			if !ok || !first.Add || times > 1 || !c.addsTo(first) {
				return nil
			}
		}
	}
	return first
}

// elements are the elements that are touched, all of which have constant numbers.
type elements struct {
	first map[int64]int        // the number of the statement that first touches the element
	adds  map[int64]*ir.Assign // that statement, where all that it does with the destination is to add to the element
	begin int                  // the first of those statements
	last  int                  // the last first addition
	size  int64                // one more than the highest number
}

// elements finds the elements; nil if some have no constant numbers, or there are too many.
func (c *cleared) elements() *elements {
	out := &elements{first: map[int64]int{}, adds: map[int64]*ir.Assign{}, begin: len(c.f.Body.List)}
	for i, s := range c.f.Body.List {
		if i <= c.at {
			continue
		}
		var touched []int64
		ok := c.touch(s, func(e *ir.Index) bool {
			_, lo, cut := c.root(e.X)
			b, k := offset(e.I)
			touched = append(touched, lo+k)
			return cut && b == nil && k >= 0 && lo+k < mostCleared
		})
		if !ok {
			return nil
		}
		for _, k := range touched {
			if _, seen := out.first[k]; seen {
				continue
			}
			out.first[k], out.begin, out.size = i, min(out.begin, i), max(out.size, k+1)
			if a, ok := s.(*ir.Assign); ok && a.Add && len(touched) == 1 && c.addsTo(a) {
				out.adds[k], out.last = a, i
			}
		}
	}
	if out.size == 0 {
		return nil
	}
	return out
}

// addsTo reports whether the place that s stores to is an element of the destination.
func (c *cleared) addsTo(s *ir.Assign) bool {
	_, ok := s.Dst.(*ir.Index)
	return ok && c.u.graph.Node(s.Dst) == c.node
}

// eachElement lets the first additions to elements with constant numbers assign. Elements between those that need a zero get it before the
// first of them.
func (c *cleared) eachElement() bool {
	e := c.elements()
	if e == nil || 2*int64(len(e.adds)) <= e.size {
		return false
	}
	list := c.f.Body.List
	zeros, ok := c.zeros(e)
	if !ok {
		return false
	}
	moved := map[ir.Stmt]bool{}
	var behind []ir.Stmt
	for i := c.at + 1; i <= e.last; i++ {
		s := list[i]
		if i < e.begin && onlyClears(s) || c.quiet(s) {
			continue
		}
		if !c.movesBehind(i, e.last) {
			return false
		}
		moved[s] = true
		behind = append(behind, s)
	}
	for _, a := range e.adds {
		a.Add = false
	}
	out := append(list[:c.at:c.at], c.rest(e.size))
	for i, s := range list[:e.last+1] {
		if i == e.begin {
			out = append(out, zeros...)
		}
		if i > c.at && !moved[s] {
			out = append(out, s)
		}
	}
	c.f.Body.List = slices.Concat(out, behind, list[e.last+1:])
	return true
}

// zeros are the statements that set the elements to zero whose first addition can't assign; ok is false where they might panic.
func (c *cleared) zeros(e *elements) (out []ir.Stmt, ok bool) {
	at := ir.At{Orig: c.f.Body.List[e.begin].Origin()}
	in := c.before(e.begin)
	for k := range e.size {
		if e.adds[k] != nil {
			continue
		}
		x := &ir.Index{X: c.place, I: ir.IntConst(k)}
		if !in.holds(x) {
			return nil, false
		}
		out = append(out, &ir.Assign{At: at, Dst: x, Src: ir.ZeroOf(x.Type())})
	}
	return out, true
}

// before is what is certain before statement number i.
func (c *cleared) before(i int) *certain {
	in := &certain{g: c.u.graph, l: c.l}
	for _, s := range c.f.Body.List[:i] {
		in = in.past(s)
	}
	return in
}

// rest clears the elements from number n on.
func (c *cleared) rest(n int64) ir.Stmt {
	at := ir.At{Orig: c.f.Body.List[c.at].Origin()}
	all := &ir.Slice{X: c.place, Lo: ir.IntConst(n)}
	return &ir.If{At: at, Cond: ir.Compare(token.GTR, ir.Len(c.place), ir.IntConst(n)), Then: &ir.Block{List: []ir.Stmt{&ir.Clear{At: at, X: all}}}}
}

// few clears the elements with constant numbers, if there are no others, apart from the rest.
func (c *cleared) few() bool {
	e := c.elements()
	if e == nil || e.size < 2 {
		return false
	}
	list := c.f.Body.List
	for i := c.at + 1; i < e.begin; i++ {
		if !onlyClears(list[i]) && !c.quiet(list[i]) {
			e.begin = i
		}
	}
	if !c.before(e.begin).holds(&ir.Index{X: c.place, I: ir.IntConst(e.size - 1)}) {
		return false
	}
	for e.begin > c.at+1 && adjoint(list[e.begin-1]) && !onlyClears(list[e.begin-1]) { // not in the middle of the adjoint
		e.begin--
	}
	first := &ir.Clear{At: ir.At{Orig: list[c.at].Origin()}, X: &ir.Slice{X: c.place, Hi: ir.IntConst(e.size)}}
	out := append(list[:c.at:c.at], c.rest(e.size))
	out = append(append(out, list[c.at+1:e.begin]...), first)
	c.f.Body.List = append(out, list[e.begin:]...)
	return true
}

// onlyClears reports whether all that s stores to memory is that it clears slices.
func onlyClears(s ir.Stmt) bool {
	clears, ok := false, true
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t.(type) {
		case *ir.Clear:
			clears = true
			ok = ok && adjoint(t)
		case *ir.If, *ir.Count, *ir.Block:
		default:
			ok = false
		}
		return ok
	})
	return ok && clears
}

// quiet reports whether s, with all inside, leaves other destinations alone: it does not store to them, nor read them. Nor may the function
// end in it.
func (c *cleared) quiet(s ir.Stmt) bool {
	ok := true
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t := t.(type) {
		case *ir.Clear:
			ok = ok && !c.otherElems(t.X)
		case *ir.Copy:
			ok = ok && !c.otherElems(t.Dst) && !(ir.IsSlice(t.Src.Type()) && c.otherElems(t.Src))
		case *ir.CallStmt:
			for n := range c.u.graph.Written(t) {
				ok = ok && (n == c.node || !n.External)
			}
			for _, x := range t.Args {
				ok = ok && !(ir.IsSlice(x.Type()) && c.otherElems(x))
			}
		case *ir.Exit:
			ok = false
		}
		for _, e := range ir.Exprs(t) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				ok = ok && !(ir.IsPlace(e) && c.other(e))
				return ok
			})
		}
		return ok
	})
	return ok
}

// otherElems is other for the elements of the slice x.
func (c *cleared) otherElems(x ir.Expr) bool {
	return c.other(&ir.Index{X: x, I: ir.IntConst(0)})
}

// movesBehind reports whether statement number i, which adds to another destination, can stand behind number last.
func (c *cleared) movesBehind(i, last int) bool {
	list, g := c.f.Body.List, c.u.graph
	a, ok := list[i].(*ir.Assign)
	if !ok || !accumulates(a) || !pure(a.Src) {
		return false
	}
	src := &ir.Decl{At: a.At, Var: &ir.Var{Type: a.Src.Type()}, Init: a.Src}
	if !c.quiet(src) || !c.touch(src, func(*ir.Index) bool { return false }) { // it reads a destination
		return false
	}
	n := g.Node(a.Dst)
	for _, s := range list[i+1 : last+1] {
		written := g.Written(s)
		if g.Changes(written, a.Src) || g.Changes(written, &ir.Addr{X: a.Dst}) {
			return false
		}
		acc := accessesOf(g, s)
		if acc.calls || acc.leaves || acc.loaded[n] || acc.stored[n] || acc.loaded[c.node] {
			return false
		}
	}
	return true
}

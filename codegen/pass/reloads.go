package pass

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Reloads: what was just loaded from a place in memory, or stored to it, is not loaded again.
//
//	c[j] = c[j]*f + g              v := c[j]*f + g
//	h[j] = o * math.Tanh(c[j])     c[j] = v
//	                               h[j] = o * math.Tanh(v)
//
// The stores stay where they are, so that memory is always what it was. A place holds what it held until something is stored that may be the
// same memory, or what it is found by changes. What is stored to another element of the same slice, at a distance that is a constant, is not.
func reloads(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		r := &reloader{g: u.graph}
		r.block(f.Body, nil, &certain{g: u.graph, l: newLengths(u, f)})
		return r.changed
	})
}

// content is a place in memory with the variable or constant that it holds.
type content struct{ place, value ir.Expr }

type reloader struct {
	g       *flow.Graph
	changed bool
}

func (r *reloader) block(blk *ir.Block, have []content, c *certain) {
	var out []ir.Stmt
	for i, s := range blk.List {
		inside := have
		if ir.IsLoop(s) {
			inside = r.without(have, s)
		}
		if _, while := s.(*ir.While); while {
			r.replace(s, inside)
		} else {
			r.replace(s, have)
		}
		for _, in := range ir.Blocks(s) {
			r.block(in, inside[:len(inside):len(inside)], c.inside(s))
		}
		list := r.named(s, blk.List[i+1:], c)
		c = c.past(s)
		for _, t := range list {
			have = r.without(have, t)
			if n, ok := r.learned(t); ok {
				have = append(have[:len(have):len(have)], n)
			}
		}
		out = append(out, list...)
	}
	blk.List = out
}

// learned is what is known to be in memory after s.
func (r *reloader) learned(s ir.Stmt) (content, bool) {
	switch s := s.(type) {
	case *ir.Decl:
		if s.Var.Name != "_" && s.Init != nil && inMemory(s.Init) && types.Identical(s.Var.Type, s.Init.Type()) {
			return content{s.Init, ir.Use(s.Var)}, true
		}
	case *ir.Assign:
		if !s.Add && inMemory(s.Dst) && atom(s.Src) && !r.g.Changes(r.g.Written(s), &ir.Addr{X: s.Dst}) {
			return content{s.Dst, s.Src}, true
		}
	}
	return content{}, false
}

// inMemory reports whether e is a place in memory that holds a value which fits into a variable.
func inMemory(e ir.Expr) bool {
	if !ir.IsPlace(e) || ir.Root(e) != nil {
		return false
	}
	switch e.Type().Underlying().(type) {
	case *types.Basic, *types.Slice, *types.Pointer:
		return true
	}
	return false
}

func atom(e ir.Expr) bool {
	switch e.(type) {
	case *ir.Ref, *ir.Const:
		return true
	}
	return false
}

// without drops what s, with all inside, may change.
func (r *reloader) without(have []content, s ir.Stmt) []content {
	if len(have) == 0 {
		return nil
	}
	written := r.g.Written(s)
	opaque := callsOut(s)
	var out []content
	for _, c := range have {
		if !opaque && (r.keeps(c.place, s, written) || r.storesSame(c, s)) && !r.g.Changes(written, c.value) {
			out = append(out, c)
		}
	}
	return out
}

// keeps reports whether place is the same, and holds the same, after s, which writes to the cells written.
func (r *reloader) keeps(place ir.Expr, s ir.Stmt, written map[*flow.Node]bool) bool {
	if r.g.Changes(written, &ir.Addr{X: place}) {
		return false
	}
	if !written[r.g.Node(place)] {
		return true
	}
	a, ok := s.(*ir.Assign)
	return ok && apart(a.Dst, place)
}

// storesSame reports whether s stores what c.place holds: then it holds that behind s, whichever place s stores it to.
func (r *reloader) storesSame(c content, s ir.Stmt) bool {
	a, ok := s.(*ir.Assign)
	return ok && !a.Add && ir.Equal(a.Src, c.value) && types.Identical(a.Dst.Type(), c.place.Type()) && !r.g.Changes(r.g.Written(s), &ir.Addr{X: c.place})
}

// apart reports whether a and b are certainly different elements of the same slice or array.
func apart(a, b ir.Expr) bool {
	x, ok1 := a.(*ir.Index)
	y, ok2 := b.(*ir.Index)
	if !ok1 || !ok2 || !ir.Equal(x.X, y.X) {
		return false
	}
	i, n := offset(x.I)
	j, m := offset(y.I)
	return n != m && (i == j || i != nil && j != nil && ir.Equal(i, j))
}

// callsOut reports whether s calls a function outside the program that is given memory.
func callsOut(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		c, ok := t.(*ir.CallStmt)
		if ok && c.Callee == nil {
			for _, x := range c.Args {
				switch x.Type().Underlying().(type) {
				case *types.Basic:
				default:
					found = true
				}
			}
		}
		return !found
	})
	return found
}

// replace puts what is known into what s itself reads.
func (r *reloader) replace(s ir.Stmt, have []content) {
	if len(have) == 0 {
		return
	}
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
	}
	ir.MapExprs(s, func(e ir.Expr) ir.Expr {
		if dst[e] {
			return r.path(e, have)
		}
		return r.value(e, have)
	})
	a, ok := s.(*ir.Assign)
	if !ok || !a.Add {
		return
	}
	if v := known(a.Dst, have); v != nil && ir.IsFloat(a.Dst.Type()) {
		switch {
		case !isNumber(v, 0):
			a.Src = sum(v, a.Src)
		case !adjoint(a): // 0 + -0 is not -0
			return
		}
		a.Add, r.changed = false, true
	}
}

func known(place ir.Expr, have []content) ir.Expr {
	for _, c := range have {
		if ir.Equal(c.place, place) {
			return c.value
		}
	}
	return nil
}

func (r *reloader) value(e ir.Expr, have []content) ir.Expr {
	if ir.IsPlace(e) {
		if v := known(e, have); v != nil && types.Identical(v.Type(), e.Type()) {
			r.changed = true
			return v
		}
		return r.path(e, have)
	}
	if a, ok := e.(*ir.Addr); ok {
		if x := r.path(a.X, have); x != a.X {
			return &ir.Addr{X: x}
		}
		return e
	}
	if x, ok := e.(*ir.Slice); ok && ir.IsPlace(x.X) && ir.Root(x.X) != nil {
		return e
	}
	ops := e.Operands()
	mapped := make([]ir.Expr, len(ops))
	changed := false
	for i, o := range ops {
		mapped[i] = r.value(o, have)
		changed = changed || mapped[i] != o
	}
	if !changed {
		return e
	}
	return e.WithOperands(mapped)
}

// path puts what is known into what the place e is found by.
func (r *reloader) path(e ir.Expr, have []content) ir.Expr {
	switch e := e.(type) {
	case *ir.Field:
		if ir.IsPlace(e.X) {
			return e.WithOperands([]ir.Expr{r.path(e.X, have)})
		}
	case *ir.Index:
		i := r.value(e.I, have)
		if _, slice := e.X.Type().Underlying().(*types.Slice); slice {
			return e.WithOperands([]ir.Expr{r.value(e.X, have), i})
		}
		if ir.IsPlace(e.X) {
			return e.WithOperands([]ir.Expr{r.path(e.X, have), i})
		}
	case *ir.Deref:
		return e.WithOperands([]ir.Expr{r.value(e.X, have)})
	}
	return e
}

// named gives what s stores a variable if it is loaded again in rest: the statements that do what s does.
func (r *reloader) named(s ir.Stmt, rest []ir.Stmt, c *certain) []ir.Stmt {
	same := []ir.Stmt{s}
	switch s := s.(type) {
	case *ir.Assign:
		if !inMemory(s.Dst) || !ir.IsFloat(s.Dst.Type()) && !(ir.IsInteger(s.Dst.Type()) && !s.Add) || !s.Add && atom(s.Src) || !r.again(s.Dst, rest, accumulates(s)) || r.g.Changes(r.g.Written(s), &ir.Addr{X: s.Dst}) {
			return same
		}
		value := &ir.Decl{Var: &ir.Var{Type: s.Dst.Type()}, Init: s.Src}
		if !pure(s.Src) || !adjoint(s) && mayPanic(s.Src) && !c.past(value).holds(s.Dst) { // which of them panics first
			return same
		}
		v := &ir.Var{Name: loadedName(s.Dst, rest), Type: s.Dst.Type(), Temp: true}
		init := s.Src
		if s.Add {
			init = ir.Op(token.ADD, s.Dst, s.Src)
		}
		r.changed = true
		return []ir.Stmt{&ir.Decl{At: s.At, Var: v, Init: init}, &ir.Assign{At: s.At, Dst: s.Dst, Src: ir.Use(v)}}
	case *ir.Pop:
		if !inMemory(s.Dst) || !ir.IsFloat(s.Dst.Type()) || !r.again(s.Dst, rest, false) {
			return same
		}
		v := &ir.Var{Name: hoistName(s.Dst), Type: s.Dst.Type(), Temp: true}
		r.changed = true
		return []ir.Stmt{&ir.Decl{At: s.At, Var: v}, &ir.Pop{At: s.At, Buf: s.Buf, Dst: ir.Use(v)}, &ir.Assign{At: s.At, Dst: s.Dst, Src: ir.Use(v)}}
	}
	return same
}

// loadedName is a name for what is at place: that of the integer that a statement of list loads it to, if there is one.
func loadedName(place ir.Expr, list []ir.Stmt) string {
	for _, s := range list {
		if d, ok := s.(*ir.Decl); ok && ir.IsInteger(d.Var.Type) && d.Init != nil && ir.Equal(d.Init, place) {
			return d.Var.Name
		}
	}
	return hoistName(place)
}

// again reports whether one of the statements loads what is at place, before it may have changed. What adds up further need not count: sums stay sums.
func (r *reloader) again(place ir.Expr, list []ir.Stmt, sums bool) bool {
	for _, s := range list {
		written := r.g.Written(s)
		keeps := !callsOut(s) && r.keeps(place, s, written)
		if ir.IsLoop(s) && !keeps {
			return false
		}
		found := false
		ir.Walk(s, func(t ir.Stmt) bool {
			found = found || r.loads(t, place, sums)
			return !found && (keeps || len(ir.Blocks(t)) == 0)
		})
		if found || !keeps {
			return found
		}
	}
	return false
}

// loads reports whether s itself loads what is at place, otherwise than to add to it if sums is set.
func (r *reloader) loads(s ir.Stmt, place ir.Expr, sums bool) bool {
	found := false
	look := func(e ir.Expr) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			found = found || ir.Equal(e, place)
			return !found
		})
	}
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
		if a, ok := s.(*ir.Assign); ok && a.Add && !(sums && accumulates(a)) {
			look(d)
		}
		for _, o := range d.Operands() {
			look(o)
		}
	}
	for _, e := range ir.Exprs(s) {
		if !dst[e] {
			look(e)
		}
	}
	return found
}

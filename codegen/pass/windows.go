package pass

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Windows: where an innermost loop of the adjoint indexes slices at a distance from its variable, or under a guard only, the part that it goes through is
// cut out of the slice before the loop, so that Go's compiler sees that the indices are in range:
//
//	                                     weight2 := weight[2*n:][:n]
//	for j := n - 1; j >= 0; j-- {        for j := n - 1; j >= 0; j-- {
//		if dx != 0 {                         if dx != 0 {
//			dh[j] += dx * weight[2*n+j]          dh[j] += dx * weight2[j]
//		}                                    }
//	}                                    }
//
// The cut panics where an element does not exist, the loop only if it comes to it. An adjoint repeats accesses that did not panic when the statement
// ran that it is the adjoint of; and what is under a guard belongs to a statement that has run whatever the guard finds. So all
// elements exist if the loop has iterations. If it has none, nothing is known: then the cut must begin at 0, as it does where each term of the
// distance has the number of iterations as a factor.
func windows(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		w := &windower{g: u.graph, l: newLengths(u, f)}
		beforeInnermost(f.Body, nil, w.loop)
		return w.changed
	})
}

type windower struct {
	g       *flow.Graph
	l       *lengths
	changed bool
}

// window is the elements of a slice that a loop goes through.
type window struct {
	at    ir.At
	slice *ir.Var
	start ir.Expr
}

// loop cuts out what c goes through, and gives the declarations.
func (w *windower) loop(c *ir.Count, around []*ir.Count) []ir.Stmt {
	low, high := c.Lo, c.Hi
	if c.Step < 0 {
		low, high = next(c.Hi), next(c.Lo)
	}
	if c.Step != 1 && c.Step != -1 || c.Origin() == nil || !isNumber(low, 0) || !adjointOnly(c) || !plain(high) {
		return nil
	}
	trips, known := w.l.less(ir.IntConst(0), high)
	if known && trips < minTrips || !w.l.natural(w.l.number(high), around) && !w.l.natural(high, around) {
		return nil
	}
	f := &windowFinder{w: w, c: c, written: w.g.Written(c), own: declaredIn(c)}
	if w.g.Changes(f.written, high) {
		return nil
	}
	f.list(c.Body.List)
	var out []ir.Stmt
	for _, x := range f.found {
		y := ir.Expr(ir.Use(x.slice))
		if isNumber(x.start, 0) && (w.l.compilerCovers(y, high) || cutTo(w.l, x.slice, high)) || !known && !w.atZero(x.start, high) {
			continue
		}
		if !isNumber(x.start, 0) {
			y = &ir.Slice{X: y, Lo: x.start}
		}
		v := &ir.Var{Name: x.slice.Name, Type: x.slice.Type}
		out = append(out, &ir.Decl{At: x.at, Var: v, Init: &ir.Slice{X: y, Hi: high}})
		f.rebind(x, v)
		w.changed = true
	}
	return out
}

// cutTo reports whether v is a slice that was cut to the length n.
func cutTo(l *lengths, v *ir.Var, n ir.Expr) bool {
	d := l.use.decls[v]
	if d == nil || !l.use.single(v) {
		return false
	}
	x, ok := d.Init.(*ir.Slice)
	return ok && x.Lo == nil && x.Hi != nil && ir.Equal(x.Hi, n)
}

// atZero reports whether start is 0 if n is.
func (w *windower) atZero(start, n ir.Expr) bool {
	a := &atoms{}
	var factor string
	for m, k := range a.polynomial(w.l.number(n)) {
		if factor != "" || m == "" || k != 1 || len(m) != 4 {
			return false
		}
		factor = m
	}
	for m := range (polynomial{}).plus(a.polynomial(w.l.number(start)), 1) { // without terms that are 0
		has := false
		for ; m != ""; m = m[4:] {
			has = has || strings.HasPrefix(m, factor)
		}
		if !has {
			return false
		}
	}
	return factor != ""
}

// windowFinder lists what a loop goes through.
type windowFinder struct {
	w       *windower
	c       *ir.Count
	written map[*flow.Node]bool
	own     map[*ir.Var]bool
	found   []window
}

// list looks at the statements of list, which concern elements that exist.
func (f *windowFinder) list(list []ir.Stmt) {
	for _, s := range list {
		if b, ok := s.(*ir.If); ok {
			f.stmt(&ir.If{At: b.At, Cond: b.Cond, Then: &ir.Block{}})
			if b.Guard && b.Else == nil {
				f.list(b.Then.List)
			}
			continue
		}
		f.stmt(s)
	}
}

func (f *windowFinder) stmt(s ir.Stmt) {
	for _, e := range stepsOf(s) {
		x, ok := f.window(e)
		if ok && !slices.ContainsFunc(f.found, func(y window) bool { return f.same(x, y) }) {
			x.at = ir.At{Orig: s.Origin()}
			f.found = append(f.found, x)
		}
	}
}

// window is what e is one element of, if the others are found by the loop's variable, and the start is the same in all iterations.
func (f *windowFinder) window(e ir.Expr) (x window, ok bool) {
	at, ok := e.(*ir.Index)
	if !ok {
		return x, false
	}
	r, ok := at.X.(*ir.Ref)
	if !ok || f.own[r.Var] || r.Var.Kind == ir.Global || f.w.g.Changes(f.written, r) {
		return x, false
	}
	if _, slice := r.Var.Type.Underlying().(*types.Slice); !slice || !reads(at.I, f.c.Var) {
		return x, false
	}
	a := &atoms{}
	cl := ir.NewCloner()
	cl.Exprs[f.c.Var] = ir.IntConst(0)
	start := cl.Expr(at.I)
	i := a.polynomial(ir.Op(token.ADD, ir.Use(f.c.Var), start))
	if d, ok := i.plus(a.polynomial(at.I), -1).constant(); !ok || d != 0 || !f.invariant(start) {
		return x, false
	}
	return window{slice: r.Var, start: a.expr(a.polynomial(start))}, true
}

// invariant reports whether e is the same in all iterations, and can't panic.
func (f *windowFinder) invariant(e ir.Expr) bool {
	ok := pure(e) && !f.w.g.Changes(f.written, e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ref := e.(*ir.Ref)
		ok = ok && !step(e) && !(ref && f.own[r.Var])
		return ok
	})
	return ok
}

func (f *windowFinder) same(x, y window) bool {
	return x.slice == y.slice && sameNumber(x.start, y.start)
}

// rebind makes the elements of x in the loop elements of v.
func (f *windowFinder) rebind(x window, v *ir.Var) {
	ir.Walk(f.c.Body, func(s ir.Stmt) bool {
		ir.MapExprs(s, func(e ir.Expr) ir.Expr {
			return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
				if y, ok := f.window(e); ok && f.same(x, y) {
					return &ir.Index{X: ir.Use(v), I: ir.Use(f.c.Var)}
				}
				return e
			})
		})
		return true
	})
}

package pass

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Bounds: in an innermost loop over i, the slices that are indexed by i are cut to the loop's length before it, so that Go's compiler
// sees that the indices are in range:
//
//	                               drow := drow[:len(row)]
//	for j := range row {           for j := range row {
//		drow[j] += ds * row[j]         drow[j] += ds * row[j]
//	}                              }
//
// Cutting panics before the loop where the slice is too short. So it must be certain that it is not: since its length is known, or since
// the loop belongs to the adjoint and indexes the slice in every iteration; an adjoint only repeats accesses that did not panic. A loop that begins at 0
// has then no access that the cut does not allow for, even if there is no iteration.
//
// Slices of which the compiler knows as much already stay as they are: those made with that length, and destinations that
// CheckLen compares.
func bounds(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		b := &bounder{g: u.graph, l: newLengths(u, f)}
		beforeInnermost(f.Body, nil, b.loop)
		return b.changed
	})
}

// minTrips is the number of iterations of a loop for which a cut pays.
const minTrips = 5

type bounder struct {
	g       *flow.Graph
	l       *lengths
	changed bool
}

// beforeInnermost puts before each innermost counting loop in blk the statements that f gives for it and the loops around it.
func beforeInnermost(blk *ir.Block, around []*ir.Count, f func(c *ir.Count, around []*ir.Count) []ir.Stmt) {
	var out []ir.Stmt
	for _, s := range blk.List {
		inner := around
		if c, ok := s.(*ir.Count); ok {
			if innermost(c)[c.Body] {
				out = append(out, f(c, around)...)
			}
			inner = append(around[:len(around):len(around)], c)
		}
		for _, in := range ir.Blocks(s) {
			beforeInnermost(in, inner, f)
		}
		out = append(out, s)
	}
	blk.List = out
}

// loop cuts the slices that c indexes by its variable, and gives the declarations.
func (b *bounder) loop(c *ir.Count, around []*ir.Count) []ir.Stmt {
	low, high := c.Lo, c.Hi
	if c.Step < 0 {
		low, high = next(c.Hi), next(c.Lo)
	}
	n := b.l.number(high)
	if k, ok := b.l.less(ir.IntConst(0), high); ok && k < minTrips {
		return nil
	}
	if c.Step != 1 && c.Step != -1 || !plain(high) || !b.l.natural(n, around) && !b.l.natural(high, around) {
		return nil
	}
	written := b.g.Written(c)
	var out []ir.Stmt
	for _, use := range b.indexed(c) {
		y := ir.Use(use.v)
		switch {
		case b.g.Changes(written, y), b.g.Changes(written, high):
			continue
		case b.l.compilerCovers(y, high), cutTo(b.l, use.v, high):
			continue // the compiler knows
		case b.l.constant(y) && b.l.constant(high) && b.l.covers(b.l.length(y), high):
		case use.always && isNumber(low, 0):
		default:
			continue
		}
		v := &ir.Var{Name: use.v.Name, Type: use.v.Type}
		out = append(out, &ir.Decl{At: use.at, Var: v, Init: &ir.Slice{X: y, Hi: high}})
		rebind(c.Body, use.v, v, c.Var)
		b.changed = true
	}
	return out
}

// plain reports whether e is cheap to name again: a number, a variable, the length of a slice that a variable holds.
func plain(e ir.Expr) bool {
	if x := lenOf(e); x != nil {
		e = x
		if _, ok := e.Type().Underlying().(*types.Slice); !ok {
			return false
		}
	}
	return atom(e)
}

// indexing is what a loop does with a slice variable and its own variable.
type indexing struct {
	v      *ir.Var
	at     ir.At
	always bool // each iteration, of adjoint statements only, indexes it
}

// indexed lists the slice variables that c indexes by its variable, or by less.
func (b *bounder) indexed(c *ir.Count) []*indexing {
	var out []*indexing
	of := func(v *ir.Var, at ir.At) *indexing {
		for _, u := range out {
			if u.v == v {
				return u
			}
		}
		out = append(out, &indexing{v: v, at: at})
		return out[len(out)-1]
	}
	all := adjointOnly(c)
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if v, _ := indexedBy(e, c.Var); v != nil {
					of(v, ir.At{Orig: s.Origin()})
				}
				return true
			})
		}
		return true
	})
	for _, s := range c.Body.List {
		for _, e := range stepsOf(s) {
			if v, exactly := indexedBy(e, c.Var); v != nil && exactly && all {
				of(v, ir.At{}).always = true
			}
		}
	}
	return out
}

// indexedBy gives the slice variable that e is an element of, if its index is i, or i less a constant.
func indexedBy(e ir.Expr, i *ir.Var) (v *ir.Var, exactly bool) {
	x, ok := e.(*ir.Index)
	if !ok {
		return nil, false
	}
	r, ok := x.X.(*ir.Ref)
	if !ok {
		return nil, false
	}
	if _, slice := r.Var.Type.Underlying().(*types.Slice); !slice {
		return nil, false
	}
	base, n := offset(x.I)
	at, ok := base.(*ir.Ref)
	if !ok || at.Var != i || n > 0 {
		return nil, false
	}
	return r.Var, n == 0
}

// adjointOnly reports whether c and all in it is adjoint, and it has no other end than that of its count.
func adjointOnly(c *ir.Count) bool {
	ok := true
	ir.Walk(c, func(s ir.Stmt) bool {
		switch s.(type) {
		case *ir.Exit, *ir.Panic:
			ok = false
		case *ir.Block:
			return true
		}
		ok = ok && adjoint(s)
		return ok
	})
	return ok
}

// rebind makes what is indexed by i, or less, in blk elements of to rather than of from.
func rebind(blk *ir.Block, from, to, i *ir.Var) {
	ir.Walk(blk, func(s ir.Stmt) bool {
		ir.MapExprs(s, func(e ir.Expr) ir.Expr {
			return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
				if v, _ := indexedBy(e, i); v == from {
					return &ir.Index{X: ir.Use(to), I: e.(*ir.Index).I}
				}
				return e
			})
		})
		return true
	})
}

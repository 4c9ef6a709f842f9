package pass

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Carried: a place in memory that a loop loads and stores in all its iterations lives in a variable while the loop runs. It is loaded before
// the loop and stored behind it; what is computed, and in which order, stays.
//
//	for j := range x {               v := y[i]
//		y[i] += a[j] * x[j]          for j := range x {
//	}                                    v += a[j] * x[j]
//	                                 }
//	                                 y[i] = v
//
// This holds where all that the loop does with this memory names the place alike, or is certainly another element. It must be certain that the place is
// there, since the loop may have no iterations; and the loop must store to it in each iteration, so that memory is only
// stored to by functions that do so. Where the primal may panic inside the loop and the caller would see how far it came, the stores stay.
func carried(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		l := newLengths(u, f)
		p := &carrier{g: u.graph, d: newDistinct(l, f)}
		p.block(f.Body, &certain{g: u.graph, l: l})
		return p.changed
	})
}

type carrier struct {
	g       *flow.Graph
	d       *distinct
	changed bool
}

func (p *carrier) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		var before, after []ir.Stmt
		if ir.IsLoop(s) {
			before, after = p.loop(s, c)
		}
		for _, in := range ir.Blocks(s) {
			p.block(in, c.inside(s))
		}
		c = c.past(s)
		out = append(append(append(out, before...), s), after...)
	}
	blk.List = out
}

func (p *carrier) loop(s ir.Stmt, c *certain) (before, after []ir.Stmt) {
	a := accessesOf(p.g, s)
	if a.calls || a.leaves {
		return nil, nil
	}
	inner := innermost(s)
	for _, store := range everyTrip(ir.Blocks(s)[0]) {
		place := store.Dst
		if !inner[store] || !inMemory(place) || !ir.IsFloat(place.Type()) || !a.fixed(place) || !c.holds(place) || len(before) == maxSums {
			continue
		}
		if !p.only(s, place) || p.g.Node(place).External && !adjointAll(s) && !c.quiet([]ir.Stmt{s}) {
			continue
		}
		at := ir.At{Orig: store.Orig}
		v := &ir.Var{Name: sumName(place), Type: place.Type()}
		before = append(before, &ir.Decl{At: at, Var: v, Init: place})
		after = append(after, &ir.Assign{At: at, Dst: place, Src: ir.Use(v)})
		readInstead(s, place, v)
		p.changed = true
	}
	return before, after
}

// everyTrip lists the stores in blk that are under no condition but that of loops.
func everyTrip(blk *ir.Block) []*ir.Assign {
	var out []*ir.Assign
	for _, s := range blk.List {
		switch s := s.(type) {
		case *ir.Assign:
			out = append(out, s)
		case *ir.Count, *ir.While:
			out = append(out, everyTrip(ir.Blocks(s)[0])...)
		}
	}
	return out
}

// only reports whether s gets at the memory of place by that name only, and loads it.
func (p *carrier) only(s ir.Stmt, place ir.Expr) bool {
	o := &onlyPlace{g: p.g, d: p.d, place: place, cell: p.g.Node(place), ok: true}
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t := t.(type) {
		case *ir.Copy:
			o.elements(t.Dst)
			if _, slice := t.Src.Type().Underlying().(*types.Slice); slice {
				o.elements(t.Src)
			}
		case *ir.Clear:
			o.elements(t.X)
		}
		a, add := t.(*ir.Assign)
		for _, e := range ir.Exprs(t) {
			o.value(e)
		}
		o.loaded = o.loaded || add && a.Add && !accumulates(a) && ir.Equal(a.Dst, place)
		for _, d := range ir.Dsts(t) {
			if ir.Equal(d, place) {
				o.seen--
			}
		}
		return o.ok
	})
	return o.ok && (o.loaded || o.seen > 0)
}

// onlyPlace looks for accesses to a cell under other names.
type onlyPlace struct {
	g      *flow.Graph
	d      *distinct
	place  ir.Expr
	cell   *flow.Node
	ok     bool
	loaded bool
	seen   int // how often the place was named
}

func (o *onlyPlace) elements(x ir.Expr) {
	flow.Leaves(o.g.Pointee(x), elemOf(x), func(n *flow.Node) { o.ok = o.ok && n != o.cell })
}

// value looks at an expression that is evaluated, or stored to.
func (o *onlyPlace) value(e ir.Expr) {
	if !ir.IsPlace(e) {
		if x, ok := e.(*ir.Addr); ok { // through which somebody will load or store
			if o.d.places(x.X, o.place) {
				o.path(x.X)
				return
			}
			flow.Leaves(o.g.Node(x.X), x.X.Type(), func(n *flow.Node) { o.ok = o.ok && n != o.cell })
			o.path(x.X)
			return
		}
		for _, x := range e.Operands() {
			o.value(x)
		}
		return
	}
	if ir.Equal(e, o.place) {
		o.seen++
		return
	}
	if !apart(e, o.place) && !o.d.places(e, o.place) {
		flow.Leaves(o.g.Node(e), e.Type(), func(n *flow.Node) { o.ok = o.ok && n != o.cell })
	}
	o.path(e)
}

// path looks at what the place e is found by.
func (o *onlyPlace) path(e ir.Expr) {
	switch e := e.(type) {
	case *ir.Field:
		o.path(e.X)
	case *ir.Index:
		o.value(e.I)
		if _, array := e.X.Type().Underlying().(*types.Array); array && ir.IsPlace(e.X) {
			o.path(e.X)
		} else {
			o.value(e.X)
		}
	case *ir.Deref:
		o.value(e.X)
	case *ir.Ref:
	default:
		o.value(e)
	}
}

// adjointAll reports whether s and all in it is adjoint.
func adjointAll(s ir.Stmt) bool {
	ok := true
	ir.Walk(s, func(t ir.Stmt) bool {
		_, block := t.(*ir.Block)
		ok = ok && (block || adjoint(t))
		return ok
	})
	return ok
}

// quiet reports whether nothing in list can panic.
func (c *certain) quiet(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Panic, *ir.CallStmt:
			return false
		case *ir.Decl:
			if s.Init != nil && !pure(s.Init) {
				return false
			}
		}
		head := c
		if _, while := s.(*ir.While); while {
			head = c.inside(s)
		}
		for _, e := range ir.Exprs(s) {
			if !head.holds(e) {
				return false
			}
		}
		for _, in := range ir.Blocks(s) {
			if !c.inside(s).quiet(in.List) {
				return false
			}
		}
		c = c.past(s)
	}
	return true
}

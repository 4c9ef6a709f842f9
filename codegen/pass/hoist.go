package pass

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Hoist: what has the same value in each iteration of a loop is computed before it: what is loaded from memory in the innermost loop
// (centered[k], a.Mass, the row w[i]), products, quotients, calls and conversions. Go's compiler does not move invariants.
//
// The loop may have no iterations, and what stands in it may be under a condition: only what certainly does not panic moves. What is dear moves
// only where each iteration computes it. Expressions move as they stand: no sum is put together in another way. What costs next to nothing
// stays, since another variable to read about is a price too.
func hoist(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		h := &invariants{u: u}
		h.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)})
		return h.changed
	})
}

type invariants struct {
	u       *unit
	changed bool
}

func (h *invariants) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if ir.IsLoop(s) && s.Origin() != nil { // not those that check and clear
			for _, d := range h.loop(s, c) {
				out = append(out, d)
				c = c.past(d)
			}
		}
		for _, in := range ir.Blocks(s) {
			h.block(in, c.inside(s))
		}
		c = c.past(s)
		out = append(out, s)
	}
	blk.List = out
}

// loop moves the invariants of s into variables and gives their declarations.
func (h *invariants) loop(s ir.Stmt, c *certain) []ir.Stmt {
	m := &mover{g: h.u.graph, written: h.u.graph.Written(s), own: map[*ir.Var]bool{}, inner: innermost(s), c: c}
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t := t.(type) {
		case *ir.Decl:
			m.own[t.Var] = true
		case *ir.Count:
			m.own[t.Var] = true
		}
		return true
	})
	if w, ok := s.(*ir.While); ok {
		m.stmt(w, true)
	}
	m.block(ir.Blocks(s)[0], true)
	h.changed = h.changed || len(m.decls) > 0
	var out []ir.Stmt
	for _, d := range m.decls {
		out = append(out, d)
	}
	return out
}

// mover takes invariants out of one loop.
type mover struct {
	g       *flow.Graph
	written map[*flow.Node]bool
	own     map[*ir.Var]bool // declared in the loop
	inner   map[ir.Stmt]bool // statements in innermost loops
	c       *certain         // before the loop
	decls   []*ir.Decl

	at     ir.Stmt // what is being rewritten
	always bool    // each iteration gets there
}

func (m *mover) block(blk *ir.Block, always bool) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && m.moves(d, always) {
			if v := m.held(d.Init); v == nil {
				m.decls = append(m.decls, d)
				continue
			}
		}
		m.stmt(s, always)
		for _, in := range ir.Blocks(s) {
			_, branch := s.(*ir.If)
			m.block(in, always && !branch && !ir.IsLoop(s))
		}
		out = append(out, s)
	}
	blk.List = out
}

// moves reports whether the declaration d, whose value is an invariant, can stand before the loop as it is.
func (m *mover) moves(d *ir.Decl, always bool) bool {
	if d.Init == nil || !m.c.l.use.single(d.Var) {
		return false
	}
	m.at, m.always = d, always
	_, cut := d.Init.(*ir.Slice)
	return (cut || m.worth(d.Init) || m.loads(d.Init)) && m.invariant(d.Init) && m.c.holds(d.Init)
}

func (m *mover) stmt(s ir.Stmt, always bool) {
	m.at, m.always = s, always
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
	}
	ir.MapExprs(s, func(e ir.Expr) ir.Expr {
		if dst[e] {
			return m.place(e)
		}
		return m.value(e)
	})
}

// value replaces the largest invariants in e that are worth it.
func (m *mover) value(e ir.Expr) ir.Expr {
	if m.worth(e) && m.invariant(e) && m.c.holds(e) {
		return m.variable(e)
	}
	if ir.IsPlace(e) {
		return m.place(e)
	}
	switch x := e.(type) {
	case *ir.Addr:
		return &ir.Addr{X: m.place(x.X)}
	case *ir.Slice:
		if ir.IsPlace(x.X) {
			if _, array := x.X.Type().Underlying().(*types.Array); array {
				return e
			}
		}
	case *ir.Make, *ir.New:
		return e
	}
	return m.operands(e)
}

func (m *mover) operands(e ir.Expr) ir.Expr {
	ops := e.Operands()
	out := make([]ir.Expr, len(ops))
	changed := false
	for i, o := range ops {
		out[i] = m.value(o)
		changed = changed || out[i] != o
	}
	if !changed {
		return e
	}
	return e.WithOperands(out)
}

// place does so in what the place e is found by.
func (m *mover) place(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Field:
		if x := m.place(e.X); x != e.X {
			return &ir.Field{X: x, F: e.F}
		}
	case *ir.Index:
		x, i := e.X, m.value(e.I)
		if _, slice := x.Type().Underlying().(*types.Slice); slice {
			x = m.value(x)
		} else if ir.IsPlace(x) {
			x = m.place(x)
		}
		if x != e.X || i != e.I {
			return &ir.Index{X: x, I: i}
		}
	case *ir.Deref:
		if x := m.value(e.X); x != e.X {
			return &ir.Deref{X: x}
		}
	}
	return e
}

// invariant reports whether e has the same value all through the loop.
func (m *mover) invariant(e ir.Expr) bool {
	ok := pure(e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ref := e.(*ir.Ref)
		ok = ok && !(ref && m.own[r.Var])
		return ok
	})
	return ok && !m.g.Changes(m.written, e)
}

// worth reports whether a variable for e saves more than it costs.
func (m *mover) worth(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Index, *ir.Field, *ir.Deref:
		return m.inner[m.at] && m.loads(e)
	case *ir.Unary:
		return e.Op == token.SUB && m.worth(e.X)
	case *ir.Call:
		constant := true
		for _, x := range e.Args {
			constant = constant && isConst(x) != nil
		}
		return e.Fn.Pkg == "math" && m.always && !constant
	case *ir.Conv:
		return ir.IsFloat(e.Typ) && ir.IsInteger(e.X.Type()) && isConst(e.X) == nil
	case *ir.Binary:
		if !ir.IsFloat(e.Typ) || isConst(e.X) != nil && isConst(e.Y) != nil {
			return false
		}
		return e.Op == token.MUL || e.Op == token.QUO && m.always || ops(e) > 1 && m.cheap(e)
	}
	return false
}

// cheap reports whether e may be computed where the loop would not.
func (m *mover) cheap(e ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		ok = ok && (m.always || !dear(e))
		return ok
	})
	return ok
}

// loads reports whether e reads a number or a reference from memory.
func (m *mover) loads(e ir.Expr) bool {
	if ir.Root(e) != nil || !ir.IsPlace(e) {
		return false
	}
	switch t := e.Type().Underlying().(type) {
	case *types.Basic:
		return t.Info()&types.IsNumeric != 0
	case *types.Slice, *types.Pointer:
		return true
	}
	return false
}

// variable is the variable that holds e.
func (m *mover) variable(e ir.Expr) ir.Expr {
	if v := m.held(e); v != nil {
		return ir.Use(v)
	}
	name := hoistName(e)
	if name == "row" && m.c.l.destination(e) {
		name = "drow"
	}
	v := &ir.Var{Name: name, Type: e.Type(), Temp: true}
	m.decls = append(m.decls, &ir.Decl{At: ir.At{Orig: m.at.Origin()}, Var: v, Init: e})
	return ir.Use(v)
}

// held is the variable that holds the value of e already, or nil.
func (m *mover) held(e ir.Expr) *ir.Var {
	for _, d := range m.decls {
		if ir.Equal(d.Init, e) {
			return d.Var
		}
	}
	return nil
}

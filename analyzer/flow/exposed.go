package flow

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Exposed says which floats must be finite where the function's results are.
//
// The adjoint of v = e(x, …) adds dv * ∂e/∂x to dx. Where dv is zero and the partial derivative is infinite or not a number that gives
// NaN, and dx is to be 0: what does not matter to the result must not spoil its gradient. So such products stand under a guard,
// `if dv != 0`. What is promised is less: that a gradient is not spoiled where the function's results are finite. A guard is needed
// only where a partial derivative can fail to be finite all the same. There are two kinds of them.
//
//   - It is singular: infinite where the value and the arguments are finite. The root at 0, pow(0, 0.5), asin(1).
//   - It is regular: it fails to be finite only where the value, or an argument, does: those of products, quotients, exp, log. Then
//     the guard matters only if what is not finite is masked on its way to the results: c/Inf and exp(-Inf) are 0, a comparison
//     gives true or false, a bounded function is bounded, and what is overwritten or not read is lost.
//
// A place is exposed at a point of the program if a float there that is not finite makes one of the results not finite, whatever
// happens between. That is found backward: the results are exposed at the end; before v = e, with v exposed after it, so are the places
// that e reads where no operation masks them: ±Inf and NaN stay what they are, or become one another, in sums, products (0·Inf is NaN),
// the numerators of quotients, conversions between floats, and functions that are strict, which is for their rules to say.
// What is stored to is not exposed before; on the way back, sets of exposed places meet as intersections; a loop takes the greatest
// fixed point. Elements that a loop reads one after the other are exposed before it as a range.
//
// What is exposed at one point is, in a run with finite results, finite from there on until it is stored to: that is the way forward.
//
// With several results, one of them that is not finite is enough: the promise is for all of them being finite. The memory of arguments
// that the function stores to counts as a result where it has a cotangent.
type Exposed struct {
	g      *Graph
	x      *indexer
	strict func(ir.FuncRef) bool
	prog   *ir.Program
	outs   []ir.Expr

	origin  map[ir.Stmt]ir.Stmt    // of statements in unrolled loops
	before  map[ir.Stmt]*places    // the fixed point
	after   map[ir.Stmt]*places    // likewise
	breaks  map[ir.Stmt]*places    // what is exposed where a break of the loop leads
	facts   map[ir.Stmt]*stmtFacts // by statement of the program
	calls   map[*ir.Func]*summary  // what is supposed of functions that are called
	scalars map[*Node]bool         // variables that are one cell
	any     bool                   // everything is exposed
}

// stmtFacts are what is found for one statement: for all times that it runs.
type stmtFacts struct {
	stored map[string]bool // places that it stores to, by key: are they exposed after it?
	read   map[string]bool // places that it reads: are they finite before it?
}

// NewExposed makes the analysis of prog. Mark the results with Output, then call Solve. strict says of which outside functions no result
// is finite where one of the arguments is not.
func NewExposed(prog *ir.Program, g *Graph, strict func(ir.FuncRef) bool) *Exposed {
	return &Exposed{
		g: g, x: newIndexer(prog, g), strict: strict, prog: prog,
		origin: map[ir.Stmt]ir.Stmt{}, before: map[ir.Stmt]*places{}, after: map[ir.Stmt]*places{},
		breaks: map[ir.Stmt]*places{}, facts: map[ir.Stmt]*stmtFacts{}, calls: map[*ir.Func]*summary{}, scalars: scalarCells(g),
	}
}

// scalarCells are the variables that are one cell: no arrays, of which slices may be cut.
func scalarCells(g *Graph) map[*Node]bool {
	out := map[*Node]bool{}
	for v := range g.roots {
		switch v.Type.Underlying().(type) {
		case *types.Basic, *types.Slice, *types.Pointer:
			out[g.Root(v)] = true
		}
	}
	return out
}

// Output says that the floats at the place e, and those that its slices refer to, belong to the results, at the end, as far as something
// stores to them.
func (a *Exposed) Output(e ir.Expr) { a.outs = append(a.outs, e) }

// Solve finds what is exposed.
func (a *Exposed) Solve() {
	end := newPlaces()
	for _, e := range a.outs {
		a.floats(e, e.Type(), func(e ir.Expr) {
			if n := a.g.Node(e); a.x.written[n] {
				end.add(a.x.place(e))
			}
		})
	}
	bodies := map[*ir.Func]*ir.Block{}
	for _, f := range a.prog.Funcs {
		bodies[f] = a.unrolled(f.Body)
	}
	a.summarize()
	a.functions(bodies, end)
	for _, b := range bodies {
		a.forward(b, newPlaces())
	}
}

// Relative makes the analysis of list, the last of which stores to dst, with that for the result.
func (a *Exposed) Relative(list []ir.Stmt, dst ir.Expr) *Exposed {
	r := &Exposed{
		g: a.g, x: a.x, strict: a.strict, prog: a.prog, any: a.any,
		origin: map[ir.Stmt]ir.Stmt{}, before: map[ir.Stmt]*places{}, after: map[ir.Stmt]*places{},
		breaks: map[ir.Stmt]*places{}, facts: map[ir.Stmt]*stmtFacts{}, scalars: a.scalars,
	}
	end := newPlaces()
	end.add(a.x.place(dst))
	body := r.unrolled(&ir.Block{List: list})
	r.block(body, end)
	r.forward(body, newPlaces())
	return r
}

// floats calls f for each float that the value of type t at e consists of, and for those that its slices refer to.
func (a *Exposed) floats(e ir.Expr, t types.Type, f func(ir.Expr)) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if ir.IsFloat(t) {
			f(e)
		}
	case *types.Array:
		a.floats(&ir.Index{X: e, I: &span{ir.IntConst(0), ir.IntConst(u.Len())}}, u.Elem(), f)
	case *types.Slice:
		a.floats(&ir.Index{X: e, I: &span{ir.IntConst(0), a.x.length(e)}}, u.Elem(), f)
	case *types.Struct:
		for i := range u.NumFields() {
			a.floats(&ir.Field{X: e, F: i}, u.Field(i).Type(), f)
		}
	}
}

// All says that everything is exposed, for tests, instead of Solve.
func (a *Exposed) All() { a.any = true }

// Stores reports whether the place dst, which s stores to, is exposed after s.
func (a *Exposed) Stores(s ir.Stmt, dst ir.Expr) bool {
	f := a.facts[s]
	return a.any || f != nil && f.stored[key(dst)]
}

// Finite reports whether the place e, which s reads, is finite before s where the results are.
func (a *Exposed) Finite(s ir.Stmt, e ir.Expr) bool {
	f := a.facts[s]
	return a.any || f != nil && f.read[key(e)]
}

// block gives what is exposed before b, with what is exposed after it.
func (a *Exposed) block(b *ir.Block, after *places) *places {
	for i := len(b.List) - 1; i >= 0; i-- {
		s := b.List[i]
		a.after[s] = after
		after = a.stmt(s, after)
		a.before[s] = after
	}
	return after
}

func (a *Exposed) stmt(s ir.Stmt, after *places) *places {
	switch s := s.(type) {
	case *ir.Block:
		return a.block(s, after)
	case *ir.Decl:
		return a.assign(ir.Use(s.Var), s.Init, s, after)
	case *ir.Assign:
		if s.Add {
			return a.addTo(s, after)
		}
		return a.assign(s.Dst, s.Src, s, after)
	case *ir.CallStmt:
		return a.call(s, after)
	case *ir.If:
		return a.branch(s, after)
	case *ir.Count:
		return a.count(s, after)
	case *ir.While:
		return a.while(s, after)
	case *ir.Exit:
		if to := a.breaks[s.Target]; to != nil && s.Kind == ir.Break {
			return to.clone()
		}
		return newPlaces()
	case *ir.Panic:
		return &places{all: true, m: map[string]ir.Expr{}} // there is no result
	}
	return a.survive(s, after)
}

// survive is what of after is exposed before s already: what s does not store to, nor change the way to.
func (a *Exposed) survive(s ir.Stmt, after *places) *places {
	out := after.clone()
	if after.all {
		return out
	}
	written := a.stored(s)
	dsts := ir.Dsts(s)
	if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
		dsts = nil // it may store elsewhere
	}
	out.keep(func(e ir.Expr) bool { return !a.touches(written, dsts, e) })
	return out
}

// stored are the cells that s stores to. The variables of a function that is called are its own, each time, also where that is the
// function that calls.
func (a *Exposed) stored(s ir.Stmt) map[*Node]bool {
	written := map[*Node]bool{}
	a.g.Writes(s, func(n *Node) { written[n] = true })
	if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
		for n := range a.scalars {
			delete(written, n)
		}
		for _, d := range c.Dsts {
			if d != nil {
				Leaves(a.g.Node(d), d.Type(), func(n *Node) { written[n] = true })
			}
		}
	}
	return written
}

// touches reports whether a store to the cells written, at the places dsts, may change the place e or the way to it.
func (a *Exposed) touches(written map[*Node]bool, dsts []ir.Expr, e ir.Expr) bool {
	hit := false
	a.g.PathReads(e, func(n *Node) { hit = hit || written[n] })
	if hit || !written[a.g.Node(e)] {
		return hit
	}
	for _, d := range dsts {
		if !distinct(a.x.place(d), e) {
			return true
		}
	}
	return len(dsts) == 0 // a copy
}

// distinct reports whether the places d and e, found by the same way but for constant indices, are different cells.
func distinct(d, e ir.Expr) bool {
	switch d := d.(type) {
	case *ir.Field:
		f, ok := e.(*ir.Field)
		return ok && (key(d.X) == key(f.X) && d.F != f.F || d.F == f.F && distinct(d.X, f.X))
	case *ir.Index:
		i, ok := e.(*ir.Index)
		if !ok {
			return false
		}
		m, ok1 := intValue(d.I)
		n, ok2 := intValue(i.I)
		if ok1 && ok2 && m != n && key(d.X) == key(i.X) {
			return true
		}
		_, array := d.X.Type().Underlying().(*types.Array)
		return array && distinct(d.X, i.X)
	}
	return false
}

// assign is what is exposed before dst = src.
func (a *Exposed) assign(dst, src ir.Expr, s ir.Stmt, after *places) *places {
	if after.all {
		return after.clone()
	}
	out := a.survive(s, after)
	if src == nil {
		return out
	}
	d := a.x.place(dst)
	if ir.IsFloat(dst.Type()) {
		if a.x.covers(after, d) {
			a.expose(out, src)
		}
		// v = v + … leaves the other elements of a range alone, and exposes v itself
		if out.m[key(d)] != nil {
			for _, e := range after.m {
				if a.x.matches(e, d) && !a.moves(s, e) {
					out.add(e)
				}
			}
		}
		return out
	}
	for _, e := range after.m {
		for _, p := range a.moved(e, d, src) {
			out.add(a.x.place(p))
		}
	}
	return out
}

// moves reports whether s changes the way to e.
func (a *Exposed) moves(s ir.Stmt, e ir.Expr) bool {
	hit := false
	written := map[*Node]bool{}
	a.g.Writes(s, func(n *Node) { written[n] = true })
	a.g.PathReads(e, func(n *Node) { hit = hit || written[n] })
	return hit
}

// addTo is what is exposed before dst += src: what is after, and what src is made of.
func (a *Exposed) addTo(s *ir.Assign, after *places) *places {
	out := after.clone()
	written := map[*Node]bool{}
	a.g.Writes(s, func(n *Node) { written[n] = true })
	out.keep(func(e ir.Expr) bool {
		hit := false
		a.g.PathReads(e, func(n *Node) { hit = hit || written[n] })
		return !hit
	})
	if !after.all && a.x.covers(after, a.x.place(s.Dst)) {
		a.expose(out, s.Src)
	}
	return out
}

// expose adds to out the places that the float e reads where nothing masks them.
func (a *Exposed) expose(out *places, e ir.Expr) {
	if !ir.IsFloat(e.Type()) {
		return
	}
	if ir.IsPlace(e) {
		out.add(a.x.place(e))
		return
	}
	for i, o := range e.Operands() {
		if Propagates(e, i, a.strict) {
			a.expose(out, o)
		}
	}
}

// Propagates reports whether the value of e is not finite where that of its operand i is not.
func Propagates(e ir.Expr, i int, strict func(ir.FuncRef) bool) bool {
	switch e := e.(type) {
	case *ir.Unary:
		return e.Op == token.SUB
	case *ir.Binary:
		return e.Op == token.ADD || e.Op == token.SUB || e.Op == token.MUL || e.Op == token.QUO && i == 0
	case *ir.Conv:
		return ir.IsFloat(e.X.Type()) && ir.IsFloat(e.Typ)
	case *ir.Call:
		return strict(e.Fn)
	}
	return false
}

// call is what is exposed before a call statement.
func (a *Exposed) call(s *ir.CallStmt, after *places) *places {
	out := a.survive(s, after)
	if s.Callee != nil {
		a.exposeArgs(out, s)
		return out
	}
	if after.all || !a.strict(s.Fn) {
		return out
	}
	for _, d := range s.Dsts {
		if d != nil && ir.IsFloat(d.Type()) && a.x.covers(after, a.x.place(d)) {
			for _, x := range s.Args {
				a.expose(out, x)
			}
		}
	}
	return out
}

// meet is the intersection of what is exposed on two ways.
func (a *Exposed) meet(p, q *places) *places {
	if p.all {
		return q.clone()
	}
	if q.all {
		return p.clone()
	}
	out := newPlaces()
	for k, e := range p.m {
		if q.m[k] != nil || a.x.covers(q, e) {
			out.add(e)
		}
	}
	for k, e := range q.m {
		if p.m[k] == nil && a.x.covers(p, e) {
			out.add(e)
		}
	}
	return out
}

// branch is what is exposed before an if. What is equal to a number is finite.
func (a *Exposed) branch(s *ir.If, after *places) *places {
	then := a.block(s.Then, after)
	then = then.clone()
	then.addAll(a.known(s))
	els := after
	if s.Else != nil {
		els = a.block(s.Else, after)
	}
	return a.meet(then, els)
}

// known are the places that are finite where the condition of s holds.
func (a *Exposed) known(s *ir.If) *places {
	out := newPlaces()
	cond := s.Cond
	if r, ok := cond.(*ir.Ref); ok && a.x.stable[r.Var] && a.x.init[r.Var] != nil {
		cond = a.x.init[r.Var]
	}
	c, ok := cond.(*ir.Binary)
	if !ok || c.Op != token.EQL {
		return out
	}
	if n, ok := c.Y.(*ir.Const); !ok || n.Val.Kind() != constant.Int && n.Val.Kind() != constant.Float {
		return out
	}
	if r, ok := c.X.(*ir.Ref); ok && ir.IsFloat(r.Var.Type) && (cond == s.Cond || a.x.stable[r.Var]) {
		out.add(r)
	}
	return out
}
